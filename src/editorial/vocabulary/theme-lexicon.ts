// Finds a text's themes with the field's lexicon.
import { stemWord } from '../../base/language/stem.js';
import type { VocabularyData } from '../../config/vocabulary-file.js';
import { type Packed, packVectors } from './packed.js';

/** Weight of a family of themes relative to a theme. */
const FAMILY_SHARE = 0.3;
/** Exponent that dampens many words of one theme in a text. */
const DAMPING_EXPONENT = 0.7;
const MAX_PHRASE_WORDS = 3;

interface Theme {
  key: string;
  family: string;
  /** The name for readers; '' for a theme of tone rather than subject. */
  label: string;
}

const themes: Theme[] = [];
/** The themes of each term, with weights. */
const index = new Map<string, { theme: number; weight: number }[]>();

/** Replaces all themes with those of the field. */
export function loadThemes(data: VocabularyData): void {
  themes.length = 0;
  index.clear();
  for (const [key, { label = '', words }] of Object.entries(data.themes)) {
    const theme = themes.push({ key, family: key.split('/')[0] ?? key, label }) - 1;
    for (const term of words.split(',')) {
      const tokens = tokenize(term).join(' ');
      const weight = (term.trim().startsWith('+') ? 2 : 1) * (tokens.includes(' ') ? 1.5 : 1);
      index.set(tokens, [...(index.get(tokens) ?? []), { theme, weight }]);
    }
  }
  for (const entries of index.values())
    for (const entry of entries) entry.weight /= Math.sqrt(entries.length);
}

/** Whether a text is the label of a theme of the field. */
export function isTheme(text: string): boolean {
  return text !== '' && themes.some(({ label }) => label === text);
}

function tokenize(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}+|\p{N}+(?:\.\p{N}+)?\p{L}*/gu) ?? []).map(stemWord);
}

/** Lists every occurrence of the lexicon's terms in the text; a phrase's words also count separately. */
export function findThemeTerms(text: string): string[] {
  const tokens = tokenize(text);
  const found: string[] = [];
  for (let at = 0; at < tokens.length; at++)
    for (let length = Math.min(MAX_PHRASE_WORDS, tokens.length - at); length >= 1; length--) {
      const term = length === 1 ? (tokens[at] ?? '') : tokens.slice(at, at + length).join(' ');
      if (index.has(term)) found.push(term);
    }
  return found;
}

/**
 * Computes for each text a vector of length 1 over themes and their families. Terms are weighted by their rarity in the
 * texts, themes by how little the texts cover them. Formula in docs/grouping.md.
 */
export function weighThemes(counts: Map<string, number>[]): Packed {
  const raw = sumThemes(counts);
  const share = meanShares(raw);
  const families = [...new Set(themes.map(({ family }) => family))];
  const familyShare = families.map((family) =>
    share.reduce((sum, part, at) => sum + (themes[at]?.family === family ? part : 0), 0),
  );
  return packVectors(raw.length, themes.length + families.length, (text, vector) => {
    const familySums = new Map<string, number>();
    for (const [at, sum] of raw[text]?.entries() ?? []) {
      if (sum === 0) continue;
      const family = themes[at]?.family ?? '';
      vector.set(
        at,
        (sum * weighTheme(share[at] ?? 0, themes.length) ** DAMPING_EXPONENT) ** DAMPING_EXPONENT,
      );
      familySums.set(family, (familySums.get(family) ?? 0) + sum);
    }
    for (const [at, family] of families.entries()) {
      const sum = familySums.get(family);
      if (sum)
        vector.set(
          themes.length + at,
          FAMILY_SHARE * sum * weighTheme(familyShare[at] ?? 0, families.length),
        );
    }
  });
}

/** The weight of each theme in each text. */
function sumThemes(counts: Map<string, number>[]): number[][] {
  const frequency = new Map<string, number>();
  for (const terms of counts)
    for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return counts.map((terms) => {
    const sums = new Array<number>(themes.length).fill(0);
    for (const [term, times] of terms) {
      const rarity = Math.log((counts.length + 1) / ((frequency.get(term) ?? 0) + 0.5)) + 0.3;
      for (const { theme, weight } of index.get(term) ?? [])
        sums[theme] = (sums[theme] ?? 0) + weight * (1 + Math.log(times)) * rarity;
    }
    return sums;
  });
}

/** The labels of each text's themes, with their shares, up to 1 in total. */
export function labelThemes(counts: Map<string, number>[]): Map<string, number>[] {
  const raw = sumThemes(counts);
  const share = meanShares(raw);
  return raw.map((sums) => {
    const weights = sums.map(
      (sum, at) => sum * weighTheme(share[at] ?? 0, themes.length) ** DAMPING_EXPONENT,
    );
    const all = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    const labelled = themes.flatMap(({ label }, at): [string, number][] =>
      label && weights[at] ? [[label, weights[at] / all]] : [],
    );
    return new Map(labelled);
  });
}

/** The mean share of each theme in the texts, 0…1. */
function meanShares(raw: number[][]): number[] {
  const shares = new Array<number>(themes.length).fill(0);
  for (const sums of raw) {
    const total = sums.reduce((sum, part) => sum + part, 0) || 1;
    for (const [at, sum] of sums.entries()) shares[at] = (shares[at] ?? 0) + sum / total / raw.length;
  }
  return shares;
}

/** The weight of a theme: large if few texts mention it, near 0 if all are about it. */
function weighTheme(share: number, themes: number): number {
  return Math.log(1 + 1 / (share * themes + 0.1));
}
