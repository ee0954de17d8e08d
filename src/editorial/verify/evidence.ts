// Prepares posts and comments as evidence. Each is prepared once, for all texts that are checked against it.
import { detectLanguage } from '../../base/language/detect.js';
import { isFunctionWord } from '../../base/language/function-words.js';
import type { Comment, Metrics, Platform, Post } from '../../model.js';
import { findHandles, foldQuotation } from './claims.js';
import { PHRASAL_EVENTS } from './lexicon/event-words.js';
import { stemOf } from './lexicon/word-list.js';
import { type Squashed, squash } from './names.js';
import { type Polarity, readPolarity } from './polarity.js';
import { type FoundDate, findDates } from './quantities/dates.js';
import { findQuantities, type Quantity } from './quantities/numbers.js';
import { findUnit, PERIODS } from './quantities/units.js';
import { eventGroups } from './statements/check-events.js';
import { synonymGroups } from './statements/check-support.js';
import { readSentences, type SentenceReading } from './statements/reading.js';
import { compoundStems, contentStems, foldCase, plainText, plainWords, wordStem } from './wording.js';

/** What one post or comment supports: its text, author, figures and date. */
export interface Evidence {
  id: string;
  author: string;
  /** Other names of the author and of what the post names: "Andrej Karpathy" for `karpathy`, "Hugging Face" for HF. */
  knownAs?: string[];
  title: string;
  text: string;
  platform: Platform;
  url: string;
  metrics?: Metrics;
  createdAt?: string;
  /** `r/LocalLLaMA`, a feed's title. */
  sourceName?: string;
}

/** Returns a post as evidence. Descriptions of its pictures count as its words. */
export function evidenceOf(post: Post, sourceName?: string): Evidence {
  const { id, author, title, platform, url, metrics, createdAt } = post;
  const alts = post.media.flatMap(({ alt }) => (alt ? [alt] : []));
  const text = [post.text, ...alts].join('\n');
  return { id, author, title, text, platform, url, metrics, createdAt, ...(sourceName && { sourceName }) };
}

/** Returns a comment as evidence: its own words, not the submission's. */
export function evidenceOfComment(comment: Comment): Evidence {
  const { id, author, text, url, score } = comment;
  return { id, author, title: '', text, platform: 'reddit', url, metrics: { score } };
}

/** Evidence with everything that the checks look up in it. */
export interface Prepared {
  evidence: Evidence;
  /** Plain title and text. */
  text: string;
  lower: string;
  quantities: Quantity[];
  dates: FoundDate[];
  /** All units and periods in the text. */
  units: Set<string>;
  names: Squashed;
  /** Initials of its words in order, for acronyms (see `initialsOf`). */
  initials: string;
  folded: string;
  stems: Set<string>;
  /** Stems of its capitalised words, so that "European" matches "Europe". */
  nameStems: Set<string>;
  polarity: Polarity;
  sentences: SentenceReading[];
  /** All stems, function words included. */
  allStems: Set<string>;
  /** Its acronyms, in lower case. */
  acronyms: Set<string>;
  /** Groups of events and of synonyms that its words belong to. */
  events: Set<number>;
  synonyms: Set<number>;
  mentions: Set<string>;
  language: string | undefined;
  /** For each word, in lower case, how often it is written with and without a capital inside sentences. */
  cased: Map<string, { upper: number; lower: number }>;
}

/** The posts and comments that a text may cite, by id. */
export type Sources = ReadonlyMap<string, Evidence>;

/** Maximum characters of a post that are read as evidence. */
const MAX_POST_CHARACTERS = 40_000;
const URLS = /https?:\/\/\S+/gi;
/** Languages that write 93.9 as 93,9. */
const DECIMAL_COMMA = new Set(['de', 'fr', 'es', 'it', 'pt', 'nl', 'ru']);
/** Suffixes that accounts add to a name: `AnthropicAI`, `GoogleResearch_`. */
const HANDLE_SUFFIX = /(?:_?(?:AI|HQ|Labs?|Devs?|App|Official|Team|org|project|inc))+_?$/;

export const usesDecimalComma = (language: string | undefined) => DECIMAL_COMMA.has(language ?? 'en');

/** Returns all units and periods in a text. */
export function unitsOf(text: string): Set<string> {
  const units = new Set<string>();
  for (const word of text.match(/[\p{L}]+|[%$\u20ac\u00a3]/gu) ?? []) {
    const unit = findUnit(word) ?? PERIODS[word.toLowerCase()];
    if (unit) units.add(unit);
  }
  return units;
}

