// Converts X's JSON to posts.
import { describe, expect, test } from 'vitest';
import type { SourceRef } from '../../../src/model.js';
import { pageSchema } from '../../../src/sources/x/responses.js';
import { latestVersions, tweetToPost } from '../../../src/sources/x/tweet.js';

const ref: SourceRef = {
  id: 'x:karpathy',
  kind: 'x-account',
  platform: 'x',
  name: '@karpathy',
  target: 'karpathy',
  limit: 100,
};
const ID = '2041559837541126638';

function postOf(more: Record<string, unknown>) {
  const tweet = { id: ID, text: 'Hello', author_id: '33836629', edit_history_tweet_ids: [ID], ...more };
  const [read] = pageSchema.parse({ data: [tweet] }).data ?? [];
  return read && tweetToPost(read, 'karpathy', ref);
}

test('a whole tweet', () => {
  expect(
    postOf({
      text: 'Look: https://t.co/aaaaaaaaaa &amp; more https://t.co/bbbbbbbbbb',
      created_at: '2026-04-07T16:52:50.274Z',
      conversation_id: ID,
      lang: 'en',
      entities: {
        urls: [
          {
            start: 6,
            end: 29,
            url: 'https://t.co/aaaaaaaaaa',
            expanded_url: 'https://bit.ly/x',
            display_url: 'bit.ly/x',
            unwound_url: 'https://www.example.org/post?utm_source=x',
          },
          {
            start: 41,
            end: 64,
            url: 'https://t.co/bbbbbbbbbb',
            expanded_url: `https://x.com/karpathy/status/${ID}/photo/1`,
            display_url: 'pic.x.com/b',
            media_key: '3_1',
          },
        ],
      },
      public_metrics: {
        retweet_count: 1,
        reply_count: 2,
        like_count: 3,
        quote_count: 4,
        bookmark_count: 5,
        impression_count: 6,
      },
    }),
  ).toEqual({
    id: `x:${ID}`,
    sourceId: 'x:karpathy',
    platform: 'x',
    url: `https://x.com/karpathy/status/${ID}`,
    author: 'karpathy',
    title: '',
    text: 'Look: https://bit.ly/x & more',
    createdAt: '2026-04-07T16:52:50.274Z',
    metrics: { likes: 3, reposts: 1, replies: 2, quotes: 4, bookmarks: 5, views: 6 },
    links: ['https://example.org/post'],
    media: [],
    lang: 'en',
    comments: [],
  });
});

test('a long post is complete', () => {
  const note_tweet = {
    text: 'The beginning and all that follows https://t.co/cccccccccc',
    entities: { urls: [{ url: 'https://t.co/cccccccccc', expanded_url: 'https://example.org/long' }] },
  };
  expect(postOf({ text: 'The beginning…', note_tweet })).toMatchObject({
    text: 'The beginning and all that follows https://example.org/long',
    links: ['https://example.org/long'],
  });
});

test('a reply in a thread', () => {
  const referenced_tweets = [
    { type: 'quoted', id: '12' },
    { type: 'replied_to', id: '11' },
  ];
  expect(postOf({ conversation_id: '10', referenced_tweets })).toMatchObject({
    parentId: 'x:11',
    threadId: 'x:10',
  });
});

test('a quoting post does not contain the quoted address', () => {
  const post = postOf({
    text: 'This https://t.co/dddddddddd',
    referenced_tweets: [{ type: 'quoted', id: '12' }],
    entities: {
      urls: [{ url: 'https://t.co/dddddddddd', expanded_url: 'https://twitter.com/other/status/12' }],
    },
  });
  expect(post).toMatchObject({ text: 'This', links: [], parentId: 'x:12' });
});

test('a repost becomes the original author’s post', () => {
  expect(postOf({ text: 'RT @a: x', referenced_tweets: [{ type: 'retweeted', id: '13' }] })).toMatchObject({
    repostOf: 'x:13',
    author: 'a',
    url: 'https://x.com/a/status/13',
    text: 'x',
  });
  // Text that only looks like a repost is not one.
  expect(postOf({ text: 'RT @a: x' })).toMatchObject({ text: 'RT @a: x' });
});

test('the id replaces a missing time', () => {
  expect(postOf({ created_at: 'soon' })?.createdAt).toBe('2026-04-07T16:52:50.274Z');
});

test('an old code of a language becomes its current one', () =>
  expect(postOf({ lang: 'iw' })?.lang).toBe('he'));

