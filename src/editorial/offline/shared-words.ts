// Finds the content words that the posts of a story share.

import { words } from '../../base/text.js';
import type { Post } from '../../model.js';
import { isStopWord } from '../group/terms.js';

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
