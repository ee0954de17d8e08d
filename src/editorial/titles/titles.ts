// Titles of sections, made of the names and phrases that their posts share.

import { PHRASES } from '../../base/language/phrases/phrases.js';
import { countWords, oneLine, splitSentences, truncate } from '../../base/text.js';
import type { Story } from '../../model.js';
import { isStopWord } from '../group/terms.js';
import { isBalanced } from '../offline/extract.js';
import { findHeadline } from '../offline/headline.js';
import { findHeadwords, fullShare, type Headword } from './headwords.js';
import { chooseLabels } from './labels.js';

const MOST_WORDS = 9;
const LEAST_WORDS = 3;
const MOST_PARTS = 3;
/** Where everything is published. */
const PLACES = /^company (?:hugging-face|github|gitlab|openrouter|lm-studio|y-combinator)$/;
/** The share of a group's stories from which a topic is that of all. */
const MOST = 0.6;
const CUT = '\u2026';
/** `[R]`, `[News]`. */
const LABEL = /^\[[^\]]{1,20}\]\s*|\s*\[[^\]]{1,20}\]$/g;
/**
 * One title a group of stories (heaviest first), in order: the names and topics that most of the group shares and
 * least of the others; where nothing is shared, one of each of its leading stories. At most nine words, no headword in
 * two titles. What a title of names would not say, the words of the heaviest story do.
 */
export function writeTitles(groups: Story[][], language = 'en'): string[] {
  const headwords = groups.map(findHeadwords);
  const spread = new Map<string, number>();
  for (const list of headwords)
    for (const { key, share } of list) spread.set(key, (spread.get(key) ?? 0) + share);
  const labels = language.startsWith('en') ? chooseLabels(groups) : [];
  const taken = new Set<string>();
  return headwords.map((list, at) => {
    const stories = groups[at] ?? [];
    const label = labels[at];
    // What opens a title already stands in another one only where it is what that is about.
    const ranked = list
      .filter(({ key, share }) => !taken.has(key) || share >= MOST * fullShare(stories.length))
      .map((headword) => ({ headword, score: scoreHeadword(headword, spread) }))
      .sort((one, other) => other.score - one.score)
      .map(({ headword }) => headword);
    const choose = (headwords: Headword[]) =>
      chooseParts(headwords, stories.length).sort(
        (one, other) => +taken.has(one.key) - +taken.has(other.key),
      );
    // After a label, names say the rest.
    const names = label ? choose(ranked.filter(({ named }) => named)) : [];
    const says = names.length > 1 || (stories.length < 3 && names.some((name) => !isCommon(name)));
    if (label && says && !(stories.length === 1 && isUntitled(stories))) {
      for (const { key } of names) taken.add(key);
      return `${label}: ${joinParts(names, language)}`;
    }
    const parts = choose(ranked);
    const title = joinParts(parts, language, isTopic(parts, stories.length));
    const quote = quoteLead(stories, language);
    // One story's own title says more than its names do, and so does any opening where there are hardly any.
    const isWhole = countWords(quote) > 2 && !quote.endsWith(CUT);
    // Not where bullets open with titles: it would stand right below.
    const isOne =
      stories.length === 1 || (parts.length === 1 && isUntitled(stories) && quote.includes(title));
    // Where an opening would be cut off, a name alone says more.
    const isPoor = !isTitle(parts, stories.length) && (parts.length === 0 || !quote.endsWith(CUT));
    if (quote && ((isWhole && isOne) || isPoor)) return quote;
    for (const { key } of parts) taken.add(key);
    return title;
  });
}

function isUntitled(stories: Story[]): boolean {
  return stories.every(({ posts: [post] }) => !post?.title);
}

function scoreHeadword(headword: Headword, spread: Map<string, number>): number {
  const { key, share, stories } = headword;
  const own = share / (spread.get(key) ?? share);
  return share ** 1.25 * own * clarity(headword) * (stories.size > 1 ? 2 : 1);
}

/** How much a headword tells: least where and with what something is done, and who says so. */
function clarity({ key, role, named }: Headword): number {
  if (role === 'thing' || role === 'person' || PLACES.test(key)) return 0.6;
  if (role === 'company') return 1;
  return named ? 1.2 : key.startsWith('phrase ') ? 0.5 : 1;
}

/**
 * The best headwords that say different things and fit. A name says little without a second one; each further one
 * tells of a story that those before it leave out, or is shared by a third of the group.
 */
function chooseParts(ranked: Headword[], stories: number): Headword[] {
  const parts: Headword[] = [];
  const covered = new Set<number>();
  const named = new Set<number>();
  let length = 0;
  const choose = (most: number, accept: (headword: Headword) => boolean) => {
    for (const headword of ranked) {
      if (parts.length >= most) return;
      const size = countWords(spell(headword));
      const said = parts.some((other) => areKin(other, headword));
      // Of two versions of one thing, that which more is said of.
      const lesser = ranked.some((other) => other.share > headword.share && isVersionOf(other, headword));
      if (said || lesser || length + size + 1 > MOST_WORDS || !accept(headword)) continue;
      parts.push(headword);
      for (const story of headword.stories) {
        covered.add(story);
        if (headword.named) named.add(story);
      }
      length += size;
    }
  };
  // What it is of a topic that a story tells, only a name says.
  const adds = (headword: Headword) =>
    [...headword.stories].some((story) => !(headword.named ? named : covered).has(story));
  // A name of one story is the section's when it is what that story is about, a topic of one hardly ever.
  choose(MOST_PARTS, (headword) =>
    recurs(headword) ? adds(headword) || isShared(headword, stories) : opensNamed(headword) && adds(headword),
  );
  choose(MOST_PARTS, (headword) => headword.openings.size > 0 && adds(headword));
  choose(2, (headword) => headword.openings.size > 0 || recurs(headword));
  if (!isTitle(parts, stories)) choose(2, () => true);
  return parts;
}

