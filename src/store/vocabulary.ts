// The words of the archive, and those of them that a misspelt word may have meant.
import { sql } from 'kysely';
import type { Db } from './schema.js';

/** Shorter words are too near to everything. */
const SHORTEST = 4;
const WORD = /[\p{L}\p{N}]{1,30}/gu;

/** Counts the bullets that have each word (lower case, letters and digits) in, or out again. */
export async function countWords(db: Db, texts: string[], by: 1 | -1): Promise<void> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(text.toLowerCase().match(WORD)))
      counts.set(word, (counts.get(word) ?? 0) + by);
  }
  const list = JSON.stringify([...counts]);
  await sql`insert into words (word, bullets)
    select value ->> 0, value ->> 1 from json_each(${list}) where true
    on conflict (word) do update set bullets = bullets + excluded.bullets`.execute(db);
}

/** How many bullets have words that begin so, summed over these words; exactly that word unless `prefix`. */
export async function countBullets(db: Db, word: string, prefix: boolean): Promise<number> {
  const from = word.toLowerCase();
  const to = prefix ? `${from}\u{10ffff}` : from;
  const { rows } = await sql<{ sum: number | null }>`
    select sum(bullets) as sum from words where word >= ${from} and word <= ${to}`.execute(db);
  return Number(rows[0]?.sum ?? 0);
}

/**
 * Words of the archive near to `word`, the nearest and then the most frequent first. Near is one edit (a letter more,
 * less, other, or two swapped), or two in a word of eight letters and more; the first letter has to be right, or
 * be swapped with the second.
 */
export async function findNearWords(db: Db, word: string, limit: number): Promise<string[]> {
  const wanted = word.toLowerCase();
  if (wanted.length < SHORTEST || !/^[\p{L}\p{N}]+$/u.test(wanted)) return [];
  const most = wanted.length >= 8 ? 2 : 1;
  const near: { word: string; edits: number; bullets: number }[] = [];
  for (const first of new Set([...wanted].slice(0, 2))) {
    const { rows } = await sql<{ word: string; bullets: number }>`
      select word, bullets from words
      where word >= ${first} and word < ${`${first}\u{10ffff}`} and bullets > 0
        and length(word) between ${wanted.length - most} and ${wanted.length + most}`.execute(db);
    for (const row of rows) {
      const edits = editDistance(wanted, row.word, most);
      if (edits <= most && edits > 0) near.push({ ...row, edits });
    }
  }
  near.sort((a, b) => a.edits - b.edits || b.bullets - a.bullets || (a.word < b.word ? -1 : 1));
  return [...new Set(near.map((one) => one.word))].slice(0, limit);
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
