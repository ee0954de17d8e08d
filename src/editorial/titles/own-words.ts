// What a section's stories say in their own words, short enough for a title.
import { countWords, oneLine, splitSentences } from '../../base/text.js';
import type { Post, Story } from '../../model.js';
import { isBalanced, isLeaning, wholeSentences } from '../offline/extract.js';
import { canHeadIssue, findHeadline, isMood, isPersonal, isVague, type Rated } from '../offline/headline.js';
import { shorten } from '../offline/shorten.js';

export const MAX_TITLE_WORDS = 9;
/** A post's own title may be longer than one that we put together. */
const MAX_WHOLE_WORDS = 12;
const MAX_TITLE_CHARACTERS = 90;
const MIN_TITLE_WORDS = 2;
/** Characters of a post that its opening is looked for in. */
const MAX_OPENING = 500;
/** `[R]`, `[News]`, `PSA:`. */
const LABEL =
  /^\[[^\]]{1,20}\]\s*|\s*\[[^\]]{1,20}\]$|^(?:PSA|FYI|Update|News|Official|Breaking|Exclusive|Confirmed)\s*:\s*/gi;

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
  return isProse(text) && canHeadSection(text) && !isMood(text) && !isVague(text) && !isLeaning(text);
}

/**
 * The words of the first story that has any which make a title, whole or cut where a clause ends: never a cut in
 * mid-phrase. '' when there are none but `without`.
 */
export function quoteOpening(
  stories: Story[],
  language: string,
  without: ReadonlySet<string> = new Set(),
): string {
  const openings = stories.flatMap(({ posts: [post] }) => (post ? listOpenings(post, language) : []));
  const fitting = openings.flatMap((text) => fitTitle(text)).filter((text) => !without.has(text));
  return (
    fitting.find(isStatement) ??
    fitting.find((text) => isProse(text) && canHeadSection(text) && !isMood(text)) ??
    ''
  );
}

function listOpenings({ title, text }: Post, language: string): string[] {
  const named = oneLine(title).replace(LABEL, '');
  if (named) return [named];
  const [raw = ''] = splitSentences(text.slice(0, MAX_OPENING), language);
  const sentences = wholeSentences(text.slice(0, MAX_OPENING), language).map((sentence) => sentence.text);
  return [...sentences, oneLine(raw.replace(/https?:\/\/\S+|<[^>]*>/g, ' '))];
}

/** The text when it is short enough, else its opening that ends where a clause does, else nothing. */
function fitTitle(text: string): string[] {
  const line = text.replace(/[\s,:.!]+$/, '');
  if (countWords(line) > MAX_WHOLE_WORDS || line.length > MAX_TITLE_CHARACTERS)
    return [shorten(line, MAX_TITLE_WORDS) ?? []].flat();
  return line && !line.endsWith('\u2026') && isBalanced(line) ? [line] : [];
}

function canHeadSection(text: string): boolean {
  return canHeadIssue(text) && !isPersonal(text) && countWords(text) > 1;
}

function isProse(text: string): boolean {
  return !/[[\]{}<>=|\\]/.test(text) && /\p{L}{2}/u.test(text);
}
