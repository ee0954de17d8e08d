import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findIssue, listIssues } from '../../src/store/issues.js';
import { openDatabase } from '../../src/store/open.js';
import { newFolder, tidings } from '../fixtures/cli.js';

async function readIssue(folder: string) {
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  const listed = await listIssues(db, { limit: 9 });
  const issue = await findIssue(db, 'daily-2026-03-17');
  await db.destroy();
  return { count: listed.length, issue: { ...issue, createdAt: undefined } };
}

test('a run that is killed at any stage and repeated makes the same issue, once', async () => {
  const [undisturbed, disturbed] = [newFolder(), newFolder()];
  const start = performance.now();
  await tidings(['run', '--sample'], undisturbed, { ownProcess: true });
  // Before that the program loads.
  await tidings(['run', '--sample'], disturbed, { killAfter: (performance.now() - start) * 0.75 });
  expect((await tidings(['run', '--sample'], disturbed)).code).toBe(0);
  expect(await readIssue(disturbed)).toEqual(await readIssue(undisturbed));
});
