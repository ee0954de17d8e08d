// Checks that the posts that a sentence cites contain its names.

import { escapeRegExp } from '../../base/text.js';
import type { Casing, Prepared } from './evidence.js';
import { endsCommonly } from './lexicon/common-endings.js';
import { isOpener } from './lexicon/openers.js';
import { SYNONYM_GROUPS } from './lexicon/synonyms.js';
import { stemOf } from './lexicon/word-list.js';
import { containsName, type FoundName, findNames } from './names.js';
import { isPower } from './quantities/powers.js';
import { foldCase, isEmptyWord, wordStem } from './wording.js';

/** Returns other spellings of a name; an empty list if the name is not known. */
export type Aliases = (name: string) => string[];

const words = (list: string) => new Set(list.split(/\s+/));

/** Abbreviations that need no source: common in any text and unambiguous. */
const COMMON_ABBREVIATIONS = words(
  'AI API APIs LLM LLMs ML UI UX PR PRs OS PC ID FAQ GPU GPUs CPU CPUs OK VS AM PM UTC EST PST GMT TLDR Q&A',
);
/** Weekdays and months, which check-numbers.ts and check-future.ts check. */
const CALENDAR = words(
  'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember',
);
/** Names of platforms. They need no source, because the recap's title names the platform. */
const PLATFORMS = words('x twitter reddit subreddit redditor redditors');
/** Endings of common words. An unknown first word of a sentence with one of them is not a name. */
const COMMON_ENDING = endsCommonly('wise');

/**
 * Whether a name is the initials of words in a post. Three-letter initials match capitalised words only; longer
 * initials also match lower-case words.
 */
function isInitials(name: string, { initials }: Prepared): boolean {
  if (!/^(?:\p{Lu}{3,}s?|US|UK|EU)$/u.test(name)) return false;
  const letters = name.replace(/s$/, '');
  return initials.includes(letters) || (letters.length > 3 && initials.toUpperCase().includes(letters));
}

/**
 * Whether a handle begins or ends with the name or, for names over four letters, contains it: `@orrerylabs` for Orrery.
 */
function isPartOfHandle(name: string, handles: Set<string>): boolean {
  if (name.length < 4) return false;
  for (const handle of handles)
    if (handle.startsWith(name) || handle.endsWith(name) || (name.length > 4 && handle.includes(name)))
      return true;
  return false;
}

/** Irregular demonyms and their countries. */
const COUNTRIES_BY_DEMONYM = new Map(
  'chinese:China,Beijing japanese:Japan french:France,Paris british:Britain,UK english:England german:Germany,Berlin dutch:Netherlands spanish:Spain greek:Greece swiss:Switzerland danish:Denmark swedish:Sweden turkish:Turkey irish:Ireland polish:Poland finnish:Finland portuguese:Portugal american:US,America,USA emirati:UAE vietnamese:Vietnam taiwanese:Taiwan welsh:Wales scottish:Scotland'
    .split(' ')
    .map((line) => {
      const [people = '', countries = ''] = line.split(':');
      return [people, countries.split(',')] as const;
    }),
);

/** Adjectives of directions and of countries, by their noun: "Western" for West. */
const ADJECTIVES_BY_NAME = new Map([
  ...['west', 'east', 'north', 'south'].map((name) => [name, [`${name}ern`]] as const),
  ...[...COUNTRIES_BY_DEMONYM].flatMap(([people, countries]) =>
    countries.map((country) => [foldCase(country), [people]] as const),
  ),
]);

/** Whether a post contains the name in any spelling. */
export function postHasName(name: string, post: Prepared, aliases: Aliases): boolean {
  return (
    containsName(name, post.names) ||
    (/s$/.test(name) && containsName(name.slice(0, -1), post.names)) ||
    (!/\d/.test(name) && post.nameStems.has(wordStem(foldCase(name)))) ||
    COUNTRIES_BY_DEMONYM.get(foldCase(name))?.some((country) => containsName(country, post.names)) ||
    ADJECTIVES_BY_NAME.get(foldCase(name))?.some((adjective) => containsName(adjective, post.names)) ||
    isInitials(name, post) ||
    isPartOfHandle(foldCase(name), post.mentions) ||
    aliases(name).some((alias) => containsName(alias, post.names))
  );
}

/** Words that may be between a name and its second version. */
const CONNECTING_WORDS = words('and or vs versus to from the v version plus with over against');

