// Compares posts by theme: words, letters, names, the field's themes, place and hour, relative to the day's mean.
import { HOUR_MS } from '../../base/time.js';
import { createPacker, type Packed } from '../vocabulary/packed.js';
import { weighThemes } from '../vocabulary/theme-lexicon.js';
import { readProperWords } from './proper-words.js';
import { addCosines, addToPair, createMatrix, type Matrix, subtractMean } from './similarity.js';
import { type Casing, EMPTY_ARCHIVE, type TermArchive } from './term-archive.js';
import { readTerms, readThemeTerms, readTrigrams } from './terms.js';

/** An item to compare by theme. */
export interface Item {
  title: string;
  text: string;
  /** An account's handle counts like a name in the text: @vllm_project is about vLLM. */
  author?: string;
  /** Where it was posted, if that indicates its theme: the subreddit. */
  place?: string;
  /** When it was posted, on platforms where people react to events (X). Milliseconds. */
  time?: number;
}

/** Weight of each kind of similarity. Measured: docs/grouping.md. */
export const SIMILARITY_WEIGHTS = {
  words: 1,
  trigrams: 0.6,
  names: 0.4,
  proper: 0.2,
  themes: 0.4,
  place: 0.1,
  time: 0.1,
};
/** Weight of a text in the archive relative to one of the day. */
const ARCHIVE_WEIGHT = 0.3;
/** A word is a name if it has a capital in this share of its occurrences inside sentences. */
const PROPER_SHARE = 0.8;
/** How much a name of each role indicates the theme; models and products: 1. */
const ROLE_WEIGHTS: Record<string, number> = { company: 0.7, person: 0.7, thing: 0.3, topic: 0.3 };
/** Exponent of a word's rarity, below 1 because words in short texts are often rare by chance. */
const WORD_RARITY = 0.7;
/** Share of known words at which the vocabulary has no weight (chance), and full weight (a text of the field). */
const CHANCE_SHARE = 0.14;
const FIELD_SHARE = 0.22;

/** The compared features of items, each with its weight. */
export interface Aspects {
  words: Part;
  trigrams: Part;
  names: Part;
  proper: Part;
  themes: Part;
  /** The similarity of an item to itself. */
  self: number;
}

export interface Part {
  vectors: Packed;
  share: number;
}

export function readAspects(items: Item[], archive: TermArchive = EMPTY_ARCHIVE): Aspects {
  const [words, trigrams, names, proper] = [createPacker(), createPacker(), createPacker(), createPacker()];
  const isProper = createProperTest(items, archive);
  let all = 0;
  let known = 0;
  const themes = items.map(({ title, text, author }) => {
    const terms = readTerms(title, text, author);
    const themed = readThemeTerms(title, text);
    words.add(terms.words);
    trigrams.add(readTrigrams(terms.words.keys()));
    names.add(terms.names);
    proper.add(countProper(`${title ? `${title}.\n` : ''}${text}`, isProper));
    all += terms.words.size;
    for (const stem of terms.words.keys()) if (themed.has(stem)) known++;
    return themed;
  });
  const trust = trustVocabulary(known / (all || 1));
  const {
    words: alike,
    trigrams: spelled,
    names: named,
    proper: written,
    themes: themed,
    place,
    time,
  } = SIMILARITY_WEIGHTS;
  const earlier = (kind: string) => ({
    texts: ARCHIVE_WEIGHT * archive.texts,
    countOf: (term: string) => ARCHIVE_WEIGHT * (archive.terms.get(`${kind} ${term}`) ?? 0),
  });
  return {
    words: { vectors: words.weigh({ power: WORD_RARITY, archive: earlier('w') }), share: alike },
    trigrams: { vectors: trigrams.weigh(), share: spelled },
    names: { vectors: names.weigh({ shareOf: shareOfName, archive: earlier('n') }), share: named * trust },
    proper: { vectors: proper.weigh(), share: written },
    themes: { vectors: weighThemes(themes), share: themed * trust },
    self: alike + spelled + written + (named + themed) * trust + place + time,
  };
}

/** The similarity of each pair of items above the average; the formula is in docs/grouping.md. */
export function compareItems(items: Item[], archive?: TermArchive): Matrix {
  const { words, trigrams, names, proper, themes, self } = readAspects(items, archive);
  const matrix = createMatrix(items.length);
  for (const { vectors, share } of [words, trigrams, names, proper, themes])
    addCosines(matrix, vectors, share);
  addCircumstances(matrix, items);
  subtractMean(matrix, self);
  return matrix;
}

/**
 * Weight of the field's vocabulary and lexicon, 0…1, by the share of words that the lexicon knows: about one in eight
 * in any text, one in four in texts of the field.
 */
export function trustVocabulary(known: number): number {
  return Math.min(1, Math.max(0, (known - CHANCE_SHARE) / (FIELD_SHARE - CHANCE_SHARE)));
}

/** Tests whether the texts so far, including earlier days, write a word as a name. */
function createProperTest(items: Item[], { casing }: TermArchive): (word: string) => boolean {
  const own = { texts: 0, terms: new Map<string, number>(), casing: new Map<string, Casing>() };
  for (const { title, text } of items)
    for (const { word, isUpper } of readProperWords(`${title ? `${title}.\n` : ''}${text}`)) {
      const known = own.casing.get(word) ?? { upper: 0, all: 0 };
      own.casing.set(word, { upper: known.upper + Number(isUpper), all: known.all + 1 });
    }
  return (word) => {
    const [here, earlier] = [own.casing.get(word), casing.get(word)];
    const all = (here?.all ?? 0) + ARCHIVE_WEIGHT * (earlier?.all ?? 0);
    const upper = (here?.upper ?? 0) + ARCHIVE_WEIGHT * (earlier?.upper ?? 0);
    return all > 0 && upper >= PROPER_SHARE * all;
  };
}

function countProper(text: string, isProper: (word: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.replace(/https?:\/\/\S+/g, ' ').match(/\p{Lu}[\p{L}\p{N}-]{2,}/gu) ?? []) {
    const key = word.toLowerCase();
    if (isProper(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function shareOfName(name: string): number {
  return ROLE_WEIGHTS[name.split(' ')[0] ?? ''] ?? 1;
}

/** Adds similarity of place and hour. */
function addCircumstances(matrix: Matrix, items: Item[]): void {
  for (const [row, one] of items.entries())
    for (let other = 0; other < row; other++) {
      const rival = items[other];
      if (!rival) continue;
      let value = 0;
      if (one.place && one.place === rival.place) value += SIMILARITY_WEIGHTS.place;
      if (one.time !== undefined && rival.time !== undefined)
        value += SIMILARITY_WEIGHTS.time * Math.exp(-Math.abs(one.time - rival.time) / HOUR_MS);
      if (value > 0) addToPair(matrix, row, other, value);
    }
}
