// Guesses which words of a sentence are verbs, from their form and the word before them.
import type { Token } from '../statements/reading.js';
import { words } from './word-list.js';

const AUXILIARIES = words(
  `is are was were be been being am has have had do does did will would can could may might must should shall isn't aren't
  wasn't weren't don't doesn't didn't won't can't cannot couldn't wouldn't shouldn't hasn't haven't hadn't it's they're`,
);
/** Past forms without -ed, and third-person forms that are not also plurals of a common noun. */
const IRREGULAR = words(
  `became began broke brought built bought caught chose came cut drew drove ran fell felt found fought got gave went
  gone given grew held kept knew known led left lost made meant met paid put read rose said saw seen sent set shipped shot
  showed shown shut sold spent spoke stood taken took taught thought told took understood won wore wrote written hit let
  says goes does makes gives takes gets runs lets keeps means allows uses needs wants offers brings includes adds supports
  beats leads wins loses remains becomes provides enables requires suggests shows costs works helps reaches expects plans
  aims warns praise praises criticize recommend prefer want need use see think believe say argue call note report expect
  hope doubt like dislike hate love support oppose used died tied owed`,
);
/** Pronouns before a third-person verb. */
const SINGULAR_BEFORE = /^(?:it|he|she|this|that|which|who|one|everyone|someone|nobody)$/;

/** Adverbs before a third-person verb. */
const ADVERB = /^(?:still|also|now|often|always|then|even|again|already|never|usually)$/;

/** Whether a token is a verb. `last` is the token before it. */
export function isVerbForm({ word, kind }: Pick<Token, 'word' | 'kind'>, last: Token | undefined): boolean {
  if (AUXILIARIES.has(word)) return true;
  if (kind === 'name' || kind === 'number') return false;
  if (IRREGULAR.has(word)) return true;
  if (/^[a-z]{2,}(?:ed|ing)$/.test(word) && word.length > 4) return true;
  if (/[^su]s$/.test(word) && word.length > 3 && last)
    return (
      last.kind === 'name' ||
      SINGULAR_BEFORE.test(last.word) ||
      ADVERB.test(last.word) ||
      (last.kind === 'word' && !/s$/.test(last.word))
    );
  return false;
}
