// Writes section titles: the theme, names shared by several stories, or the heaviest story's own words.

import { PHRASES, phrasesOf } from '../../../base/language/phrases/phrases.js';
import { countWords } from '../../../base/text.js';
import type { Story } from '../../../model.js';
import { EMPTY_ARCHIVE, type TermArchive } from '../../group/term-archive.js';
import { findHeadwords, fullShare, type Headword } from './headwords.js';
import { findOwnClaim, findStatement, findVerdict, MAX_TITLE_WORDS, quoteOpening } from './own-words.js';
import { chooseLabels } from './theme-labels.js';

/** Maximum names in a title. */
const MAX_NAMES = 2;
/** Companies on whose sites everything is published. */
const HOSTING_SITE = /^company (?:hugging-face|github|gitlab|openrouter|lm-studio|y-combinator)$/;
/** Words about how something may be used, which do not describe what it is. */
const LICENCE_NAME = /^phrase (?:apache|mit|l?gpl|agpl|bsd|mpl|cc by)(?:\b[ \d.v-]*)?$/;
/** A name in a title must occur in this share of the group's stories. */
const MIN_NAME_SHARE = 0.5;
/** Stories that open with it: one about something else may mention it. */
const MIN_OPENINGS = 2;
/** A topic that at least this share of a group's stories has can be its theme. */
const MIN_TOPIC_SHARE = 0.6;
/** A word is a name if this share of its occurrences inside sentences has a capital. */
const MIN_CAPITAL_SHARE = 0.8;
const MIN_OCCURRENCES = 3;

export interface TitleOptions {
  /** BCP 47: the language of the connecting words. */
  language?: string;
  /** Whether bullets open with the posts' titles, which would repeat a title with the same words. */
  isTitled?: boolean;
  /** Lines already used above: the issue's headline. */
  without?: ReadonlySet<string>;
  /** Counts of earlier days, which show which words are names. */
  archive?: TermArchive;
}

/**
 * Writes a title for each group of stories (heaviest first), all different except "More news". A name occurs in a title
 * only if half of the group's stories, at least two, use it and two open with it. A single story has no theme. In order
 * of preference: the heaviest story's headline, if bullets have no titles and it reports news or names what the group
 * shares; theme and shared names; shared names; the theme; the heaviest story's own words, cut at the end of a clause
 * only if it is alone; "More news". At most nine words, twelve for a post's own title.
 */
export function writeTitles(groups: Story[][], options: TitleOptions = {}): string[] {
  const { language = 'en', isTitled = false, without = new Set(), archive = EMPTY_ARCHIVE } = options;
  const headwords = groups.map(findHeadwords);
  const spread = new Map<string, number>();
  for (const list of headwords)
    for (const { key, share } of list) spread.set(key, (spread.get(key) ?? 0) + share);
  const labels = language.startsWith('en') ? chooseLabels(groups, { ofSingleStories: isTitled }) : [];
  const taken = new Set<string>();
  const used = new Set(without);
  return headwords.map((list, index) => {
    const stories = groups[index] ?? [];
    const shared = list
      .filter((headword) => isSharedName(headword, stories.length, archive) && !taken.has(headword.key))
      .sort((one, other) => scoreHeadword(other, spread) - scoreHeadword(one, spread));
    const names = chooseNames(shared);
    const theme = labels[index] ?? findTopic(list, stories.length);
    const listed = joinNames(names, language);
    const verdict = isTitled ? undefined : findVerdict(stories, language, used);
    const isFitting =
      verdict && (verdict.isNews || stories.length < 3 || shared.some((name) => holds(verdict.text, name)));
    const offers = [
      isFitting ? verdict.text : undefined,
      theme && names.length > 0 ? `${theme}: ${listed}` : undefined,
      names.length > 1 || names.some((name) => !isCommon(name)) ? listed : undefined,
      stories.length > 1 ? theme : undefined,
      ...(isTitled ? [findOwnClaim(stories[0], language, used), theme] : []),
      verdict?.text ?? findStatement(stories.slice(0, 1), language, used),
      stories.length === 1 ? quoteOpening(stories, language, used) : undefined,
    ];
    const title = offers.find((offer) => offer && !used.has(offer)) ?? phrasesOf(language).issue.moreNews;
    used.add(title);
    if (listed && title.endsWith(listed)) for (const { key } of names) taken.add(key);
    return title;
  });
}

