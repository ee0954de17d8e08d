// Quantifiers, causes, times and fractions: a text may use one only where its posts do.
import { TRIGGERS, type Trigger } from '../lexicon/degrees.js';
import { countShared, type SentenceReading } from './reading.js';

export interface DegreeFault {
  kind: Trigger['kind'];
  raw: string;
  start: number;
}

/** A post's sentence covers a word of degree when it shares this many content words with what uses it. */
const MIN_SHARED = 1;
/** … and at least this share of what the nearest sentence shares with it, or this many. */
const NEAR_SHARE = 0.5;
const MAX_NEEDED = 3;

/**
 * The words of degree in a sentence that no sentence of the posts covers. `isComputed` accepts a fraction that the
 * posts' numbers give.
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
      if (kind === 'fraction' && isComputed(match[0])) continue;
      faults.push({ kind, raw: match[0], start: claim.start + match.index });
    }
  }
  return faults;
}
