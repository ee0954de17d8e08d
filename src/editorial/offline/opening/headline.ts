// Headline and subtitle of an issue, in the posts' own words.

import { countWords, oneLine, splitSentences } from '../../../base/text.js';
import type { Post, Story } from '../../../model.js';
import type { Headline } from '../../editor.js';
import { contentWords, isStopWord } from '../../group/terms.js';
import { findVocabulary } from '../../vocabulary/gazetteer.js';
import { describesPicture, pickSentences } from '../sentences/extract.js';
import { sharedWords } from '../sentences/shared-words.js';
import {
  hasVerb,
  losesFigure,
  MAX_HEADLINE_CHARACTERS,
  MAX_HEADLINE_WORDS,
  MIN_HEADLINE_WORDS,
  shorten,
  shortenWithFigure,
} from '../sentences/shorten.js';
import { canBeHeadline, isTelling, rateWording, reportsNews } from './headline-wording.js';

/** Bonus for a title. */
const TITLE_BONUS = 0.8;
/** Penalty for a cut that drops the line's only figure. */
const LOST_FIGURE = 0.5;
const SUBJECT_BONUS = 1.5;
/** Bonus for saying what a named subject does. */
const ACTION_BONUS = 1;

/** A headline with its score among others of its story. */
export interface Rated extends Headline {
  score: number;
  /** Whether it says that something happened. */
  telling: boolean;
  /** Whether it uses a verb of news: released, raised, leaked. */
  isNews: boolean;
}

/**
 * Writes a headline of at most ten words from one of the story's posts: a short title or sentence, or an opening
 * clause.
 */
export function writeHeadline(story: Story, language: string): Headline {
  return findHeadline(story, language) ?? openingWords(story, language);
}

/**
 * Finds a headline that is quoted whole or cut without loss; undefined if the story has none. With `about`, it must
 * contain one of these names.
 */
export function findHeadline(
  { posts }: Pick<Story, 'posts'>,
  language: string,
  { about = [], maxWords = MAX_HEADLINE_WORDS }: { about?: string[]; maxWords?: number } = {},
): Rated | undefined {
  const topic = sharedWords(posts);
  const subject = about[0] ?? findSubject(posts);
  const names = about.map((name) => name.toLowerCase());
  const counts = countWordsOf(posts);
  const [best] = posts
    .filter((post) => !post.repostOf)
    .slice(0, about.length > 0 ? 16 : 8)
    .flatMap((post, rank) => candidatesOf(post, rank, topic, { language, maxWords }))
    .filter(({ text }) => text.length <= MAX_HEADLINE_CHARACTERS)
    .filter(({ text }) => names.length === 0 || names.some((name) => text.toLowerCase().includes(name)))
    .map((rated) => ({
      ...rated,
      score:
        rated.score +
        (about.length > 0 ? supportOf(rated.text, counts, posts.length) : 0) +
        (subject && rated.text.includes(subject) ? SUBJECT_BONUS : 0) +
        (rated.telling ? ACTION_BONUS : 0),
    }))
    .sort((a, b) => Number(canBeHeadline(b.text)) - Number(canBeHeadline(a.text)) || b.score - a.score);
  return best;
}

/** Bonus for words that other posts use, too. */
const SUPPORT_BONUS = 2;

