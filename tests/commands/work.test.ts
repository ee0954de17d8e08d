import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { lastPeriod } from '../../src/base/time.js';
import type { Tables } from '../../src/store/database/schema.js';
import { countDeliveries } from '../../src/store/deliveries/counts.js';
import { bringForwardDeliveries } from '../../src/store/deliveries/deliveries.js';
import { listIssues, saveIssue } from '../../src/store/issues.js';
import { openDatabase } from '../../src/store/open.js';
import { findScheduleState } from '../../src/store/schedule.js';
import { startApiServer } from '../fixtures/api-server.js';
import { newFolder, tidings } from '../fixtures/cli.js';
import { startResendSink, startSmtpSink } from '../fixtures/mails.js';
import { ask } from '../fixtures/postgres.js';
import { issue, setService, startTidings } from '../fixtures/publication.js';
import { addReader } from '../fixtures/readers.js';
import { makeDatabase, onPostgres } from '../fixtures/store.js';

const DAY = 86_400_000;
const READERS = 50;
const SETTINGS = `publication: { name: Notes, timeZone: UTC }
recaps: [{ title: Feeds, from: feeds }]
sources: { feeds: [https://feed.example/rss] }
`;

/** Feeds of several hosts with an entry each of the day before. */
function feedAt(path: string, publishedAt: number): string {
  const entries = [1, 2, 3].map(
    (n) =>
      `<item><title>Release ${n} of the ${path.slice(1)} engine</title><link>https://site.example${path}/${n}</link>
      <guid>${path}/${n}</guid><pubDate>${new Date(publishedAt + n * 60_000).toUTCString()}</pubDate>
      <description>Version ${n}.0 of the ${path.slice(1)} engine reads ${n}0 pages in a second.</description></item>`,
  );
  return `<rss version="2.0"><channel><title>${path}</title>${entries.join('')}</channel></rss>`;
}

/** Due now: the issue of the day that has ended, and no weekly one. */
async function prepare(db: Kysely<Tables>, release: number): Promise<void> {
  await findScheduleState(db, new Date(release - 60_000).toISOString());
  await db.transaction().execute(async (trx) => {
    for (let n = 0; n < READERS; n++) await addReader(trx, `reader${n}@example.org`, { hour: 0 });
  });
}