test('hostile parts become text or are dropped', () => {
  const post = postOf({
    text: '<img src=x onerror=alert(1)>\u202e\u0000 https://t.co/eeeeeeeeee',
    lang: 'qme',
    entities: { urls: [{ url: 'https://t.co/eeeeeeeeee', expanded_url: 'javascript:alert(1)' }] },
    public_metrics: { like_count: 'many' },
    referenced_tweets: 'none',
  });
  expect(post).toMatchObject({
    text: '<img src=x onerror=alert(1)> https://t.co/eeeeeeeeee',
    links: [],
    metrics: {},
  });
  expect(post).not.toHaveProperty('lang');
  expect(post).not.toHaveProperty('parentId');
});

test.each([{ text: ' ' }, { text: 5 }, { id: '../../x' }, { author_id: null }])(
  '%j is not a post',
  (more) => {
    expect(postOf(more)).toBeUndefined();
  },
);

describe('an article', () => {
  const urls = [
    { url: 'https://t.co/aaaaaaaaaa', expanded_url: 'http://x.com/i/article/2037129045423341568' },
  ];
  const own = { text: 'https://t.co/aaaaaaaaaa', entities: { urls } };
  test('has its title and text, not only the address in its tweet', () =>
    expect(
      postOf({
        ...own,
        article: {
          title: 'Rethinking\nskills',
          plain_text: 'Agents &amp; habits.\n\nTests first.',
          preview_text: 'Agents',
          cover_media: '3_1',
        },
      }),
    ).toMatchObject({
      title: 'Rethinking skills',
      text: 'Agents & habits.\n\nTests first.',
      links: [],
      url: `https://x.com/karpathy/status/${ID}`,
    }));
  test('without its text has what X shows of it', () => {
    const article = { title: 'Rethinking skills', preview_text: 'Agents have come a long way' };
    expect(postOf({ ...own, article })?.text).toBe('Agents have come a long way');
    expect(postOf({ ...own, article: { title: 'Rethinking skills' } })).toMatchObject({
      title: 'Rethinking skills',
      text: '',
    });
  });
  test('that another post links to is a link', () =>
    expect(postOf({ text: 'Read https://t.co/aaaaaaaaaa', entities: { urls } })).toMatchObject({
      title: '',
      links: ['https://x.com/i/article/2037129045423341568'],
    }));
});

test('all versions of an edited tweet are one post, the newest', () => {
  const [first, second] = ['2041559837541126638', '2041560000000000000'];
  const tweets =
    pageSchema.parse({
      data: [
        { id: second, text: 'Fixed', author_id: '1', edit_history_tweet_ids: [first, second] },
        { id: '2041550000000000000', text: 'Other', author_id: '1' },
        { id: first, text: 'Fxied', author_id: '1', edit_history_tweet_ids: [first, second] },
      ],
    }).data ?? [];
  const posts = latestVersions(tweets).map((tweet) => tweetToPost(tweet, 'karpathy', ref));
  expect(posts).toMatchObject([
    { id: `x:${first}`, text: 'Fixed', url: `https://x.com/karpathy/status/${second}` },
    { text: 'Other' },
  ]);
  expect(tweetToPost(tweets[2] as never, 'karpathy', ref)?.id).toBe(`x:${first}`);
});

const answer = { referenced_tweets: [{ type: 'replied_to', id: '13' }] };
test.each<[text: string, read: string | undefined, more?: object]>([
  ['@a @b_2 It runs on one card', 'It runs on one card', answer],
  ['@a @b is right about this', '@b is right about this', answer],
  ['@a @b’s model is out', '@b’s model is out', answer],
  ['@a\nYes', 'Yes', answer],
  ['@a @b', undefined, answer],
  ['@a it runs on one card', '@a it runs on one card'],
  ['This Post from @a has been withheld in Germany based on local law.', undefined],
  [
    'This Tweet from @a has been withheld in response to a report from the copyright holder. Learn more.',
    undefined,
  ],
  ['@a’s account has been withheld in India in response to a legal demand', undefined],
  ['X withheld a post in India', 'X withheld a post in India'],
  ['New weights are up https://t.c…', 'New weights are up…'],
  ['New weights are up https://t.co/AbC…', 'New weights are up…'],
  ['New weights are up htt…', 'New weights are up…'],
  ['New weights are up https://t.co/AbC', 'New weights are up'],
  ['Weights are up, and though…', 'Weights are up, and though…'],
  ['Weights at https://t.co/AbCdEfGhIj', 'Weights at https://t.co/AbCdEfGhIj'],
])('%j reads %j', (text, read, more) => expect(postOf({ text, ...more })?.text).toBe(read));
