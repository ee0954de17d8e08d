// Chooses the posts of a recap's list "Top posts by engagement", each with one line in its own words.
import { oneLine, truncate } from '../base/text.js';
import type { Post, TopPost } from '../model.js';
import { isLeaning, wholeSentences } from './offline/sentences/extract.js';
import { shorten } from './offline/sentences/shorten.js';
import { engagementOf, isJoke } from './rank.js';

/** Posts below this share of the first one's engagement are not top posts. */
const MIN_TOP_SHARE = 0.05;
/** Maximum length of a post's line; a post of 280 characters has about two sentences. */
const MAX_LINE_CHARACTERS = 180;
/** Maximum length of the line of a post that the recap reports above. */
const MAX_SHORT_CHARACTERS = 100;
/** Maximum length of a sentence that may be shortened to a line. */
const MAX_SENTENCE_CHARACTERS = 1000;

export interface TopPostOptions {
  language: string;
  limit: number;
  /** Ids of the posts that the recap reports above. */
  reported: ReadonlySet<string>;
  /** Whether the recap's bullets show titles and engagement, so that a list of the same posts would only repeat them. */
  isTitled: boolean;
}

/**
 * The posts with the most engagement, highest first, without repeats, jokes, questions and equal lines. Posts that the recap
 * reports above have a short line.
 */
export function listTopPosts(posts: Post[], options: TopPostOptions): TopPost[] {
  const { language, limit, reported, isTitled } = options;
  const ranked = posts
    .filter((post) => !post.repostOf)
    .map((post) => ({ post, engagement: engagementOf(post.metrics) ?? 0 }))
    .filter(({ engagement }) => engagement > 0)
    .sort((a, b) => b.engagement - a.engagement || (a.post.id < b.post.id ? -1 : 1));
  const least = MIN_TOP_SHARE * (ranked[0]?.engagement ?? 0);
  const chosen = new Map<string, TopPost>();
  for (const { post, engagement } of ranked) {
    if (chosen.size >= limit || engagement < least) break;
    const isReported = reported.has(post.id);
    if (!isReported && !isListable(post, language)) continue;
    const line = isReported ? shortLineOf(post, language) : lineOf(post, language);
    if (line && !chosen.has(line)) chosen.set(line, { postId: post.id, line });
  }
  const list = [...chosen.values()];
  return isTitled && list.every(({ postId }) => reported.has(postId)) ? [] : list;
}

/** Whether a post that is not reported above is worth a line, which must be understood alone. */
function isListable(post: Post, language: string): boolean {
  const line = lineOf(post, language) ?? '';
  return !isJoke(post) && !isQuestion(line) && (post.title !== '' || !isLeaning(line));
}

function isQuestion(line: string): boolean {
  return /\?["'\u201d)\s]*$/.test(line);
}

function lineOf(post: Post, language: string): string | undefined {
  const line = post.title || findLine(post.text, language);
  return line && truncate(oneLine(line), MAX_LINE_CHARACTERS);
}

function shortLineOf(post: Post, language: string): string | undefined {
  const line = lineOf(post, language);
  if (line === undefined || line.length <= MAX_SHORT_CHARACTERS) return line;
  const short = shorten(line);
  return short && short.length <= MAX_SHORT_CHARACTERS ? short : truncate(line, MAX_SHORT_CHARACTERS);
}

/** The first sentence that needs none before it, else the first. */
function findLine(text: string, language: string): string | undefined {
  const sentences = wholeSentences(text, language, MAX_SENTENCE_CHARACTERS).map((extract) => extract.text);
  return sentences.find((sentence) => !isLeaning(sentence)) ?? sentences[0];
}
