// How fast the archive's search is: 700 issues and 60,000 sections made from real ones, beside pagefind in the same run.
// Needs `npm run build`. Usage: node bench/search.mjs [--data DIR] [--issues N] [--sections N] [--no-pagefind]
// [--postgres: save into PostgreSQL and search there, without the figures of indexing]

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bulletText } from '../dist/base/issue-bullets.js';
import { saveIssue } from '../dist/store/issues.js';
import { openDatabase } from '../dist/store/open.js';
import { parseTerms } from '../dist/store/search/query.js';
import { searchBullets } from '../dist/store/search/search.js';
import { makeIssue, percentile, readSections, seeded } from './archive.mjs';
import { startPostgres } from './postgres-server.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    issues: { type: 'string', default: '700' },
    sections: { type: 'string', default: '60000' },
    'no-pagefind': { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
  },
});
const count = Number(values.issues);
const perIssue = Math.ceil(Number(values.sections) / count);
const pool = readSections(values.data);
const random = seeded(6);
const issues = Array.from({ length: count }, (_, index) => makeIssue(index, perIssue, pool, random));
const textOf = (issue) =>
  issue.recaps.flatMap((recap) =>
    recap.sections.flatMap((part) => [part.title, ...part.bullets.map(bulletText)]),
  );
const texts = issues.flatMap(textOf);
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const bullets = issues.reduce((sum, issue) => sum + issue.audit.bullets, 0);
console.log(
  `${count} issues, ${count * perIssue} sections, ${bullets} bullets, ${(bytes / 1e6).toFixed(1)} MB of text`,
);

/** Saves one after another; the time of each, in milliseconds. */
async function saveAll(db, some) {
  const times = [];
  for (const issue of some) {
    const from = performance.now();
    await db.transaction().execute((trx) => saveIssue(trx, issue));
    times.push(performance.now() - from);
  }
  return times;
}
// Like for like with pagefind, which reads pages and writes an index in a process of its own: so stored issues are read
// and their index is written.
async function measureIndexing() {
  const bareFile = join(folder, 'index.db');
  const unindexed = await openDatabase(bareFile);
  for (const issue of issues) {
    const { id, slug, cadence, period, headline, subtitle, status, createdAt } = issue;
    const row = { id, slug, cadence, headline, subtitle, status, body: JSON.stringify(issue) };
    await unindexed
      .insertInto('issues')
      .values({ ...row, period_from: period.from, period_to: period.to, created_at: createdAt })
      .execute();
  }
  await unindexed.deleteFrom('settings').execute();
  await unindexed.destroy();
  const stored = statSync(bareFile).size;
  const indexAnew = fileURLToPath(new URL('index-anew.mjs', import.meta.url));
  const indexOnly = Number(execFileSync(process.execPath, [indexAnew, bareFile], { encoding: 'utf8' }));
  console.log(
    `reading all stored issues and indexing them: ${(indexOnly / 1000).toFixed(1)} s, ${((statSync(bareFile).size - stored) / 1e6).toFixed(0)} MB`,
  );

  const bare = await openDatabase(bareFile);
  // So many that FTS5 has to merge parts of its index.
  const later = Array.from({ length: 40 }, (_, at) => makeIssue(count + at, perIssue, pool, random));
  for (const [name, store] of [
    ['saved one after another', db],
    ['indexed anew', bare],
  ]) {
    const each = (await saveAll(store, later)).sort((a, b) => a - b);
    console.log(
      `40 more issues into the archive ${name}: median ${percentile(each, 0.5).toFixed(0)} ms, slowest ${each.at(-1).toFixed(0)} ms (aim: 300)`,
    );
  }
  await bare.destroy();
  const again = performance.now();
  await db.transaction().execute((trx) => saveIssue(trx, later[0]));
  console.log(`one of them written again: ${(performance.now() - again).toFixed(0)} ms`);
  return indexOnly;
}

const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));
const server = values.postgres ? await startPostgres() : undefined;
const file = server?.url ?? join(folder, 'bench.db');
const db = await openDatabase(file);
const start = performance.now();
const times = await saveAll(db, issues);
const indexed = performance.now() - start;
console.log(
  `saving and indexing: ${(indexed / 1000).toFixed(1)} s, the slowest ${Math.max(...times).toFixed(0)} ms${server ? '' : `, database ${(statSync(file).size / 1e6).toFixed(0)} MB`}`,
);
const indexOnly = server ? 0 : await measureIndexing();

