// Formats posts for a model: JSON lines with short ids, so that no text in a post can pass for an instruction or
// another post.

import { listCitations } from '../../base/issue-bullets.js';
import { oneLine, splitSentences, truncate } from '../../base/text.js';
import type { Bullet, Comment, Post, Story } from '../../model.js';
import type { Citable } from './cited-text.js';

export interface Material {
  /** JSON lines, one per post, by the post's own id. */
  lines: Map<string, string>;
  /** The posts and comments by short id. */
  citable: Map<string, Citable>;
  /** The posts shown. */
  posts: Post[];
}

const MAX_POSTS_PER_STORY = 6;
const MAX_COMMENTS_PER_POST = 5;
const MIN_POST_CHARACTERS = 400;
const MAX_POST_CHARACTERS = 1_000;
const COMMENT_CHARACTERS = 500;
/** Once the comments under a post have this many characters, no more are shown. */
const COMMENTS_CHARACTERS = 850;
/** Total characters of the stories in a list, divided among them within the limits for one. */
const LIST_CHARACTERS = 11_500;
const MIN_LISTED_CHARACTERS = 170;
const MAX_LISTED_CHARACTERS = 500;
/** A story with a title needs fewer characters to show its subject. */
const MIN_LISTED_TITLED_CHARACTERS = 140;

/**
 * Chooses posts story by story: the leading post of each first, then further voices while they fit into `characters`.
 * Comments follow their submission. With `days`, each line has the day of its post.
 */
export function gatherMaterial(
  stories: Story[],
  nameOf: (sourceId: string) => string,
  characters: number,
  { days = false } = {},
): Material {
  const chosen = choosePosts(stories, characters);
  const limit = Math.floor(characters / Math.max(1, chosen.flat().length));
  const length = Math.min(MAX_POST_CHARACTERS, Math.max(MIN_POST_CHARACTERS, limit));
  const citable = new Map<string, Citable>();
  const lines = new Map<string, string>();
  let comments = 0;
  chosen.forEach((posts, index) => {
    for (const post of posts) {
      const id = `p${lines.size + 1}`;
      citable.set(id, { id: post.id, label: labelOf(post, nameOf) });
      const under = chooseComments(post).map((comment) => {
        const short = `c${++comments}`;
        citable.set(short, { id: comment.id, label: `u/${comment.author}` });
        return describeComment(comment, short);
      });
      lines.set(
        post.id,
        JSON.stringify({
          story: index + 1,
          day: days ? post.createdAt.slice(0, 10) : undefined,
          ...describePost(post, id, nameOf, length),
          comments: under.length > 0 ? under : undefined,
        }),
      );
    }
  });
  return { lines, citable, posts: chosen.flat() };
}

/** The JSON lines of the posts: of all, or of those whose id or comment is in `ids`. */
export function listLines({ lines, posts }: Material, ids?: ReadonlySet<string>): string {
  const isShown = ({ id, comments }: Post) =>
    !ids || ids.has(id) || comments.some((comment) => ids.has(comment.id));
  return posts
    .filter(isShown)
    .flatMap(({ id }) => lines.get(id) ?? [])
    .join('\n');
}

/** The posts and comments that all of the bullets cite; undefined if a bullet cites none. */
export function listAllCited(bullets: Bullet[]): Set<string> | undefined {
  const cited = bullets.map(listCitations);
  return cited.every((ids) => ids.length > 0) ? new Set(cited.flat()) : undefined;
}

/** The posts of each story to show: one per story, then a second of each, while they fit into `characters`. */
function choosePosts(stories: Story[], characters: number): Post[][] {
  const chosen: Post[][] = stories.map(() => []);
  let used = 0;
  for (let rank = 0; rank < MAX_POSTS_PER_STORY; rank++)
    stories.forEach(({ posts }, index) => {
      const post = posts.filter(({ repostOf }) => !repostOf)[rank];
      if (!post || (rank > 0 && used >= characters)) return;
      used += Math.min(MAX_POST_CHARACTERS, post.title.length + post.text.length);
      used += chooseComments(post).reduce(
        (sum, { text }) => sum + Math.min(COMMENT_CHARACTERS, text.length),
        0,
      );
      chosen[index]?.push(post);
    });
  return chosen;
}

/** The first comments, while they fit. */
function chooseComments({ comments }: Post): Comment[] {
  let left = COMMENTS_CHARACTERS;
  return comments.slice(0, MAX_COMMENTS_PER_POST).filter(({ text }) => {
    const fits = left > 0;
    left -= Math.min(COMMENT_CHARACTERS, text.length);
    return fits;
  });
}

/** Replaces the posts' ids in a check's reasons by the ids that the model knows: `[p1]`. */
export function insertShortIds(reasons: string[], citable: ReadonlyMap<string, Citable>): string[] {
  const short = new Map([...citable].map(([name, { id }]) => [`[${id}]`, `[${name}]`]));
  return reasons.map((reason) => reason.replace(/\[[^[\]]+\]/g, (id) => short.get(id) ?? id));
}

/**
 * One line per story to choose from: `{"id":"s1","by":"@ada","says":"…","voices":3}`, without `voices` for a single
 * voice. With `days`, each line has the day of the story's first post.
 */
export function formatStories(
  stories: Story[],
  nameOf: (sourceId: string) => string,
  { days = false } = {},
): string {
  const share = Math.min(MAX_LISTED_CHARACTERS, Math.floor(LIST_CHARACTERS / Math.max(1, stories.length)));
  const limitOf = (hasTitle: boolean) =>
    Math.max(share, hasTitle ? MIN_LISTED_TITLED_CHARACTERS : MIN_LISTED_CHARACTERS);
  return stories
    .map(({ posts, voices }, index) => {
      const [lead] = posts;
      const says = [lead?.title, lead?.text].filter((text) => text?.trim()).join(': ');
      const dates = posts.map(({ createdAt }) => createdAt.slice(0, 10)).sort();
      return JSON.stringify({
        id: `s${index + 1}`,
        day: days ? dates[0] : undefined,
        by: lead && labelOf(lead, nameOf),
        says: truncate(oneLine(says), limitOf(Boolean(lead?.title))),
        voices: voices > 1 ? voices : undefined,
      });
    })
    .join('\n');
}

function describePost(post: Post, id: string, nameOf: (sourceId: string) => string, length: number) {
  return {
    id,
    by: labelOf(post, nameOf),
    title: post.title ? oneLine(post.title) : undefined,
    text: truncateToSentences(post.text, length),
  };
}

function describeComment(comment: Comment, id: string) {
  const text = truncateToSentences(comment.text, COMMENT_CHARACTERS);
  return { id, by: `u/${comment.author}`, text };
}

/**
 * The whole sentences of the text that fit, on one line. The first sentence stays whole up to twice the limit, because
 * half a sentence may have another meaning; a longer one is truncated.
 */
export function truncateToSentences(text: string, max: number): string {
  const line = oneLine(text);
  if (line.length <= max) return line;
  const sentences = splitSentences(line.slice(0, 2 * max));
  // The slice may end within the last sentence.
  if (line.length > 2 * max) sentences.pop();
  let kept = sentences.shift() ?? truncate(line, max);
  for (const sentence of sentences) {
    if (kept.length + 1 + sentence.length > max) break;
    kept = `${kept} ${sentence}`;
  }
  return kept;
}

function labelOf(post: Post, nameOf: (sourceId: string) => string): string {
  return post.platform === 'x' ? `@${post.author}` : nameOf(post.sourceId);
}
