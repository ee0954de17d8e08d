// Caches the model's answers, so that no request is paid for twice.
import { createHash } from 'node:crypto';
import { messageOf } from '../base/errors.js';
import type { AnswerCache, CachedAnswer, Completion } from '../model.js';

/** Hashes everything that affects an answer (SHA-256, hex). Omits the stage, which only labels the cost. */
export function cacheKey(
  model: { name: string; reasoningEffort: string | undefined },
  completion: Completion<unknown>,
  schema: unknown,
): string {
  const { promptVersion, system, user, maxOutputTokens } = completion;
  const { name, reasoningEffort } = model;
  const asked = [name, promptVersion, system, user, schema, maxOutputTokens, reasoningEffort];
  const parts = JSON.stringify(asked);
  return createHash('sha256').update(parts).digest('hex');
}

/** Wraps a cache so that a failing or missing cache never prevents an answer. */
export function openCache(cache: AnswerCache | undefined, complain: (message: string) => void) {
  return {
    async find(key: string): Promise<string | undefined> {
      try {
        return await cache?.get(key);
      } catch (error) {
        complain(`the answer cache cannot be read: ${messageOf(error)}`);
        return undefined;
      }
    },
    async keep(key: string, entry: CachedAnswer): Promise<void> {
      try {
        await cache?.set(key, entry);
      } catch (error) {
        complain(`the answer cache cannot be written: ${messageOf(error)}`);
      }
    },
  };
}
