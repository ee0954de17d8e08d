import { expect, test } from 'vitest';
import {
  engagementOf,
  namesSomething,
  rankStories,
  scorePosts,
  substanceOf,
} from '../../src/editorial/rank.js';
import type { Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const DAY = { from: '2026-03-17T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };
const tweet = (id: string, likes: number, over: Partial<Post> = {}) =>
  makePost(id, {
    platform: 'x',
    sourceId: 'x:a',
    title: '',
    text: 'Heron 3 runs at 41 tok/s on the new Kestrel card, with all kernels in the open.',
    metrics: { likes },
    links: ['https://a.example'],
    ...over,
  });
const score = (posts: Post[], past = new Map()) => scorePosts(posts, past, DAY);

test('engagement is combined into one count per platform', () => {
  expect(engagementOf({ likes: 100, reposts: 10, quotes: 2, replies: 4, bookmarks: 6 })).toBe(135);
  expect(engagementOf({ score: 100, comments: 30, upvoteRatio: 0.9 })).toBe(150);
  expect(engagementOf({ likes: 10, views: 5000 })).toBe(10);
  expect(engagementOf({})).toBeUndefined();
});

test('the formula: the mean of the platform scores ln 2, twice the spread scores softplus(2)', () => {
  const low = tweet('x:1', Math.E ** 2 - 1, { createdAt: DAY.to });
  const high = tweet('x:2', Math.E ** 6 - 1, { createdAt: DAY.to, sourceId: 'x:b' });
  // Mean 4, spread 2. Own means, shrunk by ten: (2 + 40) / 11 and (6 + 40) / 11.
  const z = (log: number) => (log - 0.5 * ((log + 40) / 11) - 2) / 2;
  const scores = score([low, high]);
  expect(scores.get('x:1')).toBeCloseTo(Math.log1p(Math.exp(z(2))), 6);
  expect(scores.get('x:2')).toBeCloseTo(Math.log1p(Math.exp(z(6))), 6);
  expect(
    score([
      makePost('feed:1', {
        platform: 'web',
        metrics: {},
        createdAt: DAY.to,
        text: low.text,
        links: low.links,
      }),
    ]).get('feed:1'),
  ).toBeCloseTo(Math.LN2, 6);
});

test('the same likes count more where they are rare', () => {
  const past = new Map([
    ['x:big', Array.from({ length: 50 }, () => ({ likes: 20_000 }))],
    ['x:small', Array.from({ length: 50 }, () => ({ likes: 50 }))],
  ]);
  const scores = score(
    [tweet('x:1', 2000, { sourceId: 'x:big' }), tweet('x:2', 2000, { sourceId: 'x:small' })],
    past,
  );
  expect(scores.get('x:2')).toBeGreaterThan(scores.get('x:1') ?? 0);
});

test('the end of the period counts slightly more than its beginning', () => {
  const scores = score([tweet('x:1', 50, { createdAt: DAY.from }), tweet('x:2', 50, { createdAt: DAY.to })]);
  expect((scores.get('x:1') ?? 0) / (scores.get('x:2') ?? 1)).toBeCloseTo(Math.SQRT1_2, 6);
});

test('a viral joke is not news', () => {
  const joke = tweet('x:1', 90_000, { text: 'me when the loss goes down', links: [] });
  expect(substanceOf(joke)).toBeCloseTo(0.1);
  expect(substanceOf(tweet('x:2', 1))).toBeCloseTo(1);
});

test.each([
  ['gained by Acme', true],
  ['it is iPhone day', true],
  ['a new gpt-5 is out', true],
  ['no name. Nor here', false],
  ['no name.  Nor\nhere: Nothing', false],
])('a name in %j: %s', (text, named) => {
  const post = tweet('x:1', 1, { text, links: [] });
  const digit = /\d/.test(text);
  expect(substanceOf(post)).toBeCloseTo(0.1 + 0.225 * (Number(named) + Number(digit)));
});

test.each([' ', '\n', 'a', '\u00b5a', 'AAA\u00c0'])('checking a run of %j takes little time', (piece) => {
  const post = tweet('x:1', 1, { text: `a${piece.repeat(100_000 / piece.length)}.`, links: [] });
  const began = performance.now();
  substanceOf(post);
  expect(performance.now() - began).toBeLessThan(500);
});
test('a question has less substance than a statement, and so has a declared joke', () => {
  const titled = (title: string) =>
    makePost('reddit:1', { title, text: '', links: [], comments: [], metrics: { score: 1 } });
  const statement = substanceOf(
    titled('Heron 3 runs at 41 tok/s on the Kestrel 9 card with 8 GB of its own memory'),
  );
  expect(
    substanceOf(titled('Does Heron 3 run at 41 tok/s on the Kestrel 9 card with 8 GB of its own memory?')),
  ).toBeCloseTo(statement - 0.225);
  expect(
    substanceOf(titled('A meme on Heron 3 at 41 tok/s on the Kestrel 9 card with 8 GB of its own memory')),
  ).toBeCloseTo(statement - 0.225);
});

test('a capital at the start of a line, or a lone "I", is not a name', () => {
  const named = (title: string, text: string) => namesSomething(makePost('reddit:1', { title, text }));
  expect(named('the agent apologised to my linter', 'It wrote a comment. and I laughed')).toBe(false);
  expect(named('the agent apologised to Heron', '')).toBe(true);
  expect(named('\u4eca\u5929\u53d1\u5e03', '')).toBe(true);
});

const storyWeight = (posts: Post[]) =>
  rankStories([{ posts }], score([...posts, tweet('x:99', 10)]))[0]?.weight ?? 0;

test('ten posts of one author are one voice; ten authors are ten', () => {
  const by = (author: (n: number) => string) =>
    Array.from({ length: 10 }, (_, n) => tweet(`x:${n}`, 500, { author: author(n) }));
  const [one, ten] = [by(() => 'ada'), by((n) => `author${n}`)];
  expect(rankStories([{ posts: one }], score(one))[0]).toMatchObject({ voices: 1 });
  expect(storyWeight(ten) / storyWeight(one)).toBeCloseTo(1 + Math.log(10), 4);
});

test('a story can have more voices than a function call has arguments', () => {
  const base = tweet('x:0', 500);
  const posts = Array.from({ length: 150_000 }, (_, n) => ({ ...base, id: `x:${n}`, author: `author${n}` }));
  const [story] = rankStories([{ posts }], new Map(posts.map(({ id }) => [id, 2])));
  expect(story).toMatchObject({ voices: 150_000, weight: expect.closeTo(2 * (1 + Math.log(150_000)), 6) });
});

test('a second platform adds a quarter; a repeat adds no voice, but its engagement counts for the original', () => {
  const base = tweet('x:1', 500);
  const other = makePost('reddit:1', { text: base.text, metrics: {}, author: 'bob' });
  const scores = new Map([
    ['x:1', 1],
    ['reddit:1', 1],
    ['x:2', 5],
  ]);
  expect(rankStories([{ posts: [base, other] }], scores)[0]?.weight).toBeCloseTo((1 + Math.log(2)) * 1.25, 6);
  const repeated = rankStories(
    [{ posts: [tweet('x:2', 5, { repostOf: 'x:1', author: 'carl' }), base] }],
    scores,
  )[0];
  expect(repeated).toMatchObject({ id: 'x:1', voices: 1, weight: 5 });
});

test('the heaviest story comes first', () => {
  const scores = new Map([
    ['x:1', 1],
    ['x:2', 2],
  ]);
  expect(
    rankStories([{ posts: [tweet('x:1', 1)] }, { posts: [tweet('x:2', 1)] }], scores).map(
      (story) => story.id,
    ),
  ).toEqual(['x:2', 'x:1']);
});
