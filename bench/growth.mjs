// What years leave behind, on PostgreSQL: each page, and each statement of the schedule, with its slowest statement and
// its plan; then a release to the whole list and its claims, while the server's statistics still are those of before.
//
//   npm run bench:growth [-- --posts 1000000 --deliveries 2000000 --runs 700000 --issues 730 --limit 200] [--database URL]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { fill } from './growth-fill.mjs';
import { askDatabase, startPostgres } from './postgres-server.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    ...{ posts: text('1000000'), deliveries: text('2000000'), runs: text('700000'), issues: text('730') },
    ...{ limit: text('200'), claims: text('50'), plans: { type: 'boolean', default: false }, keep: text('') },
  },
});
const number = (name) => Number(values[name]);
const TOKEN = 'bench-token-of-the-operator';
/** A claim of 100 may take this long. */
const MAX_CLAIM_MS = 10;
/** Of what changes the store. */
const once = { limit: Number.POSITIVE_INFINITY, times: 1 };

/** Statements since the last `take`, with their milliseconds. */
const statements = record();
const { openContext } = await import('../dist/context.js');
const now = Date.now();
const postgres = await startPostgres();
const ask = (statement) => askDatabase(postgres.url, statement);
const folder = mkdtempSync(join(tmpdir(), 'tidings-growth-'));
const slow = [];
let context;
try {
  writeFileSync(
    join(folder, 'sources.yaml'),
    'publication: { name: Field Notes, timeZone: UTC }\nrecaps: [{ title: Feeds, from: feeds }]\nsources: { feeds: ["https://feed.example/rss"] }\n',
  );
  writeFileSync(
    join(folder, '.env'),
    `DATABASE_URL='${postgres.url}'\nSMTP_URL='smtp://127.0.0.1:9'\nMAIL_FROM='Notes <notes@example.org>'\nADMIN_TOKEN='${TOKEN}'\n`,
  );
  context = await openContext(folder);
  await prepare();
  await measurePages();
  await measureSchedule();
  await measureRelease();
} finally {
  await context?.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(slow.length === 0 ? '✓ all within their limits' : `✗ too slow: ${slow.join(', ')}`);
process.exitCode = slow.length === 0 ? 0 : 1;

async function prepare() {
  const began = performance.now();
  const issues = await fill(context.db, ask, {
    ...{ now, issues: number('issues'), posts: number('posts'), runs: number('runs') },
    ...{ readers: Math.ceil(number('deliveries') / 10), sources: 756 },
  });
  const [{ size }] = await ask('select pg_size_pretty(pg_database_size(current_database())) as size');
  console.log(
    `${postgres.version}: ${values.posts} posts, ${values.deliveries} deliveries, ${values.runs} runs, ${issues.length} issues; ${size}, filled in ${seconds(began)}`,
  );
}

async function measurePages() {
  const { createApp } = await import('../dist/web/app.js');
  const { createMetrics } = await import('../dist/web/site/metrics.js');
  const { createReadiness } = await import('../dist/serve/readiness.js');
  const { createOperatorActions } = await import('../dist/commands/operator/operator-actions.js');
  const { db, clock, log, config, templates } = context;
  const operator = createOperatorActions(context);
  const app = createApp({
    ...{ db, clock, log, templates, publication: config.publication },
    ...{ metrics: createMetrics(db, clock), ready: createReadiness(context, {}) },
    operator: { token: TOKEN, ...operator.actions },
  });
  const [{ id, slug }] = await ask('select id, slug from issues order by period_to desc offset 5 limit 1');
  const [reader] = await ask('select id from subscribers limit 1');
  const [run] = await ask('select id from runs limit 1');
  const year = new Date(now).getUTCFullYear();
  const pages = [
    ...[
      '/',
      '/issues',
      '/issues?page=20',
      `/issues/${slug}`,
      `/issues/${slug}.md`,
      '/tags',
      '/tags/topic/measurements',
    ],
    ...[
      '/tags/company/maker-7',
      '/authors',
      '/sources',
      `/sources/${encodeURIComponent('web:s5')}`,
      '/calendar',
      `/${year}`,
    ],
    ...[
      '/corrections',
      '/search?q=measurement',
      '/search?q=%22same+seeds%22+tokens',
      '/search?q=sort%3Adate+logs',
    ],
    ...[
      '/search.json?q=machines',
      '/feed.xml',
      '/feed.json',
      '/sitemap.xml',
      '/llms.txt',
      '/api/issues',
      '/readyz',
      '/metrics',
    ],
    ...[
      '/admin',
      '/admin/issues',
      `/admin/issues/${id}`,
      '/admin/deliveries',
      '/admin/runs',
      '/admin/runs?kind=issue',
    ],
    ...[
      '/admin/runs?kind=backfill',
      `/admin/runs/${run.id}`,
      '/admin/subscribers',
      '/admin/subscribers?q=der77777',
    ],
    ...[
      '/admin/subscribers?q=nobody',
      '/admin/subscribers?status=suppressed',
      '/admin/subscribers?page=4000',
    ],
    ...[
      `/admin/subscribers/${reader.id}`,
      '/admin/sources',
      '/admin/corrections',
      '/admin/settings',
      '/admin/security',
    ],
  ];
  console.log('\npage, best of five');
  for (const path of pages) {
    const request = () => app.request(path, { headers: { authorization: `Bearer ${TOKEN}` } });
    await (await request()).text();
    let status;
    await measure(path, async (n) => {
      // The site keeps answers for some seconds: another query makes it another page.
      const again = `${path}${path.includes('?') ? '&' : '?'}bench=${n}`;
      const response = await app.request(again, {
        headers: { authorization: `Bearer ${TOKEN}`, 'cache-control': 'no-cache' },
      });
      status = response.status;
      await response.text();
    });
    if (status !== 200) console.log(`  ${path} answered ${status}`);
  }
  await operator.stop();
}

/** What each process asks every minute, and what a fetch and an issue ask before they begin. */
async function measureSchedule() {
  const modules = {};
  for (const name of [
    ...['schedule', 'posts', 'issues', 'runs', 'incidents', 'deliveries/deliveries', 'deliveries/recovery'],
    ...['deliveries/channels', 'deliveries/counts', 'sources/sources', 'sources/source-health'],
  ])
    Object.assign(modules, await import(`../dist/store/${name}.js`));
  const { findIncidents } = await import('../dist/operations/incidents.js');
  const { findMissingIssues, watchHealth } = await import('../dist/serve/watchdog.js');
  const { markInterrupted } = await import('../dist/stages/runs.js');
  const { findCandidates, findEarlierEntries } = await import('../dist/stages/fetching/collect.js');
  const { findCollected } = await import('../dist/stages/fetching/collected-parts.js');
  const { forgetByAge } = await import('../dist/operations/retention.js');
  const { lastPeriod } = await import('../dist/base/time.js');
  const { inspect } = await import('../dist/commands/doctor/index.js');
  const { inspectSoundness } = await import('../dist/commands/doctor/repairs.js');
  const { db } = context;
  const m = modules;
  const at = new Date(now).toISOString();
  const working = { ...context, progress: () => {}, signal: new AbortController().signal };
  const period = lastPeriod(new Date(now), 'daily', 'UTC');
  const since = new Date(now - 900_000).toISOString();
  const late = new Date(now - 36 * 3_600_000).toISOString();
  const steps = {
    'plan: last done': () => m.findLastDone(db, at),
    'plan: note': () => m.notePlanned(db, at),
    'plan: count due': () => m.countDue(db, at, 20_000),
    'plan: channels': () => m.countDueChannels(db, ['slack'], at),
    'watchdog: interrupted runs': () => markInterrupted(context, 0),
    'watchdog: missing issues': () => findMissingIssues(context),
    'watchdog: incidents': () => findIncidents(context, []),
    'watchdog: all': () => watchHealth(context),
    'delivery: open claims': () => m.findOpenClaims(db),
    'delivery: expired keys': () => db.transaction().execute((trx) => m.markKeysUncertain(trx, late)),
    'delivery: too late': () => m.expireDeliveries(db, { cadence: 'daily', dueBefore: late }),
    'delivery: due issues': () => m.findDueIssues(db, at),
    'fetch: sources': () => m.listSources(db),
    'fetch: counted': () => m.countFetched(db, since),
    'issue: what was collected': () => findCollected?.(working, period, { issue: 'x', at: since }),
    'issue: candidates': () => findCandidates(working, period),
    'issue: earlier entries': () => findEarlierEntries(working, period),
    'metrics: recent deliveries': () => m.countRecent(db, new Date(now - 7 * 86_400_000).toISOString()),
    'metrics: waiting': () => m.findWaiting(db, at),
    'metrics: runs': () => m.listRunsEnded(db, since, 5000),
    'retention, nothing to forget': () =>
      forgetByAge({
        ...context,
        config: { ...context.config, retention: { posts: 4000, answers: 4000, deliveries: 4000 } },
      }),
    'doctor: all checks': () => inspect(context).catch(() => {}),
    'doctor: soundness': () => inspectSoundness(context),
  };
  console.log('\nschedule');
  for (const [name, step] of Object.entries(steps)) {
    await step();
    await measure(name, step);
  }
}

/** Nobody analyses the tables between the release and the claims. */
async function measureRelease() {
  const { createDeliveries, countDue, bringForwardDeliveries } = await import(
    '../dist/store/deliveries/deliveries.js'
  );
  const { countDeliveries } = await import('../dist/store/deliveries/counts.js');
  const { claimBatch, recordResults } = await import('../dist/store/deliveries/claims.js');
  const { db } = context;
  const [{ id }] = await ask('select id from issues order by period_to desc limit 1');
  const at = new Date(now).toISOString();
  console.log('\nrelease, with statistics of before');
  await measure(
    'release to the whole list',
    () =>
      db
        .transaction()
        .execute((trx) => createDeliveries(trx, { id, cadence: 'daily' }, { from: at, now: at })),
    once,
  );
  await measure(
    'bring forward the whole list',
    () => db.transaction().execute((trx) => bringForwardDeliveries(trx, { id, cadence: 'daily' }, at)),
    once,
  );
  await measure('count due', () => countDue(db, at, 20_000));
  await measure('totals of the issue', () => countDeliveries(db, id));
  const claimed = [];
  const parts = [];
  for (let n = 0; n < number('claims'); n++) {
    statements.take();
    const began = performance.now();
    const batch = await db
      .transaction()
      .execute((trx) => claimBatch(trx, id, { owner: 'bench/1/a/b', via: 'smtp', now: at, limit: 100 }));
    claimed.push(performance.now() - began);
    parts.push(statements.take());
    const results = batch.map((delivery) => ({ delivery, outcome: 'sent' }));
    await db.transaction().execute((trx) => recordResults(trx, results, at));
  }
  claimed.sort((a, b) => a - b);
  const [median, worst] = [claimed[claimed.length >> 1], claimed.at(-1)];
  console.log(
    `  claim of 100: median ${median.toFixed(1)} ms, slowest ${worst.toFixed(1)} ms (${claimed.length} claims)`,
  );
  if (median > MAX_CLAIM_MS) slow.push('claim');
  for (const statement of parts.at(-1) ?? []) {
    if (statement.ms < 1 && median <= MAX_CLAIM_MS) continue;
    console.log(`      ${statement.ms.toFixed(1)} ms: ${statement.text.replace(/\s+/g, ' ').slice(0, 200)}`);
    if (median > MAX_CLAIM_MS || values.plans) await showPlan(statement);
  }
}

/**
 * Prints the milliseconds, the slowest statement when it matters, and with --plans how the server did it. What can be
 * repeated is measured five times, and the best time counts: other programs may share the machine.
 */
async function measure(name, work, { limit = number('limit'), times = 5 } = {}) {
  let best = { ms: Number.POSITIVE_INFINITY };
  for (let n = 0; n < times; n++) {
    statements.take();
    const began = performance.now();
    await work(n);
    const ms = performance.now() - began;
    const [slowest] = statements.take().sort((a, b) => b.ms - a.ms);
    if (ms < best.ms) best = { ms, slowest };
  }
  const { ms, slowest } = best;
  const isSlow = ms > limit;
  if (isSlow) slow.push(name);
  console.log(`${isSlow ? '✗' : ' '} ${name.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms`);
  if (!slowest || (ms < limit / 4 && !isSlow)) return;
  console.log(`      ${slowest.ms.toFixed(0)} ms: ${slowest.text.replace(/\s+/g, ' ').slice(0, 400)}`);
  if (isSlow || values.plans) await showPlan(slowest);
}

async function showPlan({ text, values: bound }) {
  if (!/^\s*(select|with|update)/i.test(text)) return;
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(`explain (analyze, costs off, timing off) ${text}`, bound);
    for (const row of rows.slice(0, 14)) console.log(`        ${row['QUERY PLAN'].slice(0, 150)}`);
  } catch (error) {
    console.log(`        ${error.message}`);
  } finally {
    // An update that is explained is carried out.
    await client.query('rollback').catch(() => {});
    await client.end();
  }
}

function record() {
  const list = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function recorded(...args) {
    const began = performance.now();
    const result = query.apply(this, args);
    const [first, second] = args;
    if (typeof result?.then === 'function')
      result.then(
        () =>
          list.push({
            text: first?.text ?? first,
            values: first?.values ?? second,
            ms: performance.now() - began,
          }),
        () => {},
      );
    return result;
  };
  return { take: () => list.splice(0) };
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}