describe.runIf(onPostgres)('tidings work', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  test('two workers, one of them killed, make one issue and mail every reader once', async () => {
    const period = lastPeriod(new Date(), 'daily', 'UTC');
    const release = Date.parse(period.to);
    const feeds = await startApiServer(({ path }) => ({
      headers: { 'content-type': 'application/rss+xml' },
      body: feedAt(path, release - DAY / 2),
    }));
    let first: ChildProcess | undefined;
    // The mails of its first request are taken, but it never hears of it.
    const sink = await startResendSink((_, count) => {
      if (count === 1) first?.kill('SIGKILL');
      return undefined;
    });
    closing.push(feeds.close, sink.close);
    const url = await makeDatabase();
    const db = await openDatabase(url);
    closing.push(() => db.destroy());
    await prepare(db, release);
    const folder = newFolder();
    const weekday = new Date(release + DAY).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
    const hosts = ['127.0.0.1', '127.0.0.2', 'localhost'].map((host) => feeds.url.replace('127.0.0.1', host));
    writeFileSync(
      join(folder, 'sources.yaml'),
      `publication: { name: Notes, timeZone: UTC, daily: { hour: 0 }, weekly: { day: ${weekday.toLowerCase()} } }
recaps: [{ title: Feeds, from: feeds }]
sources: { feeds: [${['alpha', 'beta', 'gamma'].flatMap((name, n) => [`"${feeds.url}/${name}"`, `"${hosts[n]}/${name}-two"`]).join(', ')}] }
network: { allowPrivateNetwork: true }
`,
    );
    setService(folder, { DATABASE_URL: url, RESEND_API_KEY: 're_1', RESEND_BASE_URL: sink.url });
    const start = (...roles: string[]) => {
      const { child, ended } = startTidings(['work', ...roles], folder);
      closing.push(async () => {
        child.kill('SIGTERM');
        await ended;
      });
      return child;
    };
    first = start();
    const second = start('--roles', 'fetch,edit');
    await expect.poll(() => first?.signalCode, { timeout: 60_000 }).toBe('SIGKILL');
    start();
    const id = `daily-${period.name}`;
    await expect.poll(() => countDeliveries(db, id), { timeout: 60_000 }).toEqual({ sent: READERS });
    expect((await listIssues(db, { limit: 9 })).map((issue) => issue.id)).toEqual([id]);
    expect(sink.mailed.toSorted()).toEqual(
      Array.from({ length: READERS }, (_, n) => `reader${n}@example.org`).sort(),
    );
    // The same request again, under the same key.
    expect(sink.asked.length).toBeGreaterThan(1);
    second.kill('SIGTERM');
    await expect.poll(() => second.exitCode, { timeout: 20_000 }).toBe(0);
  });

  test('serve ends when its queue cannot be opened, before it listens', async () => {
    const url = await makeDatabase();
    const role = `reader_${process.pid}`;
    await ask(url, `create role ${role} login password 'secret'`);
    await ask(url, `grant usage, create on schema public to ${role}`);
    await ask(url, `grant all on all tables in schema public to ${role}`);
    const limited = new URL(url);
    limited.username = role;
    limited.password = 'secret';
    const folder = newFolder();
    writeFileSync(join(folder, 'sources.yaml'), SETTINGS);
    setService(folder, { DATABASE_URL: limited.href });
    expect(await tidings(['serve', '--port', '0'], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('right to create a schema'),
    });
    await ask(url, `drop owned by ${role}`);
    await ask(url, `drop role ${role}`);
  });

  test('SIGTERM ends a worker within ten seconds, even while its tables are locked', async () => {
    const url = await makeDatabase();
    const db = await openDatabase(url);
    closing.push(() => db.destroy());
    const folder = newFolder();
    writeFileSync(join(folder, 'sources.yaml'), SETTINGS);
    setService(folder, { DATABASE_URL: url });
    const { child, ended } = startTidings(['work', '--roles', 'edit'], folder);
    const isThere = async () =>
      (await sql`select 1 where to_regclass('tidings_jobs.job') is not null`.execute(db)).rows.length;
    await expect.poll(isThere, { timeout: 60_000 }).toBe(1);
    await db.transaction().execute(async (trx) => {
      await sql`lock table tidings_jobs.job, settings in access exclusive mode`.execute(trx);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const begun = performance.now();
      child.kill('SIGTERM');
      await ended;
      expect(performance.now() - begun).toBeLessThan(10_000);
    });
  });

  test('SIGTERM ends every role within ten seconds while its services do not respond', async () => {
    const silent = async () => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(
        0,
        '127.0.0.1',
      );
      await once(server, 'listening');
      closing.push(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
      });
      const { port } = server.address() as AddressInfo;
      return { address: `127.0.0.1:${port}`, isAsked: () => sockets.length > 0 };
    };
    const [database, feed, model] = [await silent(), await silent(), await silent()];
    // It takes the whole mail and never says so.
    const startSilentSink = async () => {
      const mail = { isReached: false };
      const sink = await startSmtpSink({
        onData: (stream) => stream.resume().once('end', () => Object.assign(mail, { isReached: true })),
      });
      closing.push(sink.close);
      return { env: { SMTP_URL: sink.url }, isReached: () => mail.isReached };
    };
    const [sinkOfWorker, sinkOfServer] = [await startSilentSink(), await startSilentSink()];
    const makeStore = async (fill: (db: Kysely<Tables>) => Promise<unknown>) => {
      const url = await makeDatabase();
      const db = await openDatabase(url);
      closing.push(() => db.destroy());
      await fill(db);
      return url;
    };
    const withMail = (db: Kysely<Tables>) =>
      db.transaction().execute(async (trx) => {
        await saveIssue(trx, issue);
        await addReader(trx, 'ann@example.org');
        await bringForwardDeliveries(trx, issue, new Date().toISOString());
      });
    const release = Date.parse(lastPeriod(new Date(), 'daily', 'UTC').to);
    const entries = await startApiServer(({ path }) => ({
      headers: { 'content-type': 'application/rss+xml' },
      body: feedAt(path, release - DAY / 2),
    }));
    closing.push(entries.close);
    const [url, ofServer] = [await makeStore(withMail), await makeStore(withMail)];
    const ofEditor = await makeStore((db) => prepare(db, release));
    const start = (args: string[], env: Record<string, string>, feedUrl = `http://${feed.address}`) => {
      const folder = newFolder();
      const settings = SETTINGS.replace('https://feed.example', feedUrl).replace(
        'UTC',
        'UTC, daily: { hour: 0 }',
      );
      writeFileSync(join(folder, 'sources.yaml'), `${settings}network: { allowPrivateNetwork: true }\n`);
      setService(folder, { ...sinkOfWorker.env, ...env });
      return startTidings(args, folder);
    };
    const away = { DATABASE_URL: `postgres://u:p@${database.address}/x` };
    const states = [
      { running: start(['serve', '--port', '0'], away), isThere: database.isAsked },
      { running: start(['work', '--roles', 'fetch'], { DATABASE_URL: url }), isThere: feed.isAsked },
      {
        running: start(['work', '--roles', 'deliver'], { DATABASE_URL: url }),
        isThere: sinkOfWorker.isReached,
      },
      {
        running: start(['serve', '--port', '0'], { DATABASE_URL: ofServer, ...sinkOfServer.env }),
        isThere: sinkOfServer.isReached,
      },
      {
        running: start(
          ['work', '--roles', 'fetch,edit'],
          {
            DATABASE_URL: ofEditor,
            OPENAI_API_KEY: 'k',
            OPENAI_BASE_URL: `http://${model.address}/v1`,
            OPENAI_MODEL: 'm',
          },
          entries.url,
        ),
        isThere: model.isAsked,
      },
    ];
    closing.push(() => states.map(({ running }) => running.child.kill('SIGKILL')));
    // The first one gives up after ten seconds by itself.
    const seconds = states.map(async ({ running: { child, ended }, isThere }) => {
      await expect.poll(isThere, { timeout: 75_000 }).toBe(true);
      const began = performance.now();
      child.kill('SIGTERM');
      await ended;
      return (performance.now() - began) / 1000;
    });
    expect(Math.max(...(await Promise.all(seconds)))).toBeLessThan(10);
  });
});

test.skipIf(onPostgres)('with an SQLite store there is nothing to share', async () => {
  const folder = newFolder();
  await tidings(['init'], folder);
  expect(await tidings(['work'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('allows only one working process'),
  });
  expect(await tidings(['work', '--roles', 'cook'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"cook" is not a role'),
  });
});
