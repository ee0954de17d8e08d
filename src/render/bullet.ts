// The parts of a bullet and of a top post, in the order of all formats.
import type { Bullet, CitedPost, Platform, Span, TopPost } from '../model.js';
import { formatEngagement, sourceLabel } from './format.js';
import {
  type CitedPosts,
  cleanText,
  findHref,
  findPost,
  findUnlinked,
  isDecoy,
  withoutDecoys,
} from './spans.js';

export interface BulletParts {
  claim: Span[];
  /** Under a submission's title: `r/LocalLLaMA · 1,240 points, 310 comments`. Empty elsewhere. */
  note: string;
  /** The linked title of the submission that the claim is about. Empty if the claim is the title. */
  original: Span[];
  text: Span[];
  /** Links to the cited posts that neither claim nor text links to. */
  sources: Span[];
}

/** The parts of a bullet; `platform` is that of its recap, absent for the lead and for points. */
export function buildBulletParts(
  bullet: Bullet,
  posts: CitedPosts,
  platform?: Platform,
  language = 'en',
): BulletParts {
  const { claim, text, citations } = bullet;
  const submission = findPost(posts, bullet.submission);
  const leading = submission ?? findPost(posts, claim.find(({ cite }) => cite)?.cite ?? citations[0]);
  return {
    claim: trimSpans(withoutDecoys(claim, posts)),
    note: platform === 'reddit' && leading ? describeSubmission(leading, language) : '',
    original: submission?.title
      ? withoutDecoys([{ text: submission.title, cite: submission.id }], posts)
      : [],
    text: trimSpans(withoutDecoys(text, posts)),
    sources: findUnlinked(bullet, posts).flatMap((post, index) => [
      ...(index > 0 ? [{ text: ', ' }] : []),
      { text: sourceLabel(post), cite: post.id },
    ]),
  };
}

/** The line of a top post and its engagement; undefined if the issue lacks the post. */
export function buildTopPostParts(
  top: TopPost,
  posts: CitedPosts,
  language = 'en',
): { line: Span[]; note: string } | undefined {
  const post = findPost(posts, top.postId);
  if (!post) return undefined;
  if (post.platform === 'x' || isDecoy(top.line, findHref(posts, top.postId) ?? '')) {
    const line = [{ text: sourceLabel(post), cite: post.id }, { text: `: ${top.line.trim()}` }];
    return { line, note: formatEngagement(post, language) };
  }
  return { line: [{ text: top.line.trim(), cite: post.id }], note: describeSubmission(post, language) };
}

function describeSubmission(post: CitedPost, language: string): string {
  return [sourceLabel(post), formatEngagement(post, language)].filter(Boolean).join(' · ');
}

/** Trims spaces at both ends; empty if no text is left. */
function trimSpans(spans: Span[]): Span[] {
  const said = spans.filter(({ text }) => cleanText(text) !== '');
  const last = said.length - 1;
  return said
    .map((span, index) => ({
      ...span,
      text: index === 0 ? span.text.trimStart() : span.text,
    }))
    .map((span, index) => (index === last ? { ...span, text: span.text.trimEnd() } : span))
    .filter(({ text }) => text !== '');
}
