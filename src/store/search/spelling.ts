// The words of the archive, and those of them that a misspelt word may have meant.
import { sql } from 'kysely';
import { rowsOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { matchIn } from './full-text.js';
import { quote } from './query.js';

/** Shorter words are too near to everything. */
const SHORTEST = 4;
const LONGEST = 30;

// What each letter or digit counts as: itself in lower case, or 0 for what separates words. Letters of the alphabets,
// of CJK and of Hangul are told by their ranges.
const LETTERS = new Uint16Array(65_536);
for (const [from, to] of [
  ['0', '9'],
  ['A', 'Z'],
  ['a', 'z'],
  ['\u00c0', '\u1fff'],
  ['\u2c00', '\u2fef'],
  ['\u3040', '\ud7ff'],
  ['\uf900', '\ufdff'],
] as const) {
  for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) {
    LETTERS[code] = code < 91 && code > 64 ? code + 32 : code;
  }
}

export interface Words {
  /** In lower case. */
  found: Set<string>;
  /** Hashes of words seen last, by their lower bits: a word that comes again need not be cut out again. */
  seen: Int32Array;
}

const SEEN = 2 ** 16;

export function noWords(): Words {
  return { found: new Set(), seen: new Int32Array(SEEN) };
}

/** Adds the words of texts. */
export function collectWords(texts: string[], { found, seen }: Words): void {
  const text = `${texts.join('\n')}\n`;
  const bytes = Buffer.from(text, 'utf16le');
  const letters = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  let hash = 0;
  let from = 0;
  for (let at = 0; at < letters.length; at++) {
    const letter = LETTERS[letters[at] ?? 0] ?? 0;
    if (letter !== 0) {
      hash = (Math.imul(hash, 31) + letter) | 0;
      continue;
    }
    const length = at - from;
    const place = hash & (SEEN - 1);
    if (length >= SHORTEST && length <= LONGEST && seen[place] !== hash) {
      seen[place] = hash;
      found.add(text.slice(from, at).toLowerCase());
    }
    hash = 0;
    from = at + 1;
  }
}

/** Takes in words. They stay when their texts go: who finds one looks whether it is used. */
export async function saveWords(db: Db, { found }: Words): Promise<void> {
  const rows = [...found].map((word) => [word]);
  await sql`insert into words (word) select word from ${rowsOf(db, ['word'], rows)} as found where true
    on conflict do nothing`.execute(db);
}

/** How many bullets have the word, or one that begins so; `most` when there are as many or more. */
export async function countBullets(db: Db, word: string, prefix: boolean, most: number): Promise<number> {
  const { table, found } = matchIn(db, `{text section} : ${quote(word)}${prefix ? '*' : ''}`);
  const { rows } = await sql<{ count: number }>`select count(*) as count from
    (select 1 from ${table} where ${found} limit ${most}) as counted`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Candidates whose use is looked up, and how far it is counted. */
const LOOKED_UP = 8;
const COUNTED = 1000;

/**
 * Words of the archive near to `word`, the nearest and then the most frequent first. Near is one edit (a letter more,
 * less, other, or two swapped), or two in a word of eight letters and more; the first letter has to be right, or
 * be swapped with the second.
 */
export async function findNearWords(db: Db, word: string, limit: number): Promise<string[]> {
  const wanted = word.toLowerCase();
  if (wanted.length < SHORTEST || !/^[\p{L}\p{N}]+$/u.test(wanted)) return [];
  const most = wanted.length >= 8 ? 2 : 1;
  const near: { word: string; edits: number }[] = [];
  for (const first of new Set([...wanted].slice(0, 2))) {
    const rows = await db
      .selectFrom('words')
      .select('word')
      .where('word', '>=', first)
      .where('word', '<', `${first}\u{10ffff}`)
      .where(sql<boolean>`length(word) between ${wanted.length - most} and ${wanted.length + most}`)
      .execute();
    for (const row of rows) {
      const edits = editDistance(wanted, row.word, most);
      if (edits <= most && edits > 0) near.push({ word: row.word, edits });
    }
  }
  near.sort((a, b) => a.edits - b.edits);
  const used: { word: string; edits: number; bullets: number }[] = [];
  for (const one of near.slice(0, LOOKED_UP)) {
    const bullets = await countBullets(db, one.word, false, COUNTED);
    if (bullets > 0) used.push({ ...one, bullets });
  }
  used.sort((a, b) => a.edits - b.edits || b.bullets - a.bullets || (a.word < b.word ? -1 : 1));
  return used.slice(0, limit).map((one) => one.word);
}

/** Characters of a part of a compound. */
const PART = 3;

/** The word in two with a dash between, as bullets have it: `multi-agent` for `multiagent`; the most frequent way. */
export async function findParts(db: Db, word: string): Promise<string | undefined> {
  if (word.length > LONGEST || !/^[\p{L}\p{N}]+$/u.test(word)) return undefined;
  let best = { parts: '', bullets: 0 };
  for (let at = PART; at <= word.length - PART; at++) {
    const parts = `${word.slice(0, at)}-${word.slice(at)}`;
    const bullets = await countBullets(db, parts, false, COUNTED);
    if (bullets > best.bullets) best = { parts, bullets };
  }
  return best.parts || undefined;
}

/** Optimal string alignment distance; more than `most` as soon as that is certain. */
export function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > most) return most + 1;
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
