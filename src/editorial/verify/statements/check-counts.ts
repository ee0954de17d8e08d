// Checks that a number is the same kind of bound, or of sum, as in the posts.
import { SUM_KINDS } from '../lexicon/sum-kinds.js';
import { isSize, type SentenceReading, type Token } from './reading.js';

const isMeasure = (token: Token) =>
  (token.kind === 'number' || token.kind === 'name') && /^[$€£]?\d/.test(token.raw) && !isSize(token);
/** Text before a number that makes it a lower bound. */
const LOWER_BOUND =
  /(?:\b(?:above|over|more than|at least|exceed(?:s|ing)?|beyond|from|minimum(?: of)?)|[>≥]) ?$/i;
/** Text before a number that makes it an upper bound. */
const UPPER_BOUND =
  /(?:\b(?:below|under|less than|fewer than|at most|up to|within|beneath|maximum(?: of)?|until)|[<≤]) ?$/i;

/** Returns 1 if the number is a lower bound, -1 if it is an upper bound, else 0. */
function boundAt({ text, start }: SentenceReading, token: Token): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, token.start - start - 14), token.start - start);
  if (LOWER_BOUND.test(before)) return 1;
  return UPPER_BOUND.test(before) ? -1 : 0;
}

/** Text before a number that makes it a maximum. */
const UP_TO = /\b(?:up to|as (?:much|many|high|fast|low) as|at (?:most|best)) ?[$€£+~]?$/i;
/** Words that, anywhere in a text, mark its numbers as maximums. */
const AT_BEST =
  /\b(?:up to|as (?:much|many|high|fast|low) as|at (?:most|best)|max\w*|peak\w*|best|can|could|may|might|limit\w*|within|reach\w*|top\w*|under|below|less than)\b/i;

/** Returns a number of the claim that all posts give only as a maximum ("up to 40") while the claim does not. */
export function findDroppedBound(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (AT_BEST.test(claim.text)) return undefined;
  return claim.tokens.find((number) => {
    if (!isMeasure(number)) return false;
    const places = posts.flatMap((post) =>
      post.tokens
        .filter((token) => isMeasure(token) && token.key === number.key)
        .map((token) => UP_TO.test(post.text.slice(0, token.start - post.start))),
    );
    return places.length > 0 && places.every((isUpTo) => isUpTo);
  })?.raw;
}

/** Returns a number that is a lower bound in the claim and only an upper bound in the posts, or the reverse. */
export function findReversedBound(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  return claim.tokens.find((number) => {
    const mine = isMeasure(number) ? boundAt(claim, number) : 0;
    if (mine === 0) return false;
    const theirs = posts.flatMap((post) =>
      post.tokens
        .filter((token) => isMeasure(token) && token.key === number.key)
        .map((token) => boundAt(post, token)),
    );
    return theirs.length > 0 && theirs.every((bound) => bound === -mine);
  })?.raw;
}

/** Maximum tokens between a sum and the word that says its kind. */
const REACH = 6;

const isSum = (token: Token, next: Token | undefined) =>
  /^[$€£]\d/.test(token.raw) ||
  (/^\d/.test(token.raw) && /^(?:dollars?|euros?|pounds?)$/.test(next?.word ?? ''));

const digitsOf = ({ raw }: Token) => raw.replace(/[^\d.]/g, '');

/** Returns the kinds of sums that the words around a token give. */
function kindsAt(tokens: Token[], at: number): string[] {
  const around = tokens.slice(Math.max(0, at - REACH), at + REACH + 1);
  return SUM_KINDS.filter(([, words]) => around.some(({ word }) => words.test(word))).map(([kind]) => kind);
}

/** Returns a sum of the claim that is of another kind in all posts that contain it; undefined if there is none. */
export function findOtherKindOfSum(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  return claim.tokens.find((token, at) => {
    if (!isSum(token, claim.tokens[at + 1])) return false;
    const mine = kindsAt(claim.tokens, at);
    const digits = digitsOf(token);
    const theirs = posts.flatMap(({ tokens }) =>
      tokens.flatMap((other, i) =>
        /\d/.test(other.raw) && digitsOf(other) === digits ? [kindsAt(tokens, i)] : [],
      ),
    );
    return (
      mine.length === 1 &&
      theirs.length > 0 &&
      theirs.every((kinds) => kinds.length > 0 && !kinds.some((kind) => mine.includes(kind)))
    );
  })?.raw;
}
