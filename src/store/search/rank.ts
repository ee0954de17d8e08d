// Ranks the newest matches by their own text: how often the words are there, whether side by side, whether in the title.
// BM25 of SQLite reads all occurrences of each word to learn how rare it is, ts_rank_cd none: with one ranking of our
// own, both databases answer alike, and a common word costs no more than a rare one.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import type { SearchTerm } from './query.js';

/** Newest matches that are ranked, and beside them the newest with the words in their section's title. */
const RANKED_MATCHES = 100;
const RANKED_TITLED = 30;

// BM25 with the usual constants but without the rarity of words, all of which are there. The tokens of a bullet take some
// 400 characters; a very short one gains nothing by that.
const K1 = 1.2;
const B = 0.75;
const USUAL_LENGTH = 400;
const MIN_LENGTH = 200;
/** A section's title counts double, but little where the bullet itself lacks the word. */
const TITLE = 2;
const TITLE_ONLY = 0.2;
/** Words that follow one another in the order of the search, with at most so many others between. */
const TOGETHER = 2;
const MAX_GAP = 2;
/** What is written exactly as it was searched for: `c++`. More than any number of occurrences. */
const LITERAL = 3;
/** `c++`, `.net`, `$200`, `@handle`: signs that the index does not hold. */
const SIGNED = /^[@#$€£.]|[+#%]$/;

/** The ids, best first; those beyond the ranked ones follow in their own order. `titled` finds more to rank. */
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
  const signed = wanted.filter(({ text }) => SIGNED.test(text));
  // The text is long, and only signs need it.
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
  const norm = K1 * (1 - B + (B * Math.max(MIN_LENGTH, row.tokens.length)) / USUAL_LENGTH);
  const saturate = (frequency: number) => (frequency * (K1 + 1)) / (frequency + norm);
  let sum = 0;
  for (const [at, term] of terms.entries()) {
    const places = here[at]?.length ?? 0;
    const titles = findPlaces(row.section_tokens, term).length;
    sum += saturate(places > 0 ? places + TITLE * titles : TITLE_ONLY * titles);
  }
  if (terms.length > 1) sum += TOGETHER * saturate(countTogether(` ${row.tokens} `, here));
  const written = row.text.toLowerCase();
  return sum + LITERAL * signed.filter((term) => written.includes(term.text.toLowerCase())).length;
}

/** From the space before a term's first token to the space after its last one, in tokens that spaces surround. */
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

/** How often all terms follow one another. */
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
