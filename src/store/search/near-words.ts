// Stores the words of the archive, and finds those that a misspelt word may mean.
import { distance } from 'fastest-levenshtein';
import { sql } from 'kysely';
import { rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { makeTerm } from './query.js';
import { countMatches } from './search.js';
import { fold } from './tokens.js';

/** Shorter words are similar to too many others. */
const MIN_WORD_CHARACTERS = 4;
const MAX_WORD_CHARACTERS = 30;
/** Words of at least this length may differ by two edits. */
const LONG_WORD_LENGTH = 8;

/** Adds words. They are not removed with their texts: `findNearWords` checks whether a word is still used. */
export async function saveWords(db: Db, words: Iterable<string>): Promise<void> {
  const rows = [...words]
    .filter(({ length }) => length >= MIN_WORD_CHARACTERS && length <= MAX_WORD_CHARACTERS)
    .map((word) => [word]);
  await sql`insert into words (word) select word from ${rowsOf(db, ['word'], rows)} as found where true
    on conflict do nothing`.execute(db);
}

/** How many candidates are looked up, and up to what number their uses are counted. */
const MAX_LOOKUPS = 8;
const MAX_COUNT = 1000;

/**
 * Finds words of the archive similar to `given`, the most similar first, then the most frequent. Similar means one edit (a
 * letter added, missing or changed, or two letters swapped), or two edits in words of eight or more letters. The first
 * letter must be right, or swapped with the second.
 */
export async function findNearWords(db: Db, given: string, limit: number): Promise<string[]> {
  const word = fold(given);
  if (word.length < MIN_WORD_CHARACTERS || !/^[\p{L}\p{N}]+$/u.test(word)) return [];
  const most = word.length >= LONG_WORD_LENGTH ? 2 : 1;
  const near: { word: string; edits: number }[] = [];
  for (const first of new Set([...word].slice(0, 2))) {
    const rows = await db
      .selectFrom('words')
      .select('word')
      .where('word', '>=', first)
      .where('word', '<', `${first}\u{10ffff}`)
      .where(sql<boolean>`length(word) between ${word.length - most} and ${word.length + most}`)
      .execute();
    for (const row of rows) {
      const edits = countEdits(word, row.word);
      if (edits <= most && edits > 0) near.push({ word: row.word, edits });
    }
  }
  near.sort((a, b) => a.edits - b.edits);
  const used: { word: string; edits: number; bullets: number }[] = [];
  for (const one of near.slice(0, MAX_LOOKUPS)) {
    const bullets = await countBullets(db, one.word);
    if (bullets > 0) used.push({ ...one, bullets });
  }
  used.sort((a, b) => a.edits - b.edits || b.bullets - a.bullets || (a.word < b.word ? -1 : 1));
  return used.slice(0, limit).map((one) => one.word);
}

/** The minimum length of a part of a compound. */
const MIN_PART_CHARACTERS = 3;

/** Splits a word as bullets write it with a hyphen, in the most frequent way: `multi-agent` for `multiagent`. */
export async function findParts(db: Db, word: string): Promise<string | undefined> {
  if (word.length > MAX_WORD_CHARACTERS || !/^[\p{L}\p{N}]+$/u.test(word)) return undefined;
  let best = { parts: '', bullets: 0 };
  for (let at = MIN_PART_CHARACTERS; at <= word.length - MIN_PART_CHARACTERS; at++) {
    const parts = `${word.slice(0, at)}-${word.slice(at)}`;
    const bullets = await countBullets(db, parts);
    if (bullets > best.bullets) best = { parts, bullets };
  }
  return best.parts || undefined;
}

function countBullets(db: Db, text: string): Promise<number> {
  const term = makeTerm(text, { phrase: true });
  return term ? countMatches(db, [term], MAX_COUNT) : Promise.resolve(0);
}

/** The Levenshtein distance, but two swapped letters count as one edit. */
function countEdits(a: string, b: string): number {
  const edits = distance(a, b);
  if (edits < 2 || a.length !== b.length) return edits;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] ? edits - 1 : edits;
}
