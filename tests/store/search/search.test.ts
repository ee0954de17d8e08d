import { expect, test } from 'vitest';
import { listBullets } from '../../../src/base/issue-bullets.js';
import { deleteIssue, saveIssue } from '../../../src/store/issues.js';
import { refreshIndex } from '../../../src/store/search/index-bullets.js';
import { findNearWords, findParts } from '../../../src/store/search/near-words.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { type SearchHit, searchBullets } from '../../../src/store/search/search.js';
import { snippetOf } from '../../../src/store/search/snippet.js';
import { answer, parseSearch } from '../../../src/web/search/answer.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openTestStore } from '../../fixtures/store.js';

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

test('a word finds its bullet, with the word marked', async () => {
  const { db, issue, bullet, word } = await openWithIssue();
  const { hits, total } = await searchBullets(db, { terms: parseTerms(word), limit: 50 });
  expect(total).toBe(hits.length);
  const hit = hits.find((found) => found.anchor === bullet?.id);
  expect(hit).toMatchObject({ slug: issue.slug, recap: issue.recaps[0]?.title });
  expect(
    hit?.snippet.some(
      (part) => part.marked && part.text.toLowerCase().startsWith(word.toLowerCase().slice(0, 4)),
    ),
  ).toBe(true);
});

test('a phrase does not begin in a title and end in the text under it', async () => {
  const db = await openTestStore();
  const body = '<h2 id="s1">On big balloons</h2><p id="b1">They rise.</p>';
  await saveIssue(db, makeIssue({ lead: [], recaps: [], posts: {}, tags: [], body }));
  const count = async (text: string) =>
    (await searchBullets(db, { terms: parseTerms(text), limit: 9 })).total;
  expect(await count('"big balloons"')).toBe(1);
  expect(await count('balloons they')).toBe(1);
  expect(await count('"balloons they"')).toBe(0);
});

test('drafts are not found', async () => {
  const { db, word } = await openWithIssue('draft');
  expect((await searchBullets(db, { terms: parseTerms(word), limit: 5 })).total).toBe(0);
});

test('any input is a valid query', async () => {
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
    await expect(searchBullets(db, { terms: parseTerms(text), limit: 5 })).resolves.toBeDefined();
});

test('since and platform narrow', async () => {
  const { db, issue, word } = await openWithIssue();
  expect((await searchBullets(db, { terms: parseTerms(word), since: issue.period.to, limit: 5 })).total).toBe(
    0,
  );
  const platform = issue.recaps[0]?.platform === 'x' ? 'reddit' : 'x';
  const all = await searchBullets(db, { terms: parseTerms(word), limit: 50 });
  const other = await searchBullets(db, { terms: parseTerms(word), platform, limit: 50 });
  expect(other.total).toBeLessThan(all.total);
});

test('a bullet has the platforms of its posts, whatever the recap', async () => {
  const db = await openTestStore();
  const made = makeIssue({ cadence: 'weekly' });
  const recaps = made.recaps.map((recap) => ({ ...recap, platform: 'x' as const }));
  const issue = await saveIssue(db, { ...made, recaps });
  const { hits } = await searchBullets(db, { terms: [], platform: 'reddit', limit: 50 });
  expect(hits.length).toBeGreaterThan(0);
  const cited = new Map(listBullets(issue).map((bullet) => [bullet.id, bullet.citations]));
  for (const { anchor, platform } of hits) {
    expect(cited.get(anchor)?.map((id) => issue.posts[id]?.platform)).toContain('reddit');
    expect(platform).toBe(issue.posts[cited.get(anchor)?.[0] ?? '']?.platform);
  }
});

test('a word of the headline finds the lead, not every bullet of its issue', async () => {
  const db = await openTestStore();
  const issue = await saveIssue(db, makeIssue({ headline: 'Zeppelins return' }));
  const { hits, total } = await searchBullets(db, { terms: parseTerms('zeppelins'), limit: 50 });
  expect(total).toBe(issue.lead.length);
  expect(hits.map(({ anchor }) => anchor)).toEqual(expect.arrayContaining(['b1']));
  const bare = makeIssue({ id: 'x', slug: 'x', headline: 'Balloons land', lead: [], recaps: [] });
  await saveIssue(db, bare);
  expect((await searchBullets(db, { terms: parseTerms('balloons'), limit: 5 })).hits[0]).toMatchObject({
    anchor: '',
  });
});

