// Finds the names, topics and recurring phrases that a post mentions.

import { oneLine } from '../../../base/text.js';
import type { Post } from '../../../model.js';
import { isStopWord } from '../../group/terms.js';
import { findVocabulary, isVariant, type Role } from '../../vocabulary/gazetteer.js';

/** Characters read per post. */
const READ_CHARACTERS = 1500;

export interface Sighting {
  key: string;
  form: string;
  named: boolean;
  kin: string[];
  /** Position in title and text. */
  start: number;
  /** Only if the vocabulary has it. */
  role?: Role;
  /** Whether it is only a comparison or an example. */
  aside: boolean;
}

export interface NameSighting {
  /** A key shared by all spellings. */
  key: string;
  form: string;
  role?: Role;
  /** Slugs of the name, its family and its maker. */
  kin: string[];
}

/**
 * The keys of names in a post's title, or in the first `maxCharacters` of an untitled post, without those in comparisons
 * and examples. A variant of a model (`GPT-5.4 Pro`) also counts as its version.
 */
export function findNameSightings(post: Post, maxCharacters: number): NameSighting[] {
  return findSightings({ ...post, text: post.text.slice(0, post.title ? 0 : maxCharacters) }).flatMap(
    ({ key, form, named, role, kin, aside }) => {
      if (!named || aside) return [];
      const version = role === 'model' ? /^model \D+?-?v?\d+(?:-\d+)?(?=-|$)/.exec(key)?.[0] : undefined;
      const sighted = { key, form, role, kin };
      return version && version !== key ? [sighted, { ...sighted, key: version }] : [sighted];
    },
  );
}

/** All names, topics and phrases in a post's title and text. */
export function findSightings(post: Post): Sighting[] {
  const match = `${post.title ? `${post.title}.\n` : ''}${post.text.slice(0, READ_CHARACTERS)}`;
  const { text, mentions } = findVocabulary(match.replace(/https?:\/\/\S+/g, ' '));
  const sightings: Sighting[] = [];
  let rest = '';
  let position = 0;
  for (const { tag, start, end, role, family, maker } of mentions) {
    rest += `${text.slice(position, start)}\u00a6`;
    position = end;
    // Skips handles and the platform's own name, which do not belong in a title.
    if (tag.slug === post.platform || text[start - 1] === '@' || text.slice(start, end).includes('_'))
      continue;
    // "4.6 million GPU-hours" is not about GPUs.
    if (role === 'topic' && /^[ -]hours?\b/.test(text.slice(end, end + 6))) continue;
    if (role === 'person' && !/\p{Lu}/u.test(text.slice(start, end))) continue;
    const written = oneLine(text.slice(start, end).replace(/\u2010/g, '-'));
    const form = spellAs(written, tag.name, role);
    const kin = [tag.slug, family?.split('-')[0], maker].filter((each) => each !== undefined);
    const aside = WORDS_BEFORE_OTHERS.test(text.slice(Math.max(0, start - 40), start));
    // "GPT-Realtime-2" is a separate name, although the vocabulary has only GPT.
    const [longer] =
      role === 'model' && !/\d/.test(written) ? (REST_OF_NAME.exec(text.slice(end)) ?? []) : [];
    if (longer) {
      const name = `${written}${longer.replace(/\u2010/g, '-')}`;
      sightings.push({
        key: `phrase ${name.toLowerCase()}`,
        form: name,
        named: true,
        kin,
        start,
        role,
        aside,
      });
      continue;
    }
    sightings.push({
      key: `${tag.kind} ${tag.slug}`,
      form,
      named: role !== 'topic',
      kin,
      start,
      role,
      aside,
    });
  }
  return [...sightings, ...findPhraseSightings(rest + text.slice(position))];
}

/**
 * Spells a name as in the posts, except lower-case names with the same letters (`mistralai`) and topics in another part
 * of speech (`quantized`), which are spelled as in the vocabulary.
 */
function spellAs(written: string, name: string, role: Role): string {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const isSmall = written === written.toLowerCase();
  if (role !== 'topic') return isSmall && letters(written) === letters(name) ? name : written;
  return /\p{Lu}\S*\p{Lu}/u.test(written) || / and /.test(name) ? written : name;
}

