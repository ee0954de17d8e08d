// Ranks bullets by their own text: what an index does not tell is whether the words stand there, side by side, or only in
// the title above. SQLite's BM25 also reads every occurrence of every word to learn how rare it is: of common words,
// that takes longer than a reader waits, and the newest bullets are weighed alone.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { parseTerms, type SearchTerm } from './query.js';
import { stemsOf } from './stems.js';

/** Newest matches that are weighed, and of those with the words in their section's title. */
export const WEIGHED_HERE = 150;
/** The same, where the index has put the best of them first. */
const WEIGHED_OF_BEST = 60;
const TITLED = 50;

// BM25 with the usual constants, without the rarity of words, all of which are there. A bullet has some 400 letters; that
// one has hardly any makes no word weightier.
const K1 = 1.2;
const B = 0.75;
const LENGTH = 400;
const SHORTEST = 200;
/** What stands in the section's title counts double, but little where the bullet itself does not have it. */
const TITLE = 2;
const TITLE_ONLY = 0.2;
/** Words that follow one another, as they were asked for. */
const TOGETHER = 2;
/** For what is written to the letter as it was asked for: `c++`. More than any number of occurrences. */
const LITERAL = 3;

/**
 * Ids in the order of their weight, the heaviest first; those that are not weighed follow in their own order. `titled`
 * finds more bullets to be weighed: those whose section's title has the words.
 */
export async function weighBullets(
  db: Db,
  text: string,
  ids: number[],
  titled?: RawBuilder<{ id: number }>,
): Promise<number[]> {
  const terms = parseTerms(text).filter(({ excluded }) => !excluded);
  // Titles that hold several words are few, and to find the few takes long.
  const inTitle =
    titled && terms.length === 1 && ids.length > WEIGHED_HERE
      ? (await sql<{ id: number }>`${titled} limit ${TITLED}`.execute(db)).rows
      : [];
  const chosen = [
    ...new Set([...ids.slice(0, titled ? WEIGHED_HERE : WEIGHED_OF_BEST), ...inTitle.map(({ id }) => id)]),
  ];
  const { rows } = await sql<{ id: number; text: string; section: string }>`
    select id, text, section from bullets
    where id in ${numbersOf(db, chosen)}`.execute(db);
  const wanted: Wanted = {
    words: terms.map((term) => patternOf([term])),
    together: terms.length > 1 ? patternOf(terms) : undefined,
    literal: terms.map((term) => term.text.toLowerCase()).filter((word) => SIGNED.test(word)),
  };
  const weights = new Map(rows.map((row) => [row.id, weightOf(row, wanted)]));
  const weighed = chosen.toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || b - a);
  return [...weighed, ...ids.filter((id) => !weights.has(id))];
}

interface Wanted {
  words: RegExp[];
  /** All of them, one after another. */
  together: RegExp | undefined;
  /** Words whose signs the index does not know. */
  literal: string[];
}

/** `c++`, `.net`, `$200`, `@handle` */
const SIGNED = /^[@#$€£.]|[+#%]$/;

function weightOf(row: { text: string; section: string }, { words, together, literal }: Wanted): number {
  const length = Math.max(SHORTEST, row.text.length + row.section.length);
  const norm = K1 * (1 - B + (B * length) / LENGTH);
  const saturate = (frequency: number) => (frequency * (K1 + 1)) / (frequency + norm);
  let sum = 0;
  let present = 0;
  for (const word of words) {
    const [here, above] = [countOf(row.text, word), countOf(row.section, word)];
    if (here > 0) present++;
    sum += saturate(here > 0 ? here + TITLE * above : TITLE_ONLY * above);
  }
  if (together && present === words.length) sum += TOGETHER * saturate(countOf(row.text, together));
  const lower = literal.length > 0 ? row.text.toLowerCase() : '';
  return sum + LITERAL * literal.filter((word) => lower.includes(word)).length;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/**
 * Finds what begins with the stems of the terms, which follow one another with at most two words between: not to the
 * letter what the index finds, but quickly.
 */
function patternOf(terms: Pick<SearchTerm, 'text'>[]): RegExp {
  const stems = terms.map(({ text }) => stemsOf(text).map(({ stem }) => stem));
  // By far the quicker one, but it knows no other letters.
  const isPlain = stems.flat().every((stem) => /^[a-z0-9]+$/.test(stem));
  const [letter, one, other] = isPlain
    ? ['[a-z]', '\\w', '\\W']
    : ['\\p{L}', '[\\p{L}\\p{N}]', '[^\\p{L}\\p{N}]'];
  const join = (parts: string[], between: string) =>
    parts.reduce(
      (all, part) => `${all}${/^\d/.test(part) && /\D$/.test(all) ? `${letter}*${other}*` : between}${part}`,
    );
  const words = stems.map((parts) => join(parts, `${one}*${other}+`));
  // A number may follow its name at once.
  const begin = /^\d/.test(words[0] ?? '') ? '(?<!\\d)' : isPlain ? '\\b' : `(?<!${one})`;
  return new RegExp(
    `${begin}${join(words, `${one}*${other}+(?:${one}+${other}+){0,2}?`)}`,
    isPlain ? 'gi' : 'giu',
  );
}
