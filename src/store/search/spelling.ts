// The words of the archive, and those of them that a misspelt word may have meant.
import { distance } from 'fastest-levenshtein';
import { sql } from 'kysely';
import { rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { makeTerm } from './query.js';
import { countMatches } from './search.js';
import { fold } from './tokens.js';

/** Shorter words are near to everything. */
const MIN_LENGTH = 4;
const MAX_LENGTH = 30;
/** From this length on, two edits are forgiven. */
const LONG_WORD = 8;

/** Adds words to the archive's. They stay when their texts go: `findNearWords` checks whether one is still used. */
export async function saveWords(db: Db, words: Iterable<string>): Promise<void> {
  const rows = [...words]
    .filter(({ length }) => length >= MIN_LENGTH && length <= MAX_LENGTH)
    .map((word) => [word]);
  await sql`insert into words (word) select word from ${rowsOf(db, ['word'], rows)} as found where true
    on conflict do nothing`.execute(db);
}

/** Candidates whose use is looked up, and how far it is counted. */
const MAX_LOOKUPS = 8;
const MAX_COUNT = 1000;

/**
 * Words of the archive near to `word`: the nearest first, then the most frequent. Near is one edit (a letter more, less,
 * other, or two swapped), or two in a word of eight letters and more; the first letter must be right, or swapped with
 * the second.
 */
export async function findNearWords(db: Db, given: string, limit: number): Promise<string[]> {
  const word = fold(given);
  if (word.length < MIN_LENGTH || !/^[\p{L}\p{N}]+$/u.test(word)) return [];
  const most = word.length >= LONG_WORD ? 2 : 1;
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

/** Characters of a part of a compound. */
const MIN_PART = 3;

/** The word in two with a dash between, as bullets have it: `multi-agent` for `multiagent`; the most frequent way. */
export async function findParts(db: Db, word: string): Promise<string | undefined> {
  if (word.length > MAX_LENGTH || !/^[\p{L}\p{N}]+$/u.test(word)) return undefined;
  let best = { parts: '', bullets: 0 };
  for (let at = MIN_PART; at <= word.length - MIN_PART; at++) {
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

/** Levenshtein's distance, in which two swapped letters are one edit rather than two. */
function countEdits(a: string, b: string): number {
  const edits = distance(a, b);
  if (edits < 2 || a.length !== b.length) return edits;
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] ? edits - 1 : edits;
}
