// Finds names that recur in posts over several days and are missing from the vocabulary.
import { DAY_MS } from '../../base/time.js';
import type { Post } from '../../model.js';
import { findVocabulary } from './gazetteer.js';

export interface UnknownName {
  /** The most common spelling. */
  name: string;
  posts: number;
  authors: number;
  days: number;
  /** Ids of the newest posts that contain it. */
  examples: string[];
}

const MIN_DAYS = 3;
const MIN_AUTHORS = 3;
const MAX_EXAMPLES = 3;
/** One to four words with capitals, or one with a capital inside (OpenAI); not the first word of a sentence. */
const CAPITALISED_NAME =
  /(?<=[\p{Ll}\p{N},;:)’'”"] )\p{Lu}[\p{L}\p{N}]+(?:[ -]\p{Lu}[\p{L}\p{N}]+){0,3}|\b\p{Lu}?\p{Ll}+\p{Lu}[\p{L}\p{N}]*/gu;
/** Capitalised English words that are not useful names. */
const ORDINARY_WORD =
  /^(?:I|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|English|German|French|Chinese|American|European|The|This|That|It|We|You|He|She|They|A|An|In|On|And|But|If|So|My|Yes|No)$/;

/** Finds the unknown names of the posts; those on most days come first. `ignored` ignores case. */
export function findUnknownNames(posts: Post[], ignored: readonly string[]): UnknownName[] {
  const skip = new Set(ignored.map((name) => name.toLowerCase()));
  const found = new Map<string, { forms: Map<string, number>; posts: Post[] }>();
  for (const post of posts) {
    const { text, mentions } = findVocabulary(`${post.title}\n${post.text}`.replace(/https?:\/\/\S+/g, ' '));
    const seen = new Set<string>();
    for (const { 0: form, index } of text.matchAll(CAPITALISED_NAME)) {
      const key = form.toLowerCase();
      const isKnown = mentions.some(({ start, end }) => start < index + form.length && end > index);
      if (isKnown || skip.has(key) || ORDINARY_WORD.test(form) || form.length < 3 || seen.has(key)) continue;
      seen.add(key);
      const entry = found.get(key) ?? { forms: new Map<string, number>(), posts: [] as Post[] };
      entry.forms.set(form, (entry.forms.get(form) ?? 0) + 1);
      entry.posts.push(post);
      found.set(key, entry);
    }
  }
  const names = [...found.values()].map(({ forms, posts: holders }): UnknownName => {
    const [name = ''] = [...forms].sort((a, b) => b[1] - a[1])[0] ?? [];
    const newest = holders.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return {
      name,
      posts: holders.length,
      authors: new Set(holders.map(({ platform, author }) => `${platform} ${author}`)).size,
      days: new Set(holders.map(({ createdAt }) => Math.floor(Date.parse(createdAt) / DAY_MS))).size,
      examples: newest.slice(0, MAX_EXAMPLES).map(({ id }) => id),
    };
  });
  return names
    .filter(({ days, authors }) => days >= MIN_DAYS && authors >= MIN_AUTHORS)
    .sort((a, b) => b.days - a.days || b.posts - a.posts || (a.name < b.name ? -1 : 1));
}
