// PostgreSQL's full-text index beside SQLite's: the words that go into it, and FTS5's queries in its language.

/**
 * The words of a text as SQLite's tokeniser splits them, without case and accents, blanks between: PostgreSQL's own
 * parser sees addresses, versions and compounds in them, and would keep those whole.
 */
export function wordsOf(text: string): string {
  // A tsvector holds at most 1 MB.
  const plain = text.slice(0, LONGEST).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

const LONGEST = 200_000;

/**
 * The weight that a column's words have in the index; none where it takes none to tell them apart: no text has the words
 * of facets, and to look at weights costs a look at each row.
 */
const WEIGHTS: Record<string, string> = { 'text section': '', section: 'A', facets: '' };
/** With what the words of facets begin, which no beginning of a user's may find. */
const FACETS = /^zq/;
/** What no bullet has. */
const NOTHING = 'zq0nothing0';
const TOKEN = /"((?:[^"]|"")*)"(\*?)|\{([a-z ]+)\} :|[()]|\w+/g;

/** An FTS5 query, as search-query.ts makes them, for `to_tsquery`. It holds words, operators and brackets only. */
export function tsQueryOf(fts: string): string {
  const tokens = [...fts.matchAll(TOKEN)];
  let at = 0;
  const next = (text: string) => tokens[at]?.[0] === text && at++ >= 0;

  // NOT binds closer than AND, and AND closer than OR.
  const either = (weight: string): string => chain('OR', '|', () => both(weight));
  const both = (weight: string): string => chain('AND', '&', () => without(weight));
  const without = (weight: string): string => chain('NOT', '& !', () => one(weight));
  const chain = (word: string, operator: string, part: () => string) => {
    let all = part();
    while (next(word)) all = `(${all} ${operator} ${part()})`;
    return all;
  };
  const one = (weight: string): string => {
    const [token, phrase, star, columns] = tokens[at++] ?? [''];
    if (columns) return one(WEIGHTS[columns] ?? '');
    if (token === '(') {
      const inner = either(weight);
      next(')');
      return inner;
    }
    return phraseOf(wordsOf(phrase ?? token), { prefix: star === '*', weight });
  };
  return either('');
}

/** Words one after another. */
function phraseOf(text: string, { prefix, weight }: { prefix: boolean; weight: string }): string {
  const words = text.split(' ').filter(Boolean);
  if (words.length === 0) return NOTHING;
  const marked = words.map((word, index) => {
    const begins = prefix && index === words.length - 1;
    const marks = `${begins ? '*' : ''}${begins && FACETS.test(word) ? 'AB' : weight}`;
    return marks ? `'${word}':${marks}` : `'${word}'`;
  });
  return marked.length === 1 ? (marked[0] ?? NOTHING) : `(${marked.join(' <-> ')})`;
}
