// Thirty days of `tidings serve` in minutes: the real command on a moved clock (soak-clock.mjs), against the replay of
// real days with faults, with readers who join, change, leave and bounce, sinks that fail, restarts and kill -9; then
// every invariant is asked of the store and of the sinks' own record, and each check is shown to be able to fail. With
// --postgres the store is a PostgreSQL database, and `tidings work` shares the work: one of the two is killed, or both.
//
//   npm run bench:soak [-- --postgres] [--data DIR] [--tools DIR] [--days 30] [--readers 1000] [--seed 1] [--break NAME] [--keep]
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from './postgres-server.mjs';
import { pick, random } from './random.mjs';
import { SPEED } from './soak-clock.mjs';
import { configure, writeSources } from './soak-folder.mjs';
import { judge } from './soak-judge.mjs';
import { openQueue } from './soak-queue.mjs';
import { createReaders } from './soak-readers.mjs';
import { openSinks } from './soak-sinks.mjs';
import { openFile, openServer } from './soak-store.mjs';
import { countFiles, freePort, openReplay, startCommand, startServer, startWorker } from './soak-world.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    tools: { type: 'string', default: '../shared/tools' },
    days: { type: 'string', default: '30' },
    readers: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
    break: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const [data, tools] = [resolve(values.data), resolve(values.tools)];
if (!existsSync(join(data, 'ainews')) || !existsSync(join(tools, 'replay.mjs'))) {
  console.log(`There are no days in ${data}, or no replay in ${tools}: name them with --data and --tools.`);
  process.exit(0);
}
const days = Number(values.days);
const rng = random(Number(values.seed));
const MINUTE = 60_000;
const DAY = 86_400_000;
const STEP = 30 * MINUTE;
/** Clocks change in New York on day 7 and in Berlin on day 28. */
const start = Date.parse('2026-03-02T00:00:00Z');
const end = start + days * DAY;
/** In these days the server is killed, stopped and off; after them it lives on, and its memory is watched. */
const rough = Math.ceil(days * 0.27);
const publicUrl = 'https://soak.example';
const publication = { timeZone: 'Europe/Berlin', daily: 7, weekly: 8 };
const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;
const folder = mkdtempSync(join(tmpdir(), 'tidings-soak-'));

// The moved clock, as the children have it.
let base = start;
let since = performance.now();
const now = () => Math.floor(base + (performance.now() - since) * SPEED);
const moveTo = (ms) => {
  base = Math.max(ms, now());
  since = performance.now();
};

let onMail = () => {};
const sinks = await openSinks({ now, rng, onMail: (...mail) => onMail(...mail) });
const [port, replayPort] = [await freePort(), await freePort()];
const replay = openReplay({ tools, data, folder, port: replayPort });
const postgres = values.postgres ? await startPostgres() : undefined;
const services = {
  database: postgres?.url,
  sinks,
  replayUrl: `http://127.0.0.1:${replayPort}`,
  publicUrl,
  webhookSecret,
};
writeSources(folder, publication, services);

const w = {
  start,
  end,
  publication,
  publicUrl,
  sinks,
  rng,
  downs: [],
  stops: [],
  days: [],
  notes: new Set(),
};
Object.assign(w, { log: new Map(), statuses: new Map() });
const counted = { kills: 0, stops: 0, commands: 0, commandsKilled: 0, requests: 0, unanswered: 0 };
let server;
/** With PostgreSQL: the second process, and the queue that both share. */
let worker;
let queue;
let life = 0;
let offSince;
const openStore = () => (postgres ? openServer(postgres.url) : openFile(join(folder, 'data', 'tidings.db')));

async function ask(path, { client = '10.0.0.1', headers, ...options } = {}) {
  counted.requests++;
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      ...options,
      headers: { 'x-forwarded-for': client, ...(typeof headers === 'function' ? headers() : headers) },
    });
    const text = await response.text();
    const said = response.status === 503 && /The mail could not be sent|^not yet$/m.exec(text)?.[0];
    const status = said || response.status;
    w.statuses.set(status, (w.statuses.get(status) ?? 0) + 1);
    return { status: response.status, text };
  } catch {
    counted.unanswered++;
    return undefined;
  }
}

