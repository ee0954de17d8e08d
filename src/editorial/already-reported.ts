// No story twice: leaves out what earlier issues reported, unless there is something new to say.

import { words } from '../base/text.js';
import type { Post } from '../model.js';
import { isStopWord } from './group/terms.js';
import { type Group, substanceOf } from './rank.js';

/** A new post must have this much to say (rank.ts, substanceOf), and so many words that no told post has. */
const SUBSTANCE = 0.75;
const NEW_WORDS = 5;

/**
 * Drops from the groups what earlier issues told. A group without told posts stays as it is. Of one with told posts
 * only the new posts stay, as an update, when at least one is later, has substance and brings five words that are new, a
 * number among them; else the whole group goes. `told` maps post ids to slugs of issues.
 */
export function dropReported(groups: Post[][], told: ReadonlyMap<string, string>): Group[] {
  return groups.flatMap((group): Group[] => {
    const known = group.filter((post) => told.has(post.id));
    if (known.length === 0) return [{ posts: group }];
    const fresh = group.filter((post) => !told.has(post.id) && !post.repostOf);
    const latest = known.reduce((a, b) => (a.createdAt > b.createdAt ? a : b));
    const before = new Set(known.flatMap((post) => words(`${post.title} ${post.text}`)));
    const news = fresh.filter((post) => post.createdAt > latest.createdAt && isNews(post, before));
    return news.length > 0 ? [{ posts: news, updates: told.get(latest.id) ?? '' }] : [];
  });
}

function isNews(post: Post, before: ReadonlySet<string>): boolean {
  if (substanceOf(post) < SUBSTANCE) return false;
  const added = new Set(
    words(`${post.title} ${post.text}`).filter((word) => !before.has(word) && !isStopWord(word)),
  );
  return added.size >= NEW_WORDS && [...added].some((word) => /\d/.test(word));
}
