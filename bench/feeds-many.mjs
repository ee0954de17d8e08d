// Reading 1,000 feeds against a bare fetch of the same bytes: 5% slow, 5% failing, 30% unchanged since the last time;
// then all of them again. npm run bench:feeds [-- --data DIR] [--feeds N] [--slow MS] [--concurrency N] [--rounds N].
// The feeds are whole ones of real sites, redated, from DIR/feeds, else made up. "Tidings" is the whole stage: fetch,
// parse, posts into SQLite. "Bare" is Node's fetch with as many at once, bodies read and decompressed, nothing else.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const NOW = Date.UTC(2026, 3, 7, 7);
const PERIOD = { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' };

const job = process.env.FEEDS_MANY_JOB && JSON.parse(process.env.FEEDS_MANY_JOB);
if (!job) await compare();
else process.send(await (job.kind === 'bare' ? fetchBare(job) : collect(job)), () => process.exit());

async function compare() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data' },
      feeds: { type: 'string', default: '1000' },
      slow: { type: 'string', default: '1000' },
      concurrency: { type: 'string', default: '12' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const numbers = { feeds: Number(values.feeds), slow: Number(values.slow), now: NOW };
  const server = fork(fileURLToPath(new URL('./feeds-server.mjs', import.meta.url)), [
    JSON.stringify({ data: values.data, ...numbers }),
  ]);
  const { bytes, ...served } = await new Promise((done) => server.once('message', done));
  const kinds = { bare: [], tidings: [] };
  for (let round = 0; round < Number(values.rounds); round++)
    for (const kind of Object.keys(kinds))
      kinds[kind].push(await inOwnProcess({ kind, concurrency: Number(values.concurrency), ...served }));
  server.disconnect();
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const sum = (kind) => ({
    first: median(kinds[kind].map((run) => run.first.seconds)),
    second: median(kinds[kind].map((run) => run.second.seconds)),
    cpu: median(kinds[kind].map((run) => run.first.cpu)),
    peakMb: Math.max(...kinds[kind].map((run) => run.peakMb)),
  });
  const [bare, tidings] = [sum('bare'), sum('tidings')];
  console.log(
    `${values.feeds} feeds, ${(bytes / 1e6).toFixed(1)} MB; medians of ${values.rounds} runs, seconds`,
  );
  console.table({ bare, tidings });
  const { first, second } = kinds.tidings[0];
  console.log({ first, second });
  const ratio = (key) => Math.round((tidings[key] / bare[key]) * 100) / 100;
  console.log(
    JSON.stringify({
      bench: 'feeds-many',
      ratios: { first: ratio('first'), second: ratio('second') },
      peakMb: tidings.peakMb,
    }),
  );
}

function inOwnProcess(work) {
  return new Promise((done, fail) => {
    const child = fork(fileURLToPath(import.meta.url), {
      env: { ...process.env, FEEDS_MANY_JOB: JSON.stringify(work) },
    });
    child.once('message', done);
    child.once('exit', (code) => code && fail(new Error(`${work.kind} ended with ${code}`)));
  });
}

async function measure(work) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const counts = await work();
  const { user, system } = process.cpuUsage(cpu);
  const tenths = (n) => Math.round(n * 100) / 100;
  return {
    seconds: tenths((performance.now() - start) / 1000),
    cpu: tenths((user + system) / 1e6),
    ...counts,
  };
}

function peakMb() {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

async function fetchBare({ urls, known, concurrency }) {
  const etags = [...known];
  const run = () =>
    measure(async () => {
      let next = 0;
      const statuses = {};
      const work = async () => {
        for (let at = next++; at < urls.length; at = next++) {
          const answer = await fetch(urls[at], etags[at] ? { headers: { 'if-none-match': etags[at] } } : {});
          await answer.arrayBuffer();
          if (answer.ok) etags[at] = answer.headers.get('etag');
          statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        }
      };
      await Promise.all(Array.from({ length: concurrency }, work));
      return statuses;
    });
  return { first: await run(), second: await run(), peakMb: peakMb() };
}

async function collect({ urls, known, concurrency }) {
  const { openDatabase } = await import('../dist/store/open.js');
  const { saveOutcome, saveSources } = await import('../dist/store/sources/sources.js');
  const { createSources } = await import('../dist/sources/index.js');
  const { collectPosts } = await import('../dist/stages/fetching/collect.js');
  const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
  const db = await openDatabase(join(folder, 'bench.db'));
  const refs = urls.map((url) => ({
    id: `feed:${url}`,
    kind: 'feed',
    platform: 'web',
    name: url,
    target: url,
    limit: 50,
  }));
  await db.transaction().execute((trx) => saveSources(trx, refs));
  for (const [at, etag] of known.entries())
    if (etag)
      await saveOutcome(
        db,
        {
          sourceId: refs[at].id,
          posts: [],
          cursor: JSON.stringify({ etag, from: '2000-01-01T00:00:00.000Z', limit: 50 }),
        },
        PERIOD.to,
      );
  const context = {
    config: { refs, editorial: { lookbackHours: 24, lateDays: 7 }, network: { concurrency } },
    db,
    sources: createSources(refs, {
      http: { allowPrivateNetwork: true, timeoutMs: 20_000, maxBytes: 10_000_000, userAgent: 'Tidings' },
      env: {},
    }),
    clock: () => new Date(NOW),
    progress: () => {},
    signal: new AbortController().signal,
  };
  const run = () =>
    measure(async () => {
      const { outcomes, fetched, added } = await collectPosts(context, PERIOD);
      const errors = {};
      for (const { error } of outcomes) if (error) errors[error] = (errors[error] ?? 0) + 1;
      return { fetched, added, unchanged: outcomes.filter((outcome) => outcome.unchanged).length, errors };
    });
  const result = { first: await run(), second: await run(), peakMb: peakMb() };
  await db.destroy();
  rmSync(folder, { recursive: true });
  return result;
}
