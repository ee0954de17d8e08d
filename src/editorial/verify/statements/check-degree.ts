// Checks quantifiers, causes, times and fractions: a text may use one only if a related sentence of its posts does.
import { TRIGGERS, type Trigger } from '../lexicon/degrees.js';
import { countShared, type SentenceReading } from './reading.js';

/** A degree word that the posts do not support. */
export interface DegreeFault {
  kind: Trigger['kind'];
  raw: string;
  start: number;
}

/** Minimum content words that a post's sentence must share with a claim to cover the claim's degree words. */
const MIN_SHARED = 1;
/** A near sentence shares at least this part of what the nearest sentence shares with the claim. */
const NEAR_SHARE = 0.5;
/** Content words that always suffice for a sentence to be near. */
const MAX_NEEDED = 3;

const containsWord = (sentences: SentenceReading[], word: string) =>
  sentences.some(({ text }) => text.toLowerCase().includes(word.toLowerCase()));

/**
 * Returns the claim's degree words (see `TRIGGERS`) that no near sentence of the posts covers. `isComputed` returns
 * whether a fraction follows from the posts' numbers.
 */
export function findDegreeFaults(
  claim: SentenceReading,
  posts: SentenceReading[],
  isComputed: (raw: string) => boolean,
): DegreeFault[] {
  const faults: DegreeFault[] = [];
  const shared = posts.map((sentence) => countShared(claim.keys, sentence.keys));
  const least = Math.max(MIN_SHARED, Math.min(MAX_NEEDED, Math.max(0, ...shared) * NEAR_SHARE));
  const near = posts.filter((_, index) => (shared[index] ?? 0) >= least);
  const related = posts.filter((_, index) => (shared[index] ?? 0) >= MIN_SHARED);
  for (const { says, covers, except, kind, anywhere } of TRIGGERS) {
    for (const match of claim.text.matchAll(says)) {
      const around = claim.text.slice(Math.max(0, match.index - 12), match.index + match[0].length + 14);
      if (except?.test(around)) continue;
      if ((anywhere ? related : near).some(({ text }) => covers.test(text))) continue;
      if (
        (kind === 'time' || kind === 'cause') &&
        posts.some(({ text }) => text.toLowerCase().includes(match[0].toLowerCase()))
      )
        continue;
      if (kind === 'fraction' && (isComputed(match[0]) || containsWord(related, match[0]))) continue;
      faults.push({ kind, raw: match[0], start: claim.start + match.index });
    }
  }
  return faults;
}
