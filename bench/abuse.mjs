// What one visitor can do to the site: floods against `tidings serve` with an archive of 700 issues, while a monitor and
// ordinary readers go on. Needs `npm run build`. Usage: node bench/abuse.mjs [--data DIR] [--issues N] [--sections N]
// [--only TEXT: the floods whose names hold it]
import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';
import { makeIssue, percentile, readSections, seeded } from './archive.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    issues: { type: 'string', default: '700' },
    sections: { type: 'string', default: '40' },
    only: { type: 'string', default: '' },
    readers: { type: 'string' },
    flood: { type: 'string' },
  },
});

/** The limits of issue 25. */
const MAX_HEALTH_MS = 500;
const MAX_READER_MS = 300;
const MAX_MEMORY_MB = 600;
const MAX_MEMORY_AFTER_MB = 400;
const SOURCES =
  'publication: { name: Bench }\nrecaps: [{ title: Feeds, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/feed"] }\n';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const FLOOD_HEADERS = { 'x-forwarded-for': '192.0.2.66' };

/** Each one: its name and how many requests it sends. The floods run in a process of their own, the readers in another. */
const FLOODS = {
  quiet: () => wait(5_000),
  '60 parallel /issues?x=': (port) => parallel(port, 60, (n) => `/issues?x=${n}`),
  '60 parallel /sitemap.xml?x=': (port) => parallel(port, 60, (n) => `/sitemap.xml?x=${n}`),
  '60 parallel /issues/2025?x=': (port) => parallel(port, 60, (n) => `/issues/2025?x=${n}`),
  '60 parallel /sources': (port) => parallel(port, 60, () => '/sources'),
  '60 parallel searches': (port) => parallel(port, 60, (n) => `/search?q=model+${n}&page=2`),
  '60 parallel author pages': (port) => parallel(port, 60, (n) => `/authors/x/nobody${n}`),
  '200 pipelined': (port) => pipeline(port, 200, (n) => `/issues?x=${n}`),
  '1,500 pipelined': (port) => pipeline(port, 1_500, (n) => `/issues?page=${n % 7}&x=${n}`),
  '40,000 from 4 clients': (port) => repeat(port, 4, 10_000, (n) => `/issues?x=${n}`),
  '40,000 different pages from 4 clients': (port) => repeat(port, 4, 10_000, (n) => `/search?q=word${n}`),
};

if (values.readers) await readOn(Number(values.readers));
else if (values.flood) await runFlood(values.flood);
else await measure();

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-abuse-'));
  const slugs = await fillArchive(folder);
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
  const env = { ...process.env, HOST: '127.0.0.1', PUBLIC_URL: '', NODE_ENV: 'production' };
  const server = spawn(process.execPath, [main, 'serve', '--no-schedule', '--port', '0', '--dir', folder], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const port = await portOf(server);
    await report(port, server.pid, slugs);
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true });
  }
}

async function report(port, pid, slugs) {
  const self = fileURLToPath(import.meta.url);
  let failed = false;
  // A server that has just started compiles while it answers.
  for (const path of [
    '/',
    `/issues/${slugs[0]}`,
    '/issues',
    '/tags',
    '/search?q=model',
    '/feed.xml',
    '/authors',
  ])
    for (let n = 0; n < 5; n++) await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer();
  for (const name of Object.keys(FLOODS).filter((one) => one.includes(values.only))) {
    const readers = fork(self, ['--readers', String(port)], { env: { ...process.env, SLUGS: slugs.join() } });
    await new Promise((resolve) => readers.once('message', resolve));
    let peak = 0;
    const memory = setInterval(() => {
      peak = Math.max(peak, memoryOf(pid));
    }, 100);
    const from = performance.now();
    const flood = fork(self, ['--flood', `${port} ${name}`]);
    const statuses = await new Promise((resolve) => flood.once('message', resolve));
    const seconds = (performance.now() - from) / 1000;
    await wait(1_000);
    clearInterval(memory);
    readers.send('end');
    const { health, pages, refused } = await new Promise((resolve) => readers.once('message', resolve));
    const [healthMs, pageMs] = [percentile(health, 0.99), percentile(pages, 0.95)];
    const isGood =
      healthMs < MAX_HEALTH_MS && pageMs < MAX_READER_MS && peak < MAX_MEMORY_MB && refused === 0;
    failed ||= !isGood;
    console.log(
      `${isGood ? '✓' : '✗'} ${name.padEnd(38)} ${seconds.toFixed(1).padStart(6)} s  healthz p99 ${healthMs.toFixed(0)} ms  readers p95 ${pageMs.toFixed(0)} ms (${pages.length}, ${refused} refused)  ${peak} MB  ${JSON.stringify(statuses)}`,
    );
  }
  await wait(20_000);
  const after = memoryOf(pid);
  console.log(`${after < MAX_MEMORY_AFTER_MB ? '✓' : '✗'} memory 20 s after: ${after} MB`);
  if (failed || after >= MAX_MEMORY_AFTER_MB) process.exitCode = 1;
}

