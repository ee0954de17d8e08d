// Real days, shuffled and varied, as posts of one day: what the benchmarks work on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PERIOD = {
  cadence: 'daily',
  name: '2026-03-17',
  from: '2026-03-17T00:00:00.000Z',
  to: '2026-03-18T00:00:00.000Z',
};

/** The folder of real days under `data`; ends the benchmark with a word when there is none. */
export function findDays(data) {
  const days = join(data, 'ainews');
  if (existsSync(days)) return days;
  console.log(`There are no days in ${days}: name the folder with --data.`);
  process.exit(0);
}

/** A seeded generator (mulberry32), so that each run measures the same posts. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many posts of one day, the same ones each time. */
export function makePosts(days, count) {
  const next = random(17);
  const real = readdirSync(days)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const day = JSON.parse(readFileSync(join(days, name), 'utf8'));
      return [
        ...day.tweets.map((t) => ({ platform: 'x', author: t.handle, title: '', text: t.text })),
        ...day.posts.map((p) => ({
          platform: 'reddit',
          sub: p.subreddit,
          author: 'u',
          title: p.title,
          text: p.text,
        })),
      ];
    });
  // Real days repeat neither themselves nor each other's numbers: a few words and all digits change with each copy.
  const vary = (text, copy) =>
    copy === 0
      ? text
      : text
          .replace(/\d/g, (digit) => (Number(digit) + copy) % 10)
          .replace(/\b[a-z]{6,}\b/g, (word) =>
            next() < 0.3 ? `${word.slice(0, -1)}${'aeiou'[copy % 5]}` : word,
          );
  return Array.from({ length: count }, (_, n) => {
    const post = real[Math.floor(next() * real.length)];
    const likes = Math.round(Math.exp(next() * 9));
    const id =
      post.platform === 'x' ? `x:${2_033_000_000_000_000_000n + BigInt(n)}` : `reddit:b${n.toString(36)}`;
    return {
      id,
      sourceId: post.platform === 'x' ? `x:${post.author.toLowerCase()}` : `reddit:${post.sub.toLowerCase()}`,
      platform: post.platform,
      url:
        post.platform === 'x'
          ? `https://x.com/${post.author}/status/${id.slice(2)}`
          : `https://www.reddit.com/r/${post.sub}/comments/${id.slice(7)}/`,
      author: post.author,
      title: vary(post.title, Math.floor(n / real.length)),
      text: vary(post.text, 1 + Math.floor(next() * 9)),
      createdAt: new Date(Date.parse(PERIOD.from) + Math.floor(next() * 86_400_000)).toISOString(),
      metrics:
        post.platform === 'x'
          ? { likes, reposts: Math.round(likes / 9) }
          : { score: likes, comments: Math.round(likes / 5) },
      links: next() < 0.2 ? [`https://site${Math.floor(next() * count)}.example/`] : [],
      media: [],
      comments: [],
    };
  });
}

/** The sources that the posts came from. */
export function refsOf(posts) {
  const refs = posts.map(({ sourceId, platform }) => [
    sourceId,
    {
      id: sourceId,
      kind: platform === 'x' ? 'x-account' : 'subreddit',
      platform,
      name: sourceId,
      target: sourceId,
      limit: 100,
    },
  ]);
  return [...new Map(refs).values()];
}

/** A real day as posts, the way the replay serves it, and its period. Ends the benchmark when there is no such day. */
export function readDay(days, name) {
  const file = join(days, `${name}.json`);
  if (!existsSync(file)) {
    console.error(`There is no ${file}: name a day with --day YYYY-MM-DD.`);
    process.exit(1);
  }
  const day = JSON.parse(readFileSync(file, 'utf8'));
  const top = new Set(day.topTweets ?? []);
  const next = random(Number(name.replaceAll('-', '')));
  const common = { links: [], media: [], comments: [] };
  const tweets = day.tweets.map((tweet) => {
    const likes = Math.round((top.has(tweet.id) ? 4000 : 60) * (0.5 + 3 * next() ** 2));
    return {
      ...common,
      id: `x:${tweet.id}`,
      sourceId: `x:${tweet.handle.toLowerCase()}`,
      platform: 'x',
      url: tweet.url,
      author: tweet.handle,
      title: '',
      text: tweet.text,
      createdAt: new Date(tweet.createdAt).toISOString(),
      metrics: { likes, reposts: Math.round(likes / 9) },
    };
  });
  const noon = new Date(`${name}T12:00:00Z`).toISOString();
  const submissions = day.posts.map((post) => ({
    ...common,
    id: `reddit:${post.id}`,
    sourceId: `reddit:${post.subreddit.toLowerCase()}`,
    platform: 'reddit',
    url: post.url,
    author: 'u',
    title: post.title,
    text: post.text,
    createdAt: noon,
    metrics: { score: Math.round(post.activity * 0.8), comments: Math.round(post.activity * 0.2) },
    comments: (post.comments ?? []).map((comment, n) => ({
      id: `reddit:${post.id}c${n}`,
      url: `${post.url}c${n}/`,
      author: comment.author ?? `u${n}`,
      text: typeof comment === 'string' ? comment : (comment.text ?? comment.body ?? ''),
      score: comment.score ?? 10 - n,
    })),
  }));
  const posts = [...tweets, ...submissions];
  const times = posts.map(({ createdAt }) => createdAt).sort();
  const to = new Date(Date.parse(times.at(-1) ?? noon) + 1).toISOString();
  return { posts, period: { cadence: 'daily', name, from: times[0] ?? noon, to } };
}
