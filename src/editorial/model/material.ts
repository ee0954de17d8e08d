// Posts as a model gets to see them: JSON lines with short ids, so that no word of a post can pose as anything else.

import { oneLine, truncate } from '../../base/text.js';
import type { Comment, Post, Story } from '../../model.js';
import type { Citable } from './cited-text.js';

export interface Material {
  /** JSON lines. */
  text: string;
  /** What the short ids stand for. */
  citable: Map<string, Citable>;
}

const POSTS_A_STORY = 4;
const COMMENTS_A_POST = 5;
const POST_CHARACTERS = 600;
const ENTRY_CHARACTERS = 900;
const COMMENT_CHARACTERS = 280;
const SAYS_CHARACTERS = 240;

/** The posts of the stories, story by story, the heaviest voices of each. */
export function gatherMaterial(stories: Story[], nameOf: (sourceId: string) => string): Material {
  const citable = new Map<string, Citable>();
  const lines: string[] = [];
  let posts = 0;
  let comments = 0;
  stories.forEach((story, index) => {
    const originals = story.posts.filter((post) => !post.repostOf).slice(0, POSTS_A_STORY);
    for (const post of originals) {
      const id = `p${++posts}`;
      citable.set(id, { id: post.id, label: labelOf(post, nameOf) });
      const under = post.comments.slice(0, COMMENTS_A_POST).map((comment) => {
        const short = `c${++comments}`;
        citable.set(short, { id: comment.id, label: `u/${comment.author}` });
        return describeComment(comment, short);
      });
      lines.push(
        JSON.stringify({
          story: index + 1,
          ...describePost(post, id, nameOf),
          ...(under.length > 0 && { comments: under }),
        }),
      );
    }
  });
  return { text: lines.join('\n'), citable };
}

/** What a check found, with posts by the ids that the model was given: `[p1]`. */
export function nameShortly(reasons: string[], citable: ReadonlyMap<string, Citable>): string[] {
  const short = new Map([...citable].map(([name, { id }]) => [`[${id}]`, `[${name}]`]));
  return reasons.map((reason) => reason.replace(/\[[^[\]]+\]/g, (id) => short.get(id) ?? id));
}

/** One line a story, for grouping: `{"id":"s1","by":"@ada","says":"…","posts":4,"voices":3}`; a lone voice is not counted. */
export function listStories(
  stories: Story[],
  idOf: (index: number) => string,
  nameOf: (sourceId: string) => string,
): string {
  return stories
    .map(({ posts, voices }, index) => {
      const [lead] = posts;
      const says = [lead?.title, lead?.text].filter((text) => text?.trim()).join(': ');
      return JSON.stringify({
        id: idOf(index),
        ...(lead && { by: labelOf(lead, nameOf) }),
        says: truncate(oneLine(says), SAYS_CHARACTERS),
        ...(voices > 1 && { posts: posts.length, voices }),
      });
    })
    .join('\n');
}

function describePost(post: Post, id: string, nameOf: (sourceId: string) => string) {
  const { likes, score, comments } = post.metrics;
  return {
    id,
    by: labelOf(post, nameOf),
    ...(post.title && { title: oneLine(post.title) }),
    text: truncate(oneLine(post.text), post.title ? ENTRY_CHARACTERS : POST_CHARACTERS),
    ...(likes !== undefined && { likes }),
    ...(score !== undefined && { points: score }),
    ...(comments !== undefined && score !== undefined && { commentCount: comments }),
  };
}

function describeComment(comment: Comment, id: string) {
  return {
    id,
    by: `u/${comment.author}`,
    text: truncate(oneLine(comment.text), COMMENT_CHARACTERS),
    points: comment.score,
  };
}

function labelOf(post: Post, nameOf: (sourceId: string) => string): string {
  return post.platform === 'x' ? `@${post.author}` : nameOf(post.sourceId);
}
