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

/** In which weights of the index FTS5's columns stand; see `vectorOf`. Facets need none: no text has their words. */
const WEIGHTS: Record<string, string[]> = { 'text section': ['A', 'B'], section: ['A'], facets: [] };
/** What no bullet has. */
const NOTHING = 'zq0nothing0';
const TOKEN = /"((?:[^"]|"")*)"(\*?)|\{([a-z ]+)\} :|[()]|\w+/g;

/** An FTS5 query, as search-query.ts makes them, for `to_tsquery`. It holds words, operators and brackets only. */
export function tsQueryOf(fts: string): string {
  const tokens = [...fts.matchAll(TOKEN)];
  let at = 0;
  const next = (text: string) => tokens[at]?.[0] === text && at++ >= 0;

  // NOT binds closer than AND, and AND closer than OR.
  const either = (weights: string[]): string => chain('OR', '|', () => both(weights));
  const both = (weights: string[]): string => chain('AND', '&', () => without(weights));
  const without = (weights: string[]): string => chain('NOT', '& !', () => one(weights));
  const chain = (word: string, operator: string, part: () => string) => {
    let all = part();
    while (next(word)) all = `(${all} ${operator} ${part()})`;
    return all;
  };
  const one = (weights: string[]): string => {
    const [token, phrase, star, columns] = tokens[at++] ?? [''];
    if (columns) return one(WEIGHTS[columns] ?? []);
    if (token === '(') {
      const inner = either(weights);
      next(')');
      return inner;
    }
    return phraseOf(wordsOf(phrase ?? token), { prefix: star === '*', weights });
  };
  return either([]);
}

/** Words one after another, all in the same column. */
function phraseOf(text: string, { prefix, weights }: { prefix: boolean; weights: string[] }): string {
  const words = text.split(' ').filter(Boolean);
  if (words.length === 0) return NOTHING;
  const inColumns = (marks: string) =>
    words
      .map((word, index) => `'${word}':${prefix && index === words.length - 1 ? '*' : ''}${marks}`)
      .map((word) => word.replace(/:$/, ''))
      .join(' <-> ');
  if (words.length === 1) return inColumns(weights.join(''));
  return `(${(weights.length > 0 ? weights : ['']).map(inColumns).join(' | ')})`;
}