/** Counts, for each word, how often it is written with and without a capital inside sentences. */
function casing(text: string): Prepared['cased'] {
  const cased: Prepared['cased'] = new Map();
  for (const match of text.matchAll(/(?<=[\p{L}\p{N},'\u2019] )\p{L}[\p{L}\p{M}]+/gu)) {
    const word = match[0];
    const key = word.toLowerCase();
    const counts = cased.get(key) ?? { upper: 0, lower: 0 };
    if (word === key) counts.lower++;
    else counts.upper++;
    cased.set(key, counts);
  }
  return cased;
}

/**
 * Returns the initials of a text's words, in the word's case: `MCP` for "Model Context Protocol". A function word is a
 * `.`; a space separates words with more than a space or hyphen between them.
 */
function initialsOf(text: string): string {
  let initials = '';
  let last = 0;
  for (const match of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    if (!/^[\s-]?$/.test(text.slice(last, match.index))) initials += ' ';
    const word = foldCase(match[0]);
    const initial = word[0] ?? '';
    initials += isFunctionWord(word) ? '.' : /^\p{Lu}/u.test(match[0]) ? initial.toUpperCase() : initial;
    last = match.index + match[0].length;
  }
  return initials;
}

/** Accounts that a post credits without their @: "(Vega10, tarn_lab)". */
const ACCOUNTS_IN_BRACKETS = /\(((?:@?\w{4,40}, ){0,5}@?\w{4,40})\)/g;

/** Splits words after 100 characters, so that hostile text takes only linear time. */
function splitLongWords(text: string): string {
  return text.replace(/[^\s]{100}(?=\S)/g, '$& ');
}

/** Finds everything in a post or comment that the checks look up. */
function prepare(evidence: Evidence): Prepared {
  const { author, knownAs = [], sourceName = '', title } = evidence;
  const full = plainText(title ? `${title}\n${evidence.text}` : evidence.text).slice(0, MAX_POST_CHARACTERS);
  const spoken = splitLongWords(full.replace(URLS, ' '));
  const addresses = (full.match(URLS) ?? []).join(' ');
  const text = `${spoken}\n${splitLongWords(addresses)}`;
  const language = detectLanguage(spoken);
  const address = evidence.url.replace(/^https?:\/\//, '').replace(/\d+/g, ' ');
  const about = [author, author.replace(HANDLE_SUFFIX, ''), ...knownAs, sourceName].join(' \n');
  const mentions = new Set(findHandles(`${text} ${sourceName}`).map(({ name }) => name));
  mentions.add(author.toLowerCase());
  for (const [, list = ''] of text.matchAll(ACCOUNTS_IN_BRACKETS))
    for (const account of list.split(', ')) mentions.add(account.replace(/^@/, '').toLowerCase());
  const subreddit = /\/r\/(\w+)/.exec(evidence.url)?.[1];
  if (subreddit) mentions.add(subreddit.toLowerCase());
  const sentences = readSentences(spoken, language ?? 'en');
  const stems = new Set([...contentStems(`${spoken} ${about}`, language), ...compoundStems(spoken)]);
  const nouns = PHRASAL_EVENTS.flatMap(([phrase, noun]) => (phrase.test(spoken) ? [stemOf(noun)] : []));
  const allStems = new Set([...stems, ...plainWords(`${spoken} ${about}`).map(stemOf), ...nouns]);
  return {
    evidence,
    text,
    lower: text.toLowerCase(),
    quantities: findQuantities(spoken, { decimalComma: usesDecimalComma(language), evidence: true }),
    dates: findDates(spoken),
    units: unitsOf(spoken),
    names: squash(`${text}\n${splitLongWords(about)}\n${splitLongWords(address)}`),
    initials: initialsOf(spoken),
    folded: foldQuotation(spoken),
    stems,
    allStems,
    sentences,
    acronyms: new Set((spoken.match(/\b\p{Lu}{2,5}\b/gu) ?? []).map((word) => word.toLowerCase())),
    events: eventGroups(allStems),
    synonyms: synonymGroups(allStems),
    nameStems: new Set(
      (spoken.match(/\p{Lu}[\p{L}\p{M}]{3,}/gu) ?? []).map((word) => wordStem(foldCase(word))),
    ),
    polarity: readPolarity(spoken, language ?? 'en', 'post'),
    mentions,
    language,
    cased: casing(spoken),
  };
}

const prepared = new WeakMap<Evidence, Prepared>();

/** Returns the prepared evidence, cached for as long as the evidence object exists. */
export function prepareEvidence(evidence: Evidence): Prepared {
  let entry = prepared.get(evidence);
  if (!entry) {
    entry = prepare(evidence);
    prepared.set(evidence, entry);
  }
  return entry;
}

/** Returns how the day's posts mostly write a word inside sentences; undefined if they do not contain it. */
export type Casing = (word: string) => 'name' | 'common' | undefined;

const casings = new WeakMap<ReadonlyMap<string, Evidence>, { size: number; casing: Casing }>();

/** Returns the casing in all sources. It is cached until their number changes. */
export function casingOf(sources: ReadonlyMap<string, Evidence>): Casing {
  const known = casings.get(sources);
  if (known?.size === sources.size) return known.casing;
  const casing = sumCasings([...sources.values()].map((evidence) => prepareEvidence(evidence).cased));
  casings.set(sources, { size: sources.size, casing });
  return casing;
}

/** Returns the casing in all of a day's posts, for when only some of them are evidence. */
export function learnCasing(posts: Iterable<Pick<Post, 'title' | 'text'>>): Casing {
  const texts = [...posts].map(({ title, text }) =>
    plainText(`${title}\n${text}`.slice(0, MAX_POST_CHARACTERS)),
  );
  return sumCasings(texts.map((text) => casing(splitLongWords(text.replace(URLS, ' ')))));
}

/** Adds up the counts of several posts and returns their casing. */
function sumCasings(all: Prepared['cased'][]): Casing {
  const totals: Prepared['cased'] = new Map();
  for (const cased of all)
    for (const [word, { upper, lower }] of cased) {
      const total = totals.get(word) ?? { upper: 0, lower: 0 };
      totals.set(word, { upper: total.upper + upper, lower: total.lower + lower });
    }
  return (word) => {
    const total = totals.get(word.toLowerCase());
    if (!total) return undefined;
    return total.upper > total.lower ? 'name' : 'common';
  };
}
