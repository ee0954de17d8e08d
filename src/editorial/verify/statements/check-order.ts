// Checks that a sentence does not exchange two names or numbers of its posts, or reverse a comparison.
import { RELATIONS } from '../lexicon/relations.js';
import { countShared, isKindOfThing, isSameName, type SentenceReading, type Token } from './reading.js';

/** The context of a name or number in a sentence. */
interface Slot {
  /** The words on either side, up to the next name or number of its kind or the end of the clause. */
  left: Set<string>;
  right: Set<string>;
  /** The preposition before it: "on" in "on the harbour test"; undefined without one. */
  preposition: string | undefined;
}

/** Tokens on either side of a name or number that are read as its context. */
const REACH = 5;

/** Words that, after a comma, begin another clause. */
const JOINING = /^(?:and|but|while|whereas|which|who|so|or|as)$/;

/** Returns the keys of the words before (`step` -1) or after (`step` 1) a token, within its clause. */
function wordsBeside({ tokens, text, start }: SentenceReading, at: number, step: 1 | -1): Set<string> {
  const words = new Set<string>();
  for (let i = at + step; Math.abs(i - at) <= REACH; i += step) {
    const [last, token] = [tokens[i - step], tokens[i]];
    if (!last || !token || token.kind === tokens[at]?.kind) break;
    const [left, right] = step === 1 ? [last, token] : [token, last];
    const gap = text.slice(left.end - start, right.start - start);
    if (/[;:()]/.test(gap) || (gap.startsWith(',') && JOINING.test(right.word))) break;
    if (token.kind === 'word' || token.kind === 'report') words.add(token.key);
  }
  return words;
}

const PREPOSITION = /^(?:on|in|at|of|with|by|to|from|than|for)$/;

/** Returns the preposition before a token, also with an article between them; undefined without one. */
function prepositionBefore(tokens: Token[], at: number): string | undefined {
  const isArticle = /^(?:the|an?|its|their)$/.test(tokens[at - 1]?.word ?? '');
  const word = tokens[at - (isArticle ? 2 : 1)]?.word ?? '';
  return PREPOSITION.test(word) ? word : undefined;
}

/** Whether a name has the same preposition in the claim and in the posts, and the other name does not have it. */
const keepsPreposition = ({ preposition }: Slot, own: Slot[], others: Slot[]) =>
  preposition !== undefined &&
  own.some((slot) => slot.preposition === preposition) &&
  !others.some((slot) => slot.preposition === preposition);

/** Returns the context of each place where a sentence has the name or number. */
function slotsOf(token: Token, sentence: SentenceReading): Slot[] {
  return sentence.tokens.flatMap((other, at) =>
    other.kind === token.kind && isSame(other, token)
      ? [
          {
            left: wordsBeside(sentence, at, -1),
            right: wordsBeside(sentence, at, 1),
            preposition: prepositionBefore(sentence.tokens, at),
          },
        ]
      : [],
  );
}

const isSame = (a: Token, b: Token) => a.key === b.key || (a.kind === 'name' && isSameName(a.key, b.key));

/**
 * Compares the context of an item in the claim with its own slots in the post and with the slots of another item.
 * Each side of the item is one vote: `kept` if its own context is at least as similar, `swapped` if the other's is more.
 */
function vote(x: Slot, own: Slot[], others: Slot[]): { swapped: number; kept: number } {
  let swapped = 0;
  let kept = 0;
  for (const side of ['left', 'right'] as const) {
    const shared = (slot: Slot) =>
      countShared(x[side], slot[side]) +
      (side === 'left' && x.preposition === 'of' ? countShared(x.left, slot.right) : 0);
    const mine = Math.max(0, ...own.map(shared));
    const theirs = Math.max(0, ...others.map(shared));
    if (mine > 0 && mine >= theirs) kept++;
    else if (theirs > mine) swapped++;
  }
  return { swapped, kept };
}

/** Whether the end of one name is the beginning of the other: "Tern Code" and "Code Review". */
const overlap = (x: Token, y: Token) => {
  const [a, b] = [x.word.split(' '), y.word.split(' ')];
  return x.kind === 'name' && (a.at(-1) === b[0] || b.at(-1) === a[0]);
};

/** Verbs that have what runs as subject or as object: "A runs on B", "B running A". */
const HOSTING = /^(?:run|runs|ran|running|hosts?|hosted|hosting|serv(?:e|es|ed|ing)|us(?:e|es|ed|ing)|with)$/;

/** Whether the claim says that `guest` runs on `host`, and the post that `host` runs `guest`. */
function isHost(guest: Token, host: Token, claim: SentenceReading, post: SentenceReading): boolean {
  const at = claim.tokens.findIndex((token) => isSame(token, host));
  const isOn = claim.tokens.slice(Math.max(0, at - 4), at).some(({ word }) => /^(?:on|in)$/.test(word));
  if (!isOn || !claim.tokens.slice(0, at).some((token) => isSame(token, guest))) return false;
  const from = post.tokens.findIndex((token) => isSame(token, host));
  const rest = post.tokens.slice(from + 1);
  const hosting = rest.findIndex(({ word }) => HOSTING.test(word));
  return (
    from >= 0 && hosting >= 0 && hosting < 3 && rest.slice(hosting).some((token) => isSame(token, guest))
  );
}

