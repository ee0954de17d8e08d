// Which addresses a fetch may reach.
import { expect, test } from 'vitest';
import { isPublicAddress, lookupPublic } from '../../src/sources/addresses.js';

test.each(['8.8.8.8', '100.63.255.255', '172.15.0.1', '2606:4700:4700::1111', '64:ff9b::8.8.8.8'])(
  'public: %s',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.0.1', '169.254.169.254', '172.31.255.255'],
  ...['192.168.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...[
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
  ],
  ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', 'fe80::1%lo'],
  ...['localhost', ''],
])('not public: %s', (address) => expect(isPublicAddress(address)).toBe(false));

test.each([true, false])(
  'a name that leads to loopback is not looked up for a socket (all: %s)',
  async (all) => {
    const error = await new Promise((done) => {
      lookupPublic('localhost', { all }, (failure) => done(failure));
    });
    expect(String(error)).toContain('localhost is a private or local address');
  },
);
