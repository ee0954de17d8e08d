// A search's condition on the index as a value, and its translation to FTS5 and to PostgreSQL's tsquery.
import type { StoredTag, Tag } from '../../model.js';
import { DOUBT_TERMS } from './doubt.js';
import { type Facet, facetWord } from './facets.js';
import { IMPORTED } from './passages.js';
import type { SearchFilters, SearchTerm } from './query.js';
import { distinctSequences, sequencesOf } from './tokens.js';

/** Consecutive tokens, or a combination of conditions on the same bullet. */
export type Match =
  | { words: string[]; prefix?: boolean; titleOnly?: boolean }
  | { all: Match[] }
  | { any: Match[] }
  | { one: Match; without: Match };

/** Combines terms and filters; undefined if there are none. Dates are not included: see `idRange`. */
export function matchOf(terms: SearchTerm[], filters: SearchFilters, titleOnly = false): Match | undefined {
  const wanted = terms.filter(({ excluded }) => !excluded).map((term) => matchOfTerm(term, titleOnly));
  const excluded = terms.filter((term) => term.excluded).map((term) => matchOfTerm(term, false));
  const parts = [...wanted, ...facetsOf(filters)];
  if (parts.length === 0) return undefined;
  const all = allOf(parts);
  const without = [
    ...(wanted.length > 0 ? excluded : []),
    ...(filters.checkedOnly ? [{ words: [facetWord('recap', IMPORTED)] }] : []),
  ];
  return without.length > 0 ? { one: all, without: anyOf(without) } : all;
}

function facetsOf({ platform, recap, source, author, doubts, tags = [] }: SearchFilters): Match[] {
  const facet = (...values: [Facet, string][]) =>
    anyOf(values.map((value): Match => ({ words: [facetWord(...value)] })));
  return [
    ...(platform ? [facet(['platform', platform])] : []),
    ...(recap ? [facet(['recap', recap])] : []),
    ...(source ? [facet(['source', source], ['author', source.replace(/^@/, 'x/')])] : []),
    ...(author ? [facet(['author', author.replace(/^(@|u\/)/, '')])] : []),
    ...tags.map(matchOfTag),
    ...(doubts ? [anyOf(DOUBT_TERMS.map((term) => matchOfTerm(term, false)))] : []),
  ];
}

function matchOfTerm({ sequences, prefix }: SearchTerm, titleOnly: boolean): Match {
  return anyOf(sequences.map((words): Match => ({ words, prefix, titleOnly })));
}

/**
 * Matches bullets that name a tag or one that was merged into it: their text or their section's title contains the words
 * of its name or slug in sequence. `GPT-5.5`, `gpt 5.5` and `@gpt_5_5` are the same words. A topic that is an ordinary
 * word, such as "Search", counts only in issues that carry the tag.
 */
export function matchOfTag({ merged = [], ...tag }: StoredTag): Match {
  return anyOf([tag, ...merged].map(matchOfOneTag));
}

/** A tag's names as one term, which finds the places where a text names it. */
export function termOfTag({ merged = [], ...tag }: StoredTag): SearchTerm {
  const sequences = [tag, ...merged].flatMap((one) => [
    ...namesOf(one),
    ...sequencesOf(shortNameOf(one) ?? ''),
  ]);
  return { text: tag.name, excluded: false, phrase: true, prefix: false, sequences };
}

function namesOf(tag: Tag): string[][] {
  return distinctSequences([...sequencesOf(tag.name), ...sequencesOf(tag.slug)]);
}

function matchOfOneTag(tag: Tag): Match {
  const distinct = namesOf(tag);
  const named = anyOf(distinct.map((words): Match => ({ words })));
  if (distinct.length === 0 || !isProperName(tag))
    return allOf([{ words: [facetWord('tag', `${tag.kind}/${tag.slug}`)] }, named]);
  return anyOf([withoutLonger(distinct), ...matchOfShortName(tag)]);
}

/** Matches the names, but not "GPT-5.5" for "GPT-5". */
function withoutLonger(names: string[][]): Match {
  const named = anyOf(names.map((words): Match => ({ words })));
  const numbered = names.filter((words) => /^\d+$/.test(words.at(-1) ?? ''));
  const longer = numbered.flatMap((words) => DIGITS.map((digit): Match => ({ words: [...words, digit] })));
  return longer.length > 0 ? { one: named, without: anyOf(longer) } : named;
}

