// The store as the soak asks it, behind the program's back: an SQLite file, or a PostgreSQL database. Both give
// `all` (rows), `values` (the first column), `value` (that of the first row), `change` (how many rows), and what the
// judge breaks inside a transaction that is rolled back, without foreign keys.

import pg from 'pg';
import { SqliteDatabase } from '../dist/store/database/sqlite.js';
import { indexedText } from '../dist/store/search/tokens.js';

const firstTokens = (text) => indexedText(text).split(' ').filter(Boolean).slice(0, 20);
const phraseOf = (text) => `"${firstTokens(text).join(' ')}"`;
const vectorQueryOf = (text) =>
  firstTokens(text)
    .map((token) => `'${token}'`)
    .join(' <-> ');

/** int8 and numeric, as numbers. */
const NUMBERS = new Set([20, 1700]);

export function openFile(file) {
  const db = new SqliteDatabase(file);
  return {
    all: async (query) => db.prepare(query).all(),
    values: async (query) => db.prepare(query).pluck().all(),
    value: async (query) => db.prepare(query).pluck().get(),
    change: async (query) => db.prepare(query).run().changes,
    begin: async () => {
      db.pragma('foreign_keys = OFF');
      db.exec('begin');
    },
    rollback: async () => void db.exec('rollback'),
    findBroken: async () => [
      ...db.pragma('foreign_key_check').map(({ table, parent }) => `${table} without ${parent}`),
      ...db
        .pragma('integrity_check')
        .map((row) => row.integrity_check)
        .filter((text) => text !== 'ok'),
    ],
    findUnindexed: async () => {
      try {
        db.prepare("insert into bullet_index (bullet_index) values ('integrity-check')").run();
      } catch (error) {
        return [`the full-text index: ${error.message}`];
      }
      const found = db.prepare('select 1 from bullet_index where bullet_index match ? and rowid = ?').pluck();
      const lost = db
        .prepare('select id, text from bullets')
        .all()
        .filter(({ id, text }) => indexedText(text) && found.get(phraseOf(text), id) !== 1);
      const stray = db
        .prepare('select rowid from bullet_index where rowid not in (select id from bullets)')
        .all();
      return [
        ...lost.map(({ id }) => `the full-text index: bullet ${id} is not found by its words`),
        ...(stray.length > 0 ? [`the full-text index: ${stray.length} rows of no bullet`] : []),
      ];
    },
    close: async () => void db.close(),
  };
}

export async function openServer(url) {
  const client = new pg.Client({
    connectionString: url,
    types: { getTypeParser: (id, format) => (NUMBERS.has(id) ? Number : pg.types.getTypeParser(id, format)) },
  });
  await client.connect();
  const all = async (query, values) => (await client.query(query, values)).rows;
  const values = async (query) => (await all(query)).map((row) => Object.values(row)[0]);
  return {
    all,
    values,
    value: async (query) => (await values(query))[0],
    change: async (query) => (await client.query(query)).rowCount,
    begin: async () => {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
    },
    rollback: async () => void (await client.query('rollback')),
    findBroken: async () => {
      const keys = await all(`
        select c.conrelid::regclass::text as child, a.attname as key, c.confrelid::regclass::text as parent, b.attname as id
        from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        join pg_attribute b on b.attrelid = c.confrelid and b.attnum = c.confkey[1]
        where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
      if (keys.length === 0) return ['there are no foreign keys'];
      const broken = [];
      for (const { child, key, parent, id } of keys) {
        const [{ n }] = await all(
          `select count(*) as n from ${child} where ${key} is not null and ${key} not in (select ${id} from ${parent})`,
        );
        if (n > 0) broken.push(`${n} ${child} without ${parent}`);
      }
      await client.query('create extension if not exists amcheck');
      const damage = await values(`
        select r.relname || ': ' || h.msg from pg_class r, verify_heapam(r.oid) h
        where r.relkind = 'r' and r.relnamespace = 'public'::regnamespace`);
      // It throws where an index is not as its table.
      await client.query(`
        select bt_index_check(i.indexrelid, true) from pg_index i
        join pg_class r on r.oid = i.indexrelid join pg_am m on m.oid = r.relam
        where m.amname = 'btree' and r.relnamespace = 'public'::regnamespace`);
      return [...broken, ...damage];
    },
    findUnindexed: async () => {
      const bullets = await all('select id, text from bullets');
      const lost = await all(
        `select b.id from unnest($1::bigint[], $2::text[]) as b(id, words) left join bullet_index i on i.id = b.id
          where i.id is null or (b.words <> '' and not i.words @@ cast(b.words as tsquery))`,
        [bullets.map(({ id }) => id), bullets.map(({ text }) => vectorQueryOf(text))],
      );
      const [{ n }] = await all(
        'select count(*) as n from bullet_index where id not in (select id from bullets)',
      );
      return [
        ...lost.map(({ id }) => `the full-text index: bullet ${id} is not found by its words`),
        ...(n > 0 ? [`the full-text index: ${n} rows of no bullet`] : []),
      ];
    },
    close: () => client.end(),
  };
}
