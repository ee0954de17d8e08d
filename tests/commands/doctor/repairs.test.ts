import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../../../src/commands/doctor/index.js';
import { readerToken } from '../../../src/deliver/tokens.js';
import { SqliteDatabase } from '../../../src/store/database/sqlite.js';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { parseTerms } from '../../../src/store/search/query.js';
import { searchBullets } from '../../../src/store/search/search.js';
import { getSecret, getSecrets } from '../../../src/store/secrets.js';
import type { Finding } from '../../../src/web/site/operator-actions.js';
import { newFolder } from '../../fixtures/cli.js';
import { makeIssue } from '../../fixtures/issue.js';

const AT = '2026-03-18T00:00:00.000Z';
const YAML =
  'publication: { name: T }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["https://a.example/f"] }\n';

async function newArchive() {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const path = join(folder, 'data', 'tidings.db');
  const db = await openDatabase(path);
  await db.transaction().execute((trx) => saveIssue(trx, makeIssue({ id: 'daily-2026-03-17' })));
  await db.destroy();
  return { folder, path };
}

/** Does to the database what no statement of ours does. */
function spoil(path: string, script: string) {
  const sqlite = new SqliteDatabase(path);
  sqlite.unsafeMode();
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(script);
  sqlite.close();
}

async function doctor(dir: string, values: Record<string, string | boolean> = {}) {
  const { signal } = new AbortController();
  const output = await command.run({ dir, positionals: [], values, json: true, say: () => {}, signal });
  return { ...output, findings: (output.json as { findings: Finding[] }).findings };
}

test('problems that can be repaired are reported, then repaired, then gone', async () => {
  const { folder, path } = await newArchive();
  writeFileSync(join(folder, '.env'), 'OPENAI_API_KEY=\n', { mode: 0o644 });
  chmodSync(join(folder, 'data'), 0o755);
  const left = join(folder, 'data', 'tidings.db.999999999.partial');
  writeFileSync(left, '');
  const gone = `${hostname()}/999999999/x`;
  spoil(
    path,
    `insert into bullet_index (bullet_index) values ('delete-all');
     delete from bullets;
     insert into comments values ('c', 'no-post', 'u', 'a', 't', 1);
     insert into posts (id, source_id, platform, url, author, title, text, created_at, first_seen_at, seen_at, metrics,
       links, media) values ('p', 'feed:gone', 'web', 'u', 'a', 't', 'x', '${AT}', '${AT}', '${AT}', '{}', '[]', '[]');
     insert into subscribers (id, address, key, status, cadence, time_zone, hour, created_at)
       values ('s1', 'a@b.example', 'a@b.example', 'active', 'daily', 'UTC', 7, '${AT}'),
         ('s2', 'c@b.example', 'c@b.example', 'active', 'daily', 'UTC', 7, '${AT}');
     insert into deliveries (subscriber_id, issue_id, cadence, period, state, due_at, batch, batched_at, claimed_at,
       claimed_by, via) values
       ('s1', 'daily-2026-03-17', 'daily', 'p', 'claimed', '${AT}', 'b1', '${AT}', '${AT}', '${gone}', 'outbox'),
       ('s2', 'daily-2026-03-17', 'daily', 'p', 'claimed', '${AT}', 'b2', '${AT}', '${AT}', '${gone}', 'smtp');
     insert into recipient_counts values ('daily-2026-03-17', 2);`,
  );
  const would = await doctor(folder);
  expect(would.exitCode).toBe(1);
  const said = [
    'Other users of this machine can read',
    'Every user of this machine can read',
    'tidings.db.999999999.partial',
    'Orphaned rows: 1 in comments, 1 in posts',
    'The search index does not match',
    '2 mails have no result',
  ];
  for (const words of said) {
    const finding = would.findings.find(({ what }) => what.includes(words));
    expect(finding?.hint, words).toContain('`tidings doctor --fix`');
  }
  expect(existsSync(left)).toBe(true);

  const repaired = await doctor(folder, { fix: true });
  for (const words of said)
    expect(repaired.findings.find(({ what }) => what.includes(words))?.what, words).toMatch(/^Fixed\. /);
  expect(repaired.text).toContain('1 queued again, 1 uncertain');
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o750);
  expect(existsSync(left)).toBe(false);

  const after = await doctor(folder);
  // What may have gone out is the operator's to decide.
  expect(after.findings.filter(({ level }) => level === 'problem')).toHaveLength(1);
  expect(after.text).toContain('1 mails of daily-2026-03-17 may or may not have gone out');
  for (const words of said) expect(after.text).not.toContain(words);
  const db = await openDatabase(path);
  expect((await searchBullets(db, { terms: parseTerms('model'), limit: 1 })).total).toBeGreaterThan(0);
  expect(await db.selectFrom('posts').select('id').execute()).toEqual([{ id: 'p' }]);
  await db.destroy();
});

test('a damaged SQLite index is rebuilt', async () => {
  const { folder, path } = await newArchive();
  spoil(
    path,
    `pragma writable_schema = on;
     create table kept as select sql from sqlite_master where name = 'issues_by_period';
     update sqlite_master set sql = sql || ' where cadence <> ''daily''' where name = 'issues_by_period';`,
  );
  spoil(path, 'reindex issues_by_period');
  spoil(
    path,
    `pragma writable_schema = on;
     update sqlite_master set sql = (select sql from kept) where name = 'issues_by_period';
     drop table kept;`,
  );
  expect((await doctor(folder)).text).toContain('The database is damaged: ');
  expect((await doctor(folder, { fix: true })).text).toContain('rebuilt its indexes; the database is intact');
  expect((await doctor(folder)).exitCode).toBe(0);
});

test('a search index that does not match the bullets is rebuilt', async () => {
  const { folder, path } = await newArchive();
  spoil(path, "insert into bullet_index (bullet_index) values ('delete-all')");
  expect((await doctor(folder)).text).toContain('The search index does not match');
  await doctor(folder, { fix: true });
  expect((await doctor(folder)).exitCode).toBe(0);
});

test('free pages are returned to the disk', async () => {
  const { folder, path } = await newArchive();
  spoil(
    path,
    `create table filler as with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000)
       select randomblob(8000) from n;
     drop table filler;`,
  );
  const before = statSync(path).size;
  expect((await doctor(folder)).text).toMatch(/\d\d MB of the database's \d\d MB are free/);
  await doctor(folder, { fix: true });
  expect(statSync(path).size).toBeLessThan(before / 4);
});

test('a new key signs readers’ links, and the old one stays valid for the given time', async () => {
  const { folder, path } = await newArchive();
  const db = await openDatabase(path);
  const holder = { id: 'ann', generation: 0 };
  const old = readerToken(await getSecret(db), holder);
  expect((await doctor(folder, { 'rotate-key': true, days: '30' })).text).toContain('stay valid until 20');
  const now = Date.now();
  const tokens = async (days: number) =>
    (await getSecrets(db, new Date(now + days * 86_400_000).toISOString())).map((secret) =>
      readerToken(secret, holder),
    );
  expect((await tokens(0))[0]).not.toBe(old);
  expect(await tokens(29)).toContain(old);
  expect(await tokens(31)).not.toContain(old);
  await doctor(folder, { 'rotate-key': true, days: '0' });
  expect(await tokens(0)).toHaveLength(1);
  await expect(doctor(folder, { 'rotate-key': true, days: 'x' })).rejects.toThrow('--days');
  await db.destroy();
});
