// Processes that send an issue to many readers at once are killed (SIGKILL) at random moments and started again:
// who has it twice, who has it not, and of whom is it uncertain? Nothing leaves this machine.
//
//   npm run build && node bench/delivery-crash.mjs [--readers 10000] [--kills 20] [--senders 2] [--seed 1]
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countDeliveries } from '../dist/store/deliveries/counts.js';
import { listDeliveries } from '../dist/store/deliveries/deliveries.js';
import { openDatabase } from '../dist/store/open.js';
import { ISSUE, makeFolder } from './delivery-issue.mjs';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    senders: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
  },
});
const readers = Number(values.readers);
const kills = Number(values.kills);
const senders = Number(values.senders);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
let seed = Number(values.seed);
/** 0…1; the same for the same seed. */
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
}

function start(folder) {
  const child = spawn(process.execPath, [main, 'send', ISSUE], {
    cwd: folder,
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  });
  return { child, ended: once(child, 'close') };
}

async function attempt(name, env, mailed) {
  const folder = await makeFolder({ readers, bullets: 5, env });
  let killed = 0;
  let lives = 0;
  while (killed < kills) {
    lives++;
    const running = Array.from({ length: senders }, () => start(folder));
    for (const { child, ended } of running.sort(() => random() - 0.5)) {
      // Somewhere in the next batches, in the middle of whatever is going on then.
      const until = mailed.length + Math.ceil((random() * readers) / kills);
      while (mailed.length < until && child.exitCode === null) await sleep(1);
      await sleep(random() * 20);
      if (child.exitCode === null && child.kill('SIGKILL')) killed++;
      await ended;
    }
    const left = await inStore(folder, async (db) => (await countDeliveries(db, ISSUE)).queued ?? 0);
    if (left === 0 && lives > 1) break;
  }
  const last = Array.from({ length: senders }, () => start(folder));
  await Promise.all(last.map(({ ended }) => ended));
  const { states, uncertain } = await inStore(folder, async (db) => ({
    states: await countDeliveries(db, ISSUE),
    uncertain: await listDeliveries(db, { state: 'uncertain', issueId: ISSUE, limit: readers }),
  }));
  const once_ = new Set(mailed);
  const named = new Set(uncertain.map(({ address }) => address));
  const missing = Array.from({ length: readers }, (_, n) => `reader${n + 1}@example.org`).filter(
    (address) => !once_.has(address) && !named.has(address),
  );
  console.log(
    `${name.padEnd(7)} ${readers} readers, ${senders} at once, ${killed} kills: ${once_.size} have it, ${mailed.length - once_.size} twice, ` +
      `${missing.length} neither have it nor are named; ${named.size} uncertain, of whom ${[...named].filter((address) => once_.has(address)).length} have it; ledger ${JSON.stringify(states)}`,
  );
  rmSync(folder, { recursive: true });
  return mailed.length === once_.size && missing.length === 0;
}

async function inStore(folder, work) {
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

let good = true;
for (const name of ['resend', 'smtp']) {
  const sinks = fork(fileURLToPath(new URL('./delivery-sinks.mjs', import.meta.url)));
  const [urls] = await once(sinks, 'message');
  const mailed = [];
  sinks.on('message', ({ to }) => to && mailed.push(to));
  const env =
    name === 'smtp' ? { SMTP_URL: urls.smtp } : { RESEND_API_KEY: 're_bench', RESEND_BASE_URL: urls.resend };
  good = (await attempt(name, env, mailed)) && good;
  sinks.disconnect();
}
process.exitCode = good ? 0 : 1;