/** Finds unknown names, by capitals and versions, and pairs of content words. */
function findPhraseSightings(text: string): Sighting[] {
  const sightings: Sighting[] = [];
  let start = 0;
  for (const sentence of text.split(/(?<=[.!?:])\s+|\n+/)) {
    const add = (form: string, named: boolean, position = 0) => {
      const aside = WORDS_BEFORE_OTHERS.test(sentence.slice(Math.max(0, position - 40), position));
      sightings.push(phrase(form, named, start, aside));
    };
    for (const { 0: match, index } of sentence.matchAll(NAME_PATTERN)) {
      const run = match.replace(/^\S+ (?=.)/, (word) =>
        isFiller(word.trim()) && !isVariant(word.trim()) ? '' : word,
      );
      // If all words are capitalised (a heading, shouting), capitals do not indicate names.
      const [versioned] = /^.*?\d[\p{L}\d.-]*/u.exec(run) ?? [];
      if (versioned && !PARAMETER_COUNT.test(versioned)) add(versioned, true, index);
      else if (!versioned && !isTitleCase(sentence) && !isFiller(run) && (index > 0 || run.includes(' ')))
        add(run, !UNKNOWN_ACRONYM.test(run), index);
    }
    for (const { 1: first = '', 2: second = '' } of sentence.matchAll(WORD_PAIR))
      if (!isFiller(first) && !isFiller(second)) add(`${first} ${second}`, false);
    start += sentence.length + 1;
  }
  return sightings;
}

/** A word with a version (`quickserve 0.9`), or up to three capitalised words and numbers (`Heron 3 Large`). */
const NAME_PATTERN =
  /(?<![@\p{L}\p{N}\u00a6'\u2019.-])(?:\p{Lu}(?:[\p{L}\p{N}-]|\.(?=\d))*(?: (?:\p{Lu}(?:[\p{L}\p{N}-]|\.(?=\d))*|\d+(?:\.\d+)*(?![\p{L}\p{N}%]))){0,2}|\p{Ll}{4,} \d+\.\d+(?:\.\d+)?)(?![\p{L}\p{N}]|-?\u00a6)/gu;
/** The continuation of a family's name. */
const REST_OF_NAME = /^[-\u2010]\p{Lu}[\p{L}\p{N}]{2,}(?:[-\u2010]\d+(?:\.\d+)*)?(?![\p{L}\p{N}-])/u;
/** A model's parameter count (`A3B`, `E4B`), which is not a name. */
const PARAMETER_COUNT = /^\p{Lu}?\d+(?:\.\d+)?[BM]$/u;
/** Words before a name that is not the subject. */
const WORDS_BEFORE_OTHERS =
  /\b(?:than|vs\.?|versus|against|over|ahead of|beat(?:s|ing)?|outperform\w*|surpass\w*|match(?:es|ing)?|compared (?:to|with)|unlike|instead of|(?:alternative|rival|close|competitive) (?:to|with)|such as|including|e\.g\.,?)\s+(?:[\p{Lu}\d\u00a6][^\s,;.]*\s+)?$/iu;
/** Unknown acronyms such as `API` and `CLI`, which are kinds of things rather than names. */
const UNKNOWN_ACRONYM = /^\p{Lu}{2,4}s?$/u;
/** Two lower-case words; each word may start a pair. */
const WORD_PAIR = /(?<![\p{L}\p{N}'\u2019-])(?=(\p{Ll}{3,}) (\p{Ll}{3,})(?![\p{L}\p{N}'\u2019-]))/gu;
const CALENDAR_WORD =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|UTC|GMT|AM|PM|PSA|FAQ|TLDR|Update|Follow-ups?|Partners?|Free|RT)\b/;

const NATIONALITY =
  /^(?:American|British|Chinese|Dutch|European|French|German|Indian|Italian|Japanese|Korean|Russian|Spanish|Swiss|Taiwanese)\b/;

/** Whether most words begin with a capital, which then marks no names. */
function isTitleCase(sentence: string): boolean {
  const letters = sentence.match(/(?<!\p{L})\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Lu}/u.test(letter)).length > letters.length * 0.6;
}

function isFiller(word: string): boolean {
  if (CALENDAR_WORD.test(word) || NATIONALITY.test(word) || isVariant(word) || /\S{21}/.test(word))
    return true;
  return word.length < 3 || isStopWord(word.toLowerCase().replace(/['\u2019-].*$/, ''));
}

function phrase(form: string, named: boolean, start: number, aside: boolean): Sighting {
  const key = form.toLowerCase().replace(/[ -]+/g, ' ');
  // Two versions of one thing are redundant.
  const [, family] = named ? (/^(\p{L}{3,}) \d/u.exec(key) ?? []) : [];
  return { key: `phrase ${key}`, form, named, kin: family ? [key, family] : [key], start, aside };
}
