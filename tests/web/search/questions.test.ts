// Questions in a reader's own words: what is answered when no statement has all of them, and where else it leads.
import { expect, test } from 'vitest';
import type { Bullet, Issue } from '../../../src/model.js';
import { formatTerms, parseTerms } from '../../../src/store/search/query.js';
import { snippetOf } from '../../../src/store/search/snippet.js';
import { parseDay } from '../../../src/web/search/days.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makeEarlier, openSite } from '../setup.js';

/** An issue whose only statements are these, each citing a post of its own author. */
function issueOf(texts: string[], over: Partial<Issue> = {}, base = makeIssue()): Issue {
  const [recap] = base.recaps;
  const [section] = recap?.sections ?? [];
  const [post] = Object.values(base.posts);
  if (!recap || !section || !post) throw new Error('the fixture has no post');
  const posts = texts.map((_, at) => ({
    ...post,
    id: `p${at}`,
    author: `author_${at}`,
    platform: 'x' as const,
  }));
  const bullets = texts.map(
    (text, at): Bullet => ({
      ...{
        id: `b${at + 1}`,
        claim: [],
        text: [{ text }],
        citations: [`p${at}`],
        points: [],
        origin: 'model',
      },
    }),
  );
  return {
    ...base,
    lead: [],
    recaps: [{ ...recap, topPosts: [], sections: [{ ...section, title: 'News', bullets }] }],
    posts: Object.fromEntries(posts.map((one) => [one.id, one])),
    ...over,
  };
}

const issue = issueOf([
  'Tarn 2 scores 61 on the ladder test, Tarn 1 scored 40.',
  'The price of a Corvus card fell to 900 euros.',
  'Lark was announced today. Many details follow here, of its size and of its licence, and of what it costs by the hour and by the month, too. Reviewers are skeptical of Lark.',
  'Memory for a Corvus board is scarce.',
]);

test.each([
  ['what changed between Tarn 1 and Tarn 2', 'Tarn 1 2', ['b1']],
  ['Tarn 2 vs Tarn 1', 'Tarn 2 1', ['b1']],
  ['corvus price munich', 'corvus price', ['b2']],
  ['scarce licence corvus', 'scarce corvus', ['b4']],
])('%s is answered by most of its words', async (q, instead, anchors) => {
  const { get } = await openSite([issue]);
  const { text } = await get(`/search?q=${encodeURIComponent(q)}`);
  expect(text).toContain(`for ${instead}<`);
  expect([...text.matchAll(/href="\/issues\/[^"#]+#(b\d+)"/g)].map(([, id]) => id)).toEqual(anchors);
  const json = JSON.parse((await get(`/search.json?q=${encodeURIComponent(q)}`)).text);
  expect(json.query.q).toBe(instead);
});

test('"who doubted it" finds statements of doubt, with the doubt in the excerpt', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get('/search?q=who+doubted+Lark');
  expect(text).toContain('<mark>skeptical</mark>');
  expect(text).toContain('href="/search?q=Lark" aria-label="Remove filter: Doubt and criticism"');
  expect((await get('/search?q=Lark+-skeptical&doubts=1')).text).not.toContain('<mark>skeptical');
});

test('words that no text has find nothing', async () => {
  const { get } = await openSite([issue]);
  const { text } = await get('/search?q=zyzzyx+quuxly');
  expect(text).toContain('Nothing found for zyzzyx quuxly');
});

test('a search links to tags that contain it, to the author with that name, and to the day', async () => {
  const tags = [{ kind: 'model', slug: 'ospa-lark', name: 'Ospa Lark' } as const];
  const { get } = await openSite([{ ...issue, tags }, makeEarlier(1)]);
  const seen = async (q: string) => (await get(`/search?q=${encodeURIComponent(q)}`)).text;
  expect(await seen('lark')).toContain('<a href="/tags/model/ospa-lark">Ospa Lark</a>');
  expect(await seen('lar')).not.toContain('/tags/model/ospa-lark">');
  expect(await seen('author_2')).toContain('<a href="/authors/x/author_2">@author_2</a>');
  for (const day of ['2026-03-16', '16 March', 'March 16th, 2026'])
    expect(await seen(day)).toContain('See also <a href="/issues/daily-2026-03-16-slug">');
});

test('days in words', () => {
  const read = (text: string, language = 'en') => parseDay(text, language, '2026-04-10');
  expect(read('Thursday, 9 April')).toBe('2026-04-09');
  expect(read('apr 11')).toBe('2025-04-11');
  expect(read('29 February')).toBe('2024-02-29');
  expect(read('16. März 2026', 'de')).toBe('2026-03-16');
  for (const text of ['gpt 5', '31 April 2026', 'may', 'opus 4.6', 'ma 3', '3 5'])
    expect(read(text)).toBeUndefined();
});

test('in issues with its tag, a model’s name without its maker counts as a mention', async () => {
  const tags = [
    { kind: 'model', slug: 'ospa-lark-2', name: 'Ospa Lark 2' } as const,
    { kind: 'model', slug: 'ospa-flash', name: 'Ospa Flash' } as const,
  ];
  const texts = ['Lark 2 is out.', 'Lark 2.5 is not.', 'Heron Flash is another model.', 'Ospa Flash is one.'];
  const other = issueOf(['Lark 2 is a ship.'], { headline: 'Ships', tags: [] }, makeEarlier(1));
  const { get } = await openSite([issueOf(texts, { tags }), other]);
  const lark = (await get('/tags/model/ospa-lark-2')).text;
  expect(lark).toContain('Lark 2 is out.');
  for (const part of ['Lark 2.5', 'a ship']) expect(lark).not.toContain(part);
  expect((await get('/tags/model/ospa-flash')).text).not.toContain('Heron');
});

test('an excerpt for an author or a doubt is the sentence, not the beginning of the text', () => {
  const focus = parseTerms('nadia');
  const shown = (text: string) =>
    snippetOf(text, [], focus)
      .map((part) => part.text)
      .join('');
  const long =
    'Many words come before what matters in this text, and they go on for quite a while without an end. '.repeat(
      3,
    );
  expect(shown(`${long}u/nadia: “It is slow.” ${long}`)).toMatch(/^…u\/nadia: “It is slow.”/);
  expect(shown(`${long}It ran at 40 tokens. @nadia.`)).toBe('…It ran at 40 tokens. @nadia.');
  expect(shown(`${long}As nadia says, it is slow.`)).toMatch(/^…As nadia says/);
  expect(formatTerms(focus)).toBe('nadia');
});
