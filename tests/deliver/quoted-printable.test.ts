import { expect, test } from 'vitest';
import { createPieceEncoder } from '../../src/deliver/pieces.js';
import { quotedPrintable } from '../../src/deliver/quoted-printable.js';

const decode = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

test('what is encoded is short in its lines, ASCII, and decodes to the same; the second time, too', () => {
  const encode = createPieceEncoder(quotedPrintable);
  const body = [
    'a = b\n\ntrailing blank \n.\n',
    `${'schön — '.repeat(60)}\nends with a blank `,
    'https://example.org/own',
    `.${'x'.repeat(500)}`,
    '',
    '\n👍\n',
    `${'x'.repeat(76)}`,
    '\n',
  ];
  for (const encoded of [encode(body), encode(body)].map((pieces) => Buffer.concat(pieces).toString())) {
    expect(decode(encoded)).toBe(body.join('').replaceAll('\n', '\r\n'));
    expect(Math.max(...encoded.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
    expect(encoded).toMatch(/^[\r\n\t -~]*$/);
    expect(encoded).not.toMatch(/ \r\n|^\./m);
  }
});
