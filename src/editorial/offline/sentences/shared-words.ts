// Finds the content words that posts share.

import { words } from '../../../base/text.js';
import type { Post } from '../../../model.js';
import { contentWords, isStopWord } from '../../group/terms.js';
import { OPENING_CHARACTERS } from '../events/events.js';

/** The content words in at least two of the posts; for a single post, those of its title and first line. */
export function sharedWords(posts: Post[]): Set<string> {
  const counts = new Map<string, number>();
  for (const post of posts) {
    for (const word of new Set(words(`${post.title} ${post.text.slice(0, 2000)}`))) {
      if (word.length > 1 && !isStopWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const shared = [...counts].filter(([, count]) => count > 1).map(([word]) => word);
  if (shared.length > 0) return new Set(shared);
  const [post] = posts;
  const opening = post ? post.title || (post.text.split('\n')[0] ?? '') : '';
  return new Set(words(opening).filter((word) => !isStopWord(word)));
}

/** Minimum content words that the openings of two posts about one event share, its name included. */
const MIN_OPENING_WORDS = 6;

/** The content words of a post's title and of the first characters of its text. */
export function openingContentWords({ title, text }: Post): Set<string> {
  return contentWords(`${title} ${text.slice(0, OPENING_CHARACTERS)}`);
}

/** Whether a post opens with enough of `words` to be about the same event. */
export function opensWith(post: Post, words: ReadonlySet<string>): boolean {
  return [...openingContentWords(post)].filter((word) => words.has(word)).length >= MIN_OPENING_WORDS;
}
