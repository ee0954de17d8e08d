// Which statements doubt what is searched for, and which doubt something else.
import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { isDoubted } from '../../../src/store/search/doubt.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openTestStore } from '../../fixtures/store.js';

test.each([
  ['the same sentence', 'Many doubt Lark. It is out today. It is free.', '', true],
  ['the sentence before', 'Critics came at once. Lark is out. It is free.', '', true],
  ['the sentence after', 'Lark is out. Testers are skeptical. It is free.', '', true],
  ['two sentences away', 'Lark is out. It is free. Testers are skeptical of Heron.', '', false],
  ['the title names it', 'Testers are skeptical. It is free.', 'Lark', true],
  ['the title is far away', 'It is free. Testers are skeptical of Heron.', 'Lark', false],
  ['a complaint', 'Lark is seriously broken on phones. It is free.', '', true],
  ['a verdict', 'Lark is out. Testers found it underwhelming.', '', true],
  ['a denial', 'Lark does not work on phones.', '', true],
  ['no doubt at all', 'Lark is out. It is free.', '', false],
  ['abbreviations end no sentence', 'Lark beats others, e.g. Heron. Testers are wary.', '', true],
])('recognizes doubt: %s', (_, text, section, expected) => {
  expect(isDoubted({ text, section }, parseTerms('Lark'))).toBe(expected);
});

test('all words must be near the doubt', () => {
  const text = 'Lark is out. It is free. The price of Heron is a concern.';
  expect(isDoubted({ text, section: '' }, parseTerms('Heron price'))).toBe(true);
  expect(isDoubted({ text, section: '' }, parseTerms('Lark price'))).toBe(false);
});

test('a search for doubts leaves out doubts about something else, by words and by tag', async () => {
  const db = await openTestStore();
  const lark = { kind: 'model', slug: 'ospa-lark', name: 'Ospa Lark' } as const;
  const body = `<h2 id="s1">News</h2><p id="b1">Ospa Lark is out. It is free. Testers doubt the ladder.</p>
    <p id="b2">Testers doubt Ospa Lark.</p><p id="b3">Lark is out. That is a concern. It is free.</p>
    <p id="b4">Testers doubt Heron.</p>`;
  await saveIssue(db, makeIssue({ lead: [], recaps: [], posts: {}, tags: [lark], body }));
  const find = async (q: string, tags = [lark]) => {
    const found = await searchBullets(db, { terms: parseTerms(q), tags, doubts: true, limit: 9 });
    expect(found.total).toBe(found.hits.length);
    return found.hits.map(({ anchor }) => anchor).sort();
  };
  expect(await find('')).toEqual(['b2', 'b3']);
  expect(await find('lark', [])).toEqual(['b2', 'b3']);
  expect(await find('lark -concern', [])).toEqual(['b2']);
  expect(await find('', [])).toEqual(['b1', 'b2', 'b3', 'b4']);
});