const readers = createReaders({
  count: Number(values.readers),
  rng,
  now,
  ask,
  webhookSecret,
  record: sinks.record,
});
onMail = readers.onMail;
w.readers = readers;

async function turnOn() {
  if (!server || server.isOff) {
    if (offSince !== undefined) w.downs.push({ from: offSince, to: now() });
    offSince = undefined;
    life++;
    server = await startServer(folder, { now: now(), port, log: w.log });
  }
  if (postgres && (!worker || worker.isOff)) worker = await startWorker(folder, { now: now(), log: w.log });
}

const processes = () => [server, ...(worker ? [worker] : [])].filter(({ isOff }) => !isOff);

/** By kill -9, or by SIGTERM as an operator would. */
async function turnOff(signal, which = processes()) {
  const before = performance.now();
  if (which.includes(server)) offSince = now();
  for (const one of which) {
    one.isOff = true;
    one.child.kill(signal);
  }
  for (const { ended } of which) {
    const { code } = await ended;
    if (signal === 'SIGKILL') counted.kills++;
    else {
      counted.stops++;
      w.stops.push({ code, seconds: (performance.now() - before) / 1000, at: new Date(now()).toISOString() });
    }
  }
}

/** All that is due now, to its end. */
async function look() {
  await Promise.all(processes().map((one) => one.ask({ to: now() })));
  return queue ? queue.look(() => processes().length > 0) : server.ask({ tick: true });
}

let issuePath = '/';
/** What readers of the site do meanwhile. */
async function load() {
  const front = await ask('/');
  issuePath = /href="(\/issues\/[^"#]+)"/.exec(front?.text ?? '')?.[1] ?? issuePath;
  const words = ['model', 'open weights', 'gpt', 'agent', 'benchmrak', '"state of the art"'];
  const paths = [issuePath, `/search?q=${encodeURIComponent(pick(words, rng))}`, '/feed.xml', '/feed.json'];
  for (const path of paths) await ask(path);
}

/** What happens to readers, by chance, at so much a day of thirty with a thousand readers. */
const DAILY = {
  change: 12,
  pause: 6,
  leave: 8,
  erase: 1.5,
  comeBack: 3,
  bounce: 4,
  complain: 1,
  softBounce: 6,
  fail: 4,
};
const scale = Number(values.readers) / 1000;
let owed = 0;
async function churn(day) {
  const perDay = (values.readers * (day === 1 ? 0.55 : 0.45 / (days - 1))) / (day === 1 ? 24 : 48);
  for (owed += perDay; owed >= 1; owed--) await readers.acts.join();
  for (const [what, times] of Object.entries(DAILY))
    if (rng() < (times * scale) / 48) await readers.acts[what]();
  await readers.turn();
}

async function tick(day) {
  await Promise.all([look(), load().then(() => churn(day))]);
}

/** A look at what is due that is cut off somewhere, and the time that the server is then away. */
async function roughTick(day, at) {
  const signal = rng() < 0.7 ? 'SIGKILL' : 'SIGTERM';
  const work = look();
  const others = load().then(() => churn(day));
  const busy = sinks.record.length;
  // At any moment of the work; or, when mail goes out, in the middle of that.
  const wait = rng() * (isBusyHour(at) ? 3000 : 150);
  const until = performance.now() + wait;
  while (performance.now() < until && !(sinks.record.length > busy + 20 && rng() < 0.2))
    await new Promise((resolve) => setTimeout(resolve, 5));
  const which = worker ? pick([[server], [worker], [server, worker]], rng) : [server];
  await turnOff(signal, which);
  await Promise.all([work, others]);
  if (which.includes(server) && rng() < 0.3) configure(folder, pick(['smtp', 'resend'], rng), services);
  moveTo(now() + Math.floor(rng() * 20) * MINUTE);
  await turnOn();
}

const hourIn = (at) =>
  Number(new Date(at).toLocaleString('en-GB', { timeZone: publication.timeZone, hour: '2-digit' }));
