// Charsets if the header, the declaration and the bytes disagree.
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeDocument } from '../../../src/sources/http/decode.js';

const xml = (charset: string, text: string) => `<?xml version="1.0" encoding="${charset}"?><a>${text}</a>`;
const read = (charset: string, text: string, contentType?: string) =>
  decodeDocument(iconv.encode(text, charset), contentType);

test.each([
  ['windows-1251', 'Привет, мир'],
  ['koi8-r', 'Привет, мир'],
  ['shift_jis', '東京の天気'],
  ['euc-jp', '東京の天気'],
  ['big5', '臺北天氣'],
  ['gb2312', '北京天气'],
  ['iso-8859-2', 'Zażółć gęślą'],
  ['iso-8859-7', 'Καλημέρα'],
  ['utf-8', 'Zażółć 東京'],
])('declared in the document: %s', (charset, text) =>
  expect(read(charset, xml(charset, text), 'text/xml')).toContain(text),
);
test('declared only in the header', () =>
  expect(read('windows-1251', '<a>Привет</a>', 'text/xml; charset="Windows-1251"')).toContain('Привет'));
test('the header precedes the document', () =>
  expect(read('koi8-r', xml('windows-1251', 'Привет'), 'text/xml; charset=koi8-r')).toContain('Привет'));
test('but a Latin-1 header is only a default', () =>
  expect(read('koi8-r', xml('koi8-r', 'Привет'), 'text/xml; charset=ISO-8859-1')).toContain('Привет'));
test('valid UTF-8 is decoded as UTF-8, whatever is declared', () =>
  expect(read('utf-8', xml('iso-8859-1', 'Zażółć'), 'text/xml; charset=us-ascii')).toContain('Zażółć'));
test('Latin-1 is decoded as windows-1252', () =>
  expect(read('windows-1252', xml('iso-8859-1', '“quoted” – 5 €'))).toContain('“quoted” – 5 €'));
test('windows-1252 that is declared as UTF-8', () =>
  expect(read('windows-1252', xml('utf-8', 'café “x”'))).toContain('café “x”'));
test('nothing declared: windows-1252', () => expect(read('windows-1252', '<a>café</a>')).toContain('café'));
test('one bad byte does not garble a UTF-8 document', () => {
  const bytes = Buffer.concat([Buffer.from(xml('utf-8', 'Zażółć gęślą')), Buffer.from([0xe9])]);
  expect(decodeDocument(bytes)).toContain('Zażółć gęślą');
});
test.each(['utf-16le', 'utf-16be', 'utf-32le'])('a byte order mark decides: %s', (charset) =>
  expect(decodeDocument(iconv.encode(xml('utf-8', 'né'), charset, { addBOM: true }))).toBe(
    xml('utf-8', 'né'),
  ),
);
test.each(['utf-16le', 'utf-16be'])('without a mark: %s', (charset) =>
  expect(read(charset, xml('utf-16', 'né'))).toBe(xml('utf-16', 'né')),
);
test('a declaration of UTF-16 in an 8-bit document is ignored', () =>
  expect(read('utf-8', xml('utf-16', 'Zażółć'))).toContain('Zażółć'));
test('an unknown charset is ignored', () => expect(read('utf-8', xml('x-nonsense', 'né'))).toContain('né'));
