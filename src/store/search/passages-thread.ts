// The thread that stored-passages.ts starts: each message asks for the next issues as rows.
import { parentPort, workerData } from 'node:worker_threads';
import type { Issue } from '../../model.js';
import { SqliteDatabase } from '../database/sqlite.js';
import { type Portion, rowsOfIssue, type ThreadJob } from './stored-passages.js';

/** Rows after which a portion is full: some megabytes. */
const ROWS_PER_PORTION = 1000;

const { file, ids } = workerData as ThreadJob;
const find = new SqliteDatabase(file, { readonly: true })
  .prepare<[string], string>('select body from issues where id = ?')
  .pluck();
const known = new Set<string>();
let at = 0;

parentPort?.on('message', () => {
  const portion: Portion = { issues: [], words: [] };
  const words = new Set<string>();
  for (let rows = 0; rows < ROWS_PER_PORTION && at < ids.length; at++) {
    const body = find.get(ids[at] ?? '');
    if (body === undefined) throw new Error(`issue ${ids[at]} was deleted during indexing`);
    const issue = rowsOfIssue(JSON.parse(body) as Issue, words);
    rows += issue.rows.length;
    portion.issues.push(issue);
  }
  portion.words = [...words].filter((word) => !known.has(word));
  for (const word of portion.words) known.add(word);
  parentPort?.postMessage(portion);
});
