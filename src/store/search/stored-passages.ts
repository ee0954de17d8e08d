// The passages of all published issues, for the index: read in a thread of their own beside the one that writes it.
import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { threadFile } from '../../base/worker-file.js';
import type { Instant, Issue } from '../../model.js';
import { isPostgres } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { firstId, IN_ISSUE } from './bullet-ids.js';
import { type Passage, passagesOf } from './passages.js';
import { collectWords, type Words } from './spelling.js';

/** The columns of `bullets` after its id, in the order of `BulletTuple`. */
export const COLUMNS = [
  'issue_id',
  'anchor',
  'recap',
  'platform',
  'section',
  'section_anchor',
  'text',
  'facets',
  'updates',
];

export type BulletTuple = [
  issueId: string,
  anchor: string,
  recap: string,
  platform: string,
  section: string,
  sectionAnchor: string,
  text: string,
  facets: string,
  updates: string | null,
];

/** An issue as rows of `bullets`, whose ids follow from `to`, the end of its period. */
export interface IndexedIssue {
  to: Instant;
  rows: BulletTuple[];
}

/** Adds the issue's words to `words`. */
export function rowsOfIssue(issue: Issue, words: Words): IndexedIssue {
  const passages = passagesOf(issue).slice(0, IN_ISSUE);
  collectWords(textsOf(passages), words);
  return { to: issue.period.to, rows: passages.map((passage) => rowOf(issue.id, passage)) };
}

function rowOf(issueId: string, passage: Passage): BulletTuple {
  const { anchor, recap, platform, section, section_anchor, text, facets, updates } = passage;
  return [issueId, anchor, recap, platform, section, section_anchor, text, facets, updates];
}

/** A section's title stands before the first of its bullets. */
function textsOf(passages: Pick<Passage, 'text' | 'section'>[]): string[] {
  return passages.flatMap(({ text, section }, at) =>
    section === passages[at - 1]?.section ? [text] : [section, text],
  );
}

/** What the thread is given. */
export interface ThreadJob {
  /** SQLite's file. */
  file: string;
  ids: string[];
}

/** What it answers each time when it is asked: some issues, and words that none before had. None: that was all. */
export interface Portion {
  issues: IndexedIssue[];
  words: string[];
}

/** A thread takes 100 ms to start; so many issues of 90 bullets take as long. */
const WORTH_A_THREAD = 40;
/** Portions that are made ahead, of as many rows as go into the index at once: the thread goes on while it is written. */
const AHEAD = 20;

/**
 * Yields all published issues in the order of time, and adds their words. Of an SQLite file with many issues the bodies
 * are those that were stored before the transaction of `db` began.
 */
export async function* readIndexedIssues(db: Db, words: Words): AsyncGenerator<IndexedIssue> {
  const issues = await db
    .selectFrom('issues')
    .select(['id', 'period_to as to'])
    .where('status', '=', 'published')
    .orderBy('id')
    .execute();
  const ids = issues.sort((a, b) => firstId(a.to) - firstId(b.to)).map(({ id }) => id);
  const file = ids.length < WORTH_A_THREAD || availableParallelism() < 2 ? '' : await fileOf(db);
  if (file) return yield* readInThread({ file, ids }, words);
  for (const id of ids) {
    const row = await db.selectFrom('issues').select('body').where('id', '=', id).executeTakeFirstOrThrow();
    yield rowsOfIssue(JSON.parse(row.body) as Issue, words);
  }
}

/** Empty for a database that is no file. */
async function fileOf(db: Db): Promise<string> {
  if (isPostgres(db)) return '';
  const { rows } = await sql<{ file: string }>`
    select file from pragma_database_list where name = 'main'`.execute(db);
  return rows[0]?.file ?? '';
}

async function* readInThread(job: ThreadJob, words: Words): AsyncGenerator<IndexedIssue> {
  const thread = new Worker(threadFile(import.meta.url, 'passages-thread'), { workerData: job });
  try {
    const messages = on(thread, 'message', { close: ['exit'] });
    for (let ahead = 0; ahead < AHEAD; ahead++) thread.postMessage('next');
    for await (const [message] of messages) {
      const portion = message as Portion;
      if (portion.issues.length === 0) return;
      thread.postMessage('next');
      for (const word of portion.words) words.found.add(word);
      yield* portion.issues;
    }
    throw new Error('the thread that reads the issues for the search index has ended early');
  } finally {
    await thread.terminate();
  }
}
