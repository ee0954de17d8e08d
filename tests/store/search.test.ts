import { expect, test } from 'vitest';
import { saveIssue } from '../../src/store/issues.js';
import { ftsQuery, searchBullets } from '../../src/store/search.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';

test.each([
  ['gemma phone', '"gemma" AND "phone"'],
  ['"day zero" -vllm', '("day zero") NOT ("vllm")'],
  ['quant*', '"quant"*'],
  ['"open quote', '"open quote"'],
  ['a"b OR NEAR( ^col:x', '"a" AND "b OR NEAR( ^col:x"'],
  ['-only', undefined],
  ['  *"" ', undefined],
])('%s asks for %s', (text, query) => expect(ftsQuery(text)).toBe(query));

async function openWithIssue(status: 'published' | 'draft' = 'published') {
  const db = await openTestStore();
  const issue = await saveIssue(db, makeIssue({ status }));
  const bullet = issue.recaps[0]?.sections[0]?.bullets[0];
  const word =
    bullet?.claim
      .map((span) => span.text)
      .join('')
      .match(/\p{L}{5,}/u)?.[0] ?? '';
  return { db, issue, bullet, word };
}

test('a word leads to its bullet, marked', async () => {
  const { db, issue, bullet, word } = await openWithIssue();
  const { hits, total } = await searchBullets(db, { text: word, limit: 50 });
  expect(total).toBe(hits.length);
  const hit = hits.find((found) => found.anchor === bullet?.id);
  expect(hit).toMatchObject({ slug: issue.slug, recap: issue.recaps[0]?.title });
  expect(
    hit?.snippet.some(
      (part) => part.marked && part.text.toLowerCase().startsWith(word.toLowerCase().slice(0, 4)),
    ),
  ).toBe(true);
});

test('drafts are not found', async () => {
  const { db, word } = await openWithIssue('draft');
  expect((await searchBullets(db, { text: word, limit: 5 })).total).toBe(0);
});

test('any input whatever is a query, not an error', async () => {
  const { db } = await openWithIssue();
  for (const text of [
    '"',
    '*',
    ')(',
    'AND',
    'a AND',
    'NEAR(',
    '-',
    "'; drop table posts; --",
    '\0',
    'é*',
    '"*"*',
  ])
    await expect(searchBullets(db, { text, limit: 5 })).resolves.toBeDefined();
});

test('since and platform narrow', async () => {
  const { db, issue, word } = await openWithIssue();
  expect((await searchBullets(db, { text: word, since: issue.period.to, limit: 5 })).total).toBe(0);
  const platform = issue.recaps[0]?.platform === 'x' ? 'reddit' : 'x';
  const all = await searchBullets(db, { text: word, limit: 50 });
  const other = await searchBullets(db, { text: word, platform, limit: 50 });
  expect(other.total).toBeLessThan(all.total);
});
