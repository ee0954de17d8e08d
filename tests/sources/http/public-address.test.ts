// Which addresses a fetch may reach.
import { expect, test } from 'vitest';
import {
  createPublicLookup,
  isPublicAddress,
  lookupPublic,
} from '../../../src/sources/http/public-address.js';

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

test.each([true, false])('a name that resolves to loopback is refused for sockets (all: %s)', async (all) => {
  const error = await new Promise((done) => {
    lookupPublic('localhost', { all }, (failure) => done(failure));
  });
  expect(String(error)).toContain('localhost is a private or local address');
});

/** The addresses that a socket gets for a name with these addresses. */
const addressesOf = (...found: string[]) =>
  new Promise((done) => {
    const resolve = createPublicLookup((_, __, callback) =>
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
    resolve('feeds.example', { all: true }, (error, open) => done(error ? String(error) : open));
  });

test('only the public addresses of a name are used', async () =>
  expect(await addressesOf('10.0.0.1', '8.8.8.8', '::1', '::ffff:192.168.0.1')).toEqual([
    { address: '8.8.8.8', family: 4 },
  ]));

test.each([
  ['10.0.0.1'],
  ['169.254.169.254'],
  ['fd00::1', '127.0.0.1'],
  ['::ffff:10.0.0.1'],
  ['64:ff9b::a00:1'],
])('a name that resolves to %s is refused', async (...found) =>
  expect(await addressesOf(...found)).toContain('refused: feeds.example is a private or local address'),
);