/**
 * The name of a tag that counts only in issues that carry it: the short name of a model, or a topic that is an ordinary
 * word. Undefined if it has none.
 */
export function nameInTaggedIssues(tag: Tag): string | undefined {
  return isProperName(tag) ? shortNameOf(tag) : tag.name;
}

/**
 * A model's name without its maker or family: `Opus 4.7` for Claude Opus 4.7. In issues that carry the tag, it counts as
 * a mention, unless models of several makers share it.
 */
function shortNameOf({ kind, name }: Tag): string | undefined {
  const short = /^\p{L}+[\s-]+(\p{Lu}\p{L}{3,}.*)$/u.exec(name)?.[1];
  const isShared = SHARED_NAMES.has(short?.toLowerCase().split(/[\s-]/)[0] ?? '');
  return kind === 'model' && !isShared ? short : undefined;
}

function matchOfShortName(tag: Tag): Match[] {
  const short = shortNameOf(tag);
  if (!short) return [];
  const carried = { words: [facetWord('tag', `${tag.kind}/${tag.slug}`)] };
  return [allOf([carried, withoutLonger(sequencesOf(short))])];
}

const SHARED_NAMES: ReadonlySet<string> = new Set(
  `audio base chat code coder edit embed embedding fast flash heavy image instruct large lite live long medium mini
  music nano next omni plus preview prime prover pure reasoner reasoning realtime robotics search small speech super
  think thinking turbo ultra video vision voice world`.split(/\s+/),
);

const DIGITS = [...'0123456789'];

/** Whether the name is unlikely to be an ordinary word. */
function isProperName({ kind, name }: Tag): boolean {
  if ((name.match(/\p{L}/gu) ?? []).length < 3) return false;
  return kind !== 'topic' || /\d|\p{L}\p{Lu}|\p{L}\.\p{L}|\p{L}\s+\p{Lu}/u.test(name);
}

function allOf(parts: Match[]): Match {
  return parts.length === 1 && parts[0] ? parts[0] : { all: parts };
}

function anyOf(parts: Match[]): Match {
  return parts.length === 1 && parts[0] ? parts[0] : { any: parts };
}

/** A token that no bullet has. */
const MISSING_TOKEN = '§nothing';

/** Translates to an FTS5 query. Tokens consist of letters, digits and `§`: quoted, none is an operator. */
export function toFts5(match: Match): string {
  if ('all' in match) return `(${match.all.map(toFts5).join(' AND ')})`;
  if ('any' in match) return `(${match.any.map(toFts5).join(' OR ') || `"${MISSING_TOKEN}"`})`;
  if ('one' in match) return `(${toFts5(match.one)} NOT ${toFts5(match.without)})`;
  return `${match.titleOnly ? '{section} : ' : ''}"${match.words.join(' ')}"${match.prefix ? '*' : ''}`;
}

/** Translates to a tsquery. Section titles have the weight A. */
export function toTsQuery(match: Match): string {
  if ('all' in match) return `(${match.all.map(toTsQuery).join(' & ')})`;
  if ('any' in match) return `(${match.any.map(toTsQuery).join(' | ') || `'${MISSING_TOKEN}'`})`;
  if ('one' in match) return `(${toTsQuery(match.one)} & !${toTsQuery(match.without)})`;
  const { words, prefix, titleOnly } = match;
  const marked = words.map((word, at) => {
    const marks = `${prefix && at === words.length - 1 ? '*' : ''}${titleOnly ? 'A' : ''}`;
    return `'${word}'${marks && `:${marks}`}`;
  });
  return marked.length === 1 ? (marked[0] ?? '') : `(${marked.join(' <-> ')})`;
}

/** The tsquery of all rows that PostgreSQL's index finds for the match before it reads them: no order, no exclusions. */
export function toCandidates(match: Match): string {
  if ('all' in match) return `(${match.all.map(toCandidates).join(' & ')})`;
  if ('any' in match) return `(${match.any.map(toCandidates).join(' | ') || `'${MISSING_TOKEN}'`})`;
  if ('one' in match) return toCandidates(match.one);
  const { words, prefix } = match;
  const marked = words.map((word, at) => `'${word}'${prefix && at === words.length - 1 ? ':*' : ''}`);
  return `(${marked.join(' & ')})`;
}