const isBusyHour = (at) => [7, 8].includes(hourIn(at));

/** Another process on the same store at the hour of the issue, killed more often than not. */
async function besides(at) {
  counted.commands++;
  const id = await lastIssue();
  const args = rng() < 0.5 || !id ? ['run'] : ['send', id];
  const command = startCommand(folder, args, { now: at, log: w.log });
  const timer = setTimeout(
    () => {
      if (command.child.kill('SIGKILL')) counted.commandsKilled++;
    },
    rng() < 0.6 ? 500 + rng() * 2500 : 60_000,
  );
  await command.ended;
  clearTimeout(timer);
}

async function lastIssue() {
  const db = await openStore();
  try {
    return await db.value('select id from issues order by period_to desc, id limit 1');
  } finally {
    await db.close();
  }
}
const sizeOf = (name) => {
  try {
    return statSync(join(folder, 'data', name)).size;
  } catch {
    return 0;
  }
};

async function run() {
  const began = performance.now();
  configure(folder, 'resend', services);
  await replay.moveTo(start);
  await turnOn();
  if (postgres) queue = await openQueue(postgres.url, now);
  let wal = 0;
  for (let day = 1; day <= days; day++) {
    const outage = day === Math.max(2, rough - 2) && days >= 10;
    for (let step = 0; step < 48; step++) {
      const at = start + (day - 1) * DAY + step * STEP;
      if (at < now() - STEP) continue;
      moveTo(at);
      if (step % 12 === 0) await replay.moveTo(now());
      else await replay.tell(now());
      if (outage && step === 20) {
        // Off for two and a half days, over two mornings.
        await turnOff('SIGTERM');
        moveTo(now() + 2.5 * DAY);
        await replay.moveTo(now());
        await turnOn();
        break;
      }
      const cut = day <= rough && rng() < (isBusyHour(at) ? 0.5 : 0.06);
      if (cut) await roughTick(day, at);
      else if (day > rough && step === 13 && rng() < 0.5) await Promise.all([tick(day), besides(now())]);
      else await tick(day);
      wal = Math.max(wal, sizeOf('tidings.db-wal'));
    }
    if (now() < start + day * DAY - STEP) continue;
    const memory = (await server.ask({ measure: true })) ?? {};
    const files = countFiles(server.pid);
    const row = { day, life, ...memory, files, wal };
    w.days.push(row);
    const counts = readers.count();
    const mb = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;
    console.log(
      `day ${String(day).padStart(2)}  life ${String(life).padStart(2)}  RSS ${mb(row.rss)}, heap ${mb(row.heapUsed)}, ${files} files, WAL ${mb(wal)}, store ${mb(sizeOf('tidings.db'))}; ${counts.active ?? 0} of ${readers.all.length} readers on the list, ${sinks.record.length} mails, ${counted.kills} kills; ${Math.round((performance.now() - began) / 1000)} s`,
    );
    wal = 0;
  }
  w.end = now();
  await turnOff('SIGTERM');
  w.dead = await queue?.dead();
  await replay.stop();
  await sinks.close();
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(
    `\n${days} days in ${minutes} minutes: ${counted.kills} kill -9, ${counted.stops} stops, ${counted.commands} commands beside the server (${counted.commandsKilled} killed), ${counted.requests} requests (${counted.unanswered} unanswered while it was off), ${sinks.record.length} mails; readers ${JSON.stringify(readers.count())}`,
  );
  console.log(
    `faults of the sinks ${JSON.stringify(sinks.faults)}; answers ${JSON.stringify(Object.fromEntries(w.statuses))}`,
  );
  for (const [message, times] of w.log) console.log(`  logged ${times}×: ${message.slice(0, 200)}`);
}

try {
  await run();
  w.db = await openStore();
  process.exitCode = (await judge(w, values.break)) > 0 ? 1 : 0;
} finally {
  await w.db?.close();
  for (const one of [server, worker]) one?.child.kill('SIGKILL');
  await queue?.close();
  await postgres?.stop();
  await replay.stop();
  if (values.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
