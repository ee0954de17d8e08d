// What could stand in a section's title: the names, topics and recurring phrases of its posts.

import { oneLine } from '../../base/text.js';
import type { Post, Story } from '../../model.js';
import { isStopWord } from '../group/terms.js';
import { findVocabulary, isVariant, type Role } from '../vocabulary/gazetteer.js';

export interface Headword {
  /** The same for all ways to write it. */
  key: string;
  /** As posts write it, by how often they do. */
  forms: Map<string, number>;
  /** A name rather than a topic or a phrase. */
  named: boolean;
  /** Of what the vocabulary knows. */
  role?: Role;
  /** Headwords of one kin say the same twice: a model, its family and its maker. */
  kin: string[];
  /** How much of the section it covers: each story that has it counts, the leading ones most. */
  share: number;
  /** The section's stories that have it, by their place. */
  stories: Set<number>;
  /** Those of them that open with it. */
  openings: Set<number>;
}

interface Sighting {
  key: string;
  form: string;
  named: boolean;
  kin: string[];
  /** Where it stands in title and text. */
  start: number;
  /** Of what the vocabulary knows. */
  role?: Role;
  /** Another thing is compared with it, or it is an example. */
  aside: boolean;
}

/** How fast a section's stories count less for its title, by their place. */
const FALL = 0.3;
/** Posts of a story that are read for its section's title, and characters of each. */
const POSTS = 4;
const READ = 1500;
/** What stands in a title or in the first so many characters is what a story is about; else it counts half. */
const OPENING = 100;
/** In how many stories what the vocabulary does not know must recur. */
const RECURS = new Map([
  ['capitals', 2],
  ['pair', 3],
]);

/** The headwords of a section's stories, heaviest first, in order of first appearance. */
export function findHeadwords(stories: Story[]): Headword[] {
  const found = new Map<string, Headword>();
  for (const [rank, story] of stories.entries()) {
    const seen = new Map<string, number>();
    for (const post of story.posts.slice(0, POSTS)) {
      for (const { key, form, named, kin, start, role, aside } of sightAll(post)) {
        const headword: Headword = found.get(key) ?? {
          key,
          forms: new Map(),
          named,
          ...(role && { role }),
          kin,
          share: 0,
          stories: new Set(),
          openings: new Set(),
        };
        headword.forms.set(form, (headword.forms.get(form) ?? 0) + 1);
        const opens = start < Math.max(post.title.length, OPENING) && !aside;
        if (opens) headword.openings.add(rank);
        seen.set(key, Math.max(seen.get(key) ?? 0, opens ? 1 : 0.5));
        headword.stories.add(rank);
        found.set(key, headword);
      }
    }
    for (const [key, part] of seen) {
      const headword = found.get(key);
      if (headword) headword.share += part * shareOf(rank);
    }
  }
  return [...found.values()].filter(
    (headword) =>
      headword.stories.size >= (RECURS.get(kindOf(headword)) ?? 1) || isSubject(headword, stories.length),
  );
}

function shareOf(rank: number): number {
  return 1 / (1 + rank * FALL);
}

/** The share of what every one of so many stories opens with. */
export function fullShare(stories: number): number {
  return Array.from({ length: stories }, (_, rank) => shareOf(rank)).reduce((sum, share) => sum + share, 0);
}

/** A new name is news: one that opens a story, and that the story writes again, unless there is no other story. */
function isSubject({ named, openings, forms }: Headword, stories: number): boolean {
  const times = [...forms.values()].reduce((sum, count) => sum + count, 0);
  return named && openings.size > 0 && (times > 1 || stories === 1);
}

function kindOf({ key, named }: Headword): string {
  return key.startsWith('phrase ') ? (named ? 'capitals' : 'pair') : 'vocabulary';
}

/**
 * The names in a post's title and its first `read` characters, as keys; a model with its variants (`GPT-5.4 Pro`) also
 * as the version that they are of.
 */
export function findNameSightings(post: Post, read: number): { key: string; form: string; role?: Role }[] {
  return sightAll({ ...post, text: post.text.slice(0, post.title ? 0 : read) }).flatMap(
    ({ key, form, named, role }) => {
      if (!named) return [];
      const version = role === 'model' ? /^model \D+?-?v?\d+(?:-\d+)?(?=-|$)/.exec(key)?.[0] : undefined;
      const sighted = { key, form, role };
      return version && version !== key ? [sighted, { ...sighted, key: version }] : [sighted];
    },
  );
}

