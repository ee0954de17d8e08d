// Finds statements of an issue that their cited posts do not support, so that an editor knows before keeping them.
import { bulletText, listBullets, listCitations } from '../../base/issue-bullets.js';
import { oneLine, splitSentences, truncate, words } from '../../base/text.js';
import { gatherEvidence } from '../../editorial/check.js';
import type { Evidence } from '../../editorial/verify/evidence.js';
import { verifyBullet } from '../../editorial/verify/verify.js';
import type { Bullet, Issue } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { findCitedPosts } from '../../store/posts.js';

/** A statement that its posts do not support. */
export interface DoubtedBullet {
  /** The bullet's id. */
  bullet: string;
  reasons: string[];
  /** Excerpts of the cited posts, so that the editor need not open them. */
  posts: QuotedPost[];
}

export interface QuotedPost {
  id: string;
  author: string;
  url: string;
  /** Plain text: the title and the part most similar to the statement. Empty if the post is no longer stored. */
  quote: string;
}

const MAX_QUOTED_POSTS = 4;
const MAX_QUOTE_CHARACTERS = 320;

/** Checks every bullet of the lead and the sections with its points. Returns those that fail, with the reasons. */
export async function findDoubts(db: Db, issue: Issue): Promise<DoubtedBullet[]> {
  const posts = await findCitedPosts(db, Object.keys(issue.posts));
  const nameOf = (sourceId: string) =>
    Object.values(issue.posts).find((post) => post.sourceId === sourceId)?.sourceName ?? sourceId;
  const evidence = gatherEvidence({ posts: new Map(posts.map((post) => [post.id, post])), nameOf });
  return listBullets(issue).flatMap((bullet) => {
    const verdict = verifyBullet(bullet, evidence, { language: issue.language });
    if (verdict.ok) return [];
    return [{ bullet: bullet.id, reasons: verdict.reasons, posts: quotePosts(bullet, issue, evidence) }];
  });
}

function quotePosts(
  bullet: Bullet,
  { posts, language }: Pick<Issue, 'posts' | 'language'>,
  evidence: ReadonlyMap<string, Evidence>,
): QuotedPost[] {
  const statement = bulletText(bullet);
  return [...new Set(listCitations(bullet))].slice(0, MAX_QUOTED_POSTS).flatMap((id) => {
    const post = posts[id];
    const said = evidence.get(id);
    if (!post) return [];
    const quote = said ? quoteNearest(said, statement, language) : '';
    return [{ id, author: post.author, url: post.url, quote }];
  });
}

/** Returns the title of a post and the sentences around the one that shares most words with the statement. */
export function quoteNearest(
  { title, text }: { title: string; text: string },
  statement: string,
  language: string,
): string {
  const head = oneLine(title);
  const body = oneLine(text);
  // A feed's text often begins with its title.
  const whole = body.startsWith(head) ? body : [head, body].filter(Boolean).join(' — ');
  if (whole.length <= MAX_QUOTE_CHARACTERS) return whole;
  const wanted = new Set(words(statement).filter((word) => word.length > 3 || /\d/.test(word)));
  const sentences = splitSentences(text, language);
  const shared = sentences.map(
    (sentence) => new Set(words(sentence).filter((word) => wanted.has(word))).size,
  );
  const best = Math.max(0, shared.indexOf(Math.max(...shared)));
  const part = truncate(sentences.slice(best).join(' '), MAX_QUOTE_CHARACTERS);
  const cut = best > 0 ? '… ' : '';
  return head && head !== sentences[0] ? `${truncate(head, 120)} — ${cut}${part}` : `${cut}${part}`;
}
