// Ranks bullets that share common words. SQLite's BM25 reads every occurrence of every word to learn how rare it is,
// which takes longer than a reader waits; here the newest bullets are weighed by the same formula on their own text.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf } from './dialect.js';
import type { Db } from './schema.js';
import { parseTerms, type SearchTerm } from './search-query.js';
import { stemsOf } from './stems.js';

/** Newest matches that are weighed, and of those with the words in their section's title. */
export const WEIGHED_HERE = 150;
const TITLED = 50;

// BM25 with the usual constants; what stands in a section's title counts double. A bullet has some 400 letters.
const K1 = 1.2;
const B = 0.75;
const LENGTH = 400;
const TITLE = 2;

/**
 * Ids in the order of their weight, the heaviest first; those that are not weighed follow, newest first. `titled` finds
 * bullets whose section's title has the words.
 */
export async function weighBullets(
  db: Db,
  text: string,
  ids: number[],
  titled: RawBuilder<{ id: number }>,
): Promise<number[]> {
  const terms = parseTerms(text);
  // Titles that hold several words are few, and to find the few takes long.
  const inTitle =
    terms.length === 1 && ids.length > WEIGHED_HERE
      ? (await sql<{ id: number }>`${titled} limit ${TITLED}`.execute(db)).rows
      : [];
  const chosen = [...new Set([...ids.slice(0, WEIGHED_HERE), ...inTitle.map(({ id }) => id)])];
  const { rows } = await sql<{ id: number; text: string; section: string }>`
    select id, text, section from bullets
    where id in ${numbersOf(db, chosen)}`.execute(db);
  const patterns = terms.filter(({ excluded }) => !excluded).map(patternOf);
  const weights = new Map(rows.map((row) => [row.id, weightOf(row, patterns)]));
  const weighed = chosen.toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || b - a);
  return [...weighed, ...ids.filter((id) => !weights.has(id))];
}

function weightOf(row: { text: string; section: string }, patterns: RegExp[]): number {
  const norm = K1 * (1 - B + (B * (row.text.length + row.section.length)) / LENGTH);
  return patterns.reduce((sum, pattern) => {
    const frequency = countOf(row.text, pattern) + TITLE * countOf(row.section, pattern);
    return sum + (frequency * (K1 + 1)) / (frequency + norm);
  }, 0);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Finds what begins with the term's stem: not to the letter what the index finds, but quickly. */
function patternOf({ text }: SearchTerm): RegExp {
  const words = stemsOf(text).map(({ stem }) => stem);
  // By far the quicker one, but it knows no other letters.
  if (words.every((word) => /^[a-z0-9]+$/.test(word)))
    return new RegExp(`\\b${words.join('\\w*\\W+')}`, 'gi');
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[\\p{L}\\p{N}]*[^\\p{L}\\p{N}]+')}`, 'giu');
}
