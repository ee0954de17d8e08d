// An issue goes to many readers through a server with the habits of real ones: a rate limit, greylisting, dropped
// connections and a quota that is used up in the middle. Meanwhile the sender is killed (SIGKILL) and started again.
// Who has it twice, who has it not, and of whom is it uncertain? Nothing leaves this machine.
//
//   npm run build && node bench/delivery-rough.mjs [--readers 1000] [--rate 14] [--kills 5] [--seed 1]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { countDeliveries } from '../dist/store/deliveries/counts.js';
import { listDeliveries } from '../dist/store/deliveries/deliveries.js';
import { openDatabase } from '../dist/store/open.js';
import { ISSUE, makeFolder } from './delivery-issue.mjs';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '14' },
    kills: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const readers = Number(values.readers);
const rate = Number(values.rate);
const kills = Number(values.kills);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
let seed = Number(values.seed);
/** 0…1; the same for the same seed. */
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}

const GREYLISTED_SHARE = 0.3;
const GREYLISTED_MS = 15_000;
const DROPPED_SHARE = 0.1;
const QUOTA_MS = 10_000;

/** What the server refused, and the addresses that have the mail, as often as they have it. */
function createWorld() {
  const mailed = [];
  const faults = { greylisted: 0, throttled: 0, droppedBefore: 0, droppedAfter: 0, quota: 0 };
  let quotaEnds;
  const isQuotaUsedUp = () => {
    if (mailed.length >= readers / 2) quotaEnds ??= Date.now() + QUOTA_MS;
    return quotaEnds !== undefined && Date.now() < quotaEnds;
  };
  return { mailed, faults, isQuotaUsedUp };
}

const refuse = (responseCode, text) => Object.assign(new Error(text), { responseCode });

async function startSmtp({ mailed, faults, isQuotaUsedUp }) {
  const firstTried = new Map();
  let tokens = rate;
  let filled = Date.now();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect(session, callback) {
      if (random() < DROPPED_SHARE) session.drops = random() < 0.5 ? 'before' : 'after';
      callback();
    },
    onRcptTo({ address }, session, callback) {
      if (session.drops === 'before') {
        faults.droppedBefore++;
        return drop(server, session);
      }
      const now = Date.now();
      tokens = Math.min(rate, tokens + ((now - filled) / 1000) * rate);
      filled = now;
      if (isQuotaUsedUp()) {
        faults.quota++;
        return callback(refuse(550, 'Domain has exceeded the max emails per hour (500/500) allowed.'));
      }
      const isGreylisted = Number(/\d+/.exec(address)?.[0]) % 10 < GREYLISTED_SHARE * 10;
      if (isGreylisted) {
        if (!firstTried.has(address)) firstTried.set(address, now);
        if (now - firstTried.get(address) < GREYLISTED_MS) {
          faults.greylisted++;
          return callback(refuse(450, '4.2.0 Greylisted, try again in 300 seconds'));
        }
      }
      if (tokens < 1) {
        faults.throttled++;
        return callback(refuse(454, 'Throttling failure: Maximum sending rate exceeded.'));
      }
      tokens--;
      callback();
    },
    onData(stream, session, callback) {
      stream.resume();
      stream.on('end', () => {
        mailed.push(session.envelope.rcptTo[0]?.address);
        if (session.drops !== 'after') return callback();
        faults.droppedAfter++;
        drop(server, session);
      });
    },
  });
  server.on('error', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `smtp://127.0.0.1:${server.server.address().port}`;
  return { env: { SMTP_URL: url }, close: () => new Promise((resolve) => server.close(resolve)) };
}

function drop(server, session) {
  for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
}

/** The same for Resend: as many requests a second as give that many mails, no greylisting, and keys. */
async function startResend({ mailed, faults, isQuotaUsedUp }) {
  const known = new Map();
  const latest = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status, body, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      };
      const key = request.headers['idempotency-key'];
      const drops = random() < DROPPED_SHARE ? (random() < 0.5 ? 'before' : 'after') : undefined;
      if (drops === 'before') {
        faults.droppedBefore++;
        return request.socket.destroy();
      }
      while (latest.length > 0 && Date.now() - latest[0] > 1000) latest.shift();
      if (latest.length >= 2) {
        faults.throttled++;
        const body = { statusCode: 429, name: 'rate_limit_exceeded', message: 'Too many requests' };
        return answer(429, body, { 'retry-after': '1' });
      }
      latest.push(Date.now());
      if (!known.has(key)) {
        if (isQuotaUsedUp()) {
          faults.quota++;
          return answer(429, {
            statusCode: 429,
            name: 'daily_quota_exceeded',
            message: 'Daily quota reached',
          });
        }
        const mails = [JSON.parse(Buffer.concat(chunks))].flat();
        mailed.push(...mails.map(({ to }) => to));
        known.set(key, { data: mails.map(({ to }) => ({ id: `id-${to}` })) });
      }
      if (drops === undefined) return answer(200, known.get(key));
      faults.droppedAfter++;
      request.socket.destroy();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { env: { RESEND_API_KEY: 're_bench', RESEND_BASE_URL: url }, close };
}

async function attempt(name, startServer) {
  const world = createWorld();
  const { mailed, faults } = world;
  const server = await startServer(world);
  const folder = await makeFolder({ readers, bullets: 5, env: server.env });
  const began = Date.now();
  let killed = 0;
  let rounds = 0;
  let left = readers;
  // Each round stands for the schedule's next look; `send` does not wait for the time of a retry.
  while (left > 0 && rounds < 200) {
    rounds++;
    const child = spawn(process.execPath, [main, 'send', ISSUE, '--resume'], {
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env.PATH },
    });
    const ended = once(child, 'close');
    const killAt = ((killed + 0.5 + random() * 0.5) * readers) / (kills + 1);
    while (child.exitCode === null && child.signalCode === null) {
      if (killed < kills && mailed.length >= killAt && child.kill('SIGKILL')) killed++;
      await Promise.race([sleep(5), ended]);
    }
    const { queued = 0, claimed = 0, failed = 0 } = await inStore(folder, (db) => countDeliveries(db, ISSUE));
    left = queued + claimed + failed;
    if (left > 0) await sleep(1000);
  }
  const { states, uncertain } = await inStore(folder, async (db) => ({
    states: await countDeliveries(db, ISSUE),
    uncertain: await listDeliveries(db, { state: 'uncertain', issueId: ISSUE, limit: readers }),
  }));
  const having = new Set(mailed);
  const named = new Set(uncertain.map(({ address }) => address));
  const addresses = Array.from({ length: readers }, (_, n) => `reader${n + 1}@example.org`);
  const missing = addresses.filter((address) => !having.has(address) && !named.has(address));
  console.log(
    `${name.padEnd(7)} ${readers} readers, ${killed} kills, ${rounds} rounds, ${Math.round((Date.now() - began) / 1000)} s: ` +
      `${having.size} have it, ${mailed.length - having.size} twice, ${missing.length} neither have it nor are named; ` +
      `${named.size} uncertain, of whom ${[...named].filter((address) => having.has(address)).length} have it; ` +
      `ledger ${JSON.stringify(states)}; server ${JSON.stringify(faults)}`,
  );
  await server.close();
  rmSync(folder, { recursive: true });
  const exactly = name === 'smtp' || (having.size === readers && named.size === 0);
  return mailed.length === having.size && missing.length === 0 && exactly;
}

async function inStore(folder, work) {
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

const isResendGood = await attempt('resend', startResend);
const isSmtpGood = await attempt('smtp', startSmtp);
process.exitCode = isResendGood && isSmtpGood ? 0 : 1;
