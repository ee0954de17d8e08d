// Wall time and peak memory of each stage from stored posts to a rendered mail, on 6,000 and 60,000 posts.
// npm run bench:pipeline [-- --data DIR] [--posts 6000,60000]. The posts are real days, shuffled and varied.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '6000,60000' },
    child: { type: 'string' },
    store: { type: 'string' },
  },
});
const days = join(values.data, 'ainews');
if (!existsSync(days)) {
  console.log(`There are no days in ${days}: name the folder with --data.`);
  process.exit(0);
}

const PERIOD = {
  cadence: 'daily',
  name: '2026-03-17',
  from: '2026-03-17T00:00:00.000Z',
  to: '2026-03-18T00:00:00.000Z',
};

if (values.child === 'fill') await fill(Number(values.posts), values.store);
else if (values.child === 'run') await run(values.store);
else compare();

function compare() {
  const self = fileURLToPath(import.meta.url);
  const results = values.posts.split(',').map((posts) => {
    const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
    const call = (child) => {
      const args = [
        self,
        '--child',
        child,
        '--posts',
        posts,
        '--data',
        values.data,
        '--store',
        join(folder, 'bench.db'),
      ];
      const done = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (done.status !== 0) throw new Error(`${child} ended with ${done.status ?? done.signal}`);
      return done.stdout;
    };
    call('fill');
    const result = { posts: Number(posts), ...JSON.parse(call('run')) };
    rmSync(folder, { recursive: true });
    console.log(`\n${posts} posts: ${result.totalMs} ms, ${result.peakMb} MB`);
    console.table(result.stages);
    return result;
  });
  const [small, large] = results;
  const ratio = large ? Math.round((large.totalMs / small.totalMs) * 10) / 10 : null;
  console.log(
    JSON.stringify({ bench: 'pipeline', results: results.map(({ stages, ...rest }) => rest), ratio }),
  );
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

async function fill(count, store) {
  const { openDatabase } = await import('../dist/store/index.js');
  const { savePosts } = await import('../dist/store/posts.js');
  const { saveSources } = await import('../dist/store/sources.js');
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
  const posts = Array.from({ length: count }, (_, n) => {
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
  const db = await openDatabase(store);
  const refs = new Map(
    posts.map((post) => [
      post.sourceId,
      {
        id: post.sourceId,
        kind: post.platform === 'x' ? 'x-account' : 'subreddit',
        platform: post.platform,
        name: post.sourceId,
        target: post.sourceId,
        limit: 100,
      },
    ]),
  );
  await db.transaction().execute((trx) => saveSources(trx, [...refs.values()]));
  await db.transaction().execute((trx) => savePosts(trx, posts, PERIOD.to));
  await db.destroy();
}

async function run(store) {
  const { openDatabase } = await import('../dist/store/index.js');
  const { findPastMetrics, findPosts } = await import('../dist/store/posts.js');
  const { markRepeats } = await import('../dist/editorial/dedupe.js');
  const { rankStories, scorePosts } = await import('../dist/editorial/rank.js');
  const { groupStories } = await import('../dist/editorial/cluster.js');
  const { createOfflineEditor } = await import('../dist/editorial/editor.js');
  const { planIssue, writeIssue } = await import('../dist/editorial/edit.js');
  const { checkIssue } = await import('../dist/editorial/check.js');
  const { assembleIssue } = await import('../dist/editorial/assemble.js');
  const { saveIssue } = await import('../dist/store/issues.js');
  const { renderEmail } = await import('../dist/render/email.js');
  const { renderText } = await import('../dist/render/text.js');
  const stages = {};
  const stage = async (name, work) => {
    const start = performance.now();
    const result = await work();
    stages[name] = {
      ms: Math.round(performance.now() - start),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    return result;
  };
  const db = await openDatabase(store);
  const start = performance.now();
  const found = await stage('read', () => findPosts(db, PERIOD));
  const past = await stage('read past metrics', () =>
    findPastMetrics(db, { since: '2026-02-01T00:00:00.000Z', before: PERIOD.from, perSource: 100 }),
  );
  const posts = await stage('dedupe', () => markRepeats(found));
  const scores = await stage('score', () => scorePosts(posts, past, PERIOD));
  const groups = await stage('group stories', () => groupStories(posts));
  const stories = await stage('rank', () =>
    rankStories(
      groups.map((group) => ({ posts: group })),
      scores,
    ),
  );
  const settings = {
    recaps: [
      { title: 'X Recap', platform: 'x', maxSections: 6, maxBullets: 5 },
      { title: 'Reddit Recap', platform: 'reddit', maxSections: 5, maxBullets: 4 },
    ],
    recapOf: (sourceId) => (sourceId.startsWith('x:') ? 0 : 1),
    maxStoryShare: 0.35,
    topPosts: 6,
    language: 'en',
  };
  const nameOf = (sourceId) => sourceId;
  const editor = createOfflineEditor({ language: 'en', nameOf, used: new Set() });
  const plan = await stage('cluster', () => planIssue(stories, scores, settings, editor));
  const written = await stage('write', () => writeIssue(plan, posts, settings, editor));
  const checking = { posts: new Map(posts.map((post) => [post.id, post])), language: 'en', nameOf };
  const checked = await stage('verify', () => checkIssue(written, checking));
  const model = {
    name: 'offline',
    calls: 0,
    cached: 0,
    tokensIn: 0,
    tokensInCached: 0,
    tokensOut: 0,
    costUsd: 0,
    stages: [],
  };
  const issue = await stage('assemble and save', () => {
    const made = assembleIssue(checked, {
      ...checking,
      period: PERIOD,
      timeZone: 'UTC',
      publication: 'Bench',
      checked: { subreddits: 1, accounts: 1, lists: 0, feeds: 0, failed: [], skipped: [] },
      model,
      status: 'published',
      createdAt: PERIOD.to,
    });
    return db.transaction().execute((trx) => saveIssue(trx, made));
  });
  await stage('render', async () =>
    renderText(issue, { shown: (await renderEmail(issue, { templates: 'templates' })).shown }),
  );
  const totalMs = Math.round(performance.now() - start);
  process.stdout.write(
    JSON.stringify({
      totalMs,
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      stories: stories.length,
      bullets: issue.audit.bullets,
      stages,
    }),
  );
  await db.destroy();
}
