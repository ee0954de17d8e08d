// Checks that a text keeps the hedges of its posts: "may", "reportedly", "roughly", "one commenter joked".
import { APPROXIMATORS, DOUBTS, OPEN_PHRASES, REPORTS, WEAK_DOUBTS } from '../lexicon/hedges.js';
import { type Clause, countShared, isSameName, type SentenceReading, type Token } from './reading.js';

const isHedge = ({ word, raw }: Token) => DOUBTS.has(word) && !/^May$/.test(raw);
const isStrong = (token: Token) => isHedge(token) && !WEAK_DOUBTS.has(token.word);
/** Strong hedges except words of hearsay, which only `findLocalDrop` checks. */
const isDoubt = (token: Token) =>
  isStrong(token) && !/^(?:reportedly|estimate[sd]?|believed|thought|expected)$/.test(token.word);
const anyHedge = ({ word }: Token) => DOUBTS.has(word) || REPORTS.has(word);
/** Whether a token is a number, with or without its unit: 9GB. */
const isMeasure = (token: Token | undefined) => token !== undefined && /^[$€£]?\d/.test(token.raw);
const HEARSAY = /^(?:reportedly|allegedly|supposedly|purportedly)$/;
const HANDLE = /@\w|\bu\/\w|\baccording to\b|[~\u2248]/i;

/** Verbs of opinion, which keep "seems". */
const OPINION = /^(?:finds?|considers?|considered|thinks?|thought|deems?|deemed)$/;

/** Verbs that, before "to", hedge: "claims to be", "is said to run". */
const CLAIMING = /^(?:claim(?:s|ed|ing)?|said|believed|thought|expected|meant|supposed)$/;

const isHedged = ({ text, tokens }: SentenceReading) =>
  HANDLE.test(text) || OPEN_PHRASES.test(text) || tokens.some(anyHedge);

const contentTokens = (tokens: Token[]) =>
  tokens.filter(({ kind, word }) => kind !== 'empty' && !DOUBTS.has(word));
const isSameToken = (a: Token, b: Token) =>
  a.key === b.key || (a.kind === 'name' && b.kind === 'name' && isSameName(a.key, b.key));

/** Whether a sentence has `left` directly before `right` (a measure alone suffices) without a hedge. */
function saysPlainly({ tokens }: SentenceReading, left: Token | undefined, right: Token): boolean {
  return tokens.some((token, at) => {
    if (!isSameToken(token, right)) return false;
    const before = tokens.slice(Math.max(0, at - 5), at);
    if (before.some(({ word }) => DOUBTS.has(word))) return false;
    if (isMeasure(token) && before.slice(-2).some(({ word }) => APPROXIMATORS.has(word))) return false;
    const beside = contentTokens(before).at(-1);
    return isMeasure(token) || (left !== undefined && beside !== undefined && isSameToken(beside, left));
  });
}

const ACCORDING = /\baccording to\b/i;
/** Whether a claim attributes its statement to a source and the post's sentence does not. */
const isSourced = (claim: SentenceReading, post: SentenceReading) =>
  (ACCORDING.test(claim.text) && !ACCORDING.test(post.text)) ||
  claim.tokens.some(({ word }) => REPORTS.has(word) && !post.tokens.some((other) => other.word === word));

/**
 * Returns a hedge of the post's sentence if the claim has the words from both sides of it next to each other, without
 * any hedge, and no post does; else undefined.
 */
function findLocalDrop(
  claim: SentenceReading,
  post: SentenceReading,
  posts: SentenceReading[],
): string | undefined {
  for (const [index, hedge] of post.tokens.entries()) {
    const approximate = APPROXIMATORS.has(hedge.word) && isMeasure(post.tokens[index + 1]);
    const strong = isStrong(hedge) || (CLAIMING.test(hedge.word) && post.tokens[index + 1]?.word === 'to');
    if (!strong && !approximate) continue;
    // Naming a source replaces "reportedly".
    if (HEARSAY.test(hedge.word) && isSourced(claim, post)) continue;
    const left = contentTokens(post.tokens.slice(Math.max(0, index - 6), index)).at(-1);
    const [right, further] = contentTokens(post.tokens.slice(index + 1, index + 8));
    if (!right) continue;
    for (const [at, token] of claim.tokens.entries()) {
      if (!isSameToken(token, right)) continue;
      const before = claim.tokens.slice(Math.max(0, at - 5), at);
      if (
        before.some((other) => DOUBTS.has(other.word) || OPINION.test(other.word)) ||
        (isMeasure(token) && before.slice(-2).some((other) => APPROXIMATORS.has(other.word)))
      )
        continue;
      if (/[~\u2248<>+]\s?$/.test(claim.text.slice(0, Math.max(0, token.start - claim.start)))) continue;
      const beside = left ? contentTokens(before).at(-1) : undefined;
      const after = contentTokens(claim.tokens.slice(at + 1, at + 6))[0];
      const isAdjacent = left
        ? beside !== undefined && isSameToken(beside, left)
        : further !== undefined && after !== undefined && isSameToken(after, further);
      if (
        isAdjacent &&
        !claim.tokens.some(isStrong) &&
        !OPEN_PHRASES.test(claim.text) &&
        !posts.some((other) => saysPlainly(other, left, right))
      )
        return hedge.raw;
    }
  }
  return undefined;
}

/** Returns the clauses of the posts that share the most words with a clause of the claim, with their sentences. */
function nearest(
  clause: Clause,
  posts: SentenceReading[],
): { sentence: SentenceReading; clause: Clause; shared: number }[] {
  let best: { sentence: SentenceReading; clause: Clause; shared: number }[] = [];
  for (const sentence of posts)
    for (const other of sentence.clauses) {
      const shared = countShared(clause.keys, other.keys);
      if (shared === 0 || shared < (best[0]?.shared ?? 0)) continue;
      if (shared > (best[0]?.shared ?? 0)) best = [];
      best.push({ sentence, clause: other, shared });
    }
  return best;
}

/** Whether only a quotation of the sentence hedges: it "could become" a pattern. `quoting` has the quotations. */
export const isHedgedInQuotation = (claim: SentenceReading, quoting: SentenceReading) =>
  quoting.tokens.some(isHedge) && !claim.tokens.some(isHedge);

/** Returns a hedge of the posts that the claim drops; undefined if it keeps them all. */
export function findDroppedHedge(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  for (const post of posts) {
    if (countShared(claim.keys, post.keys) < 3) continue;
    const dropped = findLocalDrop(claim, post, posts);
    if (dropped) return dropped;
  }
  if (isHedged(claim)) return undefined;
  for (const clause of claim.clauses) {
    const content = [...clause.keys].length;
    const near = nearest(clause, posts);
    if (content < 3 || near.length === 0 || (near[0]?.shared ?? 0) < Math.max(2, content * 0.5)) continue;
    const hedges = near.map((found) => found.clause.tokens.find(isDoubt));
    if (hedges.every((hedge) => hedge !== undefined)) return hedges[0]?.raw;
  }
  return undefined;
}
