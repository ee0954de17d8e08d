// Whether names or numbers of a sentence have changed places, and whether a comparison keeps its direction.
import { RELATIONS } from '../lexicon/relations.js';
import { countShared, isKindOfThing, isSameName, type SentenceReading, type Token } from './reading.js';

interface Slot {
  left: string;
  right: string;
  /** "Revenue of $5" is "$5 revenue". */
  isOf: boolean;
}

/** How far the words beside a name or number may be from it, in tokens. */
const REACH = 4;

function slotsOf(token: Token, tokens: Token[]): Slot[] {
  return tokens.flatMap((other, at) => {
    if (other.kind !== token.kind || !isSame(other, token)) return [];
    const word = (list: Token[]) => list.find(({ kind }) => kind === 'word' || kind === 'report')?.key ?? '';
    return [
      {
        left: word(tokens.slice(Math.max(0, at - REACH), at).reverse()),
        right: word(tokens.slice(at + 1, at + 1 + REACH)),
        isOf: tokens[at - 1]?.word === 'of',
      },
    ];
  });
}

const isSame = (a: Token, b: Token) => a.key === b.key || (a.kind === 'name' && isSameName(a.key, b.key));

/** Votes that `x` stands in the text where `y` stands in the post, and that it stands where it stood. */
function vote(x: Slot, own: Slot[], others: Slot[]): { swapped: number; kept: number } {
  let swapped = 0;
  let kept = 0;
  for (const side of ['left', 'right'] as const) {
    if (!x[side]) continue;
    const mine = own.some(
      (slot) => slot[side] === x[side] || (side === 'left' && x.isOf && slot.right === x.left),
    );
    const theirs = others.some((slot) => slot[side] === x[side]);
    if (mine) kept++;
    else if (theirs) swapped++;
  }
  return { swapped, kept };
}

/** Two names, or two numbers, of the text that stand in each other's place in the post. */
export function findSwap(claim: SentenceReading, posts: SentenceReading[]): [string, string] | undefined {
  const items = claim.tokens.filter(({ kind }) => kind === 'name' || kind === 'number').slice(0, 12);
  for (const post of posts) {
    if (countShared(claim.keys, post.keys) < 3) continue;
    for (const [i, x] of items.entries())
      for (const y of items.slice(i + 1)) {
        if (x.kind !== y.kind || isSame(x, y)) continue;
        const [ofX, ofY] = [slotsOf(x, post.tokens), slotsOf(y, post.tokens)];
        const [inX, inY] = [slotsOf(x, claim.tokens)[0], slotsOf(y, claim.tokens)[0]];
        if (ofX.length === 0 || ofY.length === 0 || !inX || !inY) continue;
        // "A replaced B", "B was replaced by A".
        if (BY_AGENT.test(claim.text) !== BY_AGENT.test(post.text)) continue;
        const [a, b] = [vote(inX, ofX, ofY), vote(inY, ofY, ofX)];
        const swapped = a.swapped + b.swapped;
        if (swapped >= 2 && a.swapped > 0 && b.swapped > 0 && swapped > a.kept + b.kept)
          return [x.raw, y.raw];
      }
  }
  return undefined;
}

interface Comparison {
  before: string[];
  after: string[];
  /** 1: what stands before is ahead; -1: behind. */
  direction: number;
  word: string;
  family: string;
}

const NEEDS_THAN = /^(?:more|higher|greater|less|fewer|lower)$/;
const ADVICE = /^(?:advis\w+|warn\w*|argu\w+|recommend\w*|decid\w+|caution\w*|vot\w+)$/;
const RANKING =
  /^(?:prefer\w*|choos\w+|chos\w+|favou?r\w*|pick\w*|recommend\w*|leads?|led|advantages?|edge|wins?|won|victory|gains?|improv\w+|superior\w*|priorit\w+|speedups?|boost\w*)$/;
const BY_AGENT = /\b(?:is|are|was|were|been|being|be|gets?|got) (?:\w+ly )?\w+(?:ed|en|n|t) by\b/i;
const PASSIVE = /\b(?:is|are|was|were|been|being|be|gets?|got)\b[^,;]{0,20}$/;

