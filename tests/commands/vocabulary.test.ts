import { expect, test } from 'vitest';
import { acceptName, addAlias, ignoreName, stopIgnoringName } from '../../src/config/edit-vocabulary-file.js';
import { EMPTY_VOCABULARY } from '../../src/config/vocabulary-file.js';
import { isHiddenName, loadField } from '../../src/editorial/vocabulary/field.js';
import { findUnknownNames } from '../../src/editorial/vocabulary/unknown-names.js';
import { makePost } from '../fixtures/store.js';

const post = (day: number, author: string, text: string) =>
  makePost(`p${day}${author}`, { author, title: '', text, createdAt: `2026-03-0${day}T10:00:00.000Z` });

test('findUnknownNames finds unknown names that recur on three days by three authors', () => {
  const posts = [1, 2, 3].map((day) =>
    post(day, `a${day}`, 'We moved to Quillmark Studio today, and OpenAI says nothing.'),
  );
  expect(findUnknownNames(posts, [])).toEqual([
    { name: 'Quillmark Studio', posts: 3, authors: 3, days: 3, examples: ['p3a3', 'p2a2', 'p1a1'] },
  ]);
  expect(findUnknownNames(posts, ['quillmark studio'])).toEqual([]);
  expect(findUnknownNames(posts.slice(1), [])).toEqual([]);
});

test('vocabulary.yaml keeps its comments when a name is accepted, aliased or ignored', () => {
  const text = '# mine\ncompanies:\n  Acme: []\n\npeople: {}\n';
  const accepted = acceptName(text, 'v.yaml', 'Quillmark', 'person');
  expect(accepted).toBe('# mine\ncompanies:\n  Acme: []\n\npeople:\n  "Quillmark": []\n');
  expect(() => acceptName(accepted, 'v.yaml', 'Quillmark', 'person')).toThrow('has Quillmark');
  expect(acceptName(text, 'v.yaml', 'Quill', 'model')).toContain('models:\n  "Quill": {}');
  expect(addAlias(text, 'v.yaml', 'acme inc', 'Acme')).toContain('  Acme: ["acme inc"]');
  expect(() => addAlias(text, 'v.yaml', 'x', 'Nobody')).toThrow('no name "Nobody"');
  const ignored = ignoreName(ignoreName(text, 'v.yaml', 'A'), 'v.yaml', 'B');
  expect(ignored).toContain('ignored: ["A", "B"]');
  expect(() => ignoreName(ignored, 'v.yaml', 'a')).toThrow('a is already ignored');
  const shown = stopIgnoringName(ignored, 'v.yaml', 'a');
  expect(shown).toMatch(/^# mine\ncompanies:\n {2}Acme: \[\]\n/);
  expect(shown).not.toContain('"A"');
  expect(shown).toMatch(/ignored:.*B/);
  expect(() => stopIgnoringName(shown, 'v.yaml', 'A')).toThrow('A is not ignored');
});

test('an ignored name is hidden in any case, until the vocabulary changes', () => {
  loadField({ ...EMPTY_VOCABULARY, ignored: ['Quillmark'] });
  expect([isHiddenName('QUILLMARK'), isHiddenName('Quill')]).toEqual([true, false]);
  loadField();
  expect(isHiddenName('Quillmark')).toBe(false);
});