/**
 * Whether a post gives the version to the name. "GPT-5.5 and 5.4" names GPT-5.4: only numbers and connecting words are
 * between the name and the number.
 */
function hasVersion(owner: string, version: string, post: Prepared): boolean {
  if (containsName(`${owner} ${version}`, post.names)) return true;
  const name = owner.toLowerCase();
  // "Versions 2.1 and 2.2 of Tern" names Tern 2.1.
  const listed = new RegExp(
    `\\bversions? ([\\d., and]{1,60}) of (?:the )?${escapeRegExp(name)}(?![\\p{L}\\p{N}])`,
    'gu',
  );
  for (const [, versions = ''] of post.lower.matchAll(listed))
    if (versions.split(/[^\d.]+/).includes(version)) return true;
  for (let at = post.lower.indexOf(name); at >= 0; at = post.lower.indexOf(name, at + 1))
    for (const token of post.lower
      .slice(at + name.length, at + name.length + 60)
      .match(/\d+(?:\.\d+)*|\p{L}+/gu) ?? []) {
      if (token === version) return true;
      if (/^\p{L}{3,}/u.test(token) && !CONNECTING_WORDS.has(token)) break;
    }
  return false;
}

/** What may follow a bare version: "better than 5, but", "with 5 I had". After a count comes a noun instead. */
const AFTER_BARE_VERSION =
  '(?=\\s*(?:[,;:!?)]|\\.(?!\\d)|$)|\\s+(?:i|it|we|you|but|was|were|is|did|does|had|has)\\b)';

/**
 * Whether a post contains the version as a bare number. If it names one version, another may be without the name:
 * "Sonnet 5.2 is better than 5".
 */
function hasBareVersion(owner: string, version: string, post: Prepared): boolean {
  const literal = (text: string) => escapeRegExp(text.toLowerCase());
  if (!new RegExp(`(?<![\\p{L}\\p{N}])${literal(owner)}[ -]?v?\\d`, 'u').test(post.lower)) return false;
  const bare = `\\b(?:than|vs\\.?|versus|over|from|with|like|unlike|beats?) v?${literal(version)}${AFTER_BARE_VERSION}`;
  return new RegExp(bare, 'mu').test(post.lower);
}

/** Whether the text is in title case, where capitals do not identify names. */
function isTitleCase(text: string): boolean {
  const long = text.match(/\p{L}{5,}/gu) ?? [];
  return long.length >= 3 && long.every((word) => /^\p{Lu}/u.test(word)) && !/[.!?]$/.test(text);
}

export interface NameSettings {
  language: string;
  aliases: Aliases;
  casing: Casing;
  /** Posts of the bullets above a nested bullet. The text may use their names, but not their facts. */
  context: Prepared[];
}

/** Whether a capitalised word is probably a name at the start of a sentence, in a heading or in German. */
function isLikelyName(
  name: FoundName,
  midSentence: Set<string>,
  titleCase: boolean,
  settings: NameSettings,
): boolean {
  const lower = name.raw.toLowerCase();
  if (settings.aliases(name.raw).length > 0) return true;
  if (isOpener(lower) || isEmptyWord(lower, settings.language)) return false;
  if (midSentence.has(name.raw)) return true;
  const casing = settings.casing(lower);
  if (casing) return casing === 'name' && settings.language !== 'de';
  if (SYNONYM_GROUPS.has(stemOf(lower))) return false;
  return !titleCase && settings.language !== 'de' && !COMMON_ENDING.test(lower);
}

export interface CheckedNames {
  /** Names, codes and versions that no post contains. */
  missing: { raw: string; start: number }[];
  /** Ranges of names whose version was checked here; the check of numbers skips them. */
  checkedVersions: { start: number; end: number }[];
}

