// Checks a sentence that is copied from a post with a few changes: it exchanges no names and leaves out no hedge.
import { diffArrays } from 'diff';
import { DOUBTS } from '../lexicon/hedges.js';
import { countShared, type SentenceReading } from './reading.js';

const WORD = /[\p{L}\p{N}][\p{L}\p{N}.'\u2019-]*/gu;
const wordsOf = (text: string) =>
  (text.match(WORD) ?? []).map((word) => word.replace(/(?:['\u2019]s)?[.'\u2019-]*$/u, ''));

/** Minimum words of a copied sentence, and the minimum share of them that it has in the post's order. */
const MIN_COPIED = 6;
const COPIED_SHARE = 0.7;
/** Longer sentences are not compared word by word. */
const MAX_COMPARED = 80;

/** A place where a copy has other words than its original. */
interface Change {
  original: string[];
  copy: string[];
  /** Index of the first changed word of the original. */
  at: number;
}

/** Returns the places where `copy` differs from `original`; undefined if too few words are in the same order. */
function compareWords(original: string[], copy: string[]): Change[] | undefined {
  const changes: Change[] = [];
  let [at, kept] = [0, 0];
  let change: Change | undefined;
  for (const { value, added, removed } of diffArrays(original, copy)) {
    if (!added && !removed) {
      kept += value.length;
      change = undefined;
    } else {
      if (!change) {
        change = { original: [], copy: [], at };
        changes.push(change);
      }
      change[added ? 'copy' : 'original'].push(...value);
    }
    if (!added) at += value.length;
  }
  return kept >= Math.max(MIN_COPIED, copy.length * COPIED_SHARE) ? changes : undefined;
}

/** Returns the sentences of the posts of which the claim is a copy with a few changes. */
function findCopied(
  claim: SentenceReading,
  posts: SentenceReading[],
): { original: string[]; changes: Change[] }[] {
  const copy = wordsOf(claim.text);
  if (copy.length > MAX_COMPARED) return [];
  return posts
    .filter(({ keys }) => countShared(claim.keys, keys) >= claim.keys.size * COPIED_SHARE)
    .flatMap(({ text }) => {
      const original = wordsOf(text);
      const changes = original.length > MAX_COMPARED ? undefined : compareWords(original, copy);
      return changes ? [{ original, changes }] : [];
    });
}

/** Words between two names of one list, whose order is free. */
const LISTING = /^(?:and|or|vs|versus|with|plus|as|well)$/i;

/**
 * Returns two names or numbers that a copied sentence exchanges: "A beats B in the bay" for "B beats A in the bay"; else
 * undefined. Other rules compare sentences in other words.
 */
export function findExchange(claim: SentenceReading, posts: SentenceReading[]): [string, string] | undefined {
  for (const { original, changes } of findCopied(claim, posts))
    for (const [n, one] of changes.entries())
      for (const other of changes.slice(n + 1)) {
        const [a, b] = [one.original.join(' '), other.original.join(' ')];
        if (!/^[\p{Lu}\d]/u.test(a) || !/^[\p{Lu}\d]/u.test(b) || a === b) continue;
        if (one.copy.join(' ') !== b || other.copy.join(' ') !== a) continue;
        const between = original.slice(one.at + one.original.length, other.at);
        if (!between.every((word) => LISTING.test(word) || /^\p{Lu}/u.test(word))) return [a, b];
      }
  return undefined;
}

/**
 * Returns a hedge that a copied sentence leaves out: "may", "reportedly", "roughly"; undefined if it keeps them. An editor
 * may leave out "about".
 */
export function findHedgeLeftOut(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  const isHedge = (word: string) =>
    DOUBTS.has(word.toLowerCase()) || /^(?:roughly|approximately)$/i.test(word);
  return findCopied(claim, posts)
    .flatMap(({ changes }) => changes)
    .find(({ original, copy }) => copy.length === 0 && original.length === 1 && original.every(isHedge))
    ?.original.join(' ');
}