async function fillArchive(folder) {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'sources.yaml'), SOURCES);
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  const pool = readSections(values.data);
  const random = seeded(25);
  const issues = Array.from({ length: Number(values.issues) }, (_, index) =>
    makeIssue(index, Number(values.sections), pool, random),
  );
  for (const issue of issues) await db.transaction().execute((trx) => saveIssue(trx, issue));
  await db.destroy();
  return issues.slice(-50).map(({ slug }) => slug);
}

function portOf(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (part) => {
      said += part;
      const port = /127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
      if (port) resolve(Number(port));
    });
    server.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

/** Resident memory in MB. */
function memoryOf(pid) {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** 20 pages a second of ordinary readers, each from an address of their own, and /healthz ten times a second. */
async function readOn(port) {
  const slugs = process.env.SLUGS.split(',');
  const [health, pages] = [[], []];
  let refused = 0;
  const get = async (path, times, address) => {
    const from = performance.now();
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        headers: { 'x-forwarded-for': address },
      });
      await response.arrayBuffer();
      if (response.status !== 200) refused++;
    } catch {
      refused++;
    }
    times.push(performance.now() - from);
  };
  const open = new Set();
  const start = (work) => {
    open.add(work);
    work.finally(() => open.delete(work));
  };
  let n = 0;
  const random = seeded(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const timers = [
    setInterval(() => start(get('/healthz', health, '198.51.100.1')), 100),
    setInterval(() => {
      const issue = `/issues/${pick(slugs)}`;
      const path = pick(['/', '/', issue, issue, '/issues', '/tags', '/search?q=model', '/feed.xml']);
      start(get(path, pages, `203.0.113.${n++ % 200}`));
    }, 50),
  ];
  process.on('message', async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(open);
    process.send({ health, pages, refused });
    process.disconnect();
  });
  setTimeout(() => process.send('ready'), 1_000);
}

async function runFlood(given) {
  const [, port, name] = /^(\d+) (.*)$/.exec(given);
  process.send((await FLOODS[name](port)) ?? {});
  process.disconnect();
}

async function parallel(port, count, pathOf) {
  const statuses = {};
  const all = Array.from({ length: count }, async (_, n) => {
    const response = await fetch(`http://127.0.0.1:${port}${pathOf(n)}`, { headers: FLOOD_HEADERS });
    await response.arrayBuffer();
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
  });
  await Promise.all(all);
  return statuses;
}

async function repeat(port, clients, each, pathOf) {
  const statuses = {};
  const all = Array.from({ length: clients }, async (_, client) => {
    for (let n = 0; n < each; n++) {
      const response = await fetch(`http://127.0.0.1:${port}${pathOf(client * each + n)}`, {
        headers: FLOOD_HEADERS,
      });
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  });
  await Promise.all(all);
  return statuses;
}

/** All requests at once on one connection; the answers are counted by their status lines. */
function pipeline(port, count, pathOf) {
  const statuses = {};
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    let answered = 0;
    let tail = '';
    socket.on('data', (part) => {
      const text = tail + part.toString('latin1');
      for (const [, status] of text.matchAll(/HTTP\/1\.1 (\d{3}) /g)) {
        statuses[status] = (statuses[status] ?? 0) + 1;
        answered++;
      }
      tail = text.slice(text.lastIndexOf('\n') + 1).slice(-20);
      if (/HTTP\/1\.1 \d{3} $/.test(tail)) tail = '';
      if (answered >= count) socket.end();
    });
    socket.on('close', () =>
      resolve({ ...statuses, ...(answered < count && { unanswered: count - answered }) }),
    );
    socket.on('error', reject);
    const requests = Array.from(
      { length: count },
      (_, n) => `GET ${pathOf(n)} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.66\r\n\r\n`,
    );
    socket.write(requests.join(''));
  });
}