test.each([
  [{ recap: 'x recap' }, ({ recap }: SearchHit) => recap === 'X Recap'],
  [{ author: 'tinfer_dev' }, ({ anchor }: SearchHit) => anchor === 'b5'],
  [{ source: '@tinfer_dev' }, ({ anchor }: SearchHit) => anchor === 'b5'],
  [
    { tags: [{ kind: 'person', slug: 'mira-holt', name: 'Mira Holt' }] },
    ({ snippet }: SearchHit) => snippet.some(({ text }) => text.includes('mira_holt')),
  ],
] as const)('%j narrows, with and without words', async (filter, holds) => {
  const { db } = await openWithIssue();
  for (const text of ['', 'the']) {
    const { hits } = await searchBullets(db, { terms: parseTerms(text), limit: 50, ...filter });
    if (!text) expect(hits.length).toBeGreaterThan(0);
    expect(hits.every(holds)).toBe(true);
  }
});

test('until keeps what ends then or before, and date sorts newest first', async () => {
  const db = await openTestStore();
  const days = [15, 17, 16];
  for (const day of days)
    await saveIssue(
      db,
      makeIssue({
        id: `daily-${day}`,
        slug: `day-${day}`,
        headline: 'Zeppelins',
        period: { from: `2026-03-${day}T00:00:00.000Z`, to: `2026-03-${day + 1}T00:00:00.000Z` },
      }),
    );
  const slugs = async (more: object) => [
    ...new Set(
      (await searchBullets(db, { terms: parseTerms('zeppelins'), limit: 99, ...more })).hits.map(
        (h) => h.slug,
      ),
    ),
  ];
  expect(await slugs({ sort: 'date' })).toEqual(['day-17', 'day-16', 'day-15']);
  expect(await slugs({ sort: 'oldest' })).toEqual(['day-15', 'day-16', 'day-17']);
  expect(await slugs({ until: '2026-03-17T00:00:00.000Z', sort: 'date' })).toEqual(['day-16', 'day-15']);
  expect(await slugs({ since: '2026-03-17T00:00:00.000Z' })).toEqual(['day-17']);
});

test('an issue that is written again or deleted leaves nothing behind', async () => {
  const { db, issue } = await openWithIssue();
  await saveIssue(db, { ...issue, recaps: [], lead: [], headline: 'Zeppelins' });
  expect((await searchBullets(db, { terms: parseTerms('spreadsheets'), limit: 5 })).total).toBe(0);
  await deleteIssue(db, issue.id);
  expect((await searchBullets(db, { terms: parseTerms('zeppelins'), limit: 5 })).total).toBe(0);
  expect(await findNearWords(db, 'zepelins', 5)).toEqual([]);
});

test.each([
  ['spreadshets', ['spreadsheets']],
  ['psreadsheets', ['spreadsheets']],
  ['xyzzyplugh', []],
])('%s is near to %j', async (word, near) => {
  const { db } = await openWithIssue();
  expect(await findNearWords(db, word, 3)).toEqual(near);
});

test('the index is made again from the issues when its form changes', async () => {
  const { db, word } = await openWithIssue();
  const before = await searchBullets(db, { terms: parseTerms(word), limit: 50 });
  await db.updateTable('settings').set({ value: 'old' }).where('name', '=', 'index-form').execute();
  await db.transaction().execute(refreshIndex);
  expect(await searchBullets(db, { terms: parseTerms(word), limit: 50 })).toEqual(before);
});

test('an imported text is found block by block, under its headings', async () => {
  const db = await openTestStore();
  const body =
    '<p id="b1">Of <a href="https://a.example">kites</a> &amp; wind.</p><h2 id="s1">On balloons</h2><ul><li id="b2">They rise.</li><li id="b3">They <b>fa</b>ll.</li></ul>';
  await saveIssue(db, makeIssue({ lead: [], recaps: [], posts: {}, tags: [], body, headline: 'Old' }));
  const find = async (text: string) =>
    (await searchBullets(db, { terms: parseTerms(text), limit: 9 })).hits.map(({ anchor, section }) => [
      anchor,
      section,
    ]);
  expect(await find('kites wind')).toEqual([['b1', 'Old']]);
  expect(await find('fall')).toEqual([['b3', 'On balloons']]);
  expect((await find('balloons')).map(([anchor]) => anchor).sort()).toEqual(['b2', 'b3']);
});

const openWithTexts = async (texts: string[]) => {
  const db = await openTestStore();
  const body = texts.map((text, at) => (text.startsWith('<') ? text : `<p id="b${at}">${text}</p>`)).join('');
  await saveIssue(db, makeIssue({ lead: [], recaps: [], posts: {}, tags: [], body, headline: 'Old' }));
  const find = async (text: string) =>
    (await searchBullets(db, { terms: parseTerms(text), limit: 9 })).hits.map(({ anchor }) => anchor);
  return { db, find };
};

