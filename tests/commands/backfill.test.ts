// tidings backfill on the sample's week: killed and started again, it ends as if nothing had happened.
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Issue } from '../../src/model.js';
import { findIssue, listIssues } from '../../src/store/issues.js';
import { openDatabase } from '../../src/store/open.js';
import { newFolder, tidings } from '../fixtures/cli.js';

const WEEK = ['backfill', '--from', '2026-03-12', '--to', '2026-03-17'];

async function issuesIn(folder: string): Promise<Partial<Issue>[]> {
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  const listed = await listIssues(db, { limit: 99 });
  const issues = await Promise.all(listed.map(({ id }) => findIssue(db, id)));
  await db.destroy();
  return issues.map((issue) => ({ ...issue, createdAt: '' }));
}

/** The sample's own day was made and mailed in the first, and the week before it in the second. */
const [sample, folder] = [newFolder(), newFolder()];
let took = 0;
beforeAll(async () => {
  await tidings(['run', '--sample'], sample);
  cpSync(sample, folder, { recursive: true });
  const start = performance.now();
  await tidings(WEEK, folder);
  took = performance.now() - start;
});

test('backfill makes the issues of past days, which state their material, and mails none', async () => {
  const issues = await issuesIn(folder);
  expect(issues.map(({ id }) => id)).toEqual([17, 16, 15, 14, 13, 12].map((day) => `daily-2026-03-${day}`));
  expect(issues[1]?.checked?.note).toMatch(
    /^Made later, on \d{4}-\d\d-\d\d, from the posts of the period that were still available: \d+ posts? from X/,
  );
  expect(issues[0]?.checked?.note).toBeUndefined();
  expect(readdirSync(join(folder, 'data', 'outbox'))).toHaveLength(3);
});

test('a backfill that is killed and repeated has the same result', async () => {
  const disturbed = newFolder();
  cpSync(sample, disturbed, { recursive: true });
  for (const part of [0.4, 0.75]) await tidings(WEEK, disturbed, { killAfter: took * part });
  expect((await tidings(WEEK, disturbed)).code).toBe(0);
  expect(await issuesIn(disturbed)).toEqual(await issuesIn(folder));
});

test('existing issues are kept, and a dry run reports them', async () => {
  const { stdout } = await tidings(
    ['backfill', '--from', '2026-03-11', '--to', '2026-03-12', '--dry-run'],
    folder,
  );
  expect(stdout).toBe(
    'daily-2026-03-11  would be made\ndaily-2026-03-12  exists and is kept\nX is skipped.\n1 of 2 issues would be made.\n',
  );
});

test.each([
  [['backfill'], '--from is missing'],
  [['backfill', '--from', '2026-02-30'], 'Invalid --from "2026-02-30"'],
  [['backfill', '--from', '2026-03-02', '--to', '2026-03-01'], 'is before'],
])('%j is refused with one line', async (args, message) => {
  const { code, stderr } = await tidings(args, folder);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
