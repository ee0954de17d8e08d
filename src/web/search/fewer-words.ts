// What is left of a question that nothing answers word by word: its doubts, and the words that say most.
import type { Db } from '../../store/database/schema.js';
import type { SearchTerm } from '../../store/search/query.js';
import { countMatches } from '../../store/search/search.js';

/** Each word may cost some searches. */
const MAX_TERMS = 6;
/** As far as the use of a word is counted. */
const MAX_COUNT = 1000;

/** Words of a question about the archive rather than of its texts: `what changed between A and B`. English. */
const QUESTION_WORDS: ReadonlySet<string> = new Set(
  `between change changed changes compare compared comparison differ difference differences different first happened
  know latest mention mentioned mentions news opinions people post posts said say says since think thinks told
  versus vs week`.split(/\s+/),
);
const DOUBT_WORDS =
  /^(?:doubt(?:s|ed|ers?)?|critics?|criticisms?|critici[sz]e[sd]?|s[ck]eptic(?:s|al|ism)?)$/i;

/** The terms whose doubts a question such as `who doubted Mythos` asks for; undefined when it asks for none. */
export function findDoubted(terms: SearchTerm[]): SearchTerm[] | undefined {
  const others = terms.filter((term) => !isPlain(term) || !DOUBT_WORDS.test(term.text));
  const telling = withoutQuestion(others);
  return others.length < terms.length && telling.some(({ excluded }) => !excluded) ? telling : undefined;
}

/**
 * The terms without those that no text has beside the others: first those that no text has at all, then the words of a
 * question, then one after another the one that the most texts have. Undefined when all of them must go.
 */
export async function keepTelling(
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
  // The order and the exclusions of the search are kept.
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
  const telling = terms.filter((term) => !isPlain(term) || !QUESTION_WORDS.has(term.text.toLowerCase()));
  return telling.some(({ excluded }) => !excluded) ? telling : terms;
}

function isPlain({ excluded, phrase }: SearchTerm): boolean {
  return !excluded && !phrase;
}
