// What the language model answered, so that a repeated run costs nothing.
import type { Instant } from '../model.js';
import type { AnswerRow, Db } from './schema.js';

/** The stored answer to the question with this key. */
export async function findAnswer(db: Db, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('answers').select('answer').where('key', '=', key).executeTakeFirst();
  return row?.answer;
}

/** Keeps an answer; the first one stays. */
export async function saveAnswer(db: Db, answer: Omit<AnswerRow, 'created_at'>, now: Instant): Promise<void> {
  await db
    .insertInto('answers')
    .values({ ...answer, created_at: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}
