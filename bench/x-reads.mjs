// Calls and reads of X for 544 accounts of one day, as accounts and as a list, and of the hours after it, against the
// least possible. npm run bench:x [-- --url http://127.0.0.1:8787 --data DIR --day 2026-03-17]: a server that replays
// the days of DIR/ainews as X must run there (../shared/tools/replay.mjs), for all days.
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { estimateReadCost } from '../dist/sources/x/prices.js';
import { MAX_QUERY_CHARACTERS, packQueries } from '../dist/sources/x/queries.js';
import { createXSources } from '../dist/sources/x/x.js';
import { findDays } from './days.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    url: { type: 'string', default: 'http://127.0.0.1:8787' },
    day: { type: 'string', default: '2026-03-17' },
    accounts: { type: 'string', default: '544' },
  },
});
const HOUR = 3_600_000;
const iso = (ms) => new Date(ms).toISOString();
const days = findDays(values.data);
const tweets = new Map(
  readdirSync(days)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(days, name), 'utf8')).tweets)
    .map((tweet) => [tweet.id, tweet]),
);
const counts = new Map();
for (const { handle } of tweets.values()) counts.set(handle, (counts.get(handle) ?? 0) + 1);
const handles = [...counts]
  .sort(([, a], [, b]) => b - a)
  .slice(0, Number(values.accounts))
  .map(([handle]) => handle);
const followed = new Set(handles.map((handle) => handle.toLowerCase()));
const between = (from, to, all) =>
  [...tweets.values()].filter(
    ({ createdAt, handle }) =>
      createdAt >= from && createdAt < to && (all || followed.has(handle.toLowerCase())),
  ).length;

// X cannot show what is not written yet; the replay can.
let calls = 0;
let present = 0;
const proxy = http.createServer(async (request, response) => {
  calls++;
  const url = new URL(request.url, values.url);
  if (!url.searchParams.has('end_time')) url.searchParams.set('end_time', iso(present));
  const answer = await fetch(url, { headers: { authorization: request.headers.authorization } });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
});
await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
const baseUrl = `http://127.0.0.1:${proxy.address().port}`;
const start = Date.parse(`${values.day}T00:00:00Z`);
const end = start + 24 * HOUR;
const day = { from: iso(start), to: iso(end) };
const dayAfter = { from: iso(end), to: iso(end + 24 * HOUR) };
const rows = [];

const asAccounts = handles.map((handle) => refOf('x-account', handle, 100));
await follow('accounts', asAccounts, false);
// The replay's list holds everybody, and shows its newest 800 posts whatever the day: the last day is read as a list.
await follow('list', [refOf('x-list', '1', 800)], true);
proxy.close();
const recent = packQueries(
  handles.map((handle) => ({ handle })),
  MAX_QUERY_CHARACTERS.recent,
).length;
console.log(
  `${handles.length} accounts fill ${recent} queries, and ${Math.ceil(handles.length / 100)} lookups once`,
);
console.table(rows);
console.log(JSON.stringify({ bench: 'x-reads', rows }));

function refOf(kind, target, limit) {
  const id = kind === 'x-list' ? `x-list:${target}` : `x:${target.toLowerCase()}`;
  return { id, kind, platform: 'x', name: target, target, limit };
}

async function follow(as, refs, all) {
  const cursors = new Map();
  const paid = new Set();
  const newest = Date.parse(
    [...tweets.values()]
      .map(({ createdAt }) => createdAt)
      .sort()
      .at(-1),
  );
  if (all) {
    const period = { from: iso(newest - 23 * HOUR), to: iso(newest + 2 * HOUR) };
    await run('a day', period, newest + HOUR);
    await run('an hour later', period, newest + 2 * HOUR);
  } else {
    await run('the day', day, end + 7 * HOUR);
    await run('again at once', day, end + 7 * HOUR + 60_000);
    await run('the day after, 8 h of it', dayAfter, end + 8 * HOUR);
    await run('an hour later', dayAfter, end + 9 * HOUR);
  }

  async function run(what, period, now) {
    present = now;
    const before = calls;
    const read = [...cursors.values()]
      .map((text) => JSON.parse(text).until)
      .filter(Boolean)
      .sort()[0];
    const reads = { posts: 0, users: 0 };
    const options = { bearerToken: 'replay', baseUrl, timeoutMs: 20_000, archivePauseMs: 0 };
    const request = { period, now: iso(now), cursors, signal: new AbortController().signal };
    for (const source of createXSources(refs, options))
      for (const outcome of await source.fetch(request)) {
        if (outcome.error) throw new Error(outcome.error);
        // The same post costs once a UTC day.
        const keys = outcome.posts.map((post) => `${post.id} ${iso(now).slice(0, 10)}`);
        reads.posts += (outcome.reads?.posts ?? 0) - keys.filter((key) => paid.has(key)).length;
        for (const key of keys) paid.add(key);
        reads.users += outcome.reads?.users ?? 0;
        if (outcome.cursor) cursors.set(outcome.sourceId, outcome.cursor);
      }
    const [from, to] = [[period.from, read ?? ''].sort()[1], [period.to, iso(now)].sort()[0]];
    const least = from < to ? between(from, to, all) : 0;
    rows.push({
      as,
      what,
      calls: calls - before,
      posts: reads.posts,
      'least posts': least,
      users: reads.users,
      usd: Math.round(estimateReadCost(reads) * 100) / 100,
    });
  }
}
