// SQLite has one writer; these tests check the same guarantees with concurrent processes on PostgreSQL.
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { connectPostgres } from '../../../src/store/database/postgres.js';
import { maskDatabaseUrl } from '../../../src/store/database/postgres-errors.js';
import type { Tables } from '../../../src/store/database/schema.js';
import { type ClaimedDelivery, claimBatch, recordResults } from '../../../src/store/deliveries/claims.js';
import { countDeliveries } from '../../../src/store/deliveries/counts.js';
import { createDeliveries } from '../../../src/store/deliveries/deliveries.js';
import { saveIssue } from '../../../src/store/issues.js';
import { hasStore, openDatabase } from '../../../src/store/open.js';
import { findPosts, savePosts } from '../../../src/store/posts.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { addReads, findReads } from '../../../src/store/sources/reads.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { createSubscriber } from '../../../src/store/subscribers/subscribers.js';
import { addMailEvent } from '../../../src/store/subscribers/suppressions.js';
import { makeIssue } from '../../fixtures/issue.js';
import { ask, urlOf } from '../../fixtures/postgres.js';
import { addReader } from '../../fixtures/readers.js';
import { makeDatabase, makePost, makeRef, onPostgres } from '../../fixtures/store.js';

test.each([
  ['postgres://me:s3cret@db.example:5432/t', 'postgres://me@db.example:5432/t'],
  ['postgresql://me:p@ss:w@db.example/t?password=s3cret&x=1', 'postgresql://me@db.example/t?password=…&x=1'],
  ['postgres:///t?host=/run', 'postgres:///t?host=/run'],
])('%s is shown without its password', (url, shown) => expect(maskDatabaseUrl(url)).toBe(shown));

const NOW = '2026-03-19T06:00:00.000Z';
const issue = makeIssue();

