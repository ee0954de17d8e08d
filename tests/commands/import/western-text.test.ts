// Only text in Windows-1252 is read as such: a guess must not publish garbled words.
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeWestern } from '../../../src/commands/import/western-text.js';

test.each([
  ['windows-1252', 'Das Café über Größe – „schön“, 5 € für 2 °C'],
  ['windows-1252', 'L’été à Noël, « œuvre » créée naïvement'],
  ['windows-1252', 'Não há solução'],
  ['windows-1252', 'El señor del año, ¿qué?'],
  ['windows-1252', 'Þetta er íslenska æði'],
  ['iso-8859-1', 'Smörgåsbord, Ångström'],
  ['iso-8859-1', 'blåbærsyltetøy'],
  ['windows-1252', 'Only quotes: “it’s” … © 2024'],
])('%s: %s is read', (encoding, text) => expect(decodeWestern(iconv.encode(text, encoding))).toBe(text));

test.each([
  ['windows-1251', 'Ветер дул всю ночь'],
  ['koi8-r', 'Ветер дул'],
  ['iso-8859-7', 'Ο άνεμος φύσηξε'],
  ['windows-1250', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
  ['iso-8859-2', 'Wiatr wiał całą noc, źródło'],
  ['windows-1254', 'Rüzgâr bütün gece esti, ışık ağaç şehir'],
  ['shift_jis', '風が吹いた'],
  ['gbk', '风吹了一夜'],
  ['euc-kr', '바람이 불었다'],
  ['macroman', 'It’s the “été” of a naïve café'],
  ['cp850', 'Der Wind über der Höhe'],
])('%s: %s is not guessed', (encoding, text) =>
  expect(decodeWestern(iconv.encode(text, encoding))).toBeUndefined(),
);

test('UTF-8 with a faulty byte is not read as Windows-1252', () =>
  expect(decodeWestern(Buffer.concat([Buffer.from('Der Café über'), Buffer.from([0xff])]))).toBeUndefined());
