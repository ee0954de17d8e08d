// Titles of sections, made of the names and phrases that their posts share.
import type { Story } from '../../model.js';
import { oneLine, splitSentences, truncate } from '../../text.js';
import { isBalanced } from '../extract.js';
import { findHeadline } from '../headline.js';
import { findHeadwords, type Headword } from './headwords.js';
import { isStopWord } from './terms.js';

const MOST_WORDS = 9;
const LEAST_WORDS = 3;
const MOST_PARTS = 3;
const CUT = '\u2026';
/** `[R]`, `[News]`. */
const LABEL = /^\[[^\]]{1,20}\]\s*|\s*\[[^\]]{1,20}\]$/g;
const AND: Record<string, string> = {
  da: 'og',
  de: 'und',
  en: 'and',
  es: 'y',
  fr: 'et',
  it: 'e',
  nl: 'en',
  no: 'og',
  pl: 'i',
  pt: 'e',
  sv: 'och',
};

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
  const taken = new Set<string>();
  return headwords.map((list, at) => {
    const stories = groups[at] ?? [];
    const ranked = list
      .filter(({ key }) => !taken.has(key))
      .map((headword) => ({ headword, score: scoreHeadword(headword, spread) }))
      .sort((one, other) => other.score - one.score)
      .map(({ headword }) => headword);
    const parts = chooseParts(ranked, stories.length);
    const title = joinParts(parts, language);
    const quote = quoteLead(stories, language);
    // One story's own title says more than its names do, and so does any opening where there are hardly any.
    const isWhole = countWords(quote) > 2 && !quote.endsWith(CUT);
    // Not where bullets open with titles: it would stand right below.
    const untitled = stories.every(({ posts: [post] }) => !post?.title);
    const says = stories.length === 1 || (parts.length === 1 && untitled && quote.includes(title));
    if (quote && ((isWhole && says) || !isTitle(parts, stories.length))) return quote;
    for (const { key } of parts) taken.add(key);
    return title;
  });
}

function scoreHeadword({ key, share, stories, named }: Headword, spread: Map<string, number>): number {
  const own = share / (spread.get(key) ?? share);
  const clear = named ? 1.2 : key.startsWith('phrase ') ? 0.5 : 1;
  return share ** 1.25 * own * clear * (stories.size > 1 ? 2 : 1);
}

/**
 * The best headwords that say different things and fit. A name says little without a second one; each further one
 * tells of a story that those before it leave out, or is shared by a third of the group.
 */
function chooseParts(ranked: Headword[], stories: number): Headword[] {
  const parts: Headword[] = [];
  const covered = new Set<number>();
  let length = 0;
  const choose = (most: number, accept: (headword: Headword) => boolean) => {
    for (const headword of ranked) {
      if (parts.length >= most) return;
      const size = countWords(spell(headword));
      const said = parts.some((other) =>
        other.kin.some((kin) => headword.kin.some((own) => sameWords(kin, own))),
      );
      if (said || length + size + 1 > MOST_WORDS || !accept(headword)) continue;
      parts.push(headword);
      for (const story of headword.stories) covered.add(story);
      length += size;
    }
  };
  const adds = (headword: Headword) => [...headword.stories].some((story) => !covered.has(story));
  const recurs = (headword: Headword) => headword.stories.size > 1;
  // A name of one story is the section's when it is what that story is about, a topic of one hardly ever.
  choose(MOST_PARTS, (headword) =>
    recurs(headword) ? adds(headword) || isShared(headword, stories) : opensNamed(headword) && adds(headword),
  );
  choose(MOST_PARTS, (headword) => headword.opens && adds(headword));
  choose(2, (headword) => headword.opens || recurs(headword));
  if (!isTitle(parts, stories)) choose(2, () => true);
  return parts;
}

function isShared({ stories }: Headword, all: number): boolean {
  return stories.size > 1 && stories.size * 3 >= all;
}

function opensNamed({ opens, named }: Headword): boolean {
  return opens && named;
}

/**
 * A name that the group shares stands alone, unless it is one that is always there, like a company's or a family's of
 * models; else there are three words, so that they say something.
 */
function isTitle(parts: Headword[], stories: number): boolean {
  const [first] = parts;
  const common = /^(?:company |person |model [a-z]+$)/.test(first?.key ?? '');
  if (first?.named && !common && isShared(first, stories)) return true;
  return parts.reduce((sum, part) => sum + countWords(spell(part)), parts.length > 1 ? 1 : 0) >= LEAST_WORDS;
}

function countWords(text: string): number {
  return text.split(' ').filter(Boolean).length;
}

/** One holds the other as whole words: `claude` and `claude-code`. */
function sameWords(one: string, other: string): boolean {
  const [a, b] = [` ${one.replace(/-/g, ' ')} `, ` ${other.replace(/-/g, ' ')} `];
  return a.includes(b) || b.includes(a);
}

/** The commonest spelling; of topics and phrases in small letters, but for acronyms and the like. */
function spell({ forms, named }: Headword): string {
  const [written = ''] = [...forms].sort((one, other) => other[1] - one[1])[0] ?? [];
  const form = written.replace(/['\u2019]s$/, '');
  if (named) return form;
  return form.replace(/\S+/g, (word) => (/\p{Lu}.*\p{Lu}|\d|^.$/u.test(word) ? word : word.toLowerCase()));
}

function joinParts(headwords: Headword[], language: string): string {
  const parts = headwords.map(spell);
  // A name in small letters (llama.cpp, vLLM) keeps them.
  if (!headwords[0]?.named) parts[0] = parts[0]?.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) ?? '';
  const last = parts.pop() ?? '';
  const and = AND[language.split('-')[0] ?? 'en'] ?? '&';
  return parts.length > 0 ? `${parts.join(', ')} ${and} ${last}` : last;
}

/** The title or headline of the heaviest story that has one, else its opening, cut off and marked so. */
function quoteLead(stories: Story[], language: string): string {
  for (const story of stories) {
    const [post] = story.posts;
    const title = oneLine(post?.title ?? '')
      .replace(LABEL, '')
      .replace(/[\s,:.!]+$/, '');
    if (countWords(title) > 1 && countWords(title) <= MOST_WORDS && isProse(title)) return title;
    const headline = findHeadline(story, language);
    if (headline && isProse(headline.text)) return headline.text;
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
