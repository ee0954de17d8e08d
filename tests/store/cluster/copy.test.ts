// An SQLite store moved to PostgreSQL, broken off and taken up again.
import type { Kysely } from 'kysely';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { copyStore } from '../../../src/store/cluster/copy.js';
import type { Tables } from '../../../src/store/database/schema.js';
import { createDeliveries } from '../../../src/store/deliveries/deliveries.js';
import { findIssue, saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { savePosts } from '../../../src/store/posts.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { makeIssue } from '../../fixtures/issue.js';
import { ask } from '../../fixtures/postgres.js';
import { addReader } from '../../fixtures/readers.js';
import { makeDatabase, makePost, makeRef, onPostgres } from '../../fixtures/store.js';

const NOW = '2026-03-18T06:00:00.000Z';
const issue = makeIssue();

async function openFilled(): Promise<Kysely<Tables>> {
  const db = await openDatabase(':memory:');
  await saveSources(db, [makeRef('LocalModels')]);
  const odd = { text: 'NUL \0, half a pair \ud800, “quotes”, \\ and {braces}, NULL', lang: 'null' };
  const posts = Array.from({ length: 150 }, (_, n) => makePost(`reddit:${n}`, n % 2 ? odd : {}));
  await savePosts(db, posts, NOW);
  await saveIssue(db, issue);
  for (let n = 0; n < 30; n++) await addReader(db, `r${n}@example.org`);
  await createDeliveries(db, issue, { from: NOW, now: NOW });
  return db;
}

/** Breaks the work off at its `nth` step. */
function breakingAt(nth: number): AbortSignal {
  let left = nth;
  return {
    throwIfAborted() {
      if (--left < 0) throw new Error('broken off');
    },
  } as AbortSignal;
}

describe.runIf(onPostgres)('a store is moved', () => {
  let url: string;
  let source: Kysely<Tables>;
  beforeEach(async () => {
    url = await makeDatabase();
    source = await openFilled();
  });
  const move = (signal = breakingAt(Number.POSITIVE_INFINITY), name = 'here') =>
    copyStore(source, url, { name, signal, say: () => {} });
  const countPosts = async () => Number((await ask(url, 'select count(*) as n from posts'))[0]?.n);

  /** One batch at a time. */
  const moveUntilPosts = async () => {
    while ((await countPosts()) === 0) await expect(move(breakingAt(1))).rejects.toThrow('broken off');
  };

  test('whole, after it was broken off twice', async () => {
    await moveUntilPosts();
    expect(await countPosts()).toBe(20);
    await expect(openDatabase(url)).rejects.toThrow(/an unfinished copy of another store/);
    await expect(move(undefined, 'elsewhere')).rejects.toThrow(/filled from another store: here/);
    await expect(move(breakingAt(1))).rejects.toThrow('broken off');
    expect(await countPosts()).toBe(40);
    const moved = await move();
    expect(moved.find(({ table }) => table === 'posts')).toMatchObject({ rows: 150 });
    const target = await openDatabase(url);
    const textIn = async (db: Kysely<Tables>) =>
      (await db.selectFrom('posts').select('text').where('id', '=', 'reddit:1').executeTakeFirst())?.text;
    expect(await textIn(target)).toMatch(/^NUL , half a pair .* “quotes”, \\ and \{braces\}, NULL$/);
    expect(await textIn(target)).toBe((await textIn(source))?.replace('\0', ''));
    expect(await findIssue(target, issue.id)).toEqual(await findIssue(source, issue.id));
    const query = { terms: parseTerms('spreadsheets'), limit: 50 };
    expect(await searchBullets(target, query)).toEqual(await searchBullets(source, query));
    await target.destroy();
    await expect(move()).rejects.toThrow(/is not empty/);
  });

  test('anew, when something wrote to it between two runs', async () => {
    await moveUntilPosts();
    await source.updateTable('posts').set({ author: 'bob' }).where('id', '=', 'reddit:0').execute();
    await expect(move()).rejects.toThrow(/table posts differs: 150 rows here, 150 there/);
    expect(await countPosts()).toBe(0);
    await move();
    expect(await countPosts()).toBe(150);
  });

  test('not into a database that others use', async () => {
    const postgres = inject('postgres');
    if ('missing' in postgres) return;
    await ask(url, 'drop table migrations');
    await expect(move()).rejects.toThrow(/is not empty: it has the table/);
  });
});