/** In more than one story, of which one opens with it; a topic must open both, since every text uses some in passing. */
function recurs({ named, stories, openings }: Headword): boolean {
  return stories.size > 1 && openings.size > (named ? 0 : 1);
}

function isShared({ stories }: Headword, all: number): boolean {
  return stories.size > 1 && stories.size * 3 >= all;
}

function opensNamed({ openings, named }: Headword): boolean {
  return openings.size > 0 && named;
}

/**
 * A name that the group shares stands alone, unless it is one that is always there, like a company's or a family's of
 * models; else there are three words, so that they say something.
 */
function isTitle(parts: Headword[], stories: number): boolean {
  const [first] = parts;
  if (first?.named && !isCommon(first) && isShared(first, stories)) return true;
  return parts.reduce((sum, part) => sum + countWords(spell(part)), parts.length > 1 ? 1 : 0) >= LEAST_WORDS;
}

/** In the news every day. */
function isCommon({ key }: Headword): boolean {
  return /^(?:company |person |model [a-z]+$)/.test(key);
}

function areKin(one: Headword, other: Headword): boolean {
  return one.kin.some((kin) => other.kin.some((own) => sameWords(kin, own)));
}

function isVersionOf(one: Headword, other: Headword): boolean {
  const [, family] = one.kin;
  return one.key.startsWith('phrase ') && family !== undefined && family === other.kin[1];
}

/** One holds the other as whole words: `claude` and `claude-code`. */
function sameWords(one: string, other: string): boolean {
  const [a, b] = [` ${one.replace(/-/g, ' ')} `, ` ${other.replace(/-/g, ' ')} `];
  return a.includes(b) || b.includes(a);
}

/** The commonest spelling; a topic opens with a small letter, but for acronyms and names (`Apple Silicon`). */
function spell({ forms, named }: Headword): string {
  const [written = ''] = [...forms].sort((one, other) => other[1] - one[1])[0] ?? [];
  const form = written.replace(/['\u2019]s$/, '');
  return named ? form : form.replace(/^\p{Lu}(?=[\p{Ll}-]*(?: \p{Ll}|$))/u, (letter) => letter.toLowerCase());
}

/** A topic that most of the group shares, before names. */
function isTopic([first, ...others]: Headword[], stories: number): boolean {
  if (!first || first.named || first.share < MOST * fullShare(stories)) return false;
  return others.every(({ named }) => named) && (others.length > 1 || others.some(recurs));
}

/** `A, B and C`, or with a topic `A: B and C`. */
function joinParts(headwords: Headword[], language: string, topic = false): string {
  if (topic)
    return `${joinParts(headwords.slice(0, 1), language)}: ${joinParts(headwords.slice(1), language)}`;
  const parts = headwords.map(spell);
  // A name in small letters (llama.cpp, vLLM) keeps them.
  if (!headwords[0]?.named) parts[0] = parts[0]?.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) ?? '';
  const last = parts.pop() ?? '';
  const and = PHRASES[language.slice(0, 2).toLowerCase()]?.and ?? ' & ';
  return parts.length > 0 ? `${parts.join(', ')}${and}${last}` : last;
}

/** The title or headline of the heaviest story that has one, else its opening, cut off and marked so. */
function quoteLead(stories: Story[], language: string): string {
  for (const story of stories) {
    const [post] = story.posts;
    const title = oneLine(post?.title ?? '')
      .replace(LABEL, '')
      .replace(/[\s,:.!。！]+$/, '');
    if (countWords(title) > 1 && countWords(title) <= MOST_WORDS && isProse(title)) return title;
    const headline = findHeadline(story, language);
    if (headline?.telling && isProse(headline.text)) return headline.text;
  }
  const openings = stories.map(({ posts: [post] }) => {
    const text =
      post?.title.replace(LABEL, '') || splitSentences(post?.text.slice(0, 500) ?? '', language)[0] || '';
    return oneLine(text.replace(/https?:\/\/\S+|<[^>]*>/g, ' '));
  });
  const opening = openings.find((text) => countWords(text) > 1 && isProse(text)) ?? openings.find(isProse);
  const whole = (opening || stories[0]?.posts[0]?.author || '').split(' ');
  let kept = whole.slice(0, MOST_WORDS);
  if (kept.length === whole.length) return truncate(kept.join(' ').replace(/[\s,:.!?]+$/, ''), 90);
  while (kept.length > 3 && isStopWord((kept.at(-1) ?? '').toLowerCase())) kept = kept.slice(0, -1);
  return `${truncate(dropLoneQuotes(kept.join(' ')).replace(/[\s,:.!?]+$/, ''), 89)}${CUT}`;
}

function isProse(text: string): boolean {
  return !/[[\]{}<>=|\\]/.test(text) && /\p{L}{2}/u.test(text);
}

/** Without the marks of a quotation that the cut has left open. */
function dropLoneQuotes(text: string): string {
  return isBalanced(text) ? text : text.replace(/["\u201c\u201d()]/g, '');
}