describe.runIf(onPostgres)('concurrent processes', () => {
  let url: string;
  let stores: Kysely<Tables>[];
  beforeEach(async () => {
    url = await makeDatabase();
    stores = await Promise.all(Array.from({ length: 6 }, () => openDatabase(url)));
  });
  afterEach(async () => {
    for (const store of stores) await store.destroy();
  });
  const first = () => stores[0] as Kysely<Tables>;
  const each = <T>(work: (store: Kysely<Tables>, index: number) => Promise<T>) =>
    Promise.all(stores.map(work));

  test('two processes that start on an empty database create its tables once', async () => {
    const postgres = inject('postgres');
    if ('missing' in postgres) return;
    const name = `${postgres.prefix}_empty_${process.pid}`;
    await ask(postgres.url, `create database ${name} template template0 encoding 'UTF8'`);
    const empty = urlOf(postgres.url, name);
    expect(await hasStore(empty)).toBe(false);
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(empty)));
    expect(await hasStore(empty)).toBe(true);
    for (const db of opened) {
      await addReads(db, '2026-03-17', { posts: 1, users: 0 });
      await db.destroy();
    }
    const [row] = await ask(empty, 'select count from reads');
    expect(Number(row?.count)).toBe(3);
  });

  test('each delivery is claimed by one sender, and a retried batch stays whole', async () => {
    await first()
      .transaction()
      .execute(async (trx) => {
        await saveIssue(trx, issue);
        for (let n = 0; n < 150; n++) await addReader(trx, `r${n}@example.org`);
        await createDeliveries(trx, issue, { from: NOW, now: NOW });
      });
    const takeAll = async () => {
      const batches: ClaimedDelivery[][] = [];
      await each(async (store, index) => {
        for (;;) {
          const taken = await store
            .transaction()
            .execute((trx) =>
              claimBatch(trx, issue.id, { owner: `s${index}`, via: 'smtp', now: LATER, limit: 7 }),
            );
          if (taken.length === 0) return;
          batches.push(taken);
        }
      });
      return batches;
    };
    const batches = await takeAll();
    expect(batches.flat()).toHaveLength(150);
    expect(new Set(batches.flat().map(({ subscriberId }) => subscriberId)).size).toBe(150);
    const results = batches.flat().map((delivery) => ({
      delivery,
      outcome: 'failed' as const,
      retry: { at: NOW, batch: delivery.batch },
    }));
    await first()
      .transaction()
      .execute((trx) => recordResults(trx, results, NOW));
    const membersOf = (list: ClaimedDelivery[][]) =>
      list.map((batch) => batch.map(({ subscriberId }) => subscriberId).join(' ')).sort();
    const again = await takeAll();
    expect(membersOf(again)).toEqual(membersOf(batches));
    const sent = again.flat().map((delivery) => ({ delivery, outcome: 'sent' as const }));
    await each((store) => store.transaction().execute((trx) => recordResults(trx, sent, NOW)));
    expect(await countDeliveries(first(), issue.id)).toEqual({ sent: 150 });
  });

  test('an issue that several processes publish exists once, with one delivery per reader', async () => {
    for (let n = 0; n < 5; n++) await addReader(first(), `r${n}@example.org`);
    await each((store, index) =>
      store.transaction().execute(async (trx) => {
        // Half of them publish another issue that ends at the same minute, with the same slug.
        const made = index % 2 === 0 ? issue : { ...issue, id: 'weekly-2026-03-17' };
        const saved = await saveIssue(trx, made);
        await createDeliveries(trx, saved, { from: NOW, now: NOW });
      }),
    );
    expect(await countDeliveries(first(), issue.id)).toEqual({ queued: 5 });
    const { rows } = await sql<{ slug: string }>`select slug from issues order by slug`.execute(first());
    expect(rows.map(({ slug }) => slug)).toEqual([issue.slug, `${issue.slug}-2`]);
    const { hits } = await searchBullets(first(), { terms: parseTerms('spreadsheets'), limit: 99 });
    expect(new Set(hits.map(({ slug, anchor }) => slug + anchor)).size).toBe(hits.length);
  });

  test('a post that several processes save at once is new to one of them', async () => {
    await saveSources(first(), [makeRef('A')]);
    const posts = Array.from({ length: 300 }, (_, n) =>
      makePost(`reddit:${n}`, { sourceId: makeRef('A').id }),
    );
    const added = await each((store) => savePosts(store, posts, NOW));
    expect(added.flatMap((ids) => [...ids]).sort()).toEqual(posts.map(({ id }) => id).sort());
  });

  test('concurrent events, subscriptions and reads are counted once', async () => {
    expect((await each((store) => addMailEvent(store, 'e1', 'bounced', NOW))).filter(Boolean)).toHaveLength(
      1,
    );
    const address = { address: 'ann@example.org', key: 'ann@example.org' };
    const preferences = { cadence: 'daily', timeZone: 'UTC', hour: 7, omitted: [] } as const;
    const made = await each((store) =>
      store
        .transaction()
        .execute((trx) => createSubscriber(trx, address, { ...preferences, omitted: [] }, NOW)),
    );
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(made.map(({ subscriber }) => subscriber.id)).size).toBe(1);
    await each((store) => addReads(store, '2026-03-17', { posts: 10, users: 1 }));
    expect((await findReads(first(), '2026-03-17')).today).toEqual({ posts: 60, users: 6 });
  });

  test('a transaction with a deadlock is repeated', async () => {
    await saveSources(first(), [makeRef('A'), makeRef('B')]);
    const met: (() => void)[] = [];
    const both = new Promise<void>((resolve) => met.push(resolve));
    let waiting = 0;
    const touch = (store: Kysely<Tables>, names: string[]) =>
      store.transaction().execute(async (trx) => {
        for (const name of names) {
          await trx
            .updateTable('sources')
            .set((eb) => ({ failures: eb('failures', '+', 1) }))
            .where('id', '=', makeRef(name).id)
            .execute();
          if (++waiting === 2) met[0]?.();
          await both;
        }
      });
    await Promise.all([touch(first(), ['A', 'B']), touch(stores[1] as Kysely<Tables>, ['B', 'A'])]);
    const { rows } = await sql<{ failures: number }>`select failures from sources`.execute(first());
    expect(rows).toEqual([{ failures: 2 }, { failures: 2 }]);
  });

  test('characters that PostgreSQL cannot store are dropped, and counts are numbers', async () => {
    await saveSources(first(), [makeRef('LocalModels')]);
    await savePosts(first(), [makePost('reddit:a', { text: 'one\0two' })], NOW);
    const period = { from: '2026-03-17T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };
    expect((await findPosts(first(), period))[0]?.text).toBe('onetwo');
    const hostile = makeIssue({ headline: 'nul \0 and half a \ud800 pair' });
    await first()
      .transaction()
      .execute((trx) => saveIssue(trx, hostile));
    expect((await searchBullets(first(), { terms: parseTerms('nul'), limit: 9 })).total).toBeGreaterThan(0);
  });

  test('a server’s message is shown on one line without the password', async () => {
    const postgres = inject('postgres');
    if ('missing' in postgres) return;
    const name = new URL(url).pathname.slice(1);
    const role = `tidings_reader_${process.pid}`;
    await ask(postgres.url, `create role ${role} login password 's3cret'`);
    const as = (user: string, password: string, database = name, port = new URL(url).port) =>
      `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
    try {
      await expect(openDatabase(as(role, 'wr0ng'))).rejects.toThrow(/rejects the user or the password/);
      await expect(openDatabase(as(role, 's3cret', 'nowhere'))).rejects.toThrow(/does not exist/);
      await expect(openDatabase(as(role, 's3cret', name, '1'))).rejects.toThrow(/cannot be reached/);
      await expect(openDatabase(as(role, 's3cret'))).rejects.toThrow(/does not allow this user/);
      const unencoded = { hint: expect.stringContaining('write @ as %40') };
      await expect(openDatabase(as(role, 'wr@ng'))).rejects.toMatchObject(unencoded);
      await expect(openDatabase(as(role, 'wr@ng'))).rejects.toThrow(expect.not.stringMatching(/wr@ng/));
      await ask(url, `grant select on all tables in schema public to ${role}`);
      await expect(openDatabase(as(role, 's3cret'))).rejects.toThrow(/to change the table deliveries/);
      await ask(url, `grant insert, update, delete on all tables in schema public to ${role}`);
      await (await openDatabase(as(role, 's3cret'))).destroy();
      await ask(url, `alter role ${role} set default_transaction_read_only = on`);
      await expect(openDatabase(as(role, 's3cret'))).rejects.toThrow(/is read-only/);
      await expect(connectPostgres(as(role, 'wr0ng'))).rejects.toThrow(expect.not.stringMatching(/wr0ng/));
    } finally {
      await ask(url, `drop owned by ${role}`);
      await ask(postgres.url, `drop role ${role}`);
    }
  });

  test.each(['LATIN1', 'SQL_ASCII'])('a database in %s is refused', async (encoding) => {
    const postgres = inject('postgres');
    if ('missing' in postgres) return;
    const name = `${postgres.prefix}_${encoding.toLowerCase()}`;
    await ask(
      postgres.url,
      `create database ${name} template template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`,
    );
    try {
      await expect(openDatabase(urlOf(postgres.url, name))).rejects.toThrow(`has the encoding ${encoding}`);
    } finally {
      await ask(postgres.url, `drop database ${name}`);
    }
  });
});

const LATER = '2026-03-20T06:00:00.000Z';
