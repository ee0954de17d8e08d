// Decides which stories and posts are worth a bullet.
import { oneLine } from '../../../base/text.js';
import type { Post, Story } from '../../../model.js';
import { contentWords } from '../../group/terms.js';
import { isJoke, isLong, linksToReading, namesSomething, substanceOf } from '../../rank.js';
import { pickSentences } from '../sentences/extract.js';
import { sharedWords } from '../sentences/shared-words.js';
import { hasVerb } from '../sentences/shorten.js';
import { findBestSentence } from './quotations.js';

/** Minimum score of a title without text. */
const MIN_TITLE_SCORE = 1.2;
/** Minimum substance: two of the four signs in rank.ts, substanceOf. */
const MIN_SUBSTANCE = 0.55;
/** Posts below this upvote ratio were rejected by readers. */
const MIN_UPVOTE_RATIO = 0.5;
const MIN_FEED_WORDS = 4;
/** A name and a version ("Linnet 3"), but not a numbered edition ("Week 48"). */
const RELEASE_TITLE =
  /^(?!(?:release|version|update|issue|week|day|episode|part|chapter|volume|page|number|links?|build)s?\b)\p{L}{3,}[\p{L}\d -]* v?\d+(?:\.\d+)*(?: \S+)?$/iu;

/**
 * Whether the story is worth a bullet: it has several voices, or a post with substance. A greeting has none, however
 * popular it is. A declared joke of one voice is not news.
 */
export function isWorthTelling(story: Story, language = 'en'): boolean {
  const originals = originalsOf(story);
  if (story.voices < 2 && originals.length > 0 && originals.every(isJoke)) return false;
  return story.voices >= 3 || originals.some((post) => hasSubstance(post, language));
}

/** Whether the story has a title or a complete sentence to quote; posts in lower case have none. */
export function isQuotable(story: Story, language: string): boolean {
  if (!isWorthTelling(story, language)) return false;
  const topic = sharedWords(story.posts);
  return originalsOf(story).some(
    (post) => post.title !== '' || findBestSentence(post, topic, language) !== undefined,
  );
}

const originalsOf = ({ posts }: Story) => posts.filter((post) => !post.repostOf);

/**
 * Whether a post has substance. Figures and length are not enough, as in a countdown or an anecdote: it must name
 * something or link to something to read.
 */
function hasSubstance(post: Post, language: string): boolean {
  if ((post.metrics.upvoteRatio ?? 1) < MIN_UPVOTE_RATIO) return false;
  if (isFeedNews(post)) return true;
  if (substanceOf(post) < MIN_SUBSTANCE) return false;
  if (linksToReading(post)) return true;
  const text = `${post.title}\n${post.text}`.trim();
  return namesSomething(post) && (isLong(text) || hasVerb(text) || !language.startsWith('en'));
}

/**
 * Whether a feed entry is news. The operator chose the feed, so only questions, very short entries and entries without
 * text are not.
 */
function isFeedNews({ platform, title, text }: Post): boolean {
  if (platform !== 'web' || title === '') return false;
  const body = oneLine(text);
  return (
    countContent(title) > 0 &&
    !title.trim().endsWith('?') &&
    (countContent(`${title} ${body}`) >= MIN_FEED_WORDS || RELEASE_TITLE.test(title.trim()))
  );
}

/** Counts content words, or characters in scripts without spaces. */
function countContent(text: string): number {
  const unspaced =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return contentWords(text).size + unspaced;
}

/** Whether a title without text is news: by its link, or by figures and names. */
export function isTitleNews(post: Post, language: string): boolean {
  if (post.platform === 'web' || post.links.length > 0 || !language.startsWith('en')) return true;
  return pickSentences(post.title, new Set(), language).some(({ score }) => score >= MIN_TITLE_SCORE);
}