const kinds = { common: [], rare: [], several: [], prefix: [], phrase: [], filtered: [], excluded: [] };
const frequency = new Map();
for (const text of texts) {
  for (const word of new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{N}]+/gu))) {
    frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
}
const ranked = [...frequency].sort((a, b) => b[1] - a[1]).map(([word]) => word);
const pick = (list) => list[Math.floor(random() * list.length)];
for (let at = 0; at < 30; at++) kinds.common.push(ranked[at]);
for (let at = 0; at < 30; at++) kinds.rare.push(pick(ranked.slice(300)));
for (let at = 0; at < 30; at++)
  kinds.several.push(`${pick(ranked.slice(0, 200))} ${pick(ranked.slice(0, 2000))}`);
for (let at = 0; at < 30; at++) kinds.prefix.push(`${pick(ranked.slice(0, 500)).slice(0, 1 + (at % 4))}*`);
for (let at = 0; at < 30; at++) {
  const words = pick(texts).match(/\p{L}+/gu) ?? ['model'];
  const from = Math.floor(random() * Math.max(1, words.length - 3));
  kinds.phrase.push(`"${words.slice(from, from + 2 + (at % 2)).join(' ')}"`);
}
for (let at = 0; at < 30; at++) kinds.filtered.push(pick(ranked.slice(0, 100)));
for (let at = 0; at < 20; at++)
  kinds.excluded.push(`${pick(ranked.slice(0, 100))} -${pick(ranked.slice(0, 100))}`);
const filters = [
  { platform: 'reddit' },
  { source: 'r/LocalLLaMA', sort: 'date' },
  { since: '2025-06-01T00:00:00.000Z' },
  { tags: [{ kind: 'company', slug: 'openai', name: 'OpenAI' }] },
];
// A server is warm when readers come.
for (const text of ranked.slice(100, 130)) await searchBullets(db, { terms: parseTerms(text), limit: 20 });
const all = [];
for (const [kind, queries] of Object.entries(kinds)) {
  const times = [];
  for (const [at, text] of queries.entries()) {
    const filter = kind === 'filtered' ? filters[at % filters.length] : {};
    const started = performance.now();
    const busy = process.cpuUsage();
    const { total } = await searchBullets(db, { terms: parseTerms(text), limit: 20, ...filter });
    const { user, system } = process.cpuUsage(busy);
    times.push({ text, total, ms: performance.now() - started, cpu: (user + system) / 1000 });
  }
  all.push(...times);
  const slowest = times.toSorted((a, b) => b.ms - a.ms)[0];
  console.log(
    `  ${kind}: p50 ${percentile(
      times.map(({ ms }) => ms),
      0.5,
    ).toFixed(1)} ms, slowest ${slowest.ms.toFixed(1)} ms (${slowest.text}, ${slowest.total} found)`,
  );
}
for (const [name, of] of [
  ['by the clock', ({ ms }) => ms],
  ['of processor time', ({ cpu }) => cpu],
]) {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(all.map(of), share).toFixed(1));
  console.log(
    `${all.length} queries, ${name}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms (aims: ${server ? '95: 40' : '95: 10, 99: 25'})`,
  );
}
await db.destroy();
await server?.stop();

if (!server && !values['no-pagefind']) {
  const pagefind = await import('pagefind');
  const { index } = await pagefind.createIndex();
  const toHtml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const pages = join(folder, 'pages');
  for (const issue of issues) {
    const parts = issue.recaps
      .flatMap((recap) => recap.sections)
      .map(
        (part) =>
          `<h3 id="${part.id}">${toHtml(part.title)}</h3><ul>${part.bullets
            .map((bullet) => `<li id="${bullet.id}">${toHtml(bulletText(bullet))}</li>`)
            .join('')}</ul>`,
      );
    const content = `<html lang="en"><body><h1>${toHtml(issue.headline)}</h1>${parts.join('')}</body></html>`;
    mkdirSync(join(pages, issue.slug), { recursive: true });
    writeFileSync(join(pages, issue.slug, 'index.html'), content);
  }
  const from = performance.now();
  await index.addDirectory({ path: pages });
  await index.writeFiles({ outputPath: join(folder, 'pagefind') });
  const took = performance.now() - from;
  console.log(
    `pagefind, the same pages: ${(took / 1000).toFixed(1)} s; reading and indexing the issues we are ${(took / indexOnly).toFixed(1)} times as fast (aim: 4), saving them one after another with all that is stored ${(took / indexed).toFixed(1)} times`,
  );
  await pagefind.close();
}
rmSync(folder, { recursive: true });
