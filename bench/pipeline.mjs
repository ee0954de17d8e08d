// Wall time and peak memory of each stage from stored posts to a rendered mail, on 6,000 and 60,000 posts.
// npm run bench:pipeline [-- --data DIR] [--posts 6000,60000]. The posts are real days, shuffled and varied.
import './field.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { noUsage } from '../dist/llm/usage.js';
import { findDays, makePosts, PERIOD, refsOf } from './days.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '6000,60000' },
    child: { type: 'string' },
    store: { type: 'string' },
  },
});
const days = findDays(values.data);

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

async function fill(count, store) {
  const { openDatabase } = await import('../dist/store/open.js');
  const { savePosts } = await import('../dist/store/posts.js');
  const { saveSources } = await import('../dist/store/sources/sources.js');
  const posts = makePosts(days, count);
  const db = await openDatabase(store);
  await db.transaction().execute((trx) => saveSources(trx, refsOf(posts)));
  await db.transaction().execute((trx) => savePosts(trx, posts, PERIOD.to));
  await db.destroy();
}

async function run(store) {
  const { openDatabase } = await import('../dist/store/open.js');
  const { findPastMetrics, findPosts } = await import('../dist/store/posts.js');
  const { markRepeats } = await import('../dist/editorial/dedupe.js');
  const { rankStories, scorePosts } = await import('../dist/editorial/rank.js');
  const { groupStories } = await import('../dist/editorial/group/cluster.js');
  const { createOfflineEditor } = await import('../dist/editorial/offline/offline-editor.js');
  const { createUsedText } = await import('../dist/editorial/offline/used-text.js');
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
  const editor = createOfflineEditor({ language: 'en', nameOf, usedText: createUsedText() }, 0.35);
  const plan = await stage('cluster', () => planIssue(stories, scores, settings, editor));
  const written = await stage('write', () => writeIssue(plan, posts, settings, editor));
  const checking = { posts: new Map(posts.map((post) => [post.id, post])), language: 'en', nameOf };
  const checked = await stage('verify', () => checkIssue(written, checking));
  const model = noUsage('offline');
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
