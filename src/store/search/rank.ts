// Ranks the newest matches by their text: how often they have the words, whether side by side, whether in the title.
// SQLite's BM25 reads all occurrences of each word to weigh its rarity, while PostgreSQL's ts_rank_cd ignores rarity. With
// our own ranking, both databases give the same order, and a common word costs no more than a rare one.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import type { SearchTerm } from './query.js';

/** How many of the newest matches are ranked, and how many more with the words in their section's title. */
const RANKED_MATCHES = 100;
const RANKED_TITLED = 30;

// BM25 with the usual constants, but without the rarity of words, since every match has them all. A bullet's tokens have
// about 400 characters. Shorter than MIN_TOKENS_LENGTH gains nothing.
const K1 = 1.2;
const B = 0.75;
const USUAL_TOKENS_LENGTH = 400;
const MIN_TOKENS_LENGTH = 200;
/** The weight of a word in the section's title, and its weight if the bullet itself lacks the word. */
const TITLE_WEIGHT = 2;
const TITLE_ONLY_WEIGHT = 0.2;
/** The weight of words in the order of the search with at most MAX_GAP other words between two of them. */
const SEQUENCE_WEIGHT = 2;
const MAX_GAP = 2;
/** The weight of an exact match with signs, such as `c++`: more than any number of occurrences. */
const EXACT_WEIGHT = 3;
/** Words with signs that the index does not hold: `c++`, `.net`, `$200`, `@handle`. */
const SIGNED_WORD = /^[@#$€£.]|[+#%]$/;

/** Returns the ids, best first; ids that are not ranked follow in their order. `titled` finds more matches to rank. */
export async function rankBullets(
  db: Db,
  terms: SearchTerm[],
  ids: number[],
  titled: RawBuilder<{ id: number }>,
): Promise<number[]> {
  const inTitle =
    ids.length > RANKED_MATCHES
      ? (await sql<{ id: number }>`${titled} limit ${RANKED_TITLED}`.execute(db)).rows
      : [];
  const found = new Set(ids);
  const titledIds = inTitle.map(({ id }) => Number(id)).filter((id) => found.has(id));
  const chosen = [...new Set([...ids.slice(0, RANKED_MATCHES), ...titledIds])];
  const wanted = terms.filter(({ excluded }) => !excluded);
  const signed = wanted.filter(({ text }) => SIGNED_WORD.test(text));
  // The text is long, and only words with signs need it.
  const text = signed.length > 0 ? sql`text` : sql`''`;
  const { rows } = await sql<RankedRow>`
    select id, tokens, section_tokens, ${text} as text from bullets where id in ${numbersOf(db, chosen)}`.execute(
    db,
  );
  const weights = new Map(rows.map((row) => [Number(row.id), weightOf(row, wanted, signed)]));
  const ranked = chosen.toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || b - a);
  return [...ranked, ...ids.filter((id) => !weights.has(id))];
}

interface RankedRow {
  id: number;
  tokens: string;
  section_tokens: string;
  text: string;
}

function weightOf(row: RankedRow, terms: SearchTerm[], signed: SearchTerm[]): number {
  const here = terms.map((term) => findPlaces(row.tokens, term));
  const norm = K1 * (1 - B + (B * Math.max(MIN_TOKENS_LENGTH, row.tokens.length)) / USUAL_TOKENS_LENGTH);
  const saturate = (frequency: number) => (frequency * (K1 + 1)) / (frequency + norm);
  let sum = 0;
  for (const [at, term] of terms.entries()) {
    const places = here[at]?.length ?? 0;
    const titles = findPlaces(row.section_tokens, term).length;
    sum += saturate(places > 0 ? places + TITLE_WEIGHT * titles : TITLE_ONLY_WEIGHT * titles);
  }
  if (terms.length > 1) sum += SEQUENCE_WEIGHT * saturate(countTogether(` ${row.tokens} `, here));
  const written = row.text.toLowerCase();
  return sum + EXACT_WEIGHT * signed.filter((term) => written.includes(term.text.toLowerCase())).length;
}

/** The offsets of the space before a term's first token and of the space after its last. */
type Place = [from: number, to: number];

function findPlaces(tokens: string, { sequences, prefix }: SearchTerm): Place[] {
  const spaced = ` ${tokens} `;
  const found = new Map<number, number>();
  for (const words of sequences) {
    const sought = ` ${words.join(' ')}`;
    const whole = prefix ? sought : `${sought} `;
    for (let at = spaced.indexOf(whole); at >= 0; at = spaced.indexOf(whole, at + 1))
      found.set(at, at + sought.length);
  }
  const places = [...found];
  return sequences.length > 1 ? places.sort(([a], [b]) => a - b) : places;
}

/** Counts how often all terms follow one another. */
function countTogether(spaced: string, [first = [], ...others]: Place[][]): number {
  return first.filter(([, start]) => {
    let end = start;
    return others.every((places) => {
      const next = places.find(([from]) => from >= end);
      if (!next || spaced.slice(end, next[0]).split(' ').length > 1 + MAX_GAP) return false;
      end = next[1];
      return true;
    });
  }).length;
}
