// A figure is found in the forms in which people write it.
import { expect, test } from 'vitest';
import { saveIssue } from '../../../src/store/issues.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { spellingsOf } from '../../../src/store/search/spellings.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openTestStore } from '../../fixtures/store.js';

const WRITTEN = [
  'Heron has 70B parameters.',
  'Lark has 12 billion parameters.',
  'The plan costs $200 a month.',
  'Another costs 90 dollars.',
  'Its requests count 9×, those of Kite 1.35x.',
  'Errors fell by 40%.',
  'A window of 128,000 tokens, later 256k.',
  'Finetuning of the teacher.',
  'A multi-agent test.',
  'Kestrel runs in 16GB of memory.',
  'Osprey wants 24 GB.',
  'A raise of $30B at Marlow.',
];

test.each([
  ['heron 70 billion', 0],
  ['heron 70-billion', 0],
  ['heron 70b', 0],
  ['lark 12B', 1],
  ['lark 12bn', 1],
  ['plan 200 dollars', 2],
  ['plan 200 USD', 2],
  ['costs $90', 3],
  ['requests 9x', 4],
  ['requests 9×', 4],
  ['kite 1.35×', 4],
  ['errors 40 percent', 5],
  ['window 128000', 6],
  ['window 256 thousand', 6],
  ['fine-tuning teacher', 7],
  ['multi-agent test', 8],
  ['kestrel 16 GB', 9],
  ['osprey 24GB', 10],
  ["kestrel's memory", 9],
  ['kestrel’s memory', 9],
  ['requests 9 times', 4],
  ['raise $30 billion', 11],
  ['raise 30 billion dollars', 11],
])('finds other spellings of “%s”', async (q, at) => {
  const db = await openTestStore();
  const body = WRITTEN.map((text, n) => `<p id="b${n}">${text}</p>`).join('');
  await saveIssue(db, makeIssue({ lead: [], recaps: [], posts: {}, tags: [], headline: 'Figures', body }));
  const { hits } = await searchBullets(db, { terms: parseTerms(q), limit: 9 });
  expect(hits.map(({ anchor }) => anchor)).toEqual([`b${at}`]);
});

test('years, versions and words have one spelling', () => {
  for (const text of ['2026', '4.7', 'gpt-5.5', 'h100', 'word', 'x-9'])
    expect(spellingsOf(text)).toEqual([text]);
});
