// Ranks the newest matches by their own text: how often the words are there, whether side by side, whether in the title.
// BM25 of SQLite reads all occurrences of each word to learn how rare it is, ts_rank_cd none: with one ranking of our
// own, both databases answer alike, and a common word costs no more than a rare one.
import { type RawBuilder, sql } from 'kysely';
import { numbersOf } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { findTerms, type TokenRange } from './places.js';
import type { SearchTerm } from './query.js';
import { tokenTexts } from './tokens.js';

/** Newest matches that are ranked, and beside them the newest with the words in their section's title. */
const RANKED_MATCHES = 100;
const RANKED_TITLED = 30;

// BM25 with the usual constants but without the rarity of words, all of which are there. A bullet has some 70 tokens; a
// very short one gains nothing by that.
const K1 = 1.2;
const B = 0.75;
const USUAL_TOKENS = 70;
const MIN_TOKENS = 35;
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
  const { rows } = await sql<{ id: number; text: string; section: string }>`
    select id, text, section from bullets where id in ${numbersOf(db, chosen)}`.execute(db);
  const wanted = terms.filter(({ excluded }) => !excluded);
  const weights = new Map(rows.map((row) => [Number(row.id), weightOf(row, wanted)]));
  const ranked = chosen.toSorted((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || b - a);
  return [...ranked, ...ids.filter((id) => !weights.has(id))];
}

function weightOf({ text, section }: { text: string; section: string }, terms: SearchTerm[]): number {
  const tokens = tokenTexts(text);
  const here = findTerms(tokens, terms);
  const above = findTerms(tokenTexts(section), terms);
  const norm = K1 * (1 - B + (B * Math.max(MIN_TOKENS, tokens.length)) / USUAL_TOKENS);
  const saturate = (frequency: number) => (frequency * (K1 + 1)) / (frequency + norm);
  let sum = 0;
  for (const [at, places] of here.entries()) {
    const titles = above[at]?.length ?? 0;
    sum += saturate(places.length > 0 ? places.length + TITLE * titles : TITLE_ONLY * titles);
  }
  if (terms.length > 1) sum += TOGETHER * saturate(countTogether(here));
  const literal = terms.filter((term) => SIGNED.test(term.text));
  return literal.length === 0
    ? sum
    : sum + LITERAL * literal.filter((term) => text.toLowerCase().includes(term.text.toLowerCase())).length;
}

/** How often all terms follow one another. */
function countTogether([first = [], ...others]: TokenRange[][]): number {
  return first.filter(([, start]) => {
    let end = start;
    return others.every((places) => {
      const next = places.find(([from]) => from > end && from <= end + 1 + MAX_GAP);
      end = next?.[1] ?? end;
      return next !== undefined;
    });
  }).length;
}
