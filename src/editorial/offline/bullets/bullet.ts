// Makes a bullet: its spans, quotations, attributions and citations.
import { joinList, phrasesOf, quoteSentence } from '../../../base/language/phrases/phrases.js';
import type { Bullet, BulletOrigin, Post, Span } from '../../../model.js';
import type { DayArchive } from '../../archive.js';
import type { UsedText } from '../used-text.js';

const MAX_UNQUOTED_SOURCES = 4;

/** What the offline editor writes with. */
export interface Writing {
  language: string;
  /** The name of a source for readers. */
  nameOf: (sourceId: string) => string;
  /** Text already used in the issue; new text is added. */
  usedText: UsedText;
  /** The archive of earlier days. */
  archive?: DayArchive;
}

/** Creates a bullet with the citations of its spans and further ones. `assembleIssue` sets the id. */
export function makeBullet(
  parts: { claim?: Span[]; text?: Span[]; points?: Bullet[]; also?: string[] },
  origin: BulletOrigin = 'extract',
): Bullet {
  const { claim = [], text = [], points = [], also = [] } = parts;
  const cited = [...claim, ...text].flatMap((span) => span.cite ?? []);
  return { id: '', claim, text, citations: [...new Set([...cited, ...also])], points, origin };
}

/** The post's source as readers know it, such as `@handle`, linked to the post. */
export function attributePost(post: Post, writing: Pick<Writing, 'nameOf'>): Span {
  const name = post.platform === 'x' ? `@${post.author}` : writing.nameOf(post.sourceId);
  return { text: name, cite: post.id };
}

/** The colon before a quotation. */
export const colonOf = ({ language }: Pick<Writing, 'language'>): Span => ({
  text: phrasesOf(language).colon,
});

/** A quotation after a colon: `: “…”` */
export function quoteAfter(text: string, { language }: Pick<Writing, 'language'>): Span {
  return { text: `${phrasesOf(language).colon}${quoteSentence(language, text)}` };
}

/** Adds the sources of the story that are not quoted, so that none is lost. */
export function addAlso(
  bullet: Bullet,
  posts: Post[],
  quotedIds: ReadonlySet<string>,
  writing: Writing,
): void {
  const named = new Set([...bullet.claim, ...bullet.text].map((span) => span.text));
  const sources: Span[] = [];
  for (const post of posts) {
    if (sources.length === MAX_UNQUOTED_SOURCES) break;
    const span = attributePost(post, writing);
    if (quotedIds.has(post.id) || named.has(span.text)) continue;
    named.add(span.text);
    sources.push(span);
  }
  if (sources.length === 0) return;
  const { issue, stop } = phrasesOf(writing.language);
  const [before = '', after = ''] = issue.also.split('{text}');
  bullet.text.push(
    { text: bullet.text.length > 0 ? ` ${before}` : before },
    ...joinList<Span>(writing.language, sources, (text) => ({ text })),
    { text: `${after}${stop}` },
  );
  for (const { cite } of sources) if (cite) bullet.citations.push(cite);
}
