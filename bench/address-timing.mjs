// Whether the time of an answer says anything about an address: sign-ups and changes for addresses of every standing, in
// turn over HTTP on 127.0.0.1, and how far their median times are apart. `same` compares two groups of unknown addresses:
// what chance alone gives.
//
//   npm run build && node bench/address-timing.mjs [--rounds 400]
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { parseAddress } from '../dist/base/mail-address.js';
import { openDatabase } from '../dist/store/open.js';
import { addSubscribers } from '../dist/store/subscribers/add-many.js';
import { unsubscribe } from '../dist/store/subscribers/subscribers.js';
import { suppressAddress } from '../dist/store/subscribers/suppressions.js';
import { createApp } from '../dist/web/app.js';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '400' } } });
const rounds = Number(values.rounds);
const STANDINGS = ['unknown', 'same', 'pending', 'active', 'left', 'suppressed'];
const addressOf = (standing, n) => `${standing}${String(n).padStart(5, '0')}@example.org`;
const preferences = { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] };

const db = await openDatabase(join(mkdtempSync(join(tmpdir(), 'tidings-')), 'tidings.db'));
const now = new Date().toISOString();
for (const standing of STANDINGS.slice(2)) {
  const listed = Array.from({ length: rounds }, (_, n) => ({
    mailbox: parseAddress(addressOf(standing, n)),
    preferences,
  }));
  await db.transaction().execute(async (trx) => {
    const added = await addSubscribers(trx, listed, { confirmed: standing !== 'pending', now });
    for (const { subscriber } of added) {
      if (standing === 'left') await unsubscribe(trx, subscriber.id, now);
      if (standing === 'suppressed') await suppressAddress(trx, subscriber.key, 'bounced', now);
    }
  });
}
let pending = [];
const app = createApp({
  db,
  publication: { name: 'Field Notes', tagline: '', language: 'en', timeZone: 'UTC', address: '' },
  templates: new URL('../templates', import.meta.url).pathname,
  clock: () => new Date(),
  publicUrl: 'https://notes.example.org',
  trustProxy: true,
  mail: {
    recaps: [],
    hour: 7,
    softBounces: 5,
    sendConfirmation: async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return 'sent';
    },
    onBackground: (work) => pending.push(work),
  },
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
await new Promise((resolve) => server.once('listening', resolve));
const url = `http://127.0.0.1:${server.address().port}/subscribe`;
let clients = 0;

async function ask(fields) {
  const client = `10.${(++clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`;
  const started = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-forwarded-for': client },
    body: new URLSearchParams(fields),
  });
  await answer.arrayBuffer();
  const ms = performance.now() - started;
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  await Promise.all(pending);
  pending = [];
  return ms;
}

const medianOf = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

for (const [what, more] of [
  ['sign-up', {}],
  ['change', { change: '1', cadence: 'weekly' }],
]) {
  const times = Object.fromEntries(STANDINGS.map((standing) => [standing, []]));
  for (let n = 0; n < rounds; n++)
    for (const standing of [...STANDINGS].sort(() => Math.random() - 0.5))
      times[standing].push(await ask({ address: addressOf(standing, n), ...more }));
  const medians = STANDINGS.map((standing) => [standing, medianOf(times[standing])]);
  const base = medians[0][1];
  console.log(
    what.padEnd(8),
    medians
      .map(([name, ms]) => `${name} ${ms.toFixed(2)} ms (${ms >= base ? '+' : ''}${(ms - base).toFixed(2)})`)
      .join(', '),
  );
}
server.close();
server.closeAllConnections?.();
await db.destroy();