/** Whether half of the stories, at least two, use the name, two of them in their openings, and it is not a bare version, figure or common word. */
function isSharedName(headword: Headword, stories: number, archive: TermArchive): boolean {
  const { key, named, role, stories: holders, openings } = headword;
  if (!named || holders.size < Math.max(2, MIN_NAME_SHARE * stories) || openings.size < MIN_OPENINGS)
    return false;
  if (role === 'thing' || role === 'person' || HOSTING_SITE.test(key) || LICENCE_NAME.test(key)) return false;
  const form = spell(headword);
  if (/^\p{L}?\d[\d.]*$|%|^[\p{L} ]{1,6} \d+\.\d+$/u.test(form) && role === undefined) return false;
  return role !== undefined || isProper(form, archive);
}

/** Whether an unknown word is a name, by its form or by its spelling on earlier days. */
function isProper(form: string, archive: TermArchive): boolean {
  if (/\d|\s|\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(form)) return true;
  const casing = archive.casing.get(form.toLowerCase());
  // A word without earlier occurrences is probably a new name.
  if (!casing || casing.all < MIN_OCCURRENCES) return true;
  return casing.upper >= MIN_CAPITAL_SHARE * casing.all;
}

function scoreHeadword({ key, share, role }: Headword, spread: ReadonlyMap<string, number>): number {
  const own = share / (spread.get(key) ?? share);
  return share ** 1.25 * own * (role === 'company' || isCommon({ key }) ? 1 : 1.2);
}

/** The best names that are not redundant and fit. */
function chooseNames(ranked: Headword[]): Headword[] {
  const names: Headword[] = [];
  let length = 0;
  for (const headword of ranked) {
    if (names.length === MAX_NAMES) break;
    const size = countWords(spell(headword));
    // Of two versions of one thing, keeps the more frequent one.
    const isLesser = ranked.some((other) => other.share > headword.share && isVersionOf(other, headword));
    if (isLesser || length + size + 1 > MAX_TITLE_WORDS || names.some((name) => areRelated(name, headword)))
      continue;
    names.push(headword);
    length += size;
  }
  return names;
}

/** A topic that most of the group opens with, used as a theme. */
function findTopic(list: Headword[], stories: number): string | undefined {
  if (stories < 2) return undefined;
  const [topic] = list
    .filter(
      ({ role, share, openings }) =>
        role === 'topic' && openings.size > 1 && share >= MIN_TOPIC_SHARE * fullShare(stories),
    )
    .sort((one, other) => other.share - one.share);
  return (
    topic && spell(topic).replace(/^\p{Ll}(?=[\p{Ll}-]*(?: \p{Ll}|$))/u, (letter) => letter.toUpperCase())
  );
}

function holds(text: string, { forms }: Headword): boolean {
  return [...forms.keys()].some((form) => text.toLowerCase().includes(form.toLowerCase()));
}

/** Whether the name is in the news every day. */
function isCommon({ key }: Pick<Headword, 'key'>): boolean {
  return /^(?:company |person |model [a-z]+$)/.test(key);
}

function areRelated(one: Headword, other: Headword): boolean {
  return one.kin.some((kin) => other.kin.some((own) => sameWords(kin, own)));
}

function isVersionOf(one: Headword, other: Headword): boolean {
  const [, family] = one.kin;
  return one.key.startsWith('phrase ') && family !== undefined && family === other.kin[1];
}

/** Whether one contains the other as whole words: `claude` and `claude-code`. */
function sameWords(one: string, other: string): boolean {
  const [a, b] = [` ${one.replace(/-/g, ' ')} `, ` ${other.replace(/-/g, ' ')} `];
  return a.includes(b) || b.includes(a);
}

/** The most common spelling, without a genitive ending. */
function spell({ forms }: Headword): string {
  const [written = ''] = [...forms].sort((one, other) => other[1] - one[1])[0] ?? [];
  return written.replace(/['\u2019]s$/, '');
}

/** `A and B`. */
function joinNames(names: Headword[], language: string): string {
  return names.map(spell).join(PHRASES[language.slice(0, 2).toLowerCase()]?.and ?? ' & ');
}
