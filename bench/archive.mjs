// A made-up archive for benches: real sections, repeated and varied until there are enough of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noUsage } from '../dist/llm/usage.js';

const DAY = 86_400_000;
const MOST_BULLETS = 3;

/** Sections of the evaluation data: `{ title, platform, posts: [{ author, source, text, title }] }`. */
export function readSections(data) {
  const folder = join(data, 'ainews');
  if (!existsSync(folder)) {
    console.error(`No evaluation data in ${data}: give its folder with --data DIR.`);
    process.exit(1);
  }
  const sections = new Map();
  const add = (key, title, platform, post) => {
    const section = sections.get(key) ?? { title, platform, posts: [] };
    section.posts.push(post);
    sections.set(key, section);
  };
  for (const name of readdirSync(folder).sort()) {
    const { date, tweets, posts } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const tweet of tweets) {
      const post = { author: tweet.handle, source: `@${tweet.handle}`, title: '', text: tweet.text };
      add(`${date} x ${tweet.section}`, tweet.section, 'x', post);
    }
    for (const { subreddit, title, text, section } of posts) {
      const post = { author: 'someone', source: `r/${subreddit}`, title, text };
      add(`${date} r ${section}`, section ?? title, 'reddit', post);
    }
  }
  return [...sections.values()];
}

/** A small generator with a seed, so that two runs measure the same (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Issue number `index` of an archive: `count` sections, numbers changed and every twentieth word another one. */
export function makeIssue(index, count, sections, random) {
  const posts = {};
  const [from, to] = [0, 1].map((days) =>
    new Date(Date.UTC(2024, 0, 1) + (index + days) * DAY).toISOString(),
  );
  let bullets = 0;
  const vary = (text) =>
    text.replace(/\d+|[a-z]{4,}/g, (word) => {
      if (/\d/.test(word)) return String(Math.floor(Number(word) * (0.5 + random())) || 1).slice(0, 12);
      if (random() > 0.05) return word;
      const other = sections[Math.floor(random() * sections.length)].title.match(/[A-Za-z]{4,}/g);
      return other ? other[Math.floor(random() * other.length)] : word;
    });
  const bullet = (platform, post) => {
    const number = ++bullets;
    const id = `${platform}:${index}-${number}`;
    const url = `https://example.org/${platform}/${index}/${number}`;
    const { author, source, title } = post;
    const cited = { id, url, platform, sourceId: `${platform}:${source}`, sourceName: source, author, title };
    posts[id] = { ...cited, createdAt: from, metrics: { likes: number } };
    const [claim, ...rest] = vary(post.text).split(/(?<=[.!?]) /);
    return {
      id: `b${number}`,
      claim: [{ text: title ? vary(title) : claim, cite: id }],
      text: [{ text: (title ? [claim, ...rest] : rest).join(' ') }],
      citations: [id],
      points: [],
      origin: 'extract',
    };
  };
  const chosen = Array.from({ length: count }, (_, at) => ({
    ...sections[Math.floor(random() * sections.length)],
    id: `s${at + 1}`,
  }));
  const made = chosen.map(({ id, title, platform, posts: some }) => ({
    platform,
    section: {
      id,
      title: vary(title),
      weight: 1,
      bullets: some.slice(0, MOST_BULLETS).map((post) => bullet(platform, post)),
      postIds: [],
    },
  }));
  const recap = (platform, title) => ({
    id: platform,
    title,
    platform,
    sections: made.filter((one) => one.platform === platform).map((one) => one.section),
    topPosts: [],
  });
  const name = from.slice(0, 10);
  return {
    id: `daily-${name}`,
    slug: name,
    cadence: 'daily',
    period: { from, to },
    timeZone: 'UTC',
    language: 'en',
    publication: 'Bench',
    headline: made[0].section.title,
    subtitle: made[1].section.title,
    lead: [],
    quiet: false,
    checked: { subreddits: 1, accounts: 1, lists: 0, feeds: 0, failed: [], skipped: [] },
    recaps: [recap('x', 'X Recap'), recap('reddit', 'Reddit Recap')],
    tags: [{ kind: 'company', slug: 'openai', name: 'OpenAI' }],
    posts,
    audit: { bullets, rewritten: 0, replaced: 0, citations: bullets, reasons: [] },
    model: noUsage('offline'),
    status: 'published',
    createdAt: to,
  };
}

/** The value below which the share of the sorted values lies. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