function sightAll(post: Post): Sighting[] {
  const given = `${post.title ? `${post.title}.\n` : ''}${post.text.slice(0, READ)}`;
  const { text, mentions } = findVocabulary(given.replace(/https?:\/\/\S+/g, ' '));
  const sightings: Sighting[] = [];
  let rest = '';
  let at = 0;
  for (const { tag, start, end, role, family, maker } of mentions) {
    rest += `${text.slice(at, start)}\u00a6`;
    at = end;
    // An account's handle is a name, but no word for a title; nor is the place where the post stands.
    if (tag.slug === post.platform || text[start - 1] === '@' || text.slice(start, end).includes('_'))
      continue;
    // 4.6 million GPU-hours are no news of GPUs.
    if (role === 'topic' && /^[ -]hours?\b/.test(text.slice(end, end + 6))) continue;
    if (role === 'person' && !/\p{Lu}/u.test(text.slice(start, end))) continue;
    const written = oneLine(text.slice(start, end).replace(/\u2010/g, '-'));
    const form = spellAs(written, tag.name, role);
    const kin = [tag.slug, family?.split('-')[0], maker].filter((each) => each !== undefined);
    const aside = ASIDE.test(text.slice(Math.max(0, start - 40), start));
    // "GPT-Realtime-2" is a name of its own, though the vocabulary knows only GPT.
    const [longer] = role === 'model' && !/\d/.test(written) ? (LONGER.exec(text.slice(end)) ?? []) : [];
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
  return [...sightings, ...sightPhrases(rest + text.slice(at))];
}

/**
 * As the posts write it, but for a name in small letters whose letters are the same (`mistralai`), and a topic that is
 * meant by another part of speech (`quantized`): those as the vocabulary does.
 */
function spellAs(written: string, name: string, role: Role): string {
  const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const isSmall = written === written.toLowerCase();
  if (role !== 'topic') return isSmall && letters(written) === letters(name) ? name : written;
  return /\p{Lu}\S*\p{Lu}/u.test(written) || / and /.test(name) ? written : name;
}

/** Names by their capitals and versions, and pairs of content words, that the vocabulary does not know. */
function sightPhrases(text: string): Sighting[] {
  const sightings: Sighting[] = [];
  let start = 0;
  for (const sentence of text.split(/(?<=[.!?:])\s+|\n+/)) {
    const add = (form: string, named: boolean, at = 0) => {
      const aside = ASIDE.test(sentence.slice(Math.max(0, at - 40), at));
      sightings.push(phrase(form, named, start, aside));
    };
    for (const { 0: given, index } of sentence.matchAll(NAME)) {
      const run = given.replace(/^\S+ (?=.)/, (word) =>
        isFiller(word.trim()) && !isVariant(word.trim()) ? '' : word,
      );
      // Where all words are capitalised (a heading, shouting), capitals name nothing.
      const [versioned] = /^.*?\d[\p{L}\d.-]*/u.exec(run) ?? [];
      if (versioned && !SIZE.test(versioned)) add(versioned, true, index);
      else if (!versioned && !isShouted(sentence) && !isFiller(run) && (index > 0 || run.includes(' ')))
        add(run, !ACRONYM.test(run), index);
    }
    for (const { 1: first = '', 2: second = '' } of sentence.matchAll(PAIR))
      if (!isFiller(first) && !isFiller(second)) add(`${first} ${second}`, false);
    start += sentence.length + 1;
  }
  return sightings;
}

/** A word with a version (`quickserve 0.9`), or up to three capitalised words and numbers (`Heron 3 Large`). */
const NAME =
  /(?<![@\p{L}\p{N}\u00a6'\u2019.-])(?:\p{Lu}(?:[\p{L}\p{N}-]|\.(?=\d))*(?: (?:\p{Lu}(?:[\p{L}\p{N}-]|\.(?=\d))*|\d+(?:\.\d+)*(?![\p{L}\p{N}%]))){0,2}|\p{Ll}{4,} \d+\.\d+(?:\.\d+)?)(?![\p{L}\p{N}]|-?\u00a6)/gu;
/** What goes on behind a family's name. */
const LONGER = /^[-\u2010]\p{Lu}[\p{L}\p{N}]{2,}(?:[-\u2010]\d+(?:\.\d+)*)?(?![\p{L}\p{N}-])/u;
/** A model's parameters (`A3B`, `E4B`) are no name. */
const SIZE = /^\p{Lu}?\d+(?:\.\d+)?[BM]$/u;
/** What stands before a name that a text is not about. */
const ASIDE =
  /\b(?:than|vs\.?|versus|against|over|ahead of|beat(?:s|ing)?|outperform\w*|surpass\w*|match(?:es|ing)?|compared (?:to|with)|unlike|instead of|(?:alternative|rival|close|competitive) (?:to|with)|such as|including|e\.g\.,?)\s+(?:[\p{Lu}\d\u00a6][^\s,;.]*\s+)?$/iu;
/** `API`, `CLI`: a kind of thing, where the vocabulary does not know better. */
const ACRONYM = /^\p{Lu}{2,4}s?$/u;
/** Two words in small letters; each word may open a pair. */
const PAIR = /(?<![\p{L}\p{N}'\u2019-])(?=(\p{Ll}{3,}) (\p{Ll}{3,})(?![\p{L}\p{N}'\u2019-]))/gu;
const CALENDAR =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|UTC|GMT|AM|PM|PSA|FAQ|TLDR|Update|Follow-ups?|Partners?|Free|RT)\b/;

const NATION =
  /^(?:American|British|Chinese|Dutch|European|French|German|Indian|Italian|Japanese|Korean|Russian|Spanish|Swiss|Taiwanese)\b/;

function isShouted(sentence: string): boolean {
  const letters = sentence.match(/(?<!\p{L})\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Lu}/u.test(letter)).length > letters.length * 0.6;
}

function isFiller(word: string): boolean {
  if (CALENDAR.test(word) || NATION.test(word) || isVariant(word) || /\S{21}/.test(word)) return true;
  return word.length < 3 || isStopWord(word.toLowerCase().replace(/['\u2019-].*$/, ''));
}

function phrase(form: string, named: boolean, start: number, aside: boolean): Sighting {
  const key = form.toLowerCase().replace(/[ -]+/g, ' ');
  // Two versions of one thing say it twice.
  const [, family] = named ? (/^(\p{L}{3,}) \d/u.exec(key) ?? []) : [];
  return { key: `phrase ${key}`, form, named, kin: family ? [key, family] : [key], start, aside };
}
