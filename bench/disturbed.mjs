// Two workers on two hosts send an issue to many readers, while something happens to them or to their database: who has
// it twice, who has it not, of whom it is uncertain, and how long nothing went out. By SMTP and by Resend; a line each.
//
//   npm run bench:disturbed [-- --readers 5000 --latency 20 --outage 20 --kills 4 --only "kills|outage" --via smtp]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDeliveries } from '../dist/store/deliveries/deliveries.js';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';
import { findScheduleState } from '../dist/store/schedule.js';
import { makeIssue } from './delivery-issue.mjs';
import { openDoor, startPgBouncer, startWorker } from './disturbed-world.mjs';
import { askDatabase, startPostgres } from './postgres-server.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    ...{ readers: text('5000'), latency: text('20'), outage: text('20'), kills: text('4'), only: text('') },
    ...{ via: text('smtp,resend'), keep: { type: 'boolean', default: false } },
  },
});
const readers = Number(values.readers);
const OUTAGE_MS = Number(values.outage) * 1000;
/** Nothing went out for this long: it does not go on. */
const MAX_STANDSTILL_MS = 180_000;
const DAY = 86_400_000;
const ROLE = 'bench_disturbed';

/** What happens, in the middle of the sending. Each gets the world, and ends when it is over. */
const DISTURBANCES = {
  nothing: async () => {},
  kills: async ({ workers, restart }) => {
    for (let n = 0; n < Number(values.kills); n++) {
      await restart(workers[n % 2], 'SIGKILL');
      await sleep(1500);
    }
  },
  'host that stays away': async ({ workers }) => {
    workers[0].child.kill('SIGKILL');
    await workers[0].ended;
    workers[0].isGone = true;
  },
  outage: async ({ door }) => {
    door.setShut(true);
    await sleep(OUTAGE_MS);
    door.setShut(false);
  },
  'outage and kills': async ({ door, workers, restart }) => {
    door.setShut(true);
    await sleep(OUTAGE_MS / 2);
    for (const worker of workers) await restart(worker, 'SIGKILL');
    await sleep(OUTAGE_MS / 2);
    door.setShut(false);
  },
  'terminated backends': async ({ ask }) => {
    for (let n = 0; n < 5; n++) {
      await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${ROLE}'`);
      await sleep(1000);
    }
  },
  'full connections': async ({ ask, url }) => {
    await ask(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${ROLE}'`);
    const held = [];
    const until = Date.now() + OUTAGE_MS;
    while (Date.now() < until) {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => {});
      await client.connect().then(
        () => held.push(client),
        () => sleep(200),
      );
    }
    await Promise.all(held.map((client) => client.end()));
  },
  'PgBouncer, then a kill': async ({ workers, restart }) => restart(workers[0], 'SIGKILL'),
  'stops and starts': async ({ workers, restart }) => {
    for (const worker of workers) await restart(worker, 'SIGTERM');
  },
};

const postgres = await startPostgres();
const only = values.only ? values.only.split('|') : Object.keys(DISTURBANCES);
let good = true;
try {
  console.log(
    `${postgres.version}: ${readers} readers, two workers on two hosts, ${values.latency} ms a mail`,
  );
  console.log(
    `${'disturbance'.padEnd(24)}${'via'.padEnd(8)}${'have it'.padStart(8)}${'twice'.padStart(7)}${'uncertain'.padStart(11)}${'unnamed'.padStart(9)}${'kills'.padStart(7)}${'longest pause'.padStart(15)}${'in all'.padStart(9)}`,
  );
  for (const name of only) for (const via of values.via.split(',')) good = (await attempt(name, via)) && good;
} finally {
  await postgres.stop();
}
process.exitCode = good ? 0 : 1;

