// tidings init: every shipped field is whole, and nothing of one field is in another.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { command } from '../../src/commands/init.js';
import { parseSourcesFile } from '../../src/config/sources-file.js';
import { EMPTY_VOCABULARY, readVocabularyFile } from '../../src/config/vocabulary-file.js';
import { loadField } from '../../src/editorial/vocabulary/field.js';
import { findTags } from '../../src/editorial/vocabulary/tags.js';

const ai = readVocabularyFile('templates/fields/ai/vocabulary.yaml');
afterAll(() => loadField(ai));

async function init(field?: string) {
  const dir = mkdtempSync(join(tmpdir(), 'field-'));
  const input = {
    dir,
    json: true,
    positionals: [],
    values: { field },
    signal: new AbortController().signal,
  };
  await command.run(input as unknown as Parameters<typeof command.run>[0]);
  return dir;
}

test.each(readdirSync('templates/fields'))('%s: its files are valid and name each other', async (field) => {
  const dir = await init(field);
  const sources = parseSourcesFile(readFileSync(join(dir, 'sources.yaml'), 'utf8'), 'sources.yaml');
  expect(sources.vocabulary).toBe('./vocabulary.yaml');
  expect(sources.publication.tone.length).toBeGreaterThan(20);
  const data = readVocabularyFile(join(dir, 'vocabulary.yaml'));
  const { companies, people, products, things, topics, models } = data;
  const names = [companies, people, products, things, topics, models].flatMap(Object.keys);
  if (field === 'empty') expect(data).toEqual(EMPTY_VOCABULARY);
  else expect(names.length).toBeGreaterThan(100);
});

test('init without --field writes the AI field, and overwrites no file', async () => {
  const dir = await init();
  expect(readFileSync(join(dir, 'vocabulary.yaml'), 'utf8')).toContain('OpenAI');
  await expect(init('astrology')).rejects.toThrow('Unknown field "astrology"');
});

test.each([
  [
    'rust',
    'Rust 1.97 is out: Cargo and rust-analyzer turn their attention to Gemini mirrors',
    ['Rust 1.97', 'Cargo', 'rust-analyzer'],
  ],
  [
    'security',
    'A zero-day in FortiOS is exploited by Volt Typhoon',
    ['Zero-days', 'FortiOS', 'Volt Typhoon'],
  ],
  ['climate', 'Ørsted stops an offshore wind farm after COP30', ['Ørsted', 'Wind power', 'COP30']],
  ['empty', 'OpenAI releases GPT-5.5 with attention', []],
])('%s: %s', (field, text, names) => {
  loadField(readVocabularyFile(`templates/fields/${field}/vocabulary.yaml`));
  expect(findTags(text).map(({ name }) => name)).toEqual(names);
});

test('a mistake in a vocabulary is named with its line', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'field-')), 'vocabulary.yaml');
  writeFileSync(file, 'companies:\n  Acme: acme\n');
  expect(() => readVocabularyFile(file)).toThrow(/line 2, companies\.Acme: found "acme"; allowed: a list/);
  expect(() => readVocabularyFile(`${file}.none`)).toThrow('does not exist');
});
