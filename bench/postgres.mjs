// A full SQLite store moved to PostgreSQL, killed twice on the way, and then the same questions asked of both.
// Needs `npm run build`. Usage: node bench/postgres.mjs [--data DIR] [--issues N] [--sections N] [--posts N]
// [--subscribers N]. BENCH_DATABASE_URL names a server; without it the packaged one is started.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { bulletText } from '../dist/base/issue-bullets.js';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';
import { savePosts } from '../dist/store/posts.js';
import { parseTerms } from '../dist/store/search/query.js';
import { searchBullets } from '../dist/store/search/search.js';
import { saveSources } from '../dist/store/sources/sources.js';
import { confirmSubscriber, createSubscriber } from '../dist/store/subscribers/subscribers.js';
import { makeIssue, percentile, readSections, seeded } from './archive.mjs';
import { startPostgres } from './postgres-server.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    issues: { type: 'string', default: '700' },
    sections: { type: 'string', default: '60000' },
    posts: { type: 'string', default: '1000000' },
    subscribers: { type: 'string', default: '100000' },
  },
});
const [issues, posts, subscribers] = [values.issues, values.posts, values.subscribers].map(Number);
const NOW = '2026-03-18T06:00:00.000Z';
const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
const file = join(folder, 'data', 'tidings.db');
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const server = await startPostgres();
try {
  const texts = await fill();
  await move();
  await compare(texts);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function fill() {
  const started = performance.now();
  const db = await openDatabase(file);
  const [pool, random, texts] = [readSections(values.data), seeded(6), []];
  const perIssue = Math.ceil(Number(values.sections) / issues);
  for (let index = 0; index < issues; index++) {
    const issue = makeIssue(index, perIssue, pool, random);
    const parts = issue.recaps.flatMap((recap) => recap.sections.flatMap((part) => part.bullets));
    if (index % 10 === 0) texts.push(...parts.map(bulletText));
    await db.transaction().execute((trx) => saveIssue(trx, issue));
  }
  const ref = { id: 'web:f', kind: 'feed', platform: 'web', name: 'F', target: 'f', limit: 100 };
  await saveSources(db, [ref]);
  const bodies = pool.flatMap((section) => section.posts.map(({ text }) => text));
  for (let at = 0; at < posts; at += 5000) {
    const chunk = Array.from({ length: Math.min(5000, posts - at) }, (_, n) => postOf(at + n, bodies));
    await db.transaction().execute((trx) => savePosts(trx, chunk, NOW));
  }
  for (let at = 0; at < subscribers; at += 5000)
    await db.transaction().execute(async (trx) => {
      for (let n = at; n < Math.min(at + 5000, subscribers); n++)
        await addReader(trx, `reader${n}@example.org`);
    });
  await db.destroy();
  console.log(
    `${issues} issues, ${issues * perIssue} sections, ${posts} posts, ${subscribers} subscribers in SQLite: ${(statSync(file).size / 1e6).toFixed(0)} MB, made in ${seconds(started)}`,
  );
  return texts;
}

function postOf(n, bodies) {
  return {
    ...{ id: `web:${n}`, sourceId: 'web:f', platform: 'web', url: `https://example.org/${n}`, author: 'ann' },
    ...{
      title: `Post ${n}`,
      text: bodies[n % bodies.length],
      createdAt: new Date(1.7e12 + n * 60_000).toISOString(),
    },
    ...{ metrics: { likes: n % 997 }, links: [], media: [], comments: [] },
  };
}

async function addReader(db, address) {
  const preferences = { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] };
  const { subscriber } = await createSubscriber(db, { address, key: address }, preferences, NOW);
  await confirmSubscriber(db, subscriber, NOW);
}

