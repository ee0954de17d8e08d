// Many workers on one PostgreSQL: a whole day made and delivered by three of them beside a web process while one is
// killed (-9) every ten seconds, and who got what by the sink's own record; then how much faster 2 and 3 workers fetch
// and deliver than one. What they wait for is latency, as in life: the machine's cores are no measure of it.
//
//   npm run bench:workers [-- --readers 100000 --feeds 200 --accounts 544 --subreddits 12 --via resend|smtp]
//     [--seconds 10] [--workers 3] [--latency 50] [--only day|speed] [--mails 3000] [--data DIR] [--tools DIR] [--keep]

import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { askDatabase, startPostgres } from './postgres-server.mjs';
import { pick, random } from './random.mjs';
import { ISSUE, makeFolder, startFeeds, startReplay, startSinks, startTidings } from './workers-world.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    ...{ readers: text('100000'), feeds: text('200'), accounts: text('544'), subreddits: text('12') },
    ...{ via: text('resend'), seconds: text('10'), workers: text('3'), latency: text('50'), only: text('') },
    ...{ mails: text('3000'), data: text('../shared/data'), tools: text('../shared/tools'), seed: text('1') },
    keep: { type: 'boolean', default: false },
  },
});
const number = (name) => Number(values[name]);
const rng = random(number('seed'));
const opened = [];
const folders = [];
const keepTrack = (one) => {
  opened.push(one);
  return one;
};
const freePort = () =>
  new Promise((give) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => give(port));
    });
  });
const mailOf = (sinks, via) =>
  via === 'smtp' ? { SMTP_URL: sinks.smtp } : { RESEND_API_KEY: 're_bench', RESEND_BASE_URL: sinks.resend };
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Feeds, two a host, with an answer after `latencyMs`. */
async function openFeeds(latencyMs, faults) {
  const feeds = keepTrack(await startFeeds({ hosts: Math.ceil(number('feeds') / 2), latencyMs, faults }));
  const urls = feeds.hosts.flatMap((host) => [`${host}/alpha`, `${host}/beta`]).slice(0, number('feeds'));
  return { ...feeds, urls };
}

async function day() {
  const postgres = keepTrack(await startPostgres());
  const replay = await startReplay({
    data: resolve(values.data),
    tools: resolve(values.tools),
    port: await freePort(),
  });
  if (replay) keepTrack(replay);
  else console.log('No days to replay: feeds alone. Name them with --data and --tools.');
  const feeds = await openFeeds(300, true);
  const sinks = keepTrack(await startSinks(number('latency')));
  const folder = await makeFolder({
    ...{ database: postgres.url, feeds: feeds.urls, replay, readers: number('readers') },
    ...{ accounts: number('accounts'), subreddits: number('subreddits'), mail: mailOf(sinks, values.via) },
  });
  folders.push(folder);
  console.log(
    `${postgres.version}; ${replay ? number('accounts') : 0} accounts, ${replay ? number('subreddits') : 0} subreddits, ${feeds.urls.length} feeds of ${feeds.hosts.length} hosts, ${values.readers} readers by ${values.via}, ${values.latency} ms each; faults everywhere`,
  );
  const began = Date.now();
  const start = performance.now();
  const port = await freePort();
  const web = startTidings(folder, ['serve', '--no-schedule', '--port', String(port)], began);
  const workers = Array.from({ length: number('workers') }, () => startTidings(folder, ['work'], began));
  opened.push({ close: () => endAll([web, ...workers]) });
  const counted = { kills: 0, answered: 0, unanswered: 0 };
  const ask = (statement) => askDatabase(postgres.url, statement);
  const killing = setInterval(() => {
    const at = workers.indexOf(pick(workers, rng));
    if (workers[at].child.kill('SIGKILL')) counted.kills++;
    workers[at] = startTidings(folder, ['work'], began);
  }, number('seconds') * 1000);
  let published = 0;
  let said = start;
  for (;;) {
    await sleep(500);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) counted.answered++;
    else if (counted.answered > 0) counted.unanswered++;
    const states = await ask(`select state, count(*)::int as n from deliveries group by 1`);
    if (states.length > 0) published ||= performance.now();
    const left = states.filter(({ state }) => ['queued', 'claimed'].includes(state));
    if (performance.now() - said > 15_000) {
      said = performance.now();
      console.log(`  ${seconds(said - start)}: ${counted.kills} kills, ${sinks.mailed.length} mails`);
    }
    if (states.length > 0 && left.length === 0) break;
    if (performance.now() - start > 25 * 60_000) throw new Error(`not done: ${JSON.stringify(states)}`);
  }
  clearInterval(killing);
  const took = performance.now() - start;
  const openJobs = async () =>
    (
      await ask(
        `select count(*)::int as n from tidings_jobs.job where name in ('fetch', 'issue', 'deliver') and state < 'completed'`,
      )
    )[0].n;
  const until = performance.now() + 60_000;
  while ((await openJobs()) > 0 && performance.now() < until) await sleep(500);
  await judge({
    ask,
    folder,
    sinks,
    feeds,
    counted,
    took,
    published: published - start,
    openJobs: await openJobs(),
  });
}