async function attempt(name, via) {
  const { ask, url, drop } = await makeDatabase();
  const door = await openDoor(url);
  const pooler = name.startsWith('PgBouncer') ? await startPgBouncer(door.url, await freePort()) : undefined;
  const sinks = await startSinks();
  const folder = await prepare(pooler?.url ?? door.url, url, via, sinks);
  const workers = ['host-one', 'host-two'].map((host) => ({ host, ...startWorker(folder, host) }));
  let kills = 0;
  let isOver = false;
  /** Starts a worker again that gave up by itself, as a supervisor would: because the database is down at its start. */
  const supervise = async (worker) => {
    const { child } = worker;
    const [code] = await worker.ended;
    if (isOver || worker.isGone || worker.child !== child || !code) return;
    await sleep(1000);
    Object.assign(worker, startWorker(folder, worker.host));
    void supervise(worker);
  };
  for (const worker of workers) void supervise(worker);
  const restart = async (worker, signal) => {
    worker.child.kill(signal);
    if (signal === 'SIGKILL') kills++;
    const [code] = await worker.ended;
    if (signal === 'SIGTERM' && code !== 0) console.log(`✗ a worker ended with ${code}`);
    Object.assign(worker, startWorker(folder, worker.host));
    void supervise(worker);
  };
  const began = performance.now();
  try {
    if (name.startsWith('PgBouncer') && !pooler) {
      console.log(`${name.padEnd(24)}${via.padEnd(8)} skipped: pgbouncer is not installed`);
      return true;
    }
    await until(() => sinks.mailed.length >= readers / 5, sinks);
    await DISTURBANCES[name]({ ask, url, door, workers, restart });
    const isDone = async () => {
      const [{ n }] = await ask(
        `select count(*)::int as n from deliveries where state in ('queued', 'claimed')`,
      );
      return n === 0;
    };
    await until(isDone, sinks);
    const uncertain = new Set(
      (
        await ask(
          `select address from deliveries d join subscribers s on s.id = d.subscriber_id where state = 'uncertain'`,
        )
      ).map(({ address }) => address),
    );
    const have = new Set(sinks.mailed);
    const missing = Array.from({ length: readers }, (_, n) => `reader${n + 1}@example.org`).filter(
      (address) => !have.has(address) && !uncertain.has(address),
    );
    const twice = sinks.mailed.length - have.size;
    const cells = [
      ...[have.size, twice, uncertain.size, missing.length, kills],
      ...[
        `${(longestPause(sinks.at) / 1000).toFixed(1)} s`,
        `${((performance.now() - began) / 1000).toFixed(0)} s`,
      ],
    ];
    const widths = [8, 7, 11, 9, 7, 15, 9];
    console.log(
      `${name.padEnd(24)}${via.padEnd(8)}${cells.map((cell, n) => String(cell).padStart(widths[n])).join('')}`,
    );
    return twice === 0 && missing.length === 0;
  } finally {
    isOver = true;
    for (const { child, isGone } of workers) if (!isGone) child.kill('SIGKILL');
    sinks.child.kill('SIGKILL');
    pooler?.close();
    door.close();
    await drop();
    if (values.keep) console.log(`kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

/** A database of its own for a role that is no superuser and has few connections. */
async function makeDatabase() {
  const name = `disturbed_${Math.random().toString(36).slice(2)}`;
  const server = (statement) => askDatabase(postgres.url, statement);
  await server(`drop role if exists ${ROLE}`);
  await server(`create role ${ROLE} login password 'secret' connection limit 40`);
  await server(`create database ${name} owner ${ROLE} template template0 encoding 'UTF8'`);
  const admin = new URL(postgres.url);
  admin.pathname = `/${name}`;
  const own = new URL(admin);
  own.username = ROLE;
  own.password = 'secret';
  return {
    url: own.href,
    ask: (statement) => askDatabase(admin.href, statement),
    drop: async () => {
      await server(`drop database ${name} with (force)`);
      await server(`drop role ${ROLE}`);
    },
  };
}

/** The folder of the workers, which reach the database at `database`, and the issue of yesterday released in it. */
async function prepare(database, direct, via, sinks) {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-disturbed-'));
  writeFileSync(
    join(folder, 'sources.yaml'),
    'publication: { name: Field Notes, timeZone: UTC }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\nnetwork: { allowPrivateNetwork: true }\n',
  );
  const env = {
    DATABASE_URL: database,
    MAIL_FROM: 'Field Notes <notes@example.org>',
    PUBLIC_URL: 'https://notes.example.org',
    ...(via === 'smtp'
      ? { SMTP_URL: sinks.smtp }
      : { RESEND_API_KEY: 're_bench', RESEND_BASE_URL: sinks.resend }),
  };
  writeFileSync(
    join(folder, '.env'),
    Object.entries(env)
      .map(([name, value]) => `${name}='${value}'`)
      .join('\n'),
  );
  const db = await openDatabase(direct);
  const now = new Date();
  const today = Math.floor(now.getTime() / DAY) * DAY;
  const [from, to] = [new Date(today - DAY).toISOString(), new Date(today).toISOString()];
  const issue = {
    ...makeIssue(10),
    ...{ id: `daily-${from.slice(0, 10)}`, slug: from.slice(0, 10), period: { from, to }, createdAt: to },
  };
  await saveIssue(db, issue);
  await findScheduleState(db, now.toISOString());
  await askDatabase(
    direct,
    `insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at, confirmed_at)
      select md5(i::text), 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'active', 'daily', 'UTC', 0,
        '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z' from generate_series(1, ${readers}) i`,
  );
  const at = now.toISOString();
  await db.transaction().execute((trx) => createDeliveries(trx, issue, { from: to, now: at }));
  await db.destroy();
  return folder;
}

async function startSinks() {
  const child = fork(fileURLToPath(new URL('./delivery-sinks.mjs', import.meta.url)));
  const [urls] = await once(child, 'message');
  child.send({ latencyMs: Number(values.latency) });
  const [mailed, at] = [[], []];
  child.on('message', ({ to }) => {
    if (!to) return;
    mailed.push(to);
    at.push(performance.now());
  });
  return { ...urls, child, mailed, at };
}

/** Waits until it holds. Throws when no mail has come for too long. */
async function until(holds, sinks) {
  let began = performance.now();
  for (let seen = -1; !(await holds()); await sleep(100)) {
    if (sinks.mailed.length !== seen) began = performance.now();
    seen = sinks.mailed.length;
    if (performance.now() - began > MAX_STANDSTILL_MS) throw new Error(`it stands still after ${seen} mails`);
  }
}

function longestPause(at) {
  return at.reduce((longest, time, n) => Math.max(longest, time - (at[n - 1] ?? time)), 0);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
