// Titles of sections, made of the names and phrases that their posts share.
import type { Story } from '../../model.js';
import { oneLine, splitSentences, truncate } from '../../text.js';
import { findHeadwords, type Headword } from './headwords.js';
import { isStopWord } from './terms.js';

const MOST_WORDS = 9;
const LEAST_WORDS = 3;
const MOST_PARTS = 3;
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
 * One title a group of stories (heaviest first), in order: what covers most of the group and least of the others, of
 * at most nine words. No headword opens two titles.
 */
export function writeTitles(groups: Story[][], language = 'en'): string[] {
  const headwords = groups.map(findHeadwords);
  const spread = new Map<string, number>();
  for (const list of headwords)
    for (const { key, share } of list) spread.set(key, (spread.get(key) ?? 0) + share);
  const taken = new Set<string>();
  return headwords.map((list, at) => {
    const ranked = list
      .filter(({ key }) => !taken.has(key))
      .map((headword) => ({ headword, score: scoreHeadword(headword, spread) }))
      .sort((one, other) => other.score - one.score)
      .map(({ headword }) => headword);
    const parts = chooseParts(ranked);
    for (const { key } of parts) taken.add(key);
    const title = joinParts(parts, language);
    const stories = groups[at] ?? [];
    const quote = quoteLead(stories, language);
    // One story's own title says more than its names do, and so does any opening that is all there is.
    const isWhole = stories.length === 1 && countWords(quote) > 2 && quote === stories[0]?.posts[0]?.title;
    return isWhole || countWords(title) < LEAST_WORDS ? quote || title : title;
  });
}

function scoreHeadword({ key, share, stories, named }: Headword, spread: Map<string, number>): number {
  const own = share / (spread.get(key) ?? share);
  const clear = named ? 1.2 : key.startsWith('phrase ') ? 0.5 : 1;
  return share ** 1.25 * own * clear * (stories > 1 ? 2 : 1);
}

/** The best headwords that say different things and fit. */
function chooseParts(ranked: Headword[]): Headword[] {
  const parts: Headword[] = [];
  let length = 0;
  for (const headword of ranked) {
    const size = countWords(spell(headword));
    const said = parts.some((other) =>
      other.kin.some((kin) => headword.kin.some((own) => sameWords(kin, own))),
    );
    if (said || length + size + 1 > MOST_WORDS) continue;
    parts.push(headword);
    length += size;
    if (parts.length === MOST_PARTS) break;
  }
  return parts;
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

/** The opening of what the heaviest story says that says anything. */
function quoteLead(stories: Story[], language: string): string {
  const openings = stories.map(({ posts: [post] }) => {
    const text = post?.title || splitSentences(post?.text.slice(0, 500) ?? '', language)[0] || '';
    return (
      oneLine(text.replace(/https?:\/\/\S+|<[^>]*>/g, ' ')).split(/[.!?;:\u2014]\s| [(\u2013-]/)[0] ?? ''
    );
  });
  const isProse = (text: string): boolean => !/[()[\]{}<>=|\\]/.test(text) && /\p{L}{2}/u.test(text);
  const opening = openings.find((text) => countWords(text) > 1 && isProse(text)) ?? openings.find(isProse);
  let kept = (opening || stories[0]?.posts[0]?.author || '').split(' ').slice(0, MOST_WORDS);
  while (kept.length > 3 && isStopWord((kept.at(-1) ?? '').toLowerCase())) kept = kept.slice(0, -1);
  return truncate(dropLoneQuotes(kept.join(' ')).replace(/[\s,:.!?]+$/, ''), 90);
}

/** Without the marks of a quotation that the cut has left open. */
function dropLoneQuotes(text: string): string {
  const count = (mark: RegExp) => text.match(mark)?.length ?? 0;
  const isWhole = count(/\u201c/g) === count(/\u201d/g) && count(/"/g) % 2 === 0;
  return isWhole ? text : text.replace(/["\u201c\u201d]/g, '');
}
