// Checks that a clause does not take the opposite side of its posts: "copes" where the post says "struggles".
import { RELATIONS } from '../lexicon/relations.js';
import { type Side, sidesOf } from '../lexicon/valence.js';
import { type Clause, countShared, type SentenceReading, type Token } from './reading.js';

/** Maximum tokens from a denial to the word that it reverses. */
const DENIAL_REACH = 3;
/** Minimum content words that a clause of the posts must share with the claim's clause to be about the same thing. */
const MIN_SHARED = 2;
/** A near clause shares at least this part of the words that the nearest clause shares. */
const NEAR_SHARE = 0.6;

/** A word that takes a side, and its index in the tokens of its clause. */
interface Taken extends Side {
  at: number;
  raw: string;
  key: string;
}

/** Words that reverse the side of a word after them. */
const NEGATION =
  /^(?:not|never|no|cannot|without|hardly|barely|rarely|seldom|scarcely|neither|nor|against|non|\w+n't|fails?|failed|unable|instead)$/;

/** Endings of adjectives and adverbs, which "more" and "less" may modify. */
const DEGREE = /\w(?:al|ive|ent|ant|able|ible|ous|ful|ic|ly|ed|ing|ary|less)$/;

/** Verbs before "against" that give advice. */
const ADVICE = /^(?:advis\w+|warn\w*|argu\w+|recommend\w*|decid\w+|caution\w*|vot\w+)$/;

/** Words after "more than" that begin an amount. */
const AMOUNT_AFTER = /^(?:[$€£]?\d|an?$|half|twice|two|three)/;

/** Words after "works" that say how, not how well. */
const MEANS = /^(?:via|by|through|with|on|as|for|in|at|using|like)$/;

/** Returns the words of a clause that take a side (see valence.ts). A denial before or after a word reverses it. */
function takenSides(tokens: Token[]): Taken[] {
  return tokens.flatMap(({ key, kind, raw, word }, at) => {
    if (kind === 'name' || kind === 'number') return [];
    // "Ninety percent or more" and "more than 300" are bounds.
    if (word === 'more' && (tokens[at - 1]?.word === 'or' || AMOUNT_AFTER.test(tokens[at + 2]?.raw ?? '')))
      return [];
    if (word === 'more' && tokens[at + 1]?.word === 'than' && /ed$/.test(tokens[at + 2]?.word ?? ''))
      return [];
    // In "more economical" the word modifies another one.
    if (/^(?:more|less)$/.test(word) && DEGREE.test(tokens[at + 1]?.word ?? '')) return [];
    if (kind === 'empty' && word === 'like') return [];
    // "It works via …" does not say how well.
    if (/^work/.test(word) && MEANS.test(tokens[at + 1]?.word ?? '')) return [];
    if (word === 'longer' && tokens[at - 1]?.word === 'no') return [];
    if (isEndWith(tokens, at)) return [];
    if (word === 'against' && !ADVICE.test(tokens[at - 1]?.word ?? '')) return [];
    // "Well" is reversed from anywhere before it: "do not inherit the features well". "Little" reverses the word
    // before it: "blocks little".
    // A place is reversed with its verb: "never sends a word to the cloud".
    const isPlace = tokens.slice(Math.max(0, at - 2), at).some(({ word }) => /^(?:to|into)$/.test(word));
    const reach = word === 'well' || isPlace ? at : DENIAL_REACH;
    const denied =
      /^(?:little|nothing|few|none)$/.test(tokens[at + 1]?.word ?? '') ||
      tokens
        .slice(Math.max(0, at - reach), at)
        .some(({ word, kind: other }) => other !== 'name' && NEGATION.test(word));
    return sidesOf(word).map(({ scale, sign }) => ({
      scale,
      sign: (denied ? -sign : sign) as Side['sign'],
      raw,
      key,
      at,
    }));
  });
}

/** First words of a clause that continues the one before: "Tern, which is slow", "tests it and likes it". */
const CONTINUED = /^(?:and|or|which|who|whose|that|such|including)$/;
/** Maximum tokens of a clause that continues the one before. */
const MAX_CONTINUED_TOKENS = 10;

/** Returns a sentence's clauses; those that continue another one also get its keys. */
function widenClauses({ clauses }: SentenceReading): Clause[] {
  return clauses.map((clause, at) => {
    const last = clauses[at - 1];
    if (!last || !CONTINUED.test(clause.tokens[0]?.word ?? '') || clause.tokens.length > MAX_CONTINUED_TOKENS)
      return clause;
    return { ...clause, keys: new Set([...last.keys, ...clause.keys]) };
  });
}

/**
 * Whether the word at `at` only compares: "three times as slow as B", "costs less than B". check-order.ts and
 * check-figures.ts check comparisons.
 */
export function isCompared(tokens: Token[], at: number): boolean {
  const than = tokens.findIndex(
    ({ word }, i) =>
      i > at && i < at + 4 && (word === 'than' || (word === 'as' && tokens[at - 1]?.word === 'as')),
  );
  const other = tokens[than + 1];
  return (
    than > 0 &&
    other !== undefined &&
    other.kind !== 'empty' &&
    !/^(?:before|ever|expected|usual)$/.test(other.word)
  );
}

/** Whether two words of amount modify different nouns: "more time" is not the opposite of "fewer tokens". */
export function isAmountOfOther(mine: Token[], at: number, theirs: Token[], otherAt: number): boolean {
  const noun = (tokens: Token[], i: number) =>
    tokens.slice(i + 1, i + 3).find(({ kind }) => kind === 'word')?.key;
  const [one, other] = [noun(mine, at), noun(theirs, otherAt)];
  return AMOUNT.test(mine[at]?.word ?? '') && one !== undefined && other !== undefined && one !== other;
}
/** Words that modify a noun, so that they are compared only on the same noun. */
const AMOUNT =
  /^(?:more|less|fewer|higher|lower|new|newer|old|older|former|previous|large|larger|small|smaller|big|full|partial|open|closed|public|private|major|minor|common|rare|main)$/;

/** Whether "end" does not mean "stop": "it ends with a certificate". */
export const isEndWith = (tokens: Token[], at: number) =>
  /^ends?$/.test(tokens[at]?.word ?? '') && /^(?:with|in|up|at)$/.test(tokens[at + 1]?.word ?? '');

/** Whether the word at `at` ranks two names: "A trails B", "A loses to B". */
const isRanking = (tokens: Token[], at: number) =>
  RELATIONS.has(tokens[at]?.word ?? '') &&
  (tokens[at + 1]?.kind === 'name' || (tokens[at + 1]?.word === 'to' && tokens[at + 2]?.kind === 'name'));

/** Returns the clauses of the posts that share enough words with a clause of the claim to be about the same thing. */
function findAbout(clause: Clause, claim: SentenceReading, posts: SentenceReading[]) {
  const words = new Set(clause.tokens.filter(({ kind }) => kind === 'word').map(({ key }) => key));
  return posts
    .flatMap((sentence) =>
      widenClauses(sentence).map((other) => ({
        clause: other,
        sentence,
        shared: countShared(clause.keys, other.keys),
        words: countShared(words, other.keys),
      })),
    )
    .filter(
      ({ shared, sentence }) =>
        shared >= MIN_SHARED || (shared > 0 && countShared(claim.keys, sentence.keys) > MIN_SHARED),
    );
}

/**
 * Returns a word of the claim that takes the opposite side of the nearest clauses of the posts, and their word (`postWord`);
 * else undefined.
 */
export function findOtherSide(
  claim: SentenceReading,
  posts: SentenceReading[],
): { raw: string; postWord: string } | undefined {
  for (const clause of claim.clauses) {
    const mine = takenSides(clause.tokens).filter(
      ({ at }) => !isCompared(clause.tokens, at) && !isRanking(clause.tokens, at),
    );
    if (mine.length === 0) continue;
    const about = findAbout(clause, claim, posts);
    const most = Math.max(0, ...about.map(({ words }) => words));
    const mostShared = Math.max(0, ...about.map(({ shared }) => shared));
    for (const word of mine) {
      // A clause with both sides is ambiguous: "to stop it from looping".
      if (mine.some(({ scale, sign }) => scale === word.scale && sign !== word.sign)) continue;
      const theirs = about.flatMap((other) =>
        takenSides(other.clause.tokens)
          .filter(
            (taken) =>
              taken.scale === word.scale &&
              !clause.keys.has(taken.key) &&
              !isAmountOfOther(clause.tokens, word.at, other.clause.tokens, taken.at),
          )
          .map((taken) => ({
            ...taken,
            near: other.words >= most * NEAR_SHARE || other.shared >= mostShared,
            words: other.words,
          })),
      );
      // A clause on the claim's side supports it only if it is about as near as the clauses on the other side.
      const against = Math.max(
        0,
        ...theirs.filter(({ sign }) => sign !== word.sign).map((taken) => taken.words),
      );
      if (theirs.some(({ sign, words }) => sign === word.sign && words >= Math.min(against, MIN_SHARED + 1)))
        continue;
      if (about.some(({ sentence }) => sentence.keys.has(word.key))) continue;
      // A sentence further away may take the claim's side.
      const isTaken = posts.some(
        (sentence) =>
          countShared(claim.keys, sentence.keys) >= MIN_SHARED &&
          sentence.clauses.some(
            (other) =>
              countShared(clause.keys, other.keys) > 0 &&
              takenSides(other.tokens).some(({ scale, sign }) => scale === word.scale && sign === word.sign),
          ),
      );
      if (isTaken) continue;
      const other = theirs.find(({ near }) => near);
      if (other) return { raw: word.raw, postWord: other.raw };
    }
  }
  return undefined;
}
