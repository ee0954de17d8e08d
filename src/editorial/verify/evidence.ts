// Cited posts and comments as evidence, prepared once each for all that is checked against them.
import { detectLanguage } from '../../base/language/detect.js';
import { isFunctionWord } from '../../base/language/function-words.js';
import type { Comment, Metrics, Platform, Post } from '../../model.js';
import { findHandles, foldQuotation } from './claims.js';
import { type FoundDate, findDates } from './dates.js';
import { stemOf } from './lexicon/word-list.js';
import { type Squashed, squash } from './names.js';
import { findQuantities, type Quantity } from './numbers.js';
import { eventGroups } from './statements/check-events.js';
import { synonymGroups } from './statements/check-support.js';
import { type Polarity, readPolarity } from './statements/polarity.js';
import { readSentences, type SentenceReading } from './statements/reading.js';
import { findUnit, PERIODS } from './units.js';
import { compoundStems, contentStems, foldCase, plainText, plainWords, wordStem } from './wording.js';

/** All that may be said on the strength of one post or comment. */
export interface Evidence {
  id: string;
  author: string;
  /** What the author, and what it names, is known as besides: "Andrej Karpathy" of `karpathy`, "Hugging Face" of HF. */
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

/** A post as evidence. What its pictures are described as was said, too. */
export function evidenceOf(post: Post, sourceName?: string): Evidence {
  const { id, author, title, platform, url, metrics, createdAt } = post;
  const alts = post.media.flatMap(({ alt }) => (alt ? [alt] : []));
  const text = [post.text, ...alts].join('\n');
  return { id, author, title, text, platform, url, metrics, createdAt, ...(sourceName && { sourceName }) };
}

/** A comment as evidence: its own words only, not the submission's. */
export function evidenceOfComment(comment: Comment): Evidence {
  const { id, author, text, url, score } = comment;
  return { id, author, title: '', text, platform: 'reddit', url, metrics: { score } };
}

export interface Prepared {
  evidence: Evidence;
  /** Plain title and text. */
  text: string;
  lower: string;
  quantities: Quantity[];
  dates: FoundDate[];
  /** Units and periods that stand anywhere in the text. */
  units: Set<string>;
  names: Squashed;
  /** Initials of its words in order, for acronyms. */
  initials: string;
  folded: string;
  stems: Set<string>;
  /** Stems of its capitalised words: Europe stands for European. */
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
  /** Lower-cased words by how they are written inside sentences: with a capital or without. */
  cased: Map<string, { upper: number; lower: number }>;
}

/** As much of a post as may be cited from. */
const MAX_POST_CHARACTERS = 40_000;
const URLS = /https?:\/\/\S+/gi;
/** Languages that write 93.9 as 93,9. */
const DECIMAL_COMMA = new Set(['de', 'fr', 'es', 'it', 'pt', 'nl', 'ru']);
/** `AnthropicAI`, `GoogleResearch_`: what accounts add to a name. */
const HANDLE_SUFFIX = /(?:_?(?:AI|HQ|Labs?|Devs?|App|Official|Team|org|project|inc))+_?$/;

export const usesDecimalComma = (language: string | undefined) => DECIMAL_COMMA.has(language ?? 'en');

/** Units and periods that a text names anywhere. */
export function unitsOf(text: string): Set<string> {
  const units = new Set<string>();
  for (const word of text.match(/[\p{L}]+|[%$\u20ac\u00a3]/gu) ?? []) {
    const unit = findUnit(word) ?? PERIODS[word.toLowerCase()];
    if (unit) units.add(unit);
  }
  return units;
}

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

/** First letters of words that follow each other: `MCP` for "Model Context Protocol". Function words part them. */
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

/** Hostile text must not cost more than its length: the rest of a book is not read, endless words are cut. */
function bounded(text: string): string {
  return text.replace(/[^\s]{100}(?=\S)/g, '$& ');
}

function prepare(evidence: Evidence): Prepared {
  const { author, knownAs = [], sourceName = '', title } = evidence;
  const full = plainText(title ? `${title}\n${evidence.text}` : evidence.text).slice(0, MAX_POST_CHARACTERS);
  const spoken = bounded(full.replace(URLS, ' '));
  const addresses = (full.match(URLS) ?? []).join(' ');
  const text = `${spoken}\n${bounded(addresses)}`;
  const language = detectLanguage(spoken);
  const address = evidence.url.replace(/^https?:\/\//, '').replace(/\d+/g, ' ');
  const about = [author, author.replace(HANDLE_SUFFIX, ''), ...knownAs, sourceName].join(' \n');
  const mentions = new Set(findHandles(`${text} ${sourceName}`).map(({ name }) => name));
  mentions.add(author.toLowerCase());
  const subreddit = /\/r\/(\w+)/.exec(evidence.url)?.[1];
  if (subreddit) mentions.add(subreddit.toLowerCase());
  const sentences = readSentences(spoken, language ?? 'en');
  const stems = new Set([...contentStems(`${spoken} ${about}`, language), ...compoundStems(spoken)]);
  const allStems = new Set([...stems, ...plainWords(`${spoken} ${about}`).map(stemOf)]);
  return {
    evidence,
    text,
    lower: text.toLowerCase(),
    quantities: findQuantities(spoken, { decimalComma: usesDecimalComma(language), evidence: true }),
    dates: findDates(spoken),
    units: unitsOf(spoken),
    names: squash(`${text}\n${bounded(about)}\n${bounded(address)}`),
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

/** The evidence with all its facts found, worked out at the first call and kept as long as the evidence lives. */
export function prepareEvidence(evidence: Evidence): Prepared {
  let entry = prepared.get(evidence);
  if (!entry) {
    entry = prepare(evidence);
    prepared.set(evidence, entry);
  }
  return entry;
}

/** How all of the day's posts write a word inside sentences: as a name, as a common word, or not at all. */
export type Casing = (word: string) => 'name' | 'common' | undefined;

const casings = new WeakMap<ReadonlyMap<string, Evidence>, { size: number; casing: Casing }>();

/** Learnt from all sources once; learnt anew when their number changes. */
export function casingOf(sources: ReadonlyMap<string, Evidence>): Casing {
  const known = casings.get(sources);
  if (known?.size === sources.size) return known.casing;
  const casing = sumCasings([...sources.values()].map((evidence) => prepareEvidence(evidence).cased));
  casings.set(sources, { size: sources.size, casing });
  return casing;
}

/** Learnt from all of a day's posts, where only some of them are evidence. */
export function learnCasing(posts: Iterable<Pick<Post, 'title' | 'text'>>): Casing {
  const texts = [...posts].map(({ title, text }) =>
    plainText(`${title}\n${text}`.slice(0, MAX_POST_CHARACTERS)),
  );
  return sumCasings(texts.map((text) => casing(bounded(text.replace(URLS, ' ')))));
}

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