/** Checks each name in a plain text against the posts that `postsAt` returns for its position. */
export function checkNames(
  text: string,
  postsAt: (position: number) => Prepared[],
  settings: NameSettings,
): CheckedNames {
  const names = findNames(text, settings.language);
  const titleCase = isTitleCase(text);
  const everyNoun = titleCase || settings.language === 'de';
  const midSentence = new Set(names.filter((name) => !name.opening && !everyNoun).map(({ raw }) => raw));
  const checked: CheckedNames = { missing: [], checkedVersions: [] };
  const expansions = findExpansions(text, [...new Set(names.flatMap(({ start }) => postsAt(start)))]);
  for (const name of names) {
    const { raw, start, close, kind, version } = name;
    const expansion = expansions.find((place) => start >= place.start && start < place.end);
    if (expansion) {
      checked.checkedVersions.push({ start, end: close });
      continue;
    }
    const lower = raw.toLowerCase();
    if (COMMON_ABBREVIATIONS.has(raw) || CALENDAR.has(lower) || PLATFORMS.has(lower) || isPower(raw))
      continue;
    const own = postsAt(start);
    const posts = [...own, ...settings.context];
    if (!posts.some((post) => postHasName(raw, post, settings.aliases))) {
      const certain = kind !== 'capitalised' || (!name.opening && !everyNoun);
      const excused = !certain && posts.some((post) => post.stems.has(wordStem(foldCase(raw))));
      if (certain || (!excused && isLikelyName(name, midSentence, titleCase, settings)))
        checked.missing.push({ raw, start });
    } else if (!version) {
      // The digits of a name from the parent's posts are not a number to check.
      if (/\d/.test(raw) && !own.some((post) => postHasName(raw, post, settings.aliases)))
        checked.checkedVersions.push({ start, end: close });
    } else {
      const spellings = [raw, ...settings.aliases(raw)];
      const isVersionIn = (list: Prepared[]) =>
        list.some((post) =>
          spellings.some(
            (spelling) => hasVersion(spelling, version, post) || hasBareVersion(spelling, version, post),
          ),
        );
      // A number of 10 or more may be a count ("At Orrery 40 people"); check-numbers.ts then checks it.
      const loose = Number(version) >= 10 || (name.opening && isOpener(lower));
      if (loose && (isVersionIn(own) || !isVersionIn(posts))) continue;
      if (!isVersionIn(posts)) checked.missing.push({ raw: `${raw} ${version}`, start });
      checked.checkedVersions.push({ start, end: close });
    }
  }
  return checked;
}

/** Capitalised words in a row, the small words between them, and a version after them. */
const TITLE =
  /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)*(?:[ -](?:of|and|the|for|in|to)(?=[ -])|[ -]\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)*)*(?:[ -]v?\d+(?:\.\d+)*)?/gu;
const ACRONYM = /\b\p{Lu}[\p{L}]*\p{Lu}(?:s|-?\d+(?:\.\d+)*)?(?![\p{L}\p{N}])/gu;
/** The dots of an acronym: "U.S.". */
const DOTTED = /(?<=\b\p{Lu})\.(?=\p{Lu}\b)|(?<=\b\p{Lu}\.\p{Lu})\./gu;
/** Maximum letters of an acronym. */
const MAX_ACRONYM = 8;

/**
 * Returns the ranges where a text spells out an acronym of its posts: "Mixture of Experts" for MoE, "Orrery-Bench 2.0"
 * for OB2.0.
 */
export function findExpansions(text: string, posts: Prepared[]): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const matches = [...text.matchAll(TITLE)].filter(([raw]) => /\p{Lu}.*(?:\p{Lu}|\d)/u.test(raw));
  if (matches.length === 0) return [];
  const acronyms = new Set(
    posts.flatMap((post) =>
      (post.text.replace(DOTTED, '').match(ACRONYM) ?? []).map((word) =>
        word.replace(/s$/, '').replace('-', '').toLowerCase(),
      ),
    ),
  );
  for (const match of matches) {
    const words = [...match[0].matchAll(/\p{L}\p{Ll}*|\d[\d.]*/gu)];
    for (let from = 0; from < words.length; from++)
      for (let to = Math.min(words.length, from + MAX_ACRONYM); to > from + 1; to--) {
        const part = words.slice(from, to).map(([word]) => word);
        if (!/^\p{Lu}/u.test(part[0] ?? '') || /^\p{Ll}/u.test(part.at(-1) ?? '')) continue;
        const initials = part.map((word) => (/^\d/.test(word) ? word : word[0])).join('');
        const spellings = [initials, initials.replace(/\p{Ll}/gu, '')].map((letters) =>
          letters.toLowerCase(),
        );
        if (!spellings.some((letters) => /\p{L}{2}/u.test(letters) && acronyms.has(letters))) continue;
        const [first, last] = [words[from], words[to - 1]];
        if (!first || !last) continue;
        found.push({
          start: match.index + first.index,
          end: match.index + last.index + last[0].length,
        });
        from = to - 1;
        break;
      }
  }
  return found;
}