/** Comparisons of a sentence, with the names on either side. */
function readComparisons({ tokens, text, start }: SentenceReading): Comparison[] {
  const found: Comparison[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'name' || token.kind === 'number') continue;
    const relations = RELATIONS.get(token.word) ?? [];
    if (relations.length === 0) continue;
    // "Frustration over A" ranks nothing.
    if (
      token.word === 'over' &&
      !tokens.slice(Math.max(0, at - 4), at).some(({ word }) => RANKING.test(word))
    )
      continue;
    // "Under $3" is a bound.
    if (tokens[at + 1]?.kind === 'number') continue;
    // "$4 against $142" advises nothing.
    if (token.word === 'against' && !ADVICE.test(tokens[at - 1]?.word ?? '')) continue;
    // "More" and "lower" compare only before "than".
    if (
      NEEDS_THAN.test(token.word) &&
      !/\bthan\b/.test(text.slice(token.end - start, token.end - start + 60))
    )
      continue;
    const around = (list: Token[]) =>
      list.filter((other) => other.kind === 'name' && !isKindOfThing(other)).map(({ key }) => key);
    const later = tokens.slice(at + 1, at + 14);
    const next = later.findIndex(({ word, kind }) => kind !== 'name' && RELATIONS.has(word));
    const to =
      /\bby\b/.test(text.slice(token.end - start, token.end - start + 4)) &&
      PASSIVE.test(text.slice(0, token.start - start));
    const before = around(tokens.slice(Math.max(0, at - 10), at));
    const after = around(next >= 0 ? later.slice(0, next) : later);
    // A name on both sides tells nothing.
    if (meets(before, after)) continue;
    for (const { direction, family } of relations)
      found.push({ before, after, direction: to ? -direction : direction, word: token.raw, family });
  }
  return found;
}

const meets = (ones: string[], others: string[]) => ones.some((a) => others.some((b) => isSameName(a, b)));

/** A comparison that the posts have the other way round. */
export function findReversal(
  claim: SentenceReading,
  posts: SentenceReading[],
  topic: string[],
): string | undefined {
  if (/\b(?:not|never|no|without|fails?|failed)\b|n[\u2019']t\b/.test(claim.text)) return undefined;
  for (const mine of readComparisons(claim)) {
    let reversed: string | undefined;
    for (const post of posts) {
      if (/\b(?:not|never)\b|n[\u2019']t\b/.test(post.text)) continue;
      for (const theirs of readComparisons(post)) {
        if (mine.family !== theirs.family) continue;
        const before = theirs.before.length > 0 ? theirs.before : topic;
        const straight =
          meets(mine.after, theirs.after) && (meets(mine.before, before) || theirs.before.length === 0);
        const crossed =
          meets(mine.before, theirs.after) &&
          mine.after.length > 0 &&
          (theirs.before.length === 0 || meets(mine.after, before));
        if (
          (straight && !meets(mine.before, theirs.after) && mine.direction === theirs.direction) ||
          (crossed && mine.direction !== theirs.direction)
        )
          return undefined;
        // "A loses to B" where the posts have B ahead.
        if (
          mine.direction !== theirs.direction &&
          theirs.after.length === 0 &&
          meets(mine.after, theirs.before)
        )
          return undefined;
        // "A lags" in the posts, "B lags behind A" in the text.
        const isTurned =
          mine.direction === -1 &&
          theirs.direction === -1 &&
          theirs.after.length === 0 &&
          /^lag/.test(theirs.word) &&
          meets(mine.after, theirs.before) &&
          !meets(mine.before, theirs.before);
        if (
          isTurned ||
          (straight && !meets(mine.before, theirs.after) && mine.direction !== theirs.direction) ||
          (crossed && !straight && mine.direction === theirs.direction)
        )
          reversed = mine.word;
      }
    }
    if (reversed) return reversed;
  }
  return undefined;
}