test.each([
  ['qwen 3.5', ['b0', 'b1', 'b2']],
  ['Qwen3.5', ['b0', 'b1', 'b2']],
  ['qwen-3.5', ['b0', 'b1', 'b2']],
  ['qwen3.5-27b', ['b0', 'b1']],
])('%s is found however name and number are written', async (text, found) => {
  const { find } = await openWithTexts([
    'Qwen3.5-27B is out.',
    'Qwen 3.5-27B, too.',
    'Now Qwen-3.5.',
    'Qwen 4.',
  ]);
  expect((await find(text)).sort()).toEqual(found);
});

test('a bullet that has the words itself comes before one whose title has them', async () => {
  const { find } = await openWithTexts([
    '<h2 id="s1">Balloons</h2>',
    'They rise.',
    `They fly with the wind, as ${'all '.repeat(80)} balloons do.`,
  ]);
  expect(await find('balloons')).toEqual(['b2', 'b1']);
});

test('words that stand together come first', async () => {
  const { find } = await openWithTexts([
    'Balloons, balloons, and more balloons: they are red. Are the red ones for sale? They are.',
    `Of all things ${'that there are '.repeat(20)} they had red balloons.`,
  ]);
  expect(await find('red balloons')).toEqual(['b1', 'b0']);
});

test('what is written as it was asked for comes first, signs included', async () => {
  const { find } = await openWithTexts(['At 40 °C, or C. And C.', 'Written in C++.', 'C, c, c and c again.']);
  expect((await find('c++'))[0]).toBe('b1');
});

test('a compound that nobody writes so is found in its parts', async () => {
  const { db } = await openWithTexts(['A multi-agent system.']);
  expect(await findParts(db, 'multiagent')).toBe('multi-agent');
  expect(await findParts(db, 'multigent')).toBeUndefined();
});

test('a snippet shows the part where the words are', () => {
  const text = `${'filler '.repeat(60)}the answer is here${' filler'.repeat(60)}`;
  const shown = snippetOf(text, parseTerms('answers'));
  expect(shown[0]?.text).toBe('…');
  expect(shown.filter((part) => part.marked)).toEqual([{ text: 'answer', marked: true }]);
  const marked = (line: string, q: string) =>
    snippetOf(line, parseTerms(q)).flatMap((part) => (part.marked ? part.text : []));
  expect(marked('Of Qwen3.5 and Qwen 3.5.', 'qwen3.5')).toEqual(['Qwen3.5', 'Qwen 3.5']);
  expect(marked('Of Qwen3.5 on H100s.', 'qwen 3.5 h100')).toEqual(['Qwen3.5', 'H100s']);
});

test.each([
  ['lodz', 'Im Werk in Łódź läuft die Maschine.'],
  ['STRASSE', 'Auf der Straße und nicht im Haus.'],
  ['maschine', 'Das ist für die Maschinen, und sie laufen.'],
  ['modelos', 'El modelo que es para los demás.'],
  ['gpu llm', 'GPUs, and LLMs.'],
  ['gpus llms', 'A GPU and an LLM.'],
  ['开源', '这是一个开源模型。'],
  ['開', '新しいモデルを公開した'],
  ['모델', '새로운 모델을 공개했다'],
  ['โมเดล', 'เปิดตัวโมเดลภาษาใหม่'],
  ['النماذج', 'أطلقت الشركة نماذج جديدة من هذا'],
])('%s finds %s', async (text, bullet) => {
  const { find } = await openWithTexts([bullet, 'Of something else.']);
  expect(await find(text)).toEqual(['b0']);
});

test('the marks of an unspaced run are exact', () => {
  const marked = (line: string, q: string) =>
    snippetOf(line, parseTerms(q)).flatMap((part) => (part.marked ? part.text : []));
  expect(marked('通义千问开源模型发布。', '开源模型')).toEqual(['开源模型']);
  expect(marked('通义千问开源模型发布。', '发')).toEqual(['发布']);
  expect(marked('Hier sind die Straßen von Łódź.', 'lodz strasse')).toEqual(['Straßen', 'Łódź']);
});

test('one letter beside another word finds what begins with it', async () => {
  const { db } = await openWithTexts(['Gemma and Qwen.', 'Gemma and Llama.']);
  const site = { db, publication: { timeZone: 'UTC', language: 'en' } };
  const found = await answer(site, await parseSearch(site, { q: 'gemma q', page: 1 }));
  expect(found.hits.map(({ anchor }) => anchor)).toEqual(['b0']);
});
