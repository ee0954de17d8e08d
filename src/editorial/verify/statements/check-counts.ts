// Whether a number of a text is the bound that it is in the posts: under, or above.
import { isSize, type SentenceReading, type Token } from './reading.js';

const isMeasure = (token: Token) =>
  (token.kind === 'number' || token.kind === 'name') && /^[$€£]?\d/.test(token.raw) && !isSize(token);
const LOWER_BOUND =
  /(?:\b(?:above|over|more than|at least|exceed(?:s|ing)?|beyond|from|minimum(?: of)?)|[>≥]) ?$/i;
const UPPER_BOUND =
  /(?:\b(?:below|under|less than|fewer than|at most|up to|within|beneath|maximum(?: of)?|until)|[<≤]) ?$/i;

function boundAt({ text, start }: SentenceReading, token: Token): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, token.start - start - 14), token.start - start);
  if (LOWER_BOUND.test(before)) return 1;
  return UPPER_BOUND.test(before) ? -1 : 0;
}

const UP_TO = /\b(?:up to|as (?:much|many|high|fast|low) as|at (?:most|best)) ?[$€£+~]?$/i;
/** What says as much as "up to". */
const AT_BEST =
  /\b(?:up to|as (?:much|many|high|fast|low) as|at (?:most|best)|max\w*|peak\w*|best|can|could|may|might|limit\w*|within|reach\w*|top\w*|under|below|less than)\b/i;

/** A number that the posts only have as the most that was reached, told as what always holds. */
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

/** A number that the text has as a lower bound and the posts only as an upper one, or the other way round. */
export function findTurnedBound(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
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
