// Checks that each number belongs to the same name as in the posts: in "A at 80%, B at 51%", in lists with
// "respectively", and across posts.
import { isKindOfThing, isSameName, isSize, type SentenceReading, type Token } from './reading.js';

/** A number and the name that it belongs to. */
interface Pair {
  name: Token;
  number: Token;
  /** Their order and the joining word. Only pairs with the same form are compared. */
  form: string;
}

/** Maximum tokens between a number and its name. */
const MAX_BETWEEN = 3;
/** Words that join a number to its name. */
const JOINT =
  /^(?:on|for|in|at|from|by|with|of|to|scor\w+|reach\w+|cost\w*|has|had|gets?|got|hit\w*|is|was)$/;

const PRONOUN = /^(?:it|they|he|she|we|i|you|which|that|who)$/;

const isNumber = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'number' || token.kind === 'name') &&
  /^[$€£]?\d/.test(token.raw) &&
  !isSize(token);
const isOwner = (token: Token | undefined): boolean =>
  token?.kind === 'name' && !isNumber(token) && !isKindOfThing(token);

/** Returns the pair of a number and the nearest name before (-1) or after (1) it, if only joining words are between. */
function findPartner({ tokens, text, start }: SentenceReading, at: number, step: 1 | -1): Pair | undefined {
  const number = tokens[at];
  for (let i = at + step; number && Math.abs(i - at) <= MAX_BETWEEN + 1; i += step) {
    const token = tokens[i];
    // In "On A it scores 59" the number is not A's.
    if (!token || PRONOUN.test(token.word) || isNumber(token)) return undefined;
    if (!isOwner(token)) continue;
    const [left, right] = step === 1 ? [number, token] : [token, number];
    const gap = text.slice(left.end - start, right.start - start);
    if (/[,;.!?]|\band\b/.test(gap)) return undefined;
    const joint = tokens
      .slice(Math.min(at, i) + 1, Math.max(at, i))
      .map(({ word }) => word)
      .findLast((word) => JOINT.test(word));
    if (joint === undefined && !/^\s?[:(=]\s?$/.test(gap)) return undefined;
    return { name: token, number, form: `${step} ${joint ?? gap.trim()}` };
  }
  return undefined;
}

/** Returns the pairs of names and numbers that "respectively" joins in order; an empty list without it. */
function readRespective({ tokens }: SentenceReading): Pair[] {
  const end = tokens.findIndex(({ word }) => word === 'respectively');
  let from = end;
  while (from > 0 && (isNumber(tokens[from - 1]) || tokens[from - 1]?.word === 'and')) from--;
  const numbers = tokens.slice(Math.max(0, from), Math.max(0, end)).filter(isNumber);
  const names = tokens.slice(0, Math.max(0, from)).filter(isOwner).slice(-numbers.length);
  if (numbers.length < 2 || names.length < numbers.length) return [];
  return numbers.flatMap((number, i) => {
    const name = names[i];
    return name ? [{ name, number, form: 'respectively' }] : [];
  });
}

/** Returns the pairs of names and numbers in a sentence. */
function readPairs(sentence: SentenceReading): Pair[] {
  const respective = readRespective(sentence);
  const around = sentence.tokens.flatMap((token, at) =>
    isNumber(token) ? ([1, -1] as const).flatMap((step) => findPartner(sentence, at, step) ?? []) : [],
  );
  return [
    ...respective,
    ...around.filter((pair) => !respective.some(({ number }) => number === pair.number)),
  ];
}

const shapeOf = ({ number }: Pair) => number.raw.replace(/[\d.,]+/, '#');

/**
 * Returns a number and its name in the claim if the posts, in the same form, give the number only to other names and
 * give this name another number; else undefined.
 */
export function findExchangedNumber(
  claim: SentenceReading,
  posts: SentenceReading[],
): { number: string; owner: string } | undefined {
  const mine = readPairs(claim);
  if (mine.length === 0) return undefined;
  const theirs = posts.flatMap(readPairs);
  for (const pair of mine) {
    const ofNumber = theirs.filter(({ number }) => number.key === pair.number.key);
    if (ofNumber.length === 0 || ofNumber.some(({ name }) => isSameName(name.key, pair.name.key))) continue;
    const isOther = theirs.some(
      (other) =>
        isSameName(other.name.key, pair.name.key) &&
        other.number.key !== pair.number.key &&
        shapeOf(other) === shapeOf(pair) &&
        ofNumber.every(({ form }) => form === other.form),
    );
    if (isOther) return { number: pair.number.raw, owner: pair.name.raw };
  }
  return undefined;
}

/** A post's sentences, and whether it contains a name. */
export interface PostNames {
  sentences: SentenceReading[];
  hasName: (name: string) => boolean;
}

/** Returns a number of one post that the claim gives to a name that only another post contains; else undefined. */
export function findMergedPosts(
  claim: SentenceReading,
  posts: PostNames[],
): { number: string; owner: string } | undefined {
  if (posts.length < 2) return undefined;
  const names = claim.tokens.filter(({ kind }) => kind === 'name');
  for (const clause of claim.clauses) {
    const numbers = clause.tokens.filter((token) => token.kind === 'number' && !isSize(token));
    const subject = clause.tokens.find(({ kind }) => kind === 'name');
    if (!subject) continue;
    for (const number of numbers) {
      const holding = posts.filter(({ sentences }) =>
        sentences.some(({ tokens }) =>
          tokens.some(({ kind, key }) => kind === 'number' && key === number.key),
        ),
      );
      if (holding.length === 0 || holding.some(({ hasName }) => hasName(subject.raw))) continue;
      if (!posts.some(({ hasName }) => hasName(subject.raw))) continue;
      // The sentences with the number have a name of their own, which the claim does not mention.
      const elsewhere = holding.every(({ sentences }) =>
        sentences.some(
          ({ tokens }) =>
            tokens.some(({ kind, key }) => kind === 'number' && key === number.key) &&
            tokens.some(
              ({ kind, key }) => kind === 'name' && !names.some((name) => isSameName(name.key, key)),
            ),
        ),
      );
      if (elsewhere) return { number: number.raw, owner: subject.raw };
    }
  }
  return undefined;
}
