// Writes the subtitle of an issue: two other stories in the posts' own words.
import { fillPhrase, phrasesOf } from '../../../base/language/phrases/phrases.js';
import type { Bullet, Platform, Post, Story } from '../../../model.js';
import { contentWords } from '../../group/terms.js';
import { attributePost, quoteAfter } from '../bullets/bullet.js';
import { findHeadline, type Rated } from './headline.js';
import { announcesRelease, canBeHeadline, isRemark, isTelling, namePartsIn } from './headline-wording.js';

/** A line that shares this part of its content words with the headline and the lead repeats them. */
const MAX_SAID_SHARE = 0.5;

/** Words that dispute a statement, in a comment or a summary of comments. English only. */
const DISPUTE_WORD =
  /\b(?:skeptic\w*|sceptic\w*|doubt(?:s|ed|ful|ing)?|disput\w*|debunk\w*|refut\w*|contradict\w*|disagree\w*|push(?:es|ed)? back|misleading|mislead|clickbait|unverified|inaccurate|incorrect|exaggerat\w*|overstat\w*|no evidence|(?:not|isn['\u2019]t|wasn['\u2019]t) true|false|fake|nonsense|question(?:s|ed|ing) (?:the|whether|if|how))\b/i;
/** Number of comments read for doubts. */
const MAX_COMMENTS = 5;
/** Readers dispute a post with a lower upvote ratio. */
const MIN_UPVOTE_RATIO = 0.7;
/** Platforms on which anybody titles a discussion. */
const DISCUSSION_PLATFORMS = new Set<Platform>(['reddit', 'discord']);
const MAX_PARTS = 2;

export interface SubtitleOptions {
  language: string;
  /** The name of a source for readers. */
  nameOf: (sourceId: string) => string;
  headline?: string;
  lead?: Bullet[];
}

/**
 * Writes one sentence from the stories after the first; '' if there is none. Prefers lines without the headline's
 * names, and events to remarks. What a participant of a discussion only thinks, or what others dispute, names its
 * source: `r/tessel: “Heron 3 is slow”`.
 */
export function writeSubtitle(stories: Story[], options: SubtitleOptions): string {
  const { language, nameOf, headline = '', lead = [] } = options;
  const chosen: string[] = [];
  const parts: string[] = [];
  const names = namePartsIn(headline);
  const used = contentWords(
    `${headline} ${lead.flatMap(({ text }) => text.map((span) => span.text)).join(' ')}`,
  );
  const isUsed = (line: string) => {
    const lineWords = [...contentWords(line)];
    return lineWords.filter((word) => used.has(word)).length >= MAX_SAID_SHARE * lineWords.length;
  };
  const lines = stories
    .flatMap((story) => {
      const line = findHeadline(story, language);
      const post = story.posts.find(({ id }) => id === line?.postId);
      return line && post ? [{ ...line, post, needsSource: needsSource(line, post) }] : [];
    })
    .filter(({ text }) => !isUsed(text) && canBeHeadline(text));
  type Line = (typeof lines)[number];
  const isNew = ({ text }: Line) => ![...namePartsIn(text)].some((name) => names.has(name));
  const isEvent = ({ text, telling }: Line) => telling && !isRemark(text) && !isSameVersion(headline, text);
  const passes: ((line: Line) => boolean)[] = [
    (line) => isEvent(line) && isNew(line) && !line.needsSource,
    (line) => isEvent(line) && !line.needsSource,
    (line) => isEvent(line),
    (line) => isTelling(line.text) && isNew(line) && !line.needsSource,
  ];
  for (const accept of passes)
    for (const line of lines) {
      if (parts.length === MAX_PARTS) break;
      if (line.text === headline || chosen.includes(line.text) || !accept(line)) continue;
      chosen.push(line.text);
      parts.push(
        line.needsSource
          ? `${attributePost(line.post, { nameOf }).text}${quoteAfter(line.text, { language }).text}`
          : line.text,
      );
      for (const name of namePartsIn(line.text)) names.add(name);
    }
  const phrases = phrasesOf(language);
  return parts.length > 0
    ? fillPhrase(phrases.issue.also, { text: `${parts.join('; ')}${phrases.stop}` })
    : '';
}

/** Whether both lines name the same version: "Heron 3.1 is out", "Heron-3.1 is fast". */
function isSameVersion(headline: string, line: string): boolean {
  const named = namePartsIn(headline);
  return [...namePartsIn(line)].some((part) => /\d/.test(part) && named.has(part));
}

/** Whether a line of a discussion is only one participant's view, or is disputed there. */
function needsSource({ text }: Rated, post: Post): boolean {
  if (!DISCUSSION_PLATFORMS.has(post.platform) || announcesRelease(text)) return false;
  return isRemark(text) || isDisputed(post);
}

function isDisputed({ metrics, text, comments }: Post): boolean {
  if ((metrics.upvoteRatio ?? 1) < MIN_UPVOTE_RATIO) return true;
  return [text, ...comments.slice(0, MAX_COMMENTS).map((comment) => comment.text)].some((each) =>
    DISPUTE_WORD.test(each),
  );
}