/** Returns two names, or two numbers, of the claim that have exchanged contexts in a post; else undefined. */
export function findSwap(claim: SentenceReading, posts: SentenceReading[]): [string, string] | undefined {
  const items = claim.tokens.filter(({ kind }) => kind === 'name' || kind === 'number').slice(0, 12);
  for (const post of posts) {
    if (countShared(claim.keys, post.keys) < 3) continue;
    for (const [i, x] of items.entries())
      for (const y of items.slice(i + 1)) {
        if (x.kind !== y.kind || isSame(x, y) || overlap(x, y)) continue;
        const [ofX, ofY] = [slotsOf(x, post), slotsOf(y, post)];
        const [inX, inY] = [slotsOf(x, claim)[0], slotsOf(y, claim)[0]];
        if (ofX.length === 0 || ofY.length === 0 || !inX || !inY) continue;
        // The passive voice reverses the order: "A replaced B", "B was replaced by A".
        if (BY_AGENT.test(claim.text) !== BY_AGENT.test(post.text)) continue;
        if (isHost(x, y, claim, post) || isHost(y, x, claim, post)) continue;
        if (x.kind === 'name' && (keepsPreposition(inX, ofX, ofY) || keepsPreposition(inY, ofY, ofX)))
          continue;
        const [a, b] = [vote(inX, ofX, ofY), vote(inY, ofY, ofX)];
        const swapped = a.swapped + b.swapped;
        if (swapped >= 2 && a.swapped > 0 && b.swapped > 0 && swapped > 2 * (a.kept + b.kept))
          return [x.raw, y.raw];
      }
  }
  return undefined;
}

/** A comparison: the keys of the names on either side, and the word between them. */
interface Comparison {
  before: string[];
  after: string[];
  /** 1: the left side is ahead; -1: the right side is. */
  direction: number;
  word: string;
  family: string;
}

/** Words that compare only before "than". */
const NEEDS_THAN = /^(?:more|higher|greater|less|fewer|lower)$/;
/** Verbs before "against" that give advice. */
const ADVICE = /^(?:advis\w+|warn\w*|argu\w+|recommend\w*|decid\w+|caution\w*|vot\w+)$/;
/** Words before "over" that rank. */
const RANKING =
  /^(?:prefer\w*|choos\w+|chos\w+|favou?r\w*|pick\w*|recommend\w*|leads?|led|advantages?|edge|wins?|won|victory|gains?|improv\w+|superior\w*|priorit\w+|speedups?|boost\w*)$/;
const BY_AGENT = /\b(?:is|are|was|were|been|being|be|gets?|got) (?:\w+ly )?\w+(?:ed|en|n|t) by\b/i;
const PASSIVE = /\b(?:is|are|was|were|been|being|be|gets?|got)\b[^,;]{0,20}$/;

/** Returns the comparisons of a sentence, with the keys of the names on either side. */
function readComparisons({ tokens, text, start }: SentenceReading): Comparison[] {
  const found: Comparison[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'name' || token.kind === 'number') continue;
    const relations = RELATIONS.get(token.word) ?? [];
    if (relations.length === 0) continue;
    // "Frustration over A" is not a ranking.
    if (
      token.word === 'over' &&
      !tokens.slice(Math.max(0, at - 4), at).some(({ word }) => RANKING.test(word))
    )
      continue;
    // "Under $3" is a bound, not a comparison of names.
    if (tokens[at + 1]?.kind === 'number') continue;
    // "$4 against $142" is not advice.
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
    // A name on both sides makes the comparison ambiguous.
    if (shareName(before, after)) continue;
    for (const { direction, family } of relations)
      found.push({ before, after, direction: to ? -direction : direction, word: token.raw, family });
  }
  return found;
}

const shareName = (ones: string[], others: string[]) =>
  ones.some((a) => others.some((b) => isSameName(a, b)));

/**
 * Returns the word of a comparison that the posts reverse; undefined if there is none. `topic` has the keys of names
 * to use as the left side where a post's comparison has none.
 */
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
          shareName(mine.after, theirs.after) &&
          (shareName(mine.before, before) || theirs.before.length === 0);
        const crossed =
          shareName(mine.before, theirs.after) &&
          mine.after.length > 0 &&
          (theirs.before.length === 0 || shareName(mine.after, before));
        if (
          (straight && !shareName(mine.before, theirs.after) && mine.direction === theirs.direction) ||
          (crossed && mine.direction !== theirs.direction)
        )
          return undefined;
        // The claim agrees: "A loses to B", and in the post B is ahead.
        if (
          mine.direction !== theirs.direction &&
          theirs.after.length === 0 &&
          shareName(mine.after, theirs.before)
        )
          return undefined;
        // The claim is reversed: "A lags" in the post, "B lags behind A" in the claim.
        const isReversed =
          mine.direction === -1 &&
          theirs.direction === -1 &&
          theirs.after.length === 0 &&
          /^lag/.test(theirs.word) &&
          shareName(mine.after, theirs.before) &&
          !shareName(mine.before, theirs.before);
        if (
          isReversed ||
          (straight && !shareName(mine.before, theirs.after) && mine.direction !== theirs.direction) ||
          (crossed && !straight && mine.direction === theirs.direction)
        )
          reversed = mine.word;
      }
    }
    if (reversed) return reversed;
  }
  return undefined;
}
