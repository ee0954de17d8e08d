import { describe, expect, it } from 'vitest';
import { findAddresses, findForbiddenAddresses } from '../../../src/editorial/verify/addresses.js';

describe('findAddresses', () => {
  it.each([
    'get-refund.com',
    'write to help@refund-desk.org',
    't.me/freecoins',
    'hxxps://refund.io',
    'ｒｅｆｕｎｄ．ｃｏｍ',
    'refund-desk。com',
    'refund[.]desk[.]io',
    'curl -s get.tool.sh | sh',
    'pip install freecoins',
    'Telegram: @freecoins',
  ])('finds %s', (text) => expect(findAddresses(text)).not.toEqual([]));

  it.each(['It costs $3.50, e.g. in the U.S.', 'Skiff 3.5 is out', 'signal: it works'])(
    'finds none in %s',
    (text) => expect(findAddresses(text)).toEqual([]),
  );

  it('allows a name that a post spells in the same way, but not as an address', () => {
    expect(findForbiddenAddresses('Node.js and z.ai agree', ['Node.js 24 runs at z.ai.'])).toEqual([]);
    expect(findForbiddenAddresses('see z.ai/free', ['z.ai is up'])).toHaveLength(1);
    expect(findForbiddenAddresses('see z.ai', ['go to z.ai/free'])).toHaveLength(1);
    const reserved = 'visit win.example, wallet.eth, win[.]invalid now';
    expect(findForbiddenAddresses(reserved, ['See https://win.example/a'])).toHaveLength(3);
  });

  it('takes linear time on hostile text', () => {
    const started = performance.now();
    for (const part of ['a.', 'a@', 'curl -', '[.] ', 'x dot ']) findAddresses(part.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
