// The thread that stored-passages.ts starts: asked for the next issues, it answers with their rows.
import { parentPort, workerData } from 'node:worker_threads';
import type { Issue } from '../../model.js';
import { SqliteDatabase } from '../database/sqlite.js';
import { noWords } from './spelling.js';
import { type Portion, rowsOfIssue, type ThreadJob } from './stored-passages.js';

/** Rows after which a portion is full: some megabytes. */
const FULL = 1000;

const { file, ids } = workerData as ThreadJob;
const find = new SqliteDatabase(file, { readonly: true })
  .prepare<[string], string>('select body from issues where id = ?')
  .pluck();
const words = noWords();
let at = 0;

parentPort?.on('message', () => {
  const portion: Portion = { issues: [], words: [] };
  for (let rows = 0; rows < FULL && at < ids.length; at++) {
    const body = find.get(ids[at] ?? '');
    if (body === undefined) throw new Error(`issue ${ids[at]} is gone`);
    const issue = rowsOfIssue(JSON.parse(body) as Issue, words);
    rows += issue.rows.length;
    portion.issues.push(issue);
  }
  portion.words = [...words.found];
  words.found.clear();
  parentPort?.postMessage(portion);
});