/** Killed twice, in the middle of the posts; then left alone. */
async function move() {
  const args = [resolve('dist/main.js'), 'migrate-store', '--to', server.url, '--dir', folder, '--json'];
  const env = { PATH: process.env.PATH };
  const started = performance.now();
  for (let kill = 1; kill <= 2; kill++) {
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const ended = once(child, 'close');
    const db = await connect();
    while ((await count(db, 'posts')) < (posts * kill) / 3) await new Promise((done) => setTimeout(done, 50));
    child.kill('SIGKILL');
    await ended;
    console.log(`killed at ${await count(db, 'posts')} posts, after ${seconds(started)}`);
    await db.destroy();
  }
  const last = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`migrate-store ended with ${code}`);
  const { tables } = JSON.parse(out);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `moved to ${server.version} and proven equal: ${tables.length} tables, ${rows} rows; ${seconds(started)} in all, ${seconds(last)} of it in the third run with the proof`,
  );
}

async function connect() {
  const { connectPostgres } = await import('../dist/store/database/postgres.js');
  return connectPostgres(server.url, 1);
}

async function count(db, table) {
  const { rows } = await sql`select to_regclass(${table}) is not null as there`.execute(db);
  if (!rows[0].there) return 0;
  return (await sql`select count(*) as n from ${sql.table(table)}`.execute(db)).rows[0].n;
}

async function compare(texts) {
  const random = seeded(7);
  const frequency = new Map();
  for (const text of texts)
    for (const word of new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{N}]+/gu)))
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const ranked = [...frequency].sort((a, b) => b[1] - a[1]).map(([word]) => word);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const times = (n, make) => Array.from({ length: n }, (_, at) => make(at));
  const questions = [
    ...times(30, (at) => ({ text: ranked[at] })),
    ...times(30, () => ({ text: pick(ranked.slice(300)) })),
    ...times(30, () => ({ text: `${pick(ranked.slice(0, 200))} ${pick(ranked.slice(0, 2000))}` })),
    ...times(30, () => ({ text: `${pick(ranked.slice(0, 500)).slice(0, 4)}*` })),
    ...times(30, () => ({ text: `"${(pick(texts).match(/\p{L}+/gu) ?? ['model']).slice(1, 3).join(' ')}"` })),
    ...times(20, () => ({ text: `${pick(ranked.slice(0, 100))} -${pick(ranked.slice(0, 100))}` })),
    ...times(20, () => ({ text: pick(ranked.slice(0, 100)), platform: 'reddit' })),
    ...times(10, () => ({
      text: pick(ranked.slice(0, 100)),
      since: '2025-06-01T00:00:00.000Z',
      sort: 'date',
    })),
  ];
  const stores = { SQLite: await openDatabase(file), PostgreSQL: await openDatabase(server.url) };
  const answers = {};
  for (const [name, db] of Object.entries(stores)) {
    for (const { text } of questions.slice(0, 60))
      await searchBullets(db, { terms: parseTerms(text), limit: 20 });
    const took = [];
    answers[name] = [];
    for (const question of questions) {
      const started = performance.now();
      answers[name].push(await searchBullets(db, { ...question, limit: 20 }));
      took.push(performance.now() - started);
    }
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(took, share).toFixed(1));
    const slowest = questions[took.indexOf(Math.max(...took))];
    console.log(
      `${name}, ${took.length} questions: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms; slowest ${JSON.stringify(slowest)}`,
    );
    await db.destroy();
  }
  const keyOf = ({ slug, anchor }) => `${slug}#${anchor}`;
  let [same, shared, first] = [0, 0, 0];
  for (const [at, here] of answers.SQLite.entries()) {
    const there = answers.PostgreSQL[at];
    if (here.total === there.total) same++;
    const keys = new Set(there.hits.slice(0, 10).map(keyOf));
    const ten = here.hits.slice(0, 10).map(keyOf);
    shared += ten.length === 0 ? 1 : ten.filter((key) => keys.has(key)).length / ten.length;
    if (ten[0] === (there.hits[0] && keyOf(there.hits[0]))) first++;
  }
  const of = (n) => `${((100 * n) / questions.length).toFixed(1)} %`;
  console.log(
    `the same number found: ${of(same)}; of the first ten, the same: ${of(shared)}; the same first: ${of(first)}`,
  );
}