async function judge({ ask, sinks, feeds, counted, took, published, openJobs }) {
  const issues = await ask('select id from issues');
  const dead = await ask(`select data ->> 'key' as key, output from tidings_jobs.job where name = 'dead'`);
  const [asked] = await ask(
    `select count(*)::int as n, count(checked_at)::int as checked, count(error)::int as failing from sources`,
  );
  const uncertain = new Set(
    (
      await ask(
        `select address from deliveries d join subscribers s on s.id = d.subscriber_id where state = 'uncertain'`,
      )
    ).map(({ address }) => address),
  );
  const [posts] = await ask('select count(*)::int as n from posts');
  const feed = await feeds.count();
  const once = new Set(sinks.mailed);
  const missing = [];
  for (let n = 1; n <= number('readers'); n++) {
    const address = `reader${n}@example.org`;
    if (!once.has(address) && !uncertain.has(address)) missing.push(address);
  }
  const twice = sinks.mailed.length - once.size;
  const checks = [
    [`one issue (${issues.map(({ id }) => id).join(', ')})`, issues.length === 1 && issues[0].id === ISSUE],
    [`nobody has it twice (${twice})`, twice === 0],
    [
      `nobody is missing (${missing.length}${values.via === 'smtp' ? ` but ${uncertain.size} uncertain, who are named` : ''})`,
      missing.length === 0 && (values.via === 'smtp' || uncertain.size === 0),
    ],
    [`no job is lost: ${openJobs} open, ${dead.length} failed for good`, openJobs === 0 && dead.length === 0],
    [
      `every source was asked (${asked.checked} of ${asked.n}; ${asked.failing} of them failed)`,
      asked.checked === asked.n,
    ],
    [`no host was asked twice at once (${feed.sameHost} of ${feed.asked})`, feed.sameHost === 0],
    [`the site answered (${counted.answered}, not ${counted.unanswered} times)`, counted.unanswered === 0],
  ];
  for (const [what, holds] of checks) console.log(`${holds ? '✓' : '✗'} ${what}`);
  const rate = Math.round((sinks.mailed.length * 1000) / (sinks.at.at(-1) - sinks.at[0]));
  console.log(
    `${counted.kills} kills; ${posts.n} posts; published after ${seconds(published)}, delivered after ${seconds(took)}: ${rate} mails a second`,
  );
  if (checks.some(([, holds]) => !holds)) process.exitCode = 1;
}

/** Seconds from the first request, or mail, to the last one. */
async function measure(workers) {
  const postgres = await startPostgres();
  const feeds = await openFeeds(500, false);
  const sinks = await startSinks(number('latency'));
  const folder = await makeFolder({
    ...{ database: postgres.url, feeds: feeds.urls, readers: number('mails'), mail: mailOf(sinks, 'smtp') },
  });
  folders.push(folder);
  const began = Date.now();
  const running = Array.from({ length: workers }, () => startTidings(folder, ['work'], began));
  const until = performance.now() + 180_000;
  while (sinks.mailed.length < number('mails') && performance.now() < until) await sleep(200);
  const { first, last, asked } = await feeds.count();
  await endAll(running);
  await feeds.close();
  await sinks.close();
  await postgres.stop();
  return {
    fetching: (asked * 1000) / (last - first),
    delivery: (sinks.mailed.length * 1000) / (sinks.at.at(-1) - sinks.at[0]),
  };
}

async function speed() {
  console.log(
    `\n${values.feeds} feeds, 500 ms each; ${values.mails} mails by SMTP, ${values.latency} ms each`,
  );
  let one;
  for (let workers = 1; workers <= number('workers'); workers++) {
    const rates = await measure(workers);
    one ??= rates;
    const shown = ['fetching', 'delivery'].map(
      (what) => `${what} ${rates[what].toFixed(1)} a second (${(rates[what] / one[what]).toFixed(2)}×)`,
    );
    console.log(`${workers} worker${workers > 1 ? 's' : ''}: ${shown.join(', ')}`);
  }
}

async function endAll(processes) {
  for (const { child } of processes) child.kill('SIGTERM');
  await Promise.all(processes.map(({ ended }) => ended));
}

try {
  if (values.only !== 'speed') await day();
  for (const one of opened.splice(0).reverse()) await (one.close ?? one.stop)();
  if (values.only !== 'day') await speed();
} finally {
  for (const one of opened.reverse()) await (one.close ?? one.stop)();
  for (const folder of folders) {
    if (values.keep) console.log(`kept: ${join(folder)}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}
