// What a section's stories say in their own words, short enough for a title.
import { countWords, oneLine, splitSentences, truncate } from '../../base/text.js';
import type { Story } from '../../model.js';
import { isStopWord } from '../group/terms.js';
import { isBalanced, isLeaning, wholeSentences } from '../offline/extract.js';
import { canHeadIssue, findHeadline, isMood, isVague, type Rated } from '../offline/headline.js';

export const MAX_TITLE_WORDS = 9;
const MAX_TITLE_CHARACTERS = 90;
const MIN_TITLE_WORDS = 2;
/** Characters of a post that its opening is looked for in. */
const MAX_OPENING = 500;
const CUT = '\u2026';
/** `[R]`, `[News]`. */
const LABEL = /^\[[^\]]{1,20}\]\s*|\s*\[[^\]]{1,20}\]$/g;

/** The headline of the heaviest story, when it says that something happened; undefined when it is one of `without`. */
export function findVerdict(
  stories: Story[],
  language: string,
  without: ReadonlySet<string>,
): Rated | undefined {
  const headline = stories[0] && findHeadline(stories[0], language, { maxWords: MAX_TITLE_WORDS });
  if (!headline?.telling || !isProse(headline.text) || !canHeadIssue(headline.text)) return undefined;
  return without.has(headline.text) ? undefined : headline;
}

/** The first story's title or headline that is whole, states something and stands nowhere else. */
export function findStatement(
  stories: Story[],
  language: string,
  without: ReadonlySet<string> = new Set(),
): string | undefined {
  for (const story of stories) {
    const [post] = story.posts;
    const title = oneLine(post?.title ?? '')
      .replace(LABEL, '')
      .replace(/(?:[\s,:.!]|\p{Extended_Pictographic}|\ufe0f)+$/u, '');
    const words = countWords(title);
    if (words >= MIN_TITLE_WORDS && words <= MAX_TITLE_WORDS && isStatement(title) && !without.has(title))
      return title;
    const headline = findHeadline(story, language, { maxWords: MAX_TITLE_WORDS });
    if (headline?.telling && isStatement(headline.text) && !without.has(headline.text)) return headline.text;
  }
  return undefined;
}

function isStatement(text: string): boolean {
  return isProse(text) && canHeadIssue(text) && !isMood(text) && !isVague(text) && !isLeaning(text);
}

/** The opening of the heaviest story that has one, cut off and marked so; '' when there is none. */
export function quoteOpening(stories: Story[], language: string): string {
  const openings = stories.flatMap(({ posts: [post] }) => {
    if (!post) return [];
    const title = post.title.replace(LABEL, '');
    const sentences = title ? [] : wholeSentences(post.text.slice(0, MAX_OPENING), language);
    const raw = title || splitSentences(post.text.slice(0, MAX_OPENING), language)[0] || '';
    return [...sentences.map(({ text }) => text), oneLine(raw.replace(/https?:\/\/\S+|<[^>]*>/g, ' '))];
  });
  const opening =
    openings.find((text) => countWords(text) > 1 && isStatement(text)) ??
    openings.find((text) => countWords(text) > 1 && isProse(text) && canHeadIssue(text)) ??
    openings.find((text) => countWords(text) > 1 && isProse(text)) ??
    openings.find(isProse) ??
    '';
  const whole = opening.split(' ');
  let kept = whole.slice(0, MAX_TITLE_WORDS);
  if (kept.length === whole.length)
    return truncate(kept.join(' ').replace(/[\s,:.!?]+$/, ''), MAX_TITLE_CHARACTERS);
  while (kept.length > 3 && isStopWord((kept.at(-1) ?? '').toLowerCase())) kept = kept.slice(0, -1);
  const cut = dropLoneQuotes(kept.join(' ')).replace(/[\s,:.!?]+$/, '');
  return `${truncate(cut, MAX_TITLE_CHARACTERS - 1)}${CUT}`;
}

function isProse(text: string): boolean {
  return !/[[\]{}<>=|\\]/.test(text) && /\p{L}{2}/u.test(text);
}

/** Without the marks of a quotation that the cut has left open. */
function dropLoneQuotes(text: string): string {
  return isBalanced(text) ? text : text.replace(/["\u201c\u201d()]/g, '');
}
