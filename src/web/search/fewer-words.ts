// Shortens a search that has no match: to the doubts that it asks for, or to its most informative words.
import type { Db } from '../../store/database/schema.js';
import type { SearchTerm } from '../../store/search/query.js';
import { countMatches } from '../../store/search/search.js';

/** Each term costs up to two searches. */
const MAX_TERMS = 6;
/** The texts that have a term are counted up to this number. */
const MAX_COUNT = 1000;

/** English words that belong to a question about the archive, not to its texts: `what changed between A and B`. */
const QUESTION_WORDS: ReadonlySet<string> = new Set(
  `between change changed changes compare compared comparison differ difference differences different first happened
  know latest mention mentioned mentions news opinions people post posts said say says since think thinks told
  versus vs week`.split(/\s+/),
);
const DOUBT_WORDS =
  /^(?:doubt(?:s|ed|ers?)?|critics?|criticisms?|critici[sz]e[sd]?|s[ck]eptic(?:s|al|ism)?)$/i;

/** Returns `Mythos` for `who doubted Mythos`; undefined for a search that asks for no doubts. */
export function findDoubted(terms: SearchTerm[]): SearchTerm[] | undefined {
  const others = terms.filter((term) => !isPlain(term) || !DOUBT_WORDS.test(term.text));
  const informative = withoutQuestion(others);
  return others.length < terms.length && informative.some(({ excluded }) => !excluded)
    ? informative
    : undefined;
}

/**
 * Drops terms until a text has all that remain: first the words of a question and terms that no text has, then one term
 * at a time, the commonest first. Undefined if no term remains.
 */
export async function keepInformative(
  db: Db,
  terms: SearchTerm[],
  hasMatch: (terms: SearchTerm[]) => Promise<boolean>,
): Promise<SearchTerm[] | undefined> {
  const wanted = terms.filter((term) => !term.excluded);
  const counted: { term: SearchTerm; texts: number }[] = [];
  for (const term of withoutQuestion(wanted))
    counted.push({ term, texts: await countMatches(db, [term], MAX_COUNT) });
  const known = counted.filter(({ texts }) => texts > 0).toSorted((a, b) => a.texts - b.texts);
  let left = known.slice(0, MAX_TERMS).map(({ term }) => term);
  // Keep the order of the terms, and the excluded ones.
  const inOrder = (some: SearchTerm[]) => terms.filter((term) => term.excluded || some.includes(term));
  while (left.length > 0) {
    if (left.length < wanted.length && (await hasMatch(inOrder(left)))) return inOrder(left);
    for (const dropped of left.toReversed()) {
      const some = inOrder(left.filter((term) => term !== dropped));
      if (left.length > 1 && (await hasMatch(some))) return some;
    }
    left = left.slice(0, -1);
  }
  return undefined;
}

function withoutQuestion(terms: SearchTerm[]): SearchTerm[] {
  const informative = terms.filter((term) => !isPlain(term) || !QUESTION_WORDS.has(term.text.toLowerCase()));
  return informative.some(({ excluded }) => !excluded) ? informative : terms;
}

function isPlain({ excluded, phrase }: SearchTerm): boolean {
  return !excluded && !phrase;
}
