// Cached answers of the language model, so that a repeated run costs nothing.
import type { CachedAnswer, Instant } from '../model.js';
import type { Db } from './database/schema.js';

/** The stored answer to the question with this key. */
export async function findAnswer(db: Db, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('answers').select('answer').where('key', '=', key).executeTakeFirst();
  return row?.answer;
}

/** Stores an answer and replaces an earlier one to the same question. */
export async function saveAnswer(db: Db, key: string, answer: CachedAnswer, now: Instant): Promise<void> {
  const row = {
    model: answer.model,
    stage: answer.stage,
    answer: answer.answer,
    tokens_in: answer.tokensIn,
    tokens_out: answer.tokensOut,
    created_at: now,
  };
  await db
    .insertInto('answers')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}
