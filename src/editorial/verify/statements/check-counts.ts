// Whether a number of a text counts, bounds or measures what it does in the posts.
import { isSameName, isSize, type SentenceReading, type Token } from './reading.js';
import { segmentsOf } from './segments.js';

type Tokens = Pick<SentenceReading, 'tokens'>;

const isMeasure = (token: Token) =>
  (token.kind === 'number' || token.kind === 'name') && /^[$€£]?\d/.test(token.raw) && !isSize(token);
const hasName = ({ tokens }: Tokens, { key }: Token) =>
  tokens.some((token) => token.kind === 'name' && isSameName(token.key, key));

/** A number's form and unit: `#% `, `#token`. */
function formOf({ tokens }: Tokens, at: number): string {
  const raw = tokens[at]?.raw ?? '';
  const next = tokens[at + 1];
  const hasUnit = /[%$€£×xkMGTB]/.test(raw) || !next || next.kind === 'number';
  return raw.replace(/[\d.,]+/, '#') + (hasUnit ? '' : next.key);
}

/** A number beside a name to which the posts give another number of the kind, and only that. */
export function findNumberOfAnother(
  claim: SentenceReading,
  posts: SentenceReading[],
  isTopic: (name: Token) => boolean,
): { number: string; name: string } | undefined {
  for (const segment of segmentsOf(claim))
    for (const [at, number] of segment.tokens.entries()) {
      if (!isMeasure(number)) continue;
      const holding = posts.filter(({ tokens }) =>
        tokens.some((token) => isMeasure(token) && token.key === number.key),
      );
      if (holding.length === 0) continue;
      const form = formOf(segment, at);
      const name = segment.names.find(
        (other) =>
          !isTopic(other) &&
          !holding.some((post) => hasName(post, other)) &&
          isNearestNumber(segment.tokens, at, segment.tokens.indexOf(other)) &&
          posts.some((post) => hasName(post, other) && hasOtherNumber(post, number, form)),
      );
      if (name) return { number: number.raw, name: name.raw };
    }
  return undefined;
}

/** Whether no other number stands between a number and a name. */
function isNearestNumber(tokens: Token[], number: number, name: number): boolean {
  const [from, to] = number < name ? [number + 1, name] : [name + 1, number];
  return !tokens.slice(from, to).some(isMeasure);
}

const hasOtherNumber = (post: SentenceReading, { key }: Token, form: string) =>
  post.tokens.some((token, at) => isMeasure(token) && token.key !== key && formOf(post, at) === form);

/** The thing that a number counts: the first content word after it. */
function countedAt({ tokens }: Tokens, at: number): Token | undefined {
  const next = tokens.slice(at + 1, at + 3).find(({ kind }) => kind !== 'empty');
  return next?.kind === 'word' || next?.kind === 'report' ? next : undefined;
}

const isCount = (token: Token) => token.kind === 'number' && !/[%$€£]/.test(token.raw) && !isSize(token);

/** A number with a thing of which the posts give another number, while they have this one with something else. */
export function findOtherCount(
  claim: SentenceReading,
  posts: SentenceReading[],
): { number: string; thing: string } | undefined {
  const places = posts.flatMap((post) =>
    post.tokens.flatMap((token, at) =>
      isCount(token) ? [{ key: token.key, thing: countedAt(post, at) }] : [],
    ),
  );
  for (const [at, number] of claim.tokens.entries()) {
    const thing = countedAt(claim, at);
    if (!isCount(number) || !thing) continue;
    const same = places.filter(({ key }) => key === number.key);
    if (same.length === 0 || same.some((place) => !place.thing || place.thing.key === thing.key)) continue;
    if (places.some(({ key, thing: other }) => key !== number.key && other?.key === thing.key))
      return { number: number.raw, thing: thing.raw };
  }
  return undefined;
}

const LOWER_BOUND =
  /(?:\b(?:above|over|more than|at least|exceed(?:s|ing)?|beyond|from|minimum(?: of)?)|[>≥]) ?$/i;
const UPPER_BOUND =
  /(?:\b(?:below|under|less than|fewer than|at most|up to|within|beneath|maximum(?: of)?|until)|[<≤]) ?$/i;

function boundAt({ text, start }: SentenceReading, token: Token): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, token.start - start - 14), token.start - start);
  if (LOWER_BOUND.test(before)) return 1;
  return UPPER_BOUND.test(before) ? -1 : 0;
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
