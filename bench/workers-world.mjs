// What bench/workers.mjs works in: a folder and its database, the outside world, and processes that can be killed.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../dist/store/open.js';
import { findScheduleState } from '../dist/store/schedule.js';
import { askDatabase } from './postgres-server.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** The issue of the day before is due at this moment. */
export const NOW = Date.parse('2026-04-08T00:00:30Z');
export const ISSUE = 'daily-2026-04-07';

/** A server in a process of its own: `told` is its first message, `close` ends it. */
async function startServer(file, args = []) {
  const child = fork(here(file), args);
  const [told] = await once(child, 'message');
  const close = async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return { child, told, close };
}

export async function startFeeds({ hosts, latencyMs, faults }) {
  const { child, told, close } = await startServer('./workers-feeds.mjs', [
    ...[String(hosts), String(latencyMs), '2026-04-07T00:00:00Z', faults ? 'yes' : 'no'],
  ]);
  const count = async () => {
    child.send({});
    const [{ counted }] = await once(child, 'message');
    return counted;
  };
  return { hosts: told.hosts, count, close };
}

/** `mailed`: addresses in the order in which they were taken; `at`: when, in milliseconds. */
export async function startSinks(latencyMs) {
  const { child, told, close } = await startServer('./delivery-sinks.mjs');
  const mailed = [];
  const at = [];
  child.on('message', ({ to }) => {
    mailed.push(to);
    at.push(performance.now());
  });
  child.send({ latencyMs });
  return { smtp: told.smtp, resend: told.resend, mailed, at, close };
}

/** The replay of April's days with faults; undefined, without the shared data. */
export async function startReplay({ data, tools, port }) {
  if (!existsSync(join(data, 'ainews')) || !existsSync(join(tools, 'replay.mjs'))) return undefined;
  const child = spawn(
    process.execPath,
    [
      ...[join(tools, 'replay.mjs'), '--data', join(data, 'ainews'), '--port', String(port)],
      ...['--day', '2026-04', '--faults'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  const close = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url: `http://127.0.0.1:${port}`, ...whoSpeaks(join(data, 'ainews')), close };
}

function whoSpeaks(folder) {
  const counts = { accounts: new Map(), subreddits: new Map() };
  for (const name of readdirSync(folder).filter(
    (one) => one.startsWith('2026-04') && one.endsWith('.json'),
  )) {
    const { tweets, posts } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const add = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
    for (const { handle } of tweets) add(counts.accounts, handle);
    for (const { subreddit } of posts) add(counts.subreddits, subreddit);
  }
  const most = (map) => [...map].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  return { accounts: most(counts.accounts), subreddits: most(counts.subreddits) };
}

/** Writes sources.yaml and .env, and fills the database: so many readers, whose hour has come. */
export async function makeFolder({ database, feeds, replay, accounts, subreddits, readers, mail }) {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-workers-'));
  const quoted = (list) => `[${list.map((one) => JSON.stringify(one)).join(', ')}]`;
  const others = replay
    ? `  subreddits: ${quoted(replay.subreddits.slice(0, subreddits))}
  x: { accounts: ${quoted(replay.accounts.slice(0, accounts))}, budget: { dailyUsd: 1000, monthlyUsd: 10000 } }
`
    : '';
  writeFileSync(
    join(folder, 'sources.yaml'),
    `publication: { name: Bench Notes, timeZone: UTC, daily: { hour: 0 } }
recaps:
  - { title: X Recap, from: x }
  - { title: Reddit Recap, from: reddit }
  - { title: Blogs, from: feeds }
sources:
${others}  feeds: ${quoted(feeds)}
network: { allowPrivateNetwork: true }
`,
  );
  const env = {
    DATABASE_URL: database,
    MAIL_FROM: 'Bench Notes <notes@bench.example>',
    PUBLIC_URL: 'https://bench.example',
    ...mail,
    ...(replay && {
      X_BEARER_TOKEN: 'bench-token',
      X_BASE_URL: replay.url,
      REDDIT_CLIENT_ID: 'bench-client',
      REDDIT_CLIENT_SECRET: 'bench-secret',
      REDDIT_BASE_URL: replay.url,
    }),
  };
  const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  writeFileSync(join(folder, '.env'), lines.join('\n'));
  const db = await openDatabase(database);
  await findScheduleState(db, new Date(NOW - 60_000).toISOString());
  await db.destroy();
  await askDatabase(
    database,
    `insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at, confirmed_at)
      select md5(i::text), 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', 'daily', 'UTC', 0,
        '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z' from generate_series(1, ${readers}) i`,
  );
  return folder;
}

/** `tidings ARGS` in the folder, on the moved clock that began at `began`; its log is kept there. */
export function startTidings(folder, args, began) {
  const child = spawn(
    process.execPath,
    ['--import', here('./workers-clock.mjs'), here('../dist/main.js'), ...args, '--dir', folder],
    {
      env: { PATH: process.env.PATH, BENCH_NOW: String(NOW), BENCH_AT: String(began) },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  child.stderr.pipe(createWriteStream(join(folder, `${args[0]}.log`), { flags: 'a' }));
  const ended = once(child, 'exit');
  ended.then(
    ([code]) => code && console.log(`✗ tidings ${args[0]} ended with ${code}: see its log in ${folder}`),
  );
  return { child, ended };
}
