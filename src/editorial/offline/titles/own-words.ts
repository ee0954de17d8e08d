// Finds titles in the stories' own words.
import { isMood, isPersonal, isVague } from '../../../base/language/line-kinds.js';
import { countWords, oneLine, splitSentences } from '../../../base/text.js';
import type { Post, Story } from '../../../model.js';
import { repeatsText } from '../bullets/quotations.js';
import { findHeadline, type Rated } from '../opening/headline.js';
import { canBeHeadline, isRemark, namesIn } from '../opening/headline-wording.js';
import { RUMOUR_WORD } from '../opening/lead.js';
import { isBalanced, isLeaning, wholeSentences } from '../sentences/extract.js';
import { hasVerb, shorten } from '../sentences/shorten.js';

export const MAX_TITLE_WORDS = 9;
/** Maximum words of a post's own title, which may be longer than a composed one. */
const MAX_WHOLE_WORDS = 12;
const MAX_TITLE_CHARACTERS = 90;
const MIN_TITLE_WORDS = 2;
/** Characters of a post searched for an opening. */
const MAX_OPENING = 500;
/** `[R]`, `[News]`, `PSA:`. */
const LABEL_AT_EDGE =
  /^\[[^\]]{1,20}\]\s*|\s*\[[^\]]{1,20}\]$|^(?:PSA|FYI|Update|News|Official|Breaking|Exclusive|Confirmed)\s*:\s*/gi;

/** The headline of the heaviest story if it says that something happened; undefined if it is in `without`. */
export function findVerdict(
  stories: Story[],
  language: string,
  without: ReadonlySet<string>,
): Rated | undefined {
  const headline = stories[0] && findHeadline(stories[0], language, { maxWords: MAX_TITLE_WORDS });
  if (
    !headline?.telling ||
    !isProse(headline.text) ||
    !canBeHeadline(headline.text) ||
    RUMOUR_WORD.test(headline.text)
  )
    return undefined;
  return without.has(headline.text) ? undefined : headline;
}

/** A short statement of the story's text that does not repeat its title. */
export function findOwnClaim(
  story: Story | undefined,
  language: string,
  without: ReadonlySet<string>,
): string | undefined {
  const [title = ''] = story?.posts.map((post) => post.title) ?? [];
  const posts = story?.posts.map((post) => ({ ...post, title: '' })) ?? [];
  const claim = findHeadline({ posts }, language, { maxWords: MAX_TITLE_WORDS });
  if (!claim?.telling || !isStatement(claim.text, language) || isRemark(claim.text)) return undefined;
  return without.has(claim.text) || repeatsText(title, claim.text) ? undefined : claim.text;
}

/** The first complete, declarative title or headline that is not used elsewhere. */
export function findStatement(
  stories: Story[],
  language: string,
  without: ReadonlySet<string> = new Set(),
): string | undefined {
  for (const story of stories) {
    const [post] = story.posts;
    const title = oneLine(post?.title ?? '')
      .replace(LABEL_AT_EDGE, '')
      .replace(/(?:[\s,:.!]|\p{Extended_Pictographic}|\ufe0f)+$/u, '');
    const words = countWords(title);
    if (
      words >= MIN_TITLE_WORDS &&
      words <= MAX_TITLE_WORDS &&
      isStatement(title, language) &&
      !without.has(title)
    )
      return title;
    const headline = findHeadline(story, language, { maxWords: MAX_TITLE_WORDS });
    if (
      headline?.telling &&
      isStatement(headline.text, language) &&
      !isRemark(headline.text) &&
      !without.has(headline.text)
    )
      return headline.text;
  }
  return undefined;
}

/** Whether a text can stand alone as a title. In English it must have a verb or a name: "Huge if true" has none. */
function isStatement(text: string, language: string): boolean {
  return (
    hasNameOrVerb(text, language) &&
    isProse(text) &&
    canHeadSection(text) &&
    !isMood(text) &&
    !isVague(text) &&
    !isLeaning(text)
  );
}

/**
 * A title quoted from the first story that has one, whole or cut at the end of a clause, never in mid-phrase. '' if
 * there is none besides `without`.
 */
export function quoteOpening(
  stories: Story[],
  language: string,
  without: ReadonlySet<string> = new Set(),
): string {
  const openings = stories.flatMap(({ posts: [post] }) => (post ? listOpenings(post, language) : []));
  const fitting = openings.flatMap((text) => fitTitle(text)).filter((text) => !without.has(text));
  return (
    fitting.find((text) => isStatement(text, language)) ??
    fitting.find(
      (text) => isProse(text) && canHeadSection(text) && !isMood(text) && hasNameOrVerb(text, language),
    ) ??
    ''
  );
}

function listOpenings({ title, text }: Post, language: string): string[] {
  const named = oneLine(title).replace(LABEL_AT_EDGE, '');
  if (named) return [named];
  const [raw = ''] = splitSentences(text.slice(0, MAX_OPENING), language);
  const sentences = wholeSentences(text.slice(0, MAX_OPENING), language).map((sentence) => sentence.text);
  return [...sentences, oneLine(raw.replace(/https?:\/\/\S+|<[^>]*>/g, ' '))];
}

/** The text if it is short enough, else an opening that ends with a clause, else nothing. */
function fitTitle(text: string): string[] {
  const line = text.replace(/[\s,:.!]+$/, '');
  if (countWords(line) > MAX_WHOLE_WORDS || line.length > MAX_TITLE_CHARACTERS)
    return [shorten(line, MAX_TITLE_WORDS) ?? []].flat();
  return line && !line.endsWith('\u2026') && isBalanced(line) ? [line] : [];
}

function hasNameOrVerb(text: string, language: string): boolean {
  return !language.startsWith('en') || hasVerb(text) || namesIn(text.replace(/^\S+\s*/, '')).size > 0;
}

function canHeadSection(text: string): boolean {
  return canBeHeadline(text) && !RUMOUR_WORD.test(text) && !isPersonal(text) && countWords(text) > 1;
}

function isProse(text: string): boolean {
  return !/[[\]{}<>=|\\]/.test(text) && /\p{L}{2}/u.test(text);
}