/** Number of posts that contain each content word. */
function countWordsOf(posts: Post[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { title, text } of posts)
    for (const word of contentWords(`${title} ${text.slice(0, 1000)}`))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function supportOf(line: string, counts: ReadonlyMap<string, number>, posts: number): number {
  if (posts < 2) return 0;
  const shares = [...contentWords(line)].map((word) => ((counts.get(word) ?? 1) - 1) / (posts - 1));
  return SUPPORT_BONUS * Math.min(1, shares.reduce((sum, share) => sum + share, 0) / 3);
}

/** The subject of a story: the name in most of its posts, or most often in a single post. */
function findSubject(posts: Post[]): string | undefined {
  const counts = new Map<string, number>();
  const originals = posts.filter((post) => !post.repostOf).slice(0, 12);
  for (const post of originals) {
    const names =
      `${post.title}. ${post.text}`.match(/(?<=[\p{L}\d,:)] )\p{Lu}[\p{L}\d-]{2,}|^\p{Lu}[\p{L}\d-]{2,}/gu) ??
      [];
    for (const name of originals.length > 1 ? new Set(names) : names)
      if (!isStopWord(name.toLowerCase())) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first && first[1] > 1 ? first[0] : undefined;
}

/** Maximum words of a headline if there is no shorter one. */
const MAX_WHOLE_WORDS = 14;
/** The name of the site behind a title: "… | The Verge". */
const SITE_AT_END = /\s+(?:\||\u00b7|\u2014|\u2013|-)\s+(?:\p{Lu}[\p{L}\d.]*\s?){1,4}$/u;

/**
 * The fallback if nothing short can be quoted whole: the whole line, its opening up to the end of a clause, or its
 * first words with an ellipsis.
 */
function openingWords(story: Story, language: string): Headline {
  const [post] = story.posts;
  const line = oneLine(post?.title || (post?.text ?? '')).replace(SITE_AT_END, '');
  if (line.length <= MAX_HEADLINE_CHARACTERS) return { text: line, postId: story.id };
  const short = shorten(line, MAX_WHOLE_WORDS);
  if (short) return { text: short, postId: story.id };
  const [first = ''] = splitSentences(line, language);
  if (first.length <= MAX_HEADLINE_CHARACTERS && countWords(first) >= MIN_HEADLINE_WORDS)
    return { text: first.replace(/[.。\s]+$/, ''), postId: story.id };
  const words = line.split(' ').slice(0, MAX_HEADLINE_WORDS - 1);
  while (words.length > MIN_HEADLINE_WORDS && isStopWord((words.at(-1) ?? '').toLowerCase())) words.pop();
  return { text: `${words.join(' ').replace(/[\s,;:(\u2013\u2014-]+$/, '')}\u2026`, postId: story.id };
}

/** The source in brackets at the end. */
const SOURCE_AT_END = /\s\((?:via |by )?[@\w, ]{2,40}\)[.\s]*$/;

function candidatesOf(
  post: Post,
  rank: number,
  topic: Set<string>,
  { language, maxWords }: { language: string; maxWords: number },
): Rated[] {
  const title = post.title.replace(
    /^(?:\[[^\]]{1,20}\]|\p{Lu}{2,12}:|(?:PSA|Update|Show HN|Ask HN|News|Official|Breaking|Exclusive|Report|Confirmed)\s*:)\s*/u,
    '',
  );
  // Prefers titles, which are short and carefully worded.
  const titled = pickSentences(title, topic, language)
    .slice(0, 1)
    .map(({ text, score }) => ({ text, score: score + TITLE_BONUS }));
  const named = contentWords(title);
  const sentences = pickSentences(post.text, topic, language)
    .filter(({ text, leans }) => !leans && !describesPicture(text))
    // A sentence below a title repeats it or adds something minor.
    .filter(({ text }) => !title || [...contentWords(text)].filter((word) => named.has(word)).length > 1)
    .slice(0, 3)
    .map(({ text, score }) => ({ text, score: score - (hasVerb(text) ? 0 : 1) }));
  return [...titled, ...sentences].flatMap(({ text, score }) => {
    const line = text
      .replace(SOURCE_AT_END, '')
      .replace(/[.。\s]+$/, '')
      .replace(SITE_AT_END, '');
    const short = shortenWithFigure(line, maxWords);
    if (!short) return [];
    const wording = rateWording(short) - (losesFigure(line, short) ? LOST_FIGURE : 0);
    // A truncated line is not informative.
    const [whole] = short === line ? [] : pickSentences(short, topic, language);
    const worth = Math.min(score, (whole?.score ?? score) - (whole ? 0.6 : 0)) + wording - 0.15 * rank;
    return [
      {
        text: spellNames(short),
        postId: post.id,
        score: worth,
        telling: wording >= 0 && isTelling(short),
        isNews: reportsNews(short),
      },
    ];
  });
}

/** Spells lower-case names ("Claude code") as in the vocabulary. */
function spellNames(line: string): string {
  const { text, mentions } = findVocabulary(line);
  if (text !== line) return line;
  return mentions.reduceRight((spelled, { tag, role, start, end }) => {
    const written = line.slice(start, end);
    const isSame = written.toLowerCase() === tag.name.toLowerCase();
    return role !== 'topic' && isSame
      ? `${spelled.slice(0, start)}${tag.name}${spelled.slice(end)}`
      : spelled;
  }, line);
}
