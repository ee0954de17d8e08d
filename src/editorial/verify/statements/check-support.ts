// Checks that the words of each clause of a text are supported by words of its posts.
import { isPlainDenial } from '../lexicon/denials.js';
import { EVENT_GROUPS } from '../lexicon/event-words.js';
import { DOUBTS, REPORTS } from '../lexicon/hedges.js';
import { SYNONYM_GROUPS } from '../lexicon/synonyms.js';
import { isNumberWord } from '../quantities/number-words.js';
import { findUnit } from '../quantities/units.js';
import type { Clause, SentenceReading, Token } from './reading.js';

/** The words of a sentence's posts: their stems, and the groups of synonyms and events that these belong to. */
export interface PostWords {
  stems: ReadonlySet<string>[];
  /** Acronyms of the posts, in lower case. */
  acronyms: ReadonlySet<string>;
  synonyms: ReadonlySet<number>;
  events: ReadonlySet<number>;
}

/** Maximum unsupported content words in a row in a supported clause. */
const MAX_RUN = 3;
/** Maximum share of unsupported content words in a supported clause of at least two. */
const MAX_UNSUPPORTED_SHARE = 0.75;
/** Whether a word only attributes or hedges: both words of "critics suspect". */
const isReporting = ({ word }: Token) =>
  DOUBTS.has(word) ||
  REPORTS.has(word) ||
  /^(?:critics?|analysts?|skeptics?|observers?|testers?|owners?|fans?)$/.test(word);
/** Clauses that only name a source: "by the maker's account". */
const SOURCE =
  /^\s*(?:by|in|from) (?:[\p{L}'\u2019]+ ){1,3}(?:accounts?|view|opinion|words|eyes|telling)\s*$/iu;
/** Words for fractions and times of day, which are not content words. */
const FRACTION = /^(?:[ap]\.?m|half|halves|thirds?|quarters?|fifths?|tenths?|dozens?)$/;

const shares = (groups: readonly number[] | undefined, postGroups: ReadonlySet<number>) =>
  groups?.some((group) => postGroups.has(group)) ?? false;

/** Whether a post contains the word, a synonym of it, or a word for the same kind of event. */
export function isSupportedWord({ key }: Token, { stems, synonyms, events }: PostWords): boolean {
  return (
    stems.some((postStems) => postStems.has(key)) ||
    shares(SYNONYM_GROUPS.get(key), synonyms) ||
    shares(EVENT_GROUPS.get(key), events)
  );
}

/** Returns the groups in `SYNONYM_GROUPS` that the stems belong to. */
export function synonymGroups(stems: Iterable<string>): Set<number> {
  const groups = new Set<number>();
  for (const stem of stems) for (const group of SYNONYM_GROUPS.get(stem) ?? []) groups.add(group);
  return groups;
}

/** Returns the words of a clause that spell out an acronym of the posts: "supervised fine-tuning" for SFT. */
function findWrittenOut(tokens: Token[], acronyms: ReadonlySet<string>): Set<Token> {
  const found = new Set<Token>();
  const initials = tokens.map(({ word }) => word[0] ?? '').join('');
  for (let from = 0; from < tokens.length; from++)
    for (let length = 2; length <= MAX_ACRONYM && from + length <= tokens.length; length++)
      if (acronyms.has(initials.slice(from, from + length)))
        for (const token of tokens.slice(from, from + length)) found.add(token);
  return found;
}
/** Maximum letters of an acronym. */
const MAX_ACRONYM = 5;

/** Returns the length of the longest run of false flags. */
function longestRun(flags: boolean[]): number {
  let longest = 0;
  let run = 0;
  for (const isSupported of flags) {
    run = isSupported ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/**
 * Returns the first clause that the posts do not support; undefined if they support all. In a heading, names and
 * numbers do not allow more unsupported words.
 */
export function findUnsupportedClause(
  claim: SentenceReading,
  postWords: PostWords,
  heading: boolean,
  isQuoting: (clause: Clause) => boolean = () => false,
): Clause | undefined {
  return claim.clauses.find((clause, index) => {
    const { tokens } = clause;
    const content = tokens.filter(
      ({ kind, word }) =>
        kind === 'word' && word.length > 1 && !isNumberWord(word) && !FRACTION.test(word) && !findUnit(word),
    );
    const writtenOut = findWrittenOut(tokens, postWords.acronyms);
    // "Nobody has confirmed it" means "unconfirmed".
    const isDenied = tokens.some(({ word }) => isPlainDenial(word));
    const isUndone = ({ key }: Token) => isDenied && postWords.stems.some((stems) => stems.has(`un${key}`));
    const flags = content.map(
      (token) => isSupportedWord(token, postWords) || writtenOut.has(token) || isUndone(token),
    );
    const unsupported = flags.filter((flag) => !flag).length;
    if (unsupported === 0 || content.every(isReporting) || SOURCE.test(clause.text)) return false;
    const rest = tokens.filter(
      ({ kind, word }) =>
        kind === 'name' ||
        kind === 'number' ||
        /^(?:doubl|tripl|quadrupl|halv)(?:e|es|ed|ing)$/.test(word) ||
        (isNumberWord(word) && !/^(?:one|first|second)$/.test(word)),
    ).length;
    if (content.length === 1) return heading && tokens.length <= 4;
    // A later clause without names and numbers needs at least one word of the posts themselves.
    const own = content.some(
      (token) =>
        writtenOut.has(token) || isUndone(token) || postWords.stems.some((stems) => stems.has(token.key)),
    );
    if (index > 0 && rest === 0 && !own) return true;
    const share = unsupported / content.length;
    // A clause with a name, a number or a quotation may have one more unsupported word.
    const isAnchored = (rest > 0 && !heading) || isQuoting(clause);
    const least = isAnchored ? 3 : 2;
    return unsupported >= least && (longestRun(flags) > MAX_RUN || share > MAX_UNSUPPORTED_SHARE);
  });
}

/**
 * Returns the ids of at most `max` posts that together contain most of the words, the most useful first. A limit is
 * needed because among many posts any word finds support. `stems` are all stems of a post.
 */
export function chooseSupport(
  words: ReadonlySet<string>,
  posts: { id: string; stems: ReadonlySet<string> }[],
  max: number,
): string[] {
  const chosen: string[] = [];
  const open = new Set(words);
  const left = [...posts];
  while (chosen.length < max && left.length > 0) {
    const counts = left.map(({ stems }) => [...open].filter((word) => stems.has(word)).length);
    const most = Math.max(...counts);
    if (most === 0) break;
    const [post] = left.splice(counts.indexOf(most), 1);
    if (!post) break;
    chosen.push(post.id);
    for (const word of [...open]) if (post.stems.has(word)) open.delete(word);
  }
  return chosen;
}
