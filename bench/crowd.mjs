// Up to hundreds of thousands of posts of one day, made of real days; words grow in number as they do in real texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../dist/base/text.js';
import { random } from './random.mjs';

const DAY = 86_400_000;
const START = Date.parse('2026-03-17T00:00:00.000Z');
const SYLLABLES = 'ba ce di fo gu la me ni po ru sa te vi zo ka'.split(' ');

/**
 * `count` posts of one day in random order, the same ones each time. First come the real texts of all days (tweets,
 * submissions and comments), then copies of all of them. Each copy has other digits, and of the rare words (in at most
 * five real texts: names, events) a share is renamed, the same way within one copy: as many as it takes for the whole
 * to have the words that Heaps' law, fitted to the real texts, gives for its size. So an event of a copy is told by as
 * many posts as it really was, and common words stay common. 4% of the posts repeat another (half of them marked as
 * reposts, half with a word or two more), and a fifth point at a page, which their section shares.
 */
export function makeCrowd(folder, count) {
  const next = random(29);
  const real = readTexts(folder, next);
  const frequency = new Map();
  const growth = real.map(({ title, text }) => {
    for (const word of new Set(words(`${title} ${text}`)))
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
    return frequency.size;
  });
  const beta =
    Math.log(growth.at(-1) / growth[growth.length >> 1]) / Math.log(real.length / (real.length >> 1));
  const rare = [...frequency].filter(([word, texts]) => texts <= 5 && !/\d/.test(word)).map(([word]) => word);
  const isRare = new Set(rare);
  const wanted = frequency.size * (count / real.length) ** beta - frequency.size;
  const copies = Math.ceil(count / real.length);
  const share = Math.min(1, Math.max(0, wanted / rare.length / Math.max(1, count / real.length - 1)));
  const rename = (word, copy) => {
    const seed = random(hash(word) + copy * 7919);
    if (seed() >= share) return word;
    return `${word.slice(0, 4)}${SYLLABLES[Math.floor(seed() * 15)]}${SYLLABLES[Math.floor(seed() * 15)]}${SYLLABLES[copy % 15]}`;
  };
  const swaps = Array.from({ length: copies }, (_, copy) => swapNeighbours(frequency, random(copy)));
  const vary = (text, copy) =>
    copy === 0
      ? text
      : text
          .replace(/\d/g, (digit) => (Number(digit) + copy) % 10)
          .replace(/\p{L}{3,}/gu, (word) => {
            const small = word.toLowerCase();
            return isRare.has(small) ? rename(small, copy) : (swaps[copy].get(word) ?? word);
          });
  const posts = [];
  for (let copy = 0; copy < copies; copy++) {
    for (const entry of real) {
      if (posts.length === count) break;
      posts.push(makePost(entry, posts, vary, copy, next));
    }
  }
  for (let at = posts.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [posts[at], posts[other]] = [posts[other], posts[at]];
  }
  return posts;
}

/** Commoner words by rank of frequency: 40% of them change places within a window of 20. */
function swapNeighbours(frequency, next) {
  const ranked = [...frequency]
    .filter(([word, texts]) => texts > 5 && /^[a-z]{4,}$/.test(word))
    .sort((a, b) => b[1] - a[1])
    .map(([word]) => word);
  const swaps = new Map();
  for (const [rank, word] of ranked.entries()) {
    const other = ranked[rank + 1 + Math.floor(next() * 20)];
    if (next() >= 0.3 || !other || swaps.has(word) || swaps.has(other)) continue;
    swaps.set(word, other);
    swaps.set(other, word);
  }
  return swaps;
}

function readTexts(folder, next) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const days = names
    .sort()
    .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
  return shuffleDays(days, next).flatMap((day) => [
    ...day.tweets.map(({ handle, text, section, createdAt }) => ({
      platform: 'x',
      author: handle,
      sourceId: `x:${handle.toLowerCase()}`,
      title: '',
      text,
      key: `${day.name} ${section}`,
      hour: Date.parse(createdAt) % DAY,
    })),
    ...day.posts.flatMap(({ subreddit, title, text, comments, section }) => {
      const about = {
        platform: 'reddit',
        sourceId: `reddit:${subreddit.toLowerCase()}`,
        key: `${day.name} ${section}`,
      };
      return [
        { ...about, title, text },
        ...comments.map((comment) => ({ ...about, title: '', text: comment })),
      ];
    }),
  ]);
}

/** 1,000 posts are then ten whole days, not all of January. */
function shuffleDays(days, next) {
  return days
    .map((day) => [next(), day])
    .sort(([a], [b]) => a - b)
    .map(([, day]) => day);
}

function makePost(entry, posts, vary, copy, next) {
  const n = posts.length;
  const original = next() < 0.04 ? posts[Math.max(0, n - 1 - Math.floor(next() * 400))] : undefined;
  const native = entry.platform === 'x' ? `${2_033_000_000_000_000_000n + BigInt(n)}` : `b${n.toString(36)}`;
  const id = `${entry.platform}:${native}`;
  const author = entry.author ?? `u${Math.floor(next() * 50_000)}`;
  const marked = original && next() < 0.5;
  const time = START + ((entry.hour ?? Math.floor(next() * DAY)) % DAY);
  const page = `https://site.example/${copy}/${hash(entry.key)}/${Math.floor(next() * 3)}`;
  const likes = Math.round(Math.exp(next() * 9));
  return {
    id,
    sourceId: entry.sourceId,
    platform: entry.platform,
    url:
      entry.platform === 'x'
        ? `https://x.com/${author}/status/${native}`
        : `https://www.reddit.com/r/${entry.sourceId.slice(7)}/comments/${native}/`,
    author,
    title: original ? original.title : vary(entry.title, copy),
    text: !original
      ? vary(entry.text, copy)
      : marked
        ? `RT @${original.author}: ${original.text}`
        : `${original.text} wow indeed`,
    createdAt: new Date(
      original ? Math.min(START + DAY - 1, Date.parse(original.createdAt) + 60_000) : time,
    ).toISOString(),
    metrics:
      entry.platform === 'x'
        ? { likes, reposts: Math.round(likes / 9) }
        : { score: likes, comments: Math.round(likes / 5) },
    links: next() < 0.2 ? [page] : [],
    media: [],
    comments: [],
    ...(marked && { repostOf: original.id }),
    ...(original && { plantedOf: original.id }),
  };
}

/** FNV-1a, 32 bits. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
