// Reads and tokenizes the passages of all published issues for the index, in a thread beside the one that writes it. The
// gain has not been measured since the index stores tokens (bench/search.mjs).
import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { workerFileUrl } from '../../base/worker-file.js';
import type { Instant, Issue } from '../../model.js';
import { isPostgres } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { firstId, IN_ISSUE } from './bullet-ids.js';
import { type Passage, passagesOf } from './passages.js';
import { indexedText } from './tokens.js';

/** The columns of `bullets` after its id. */
export const BULLET_COLUMNS = [
  'issue_id',
  'anchor',
  'recap',
  'platform',
  'section',
  'section_anchor',
  'text',
  'facets',
  'updates',
  'tokens',
  'section_tokens',
] as const;

/** A passage as a row of `bullets` without its id. */
export interface PassageRow extends Passage {
  issue_id: string;
  tokens: string;
  section_tokens: string;
}

/** An issue as rows of `bullets`. Their ids are derived from `to`, the end of the issue's period. */
export interface IndexedIssue {
  to: Instant;
  rows: PassageRow[];
}

/** Makes an issue's rows, and adds its whole words to `words`. */
export function rowsOfIssue(issue: Issue, words: Set<string>): IndexedIssue {
  let [section, sectionTokens] = ['', ''];
  const rows = passagesOf(issue)
    .slice(0, IN_ISSUE)
    .map((passage): PassageRow => {
      // A section's title is the same for all of its bullets.
      if (passage.section !== section) {
        section = passage.section;
        sectionTokens = indexedText(section, words);
      }
      const tokens = indexedText(passage.text, words);
      return { ...passage, issue_id: issue.id, tokens, section_tokens: sectionTokens };
    });
  return { to: issue.period.to, rows };
}

/** The thread's task. */
export interface ThreadJob {
  /** SQLite's file. */
  file: string;
  ids: string[];
}

/** The thread's response to a request: some issues, and their words that no issue before had. Empty at the end. */
export interface Portion {
  issues: IndexedIssue[];
  words: string[];
}

/** Starting a thread takes 100 ms, as long as indexing this many issues of 90 bullets. */
const MIN_ISSUES_FOR_THREAD = 40;
/** How many portions the thread prepares ahead. */
const MAX_PORTIONS_AHEAD = 20;

/**
 * Yields all published issues in time order, and adds their words. With many issues in an SQLite file, another connection
 * reads them as they were before the transaction of `db` began.
 */
export async function* readIndexedIssues(db: Db, words: Set<string>): AsyncGenerator<IndexedIssue> {
  const issues = await db
    .selectFrom('issues')
    .select(['id', 'period_to as to'])
    .where('status', '=', 'published')
    .orderBy('id')
    .execute();
  const ids = issues.sort((a, b) => firstId(a.to) - firstId(b.to)).map(({ id }) => id);
  const file = ids.length < MIN_ISSUES_FOR_THREAD || availableParallelism() < 2 ? '' : await fileOf(db);
  if (file) return yield* readInThread({ file, ids }, words);
  for (const id of ids) {
    const row = await db.selectFrom('issues').select('body').where('id', '=', id).executeTakeFirstOrThrow();
    yield rowsOfIssue(JSON.parse(row.body) as Issue, words);
  }
}

/** The path of the database's file; empty if it has none. */
async function fileOf(db: Db): Promise<string> {
  if (isPostgres(db)) return '';
  const { rows } = await sql<{ file: string }>`
    select file from pragma_database_list where name = 'main'`.execute(db);
  return rows[0]?.file ?? '';
}

async function* readInThread(job: ThreadJob, words: Set<string>): AsyncGenerator<IndexedIssue> {
  const thread = new Worker(workerFileUrl(import.meta.url, 'passages-thread'), { workerData: job });
  try {
    const messages = on(thread, 'message', { close: ['exit'] });
    for (let ahead = 0; ahead < MAX_PORTIONS_AHEAD; ahead++) thread.postMessage('next');
    for await (const [message] of messages) {
      const portion = message as Portion;
      if (portion.issues.length === 0) return;
      thread.postMessage('next');
      for (const word of portion.words) words.add(word);
      yield* portion.issues;
    }
    throw new Error('the thread that reads issues for the search index ended early');
  } finally {
    await thread.terminate();
  }
}
