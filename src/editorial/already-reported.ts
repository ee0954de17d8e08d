// Drops stories that earlier issues reported, unless there is something new.

import { words } from '../base/text.js';
import type { Post } from '../model.js';
import { isStopWord } from './group/terms.js';
import { type Group, substanceOf } from './rank.js';

/** A new post needs this much substance (rank.ts, substanceOf). */
const MIN_SUBSTANCE = 0.75;
const NEW_WORDS = 5;

/**
 * Drops reported stories. Does not change a group without reported posts. Of a group with reported posts, keeps only
 * the new posts, as an update, if at least one is later, has substance and adds five new words, including a number;
 * otherwise drops the whole group. `reportedIn` maps post ids to slugs of issues.
 */
export function dropReported(groups: Post[][], reportedIn: ReadonlyMap<string, string>): Group[] {
  return groups.flatMap((group): Group[] => {
    const known = group.filter((post) => reportedIn.has(post.id));
    if (known.length === 0) return [{ posts: group }];
    const fresh = group.filter((post) => !reportedIn.has(post.id) && !post.repostOf);
    const latest = known.reduce((a, b) => (a.createdAt > b.createdAt ? a : b));
    const before = new Set(known.flatMap((post) => words(`${post.title} ${post.text}`)));
    const news = fresh.filter((post) => post.createdAt > latest.createdAt && isNews(post, before));
    return news.length > 0 ? [{ posts: news, updates: reportedIn.get(latest.id) ?? '' }] : [];
  });
}

function isNews(post: Post, before: ReadonlySet<string>): boolean {
  if (substanceOf(post) < MIN_SUBSTANCE) return false;
  const added = new Set(
    words(`${post.title} ${post.text}`).filter((word) => !before.has(word) && !isStopWord(word)),
  );
  return added.size >= NEW_WORDS && [...added].some((word) => /\d/.test(word));
}
