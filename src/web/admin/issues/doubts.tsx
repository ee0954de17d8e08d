// Statements that their posts do not support: why, and what the posts say.
import type { Doubt } from '../../site/operator-actions.js';

/** Ids of posts in brackets, as in `"77" is not in the posts cited ([feed:1a], [x:2b])`. */
const POST_IDS = /\s*\(?\[[^\]\s]+:[^\]\s]+\](?:, \[[^\]\s]+\])*\)?/g;

/** The reasons in one line, without ids of posts: the posts are quoted below. */
export function describeReasons({ reasons }: Pick<Doubt, 'reasons'>): string {
  return reasons.map((reason) => reason.replace(POST_IDS, '').trim()).join('; ');
}

/** Why the statement is not supported, and what its posts say. */
export function DoubtNote({ doubt }: { doubt: Doubt }) {
  return (
    <div class="doubt-note">
      <p class="wrong">Not supported: {describeReasons(doubt)}</p>
      {doubt.posts.map((post) => (
        <Quote post={post} />
      ))}
    </div>
  );
}

function Quote({ post: { author, url, quote } }: { post: Doubt['posts'][number] }) {
  return (
    <blockquote class="said">
      <a href={url} rel="noopener nofollow ugc">
        {author}
      </a>
      {quote ? `: ${quote}` : ': this post is no longer stored; read it on its page.'}
    </blockquote>
  );
}
