// An issue in a few lines, for short messages.
import { listCitations } from '../../base/issue-bullets.js';
import { truncate } from '../../base/text.js';
import type { Bullet, Issue } from '../../model.js';
import { issueUrl, sourceLabel } from '../format.js';
import { cleanText, findHref, findPost } from '../spans.js';

export interface Highlight {
  text: string;
  /** The source's name in the link: `@handle`, `r/Name`. */
  source: string;
  /** The cited post. */
  url?: string;
}

/** Plain text without markup; each service's format escapes it. */
export interface Highlights {
  title: string;
  subtitle: string;
  /** The issue's page, when there is a site. */
  url?: string;
  /** The lead, then the first bullet of each section, heaviest section first. */
  lines: Highlight[];
}

const MAX_HIGHLIGHT_CHARACTERS = 300;

export function listHighlights(issue: Issue, publicUrl?: string): Highlights {
  const sections = issue.recaps.flatMap((recap) => recap.sections).sort((a, b) => b.weight - a.weight);
  const reported = new Set(issue.lead.flatMap(listCitations));
  const others = sections.flatMap(
    ({ bullets }) => bullets.find((bullet) => !listCitations(bullet).some((id) => reported.has(id))) ?? [],
  );
  return {
    title: cleanText(issue.headline),
    subtitle: cleanText(issue.subtitle),
    url: issueUrl(publicUrl, issue.slug),
    lines: [...issue.lead, ...others].flatMap((bullet) => describeBullet(bullet, issue)),
  };
}

function describeBullet({ claim, text, citations }: Bullet, { posts }: Issue): Highlight[] {
  const words = cleanText((claim.length > 0 ? claim : text).map((span) => span.text).join('')).trim();
  const post = findPost(posts, claim.find(({ cite }) => cite)?.cite ?? citations[0]);
  if (!words || !post) return [];
  return [
    {
      text: truncate(words, MAX_HIGHLIGHT_CHARACTERS),
      source: sourceLabel(post),
      url: findHref(posts, post.id),
    },
  ];
}

/**
 * Escapes text so that no service turns it into a link, a mention, a hashtag or a command: inserts a word joiner after
 * each character that would begin one.
 */
export function withoutAutoLinks(text: string): string {
  return text.replace(/(?<=[\p{L}\d])\.(?=\p{L})|[@#/](?=[\p{L}\d])/gu, '$&\u2060');
}

/** The first lines that together fit into `max` characters, including line breaks. */
export function takeFitting(lines: string[], max: number): string[] {
  let length = 0;
  const end = lines.findIndex((line) => {
    length += line.length + 1;
    return length > max;
  });
  return end < 0 ? lines : lines.slice(0, end);
}
