// An issue as Markdown with front matter, as `tidings import` and static sites read it.

import { stringify } from 'yaml';
import { calendarDay } from '../base/date-format.js';
import { fillPhrase, phrasesOf } from '../base/language/phrases/phrases.js';
import type { Bullet, Issue, Platform, Recap, Section } from '../model.js';
import { describeChecked, describeMaking } from './account.js';
import { buildBulletParts, buildTopPostParts } from './bullet.js';
import { formatPeriod, formatPeriodEnd, isEmpty, issueUrl, listDailyIssues } from './format.js';
import { introToText } from './intro.js';
import {
  type CitedPosts,
  cleanText,
  linkMarkdown,
  spansToMarkdown,
  toMarkdown,
  toMarkdownBlock,
} from './spans.js';

/**
 * Renders the complete issue: front matter (`title`, `subtitle`, `date` as `YYYY-MM-DD`, `slug`, `cadence`, `tags`),
 * then the parts in order. Only the operator's introduction is used as Markdown; everything else is escaped. With
 * `publicUrl`, updates link to the issue that they update.
 */
export function renderMarkdown(issue: Issue, { publicUrl }: { publicUrl?: string } = {}): string {
  const { posts } = issue;
  const frontMatter = stringify(
    {
      title: cleanText(issue.headline),
      subtitle: cleanText(issue.subtitle),
      date: formatPeriodEnd(issue.period, issue.timeZone),
      slug: issue.slug,
      cadence: issue.cadence,
      tags: issue.tags.map(({ name }) => cleanText(name)),
    },
    { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' },
  );
  const blocks = [
    `# ${toMarkdown(issue.headline).trim()}`,
    issue.subtitle ? toMarkdownBlock(toMarkdown(issue.subtitle)) : '',
    issue.intro ? introToText(issue.intro) : '',
    ...issue.lead.map((bullet) => toMarkdownBlock(bulletLine(bullet, posts, publicUrl))),
    // HTML is valid in Markdown.
    issue.body ?? '',
    isEmpty(issue) ? phrasesOf(issue.language).issue.nothing : '',
    issue.body
      ? ''
      : `${fillPhrase(phrasesOf(issue.language).issue.issueFor, { period: formatPeriod(issue.period, issue.timeZone, issue.language) })} ${toMarkdown(describeChecked(issue.checked, issue.language))}`,
    ...issue.recaps.flatMap((recap) => recapBlocks(recap, posts, issue.language, publicUrl)),
    ...correctionBlocks(issue),
    issue.body
      ? ''
      : `${phrasesOf(issue.language).issue.howMade}: ${toMarkdown(describeMaking(issue, issue.language).join(' '))}`,
  ];
  return `---\n${frontMatter}---\n\n${blocks.filter(Boolean).join('\n\n')}\n`;
}

function recapBlocks(
  { title, platform, sections, topPosts }: Recap,
  posts: CitedPosts,
  language: string,
  publicUrl?: string,
): string[] {
  const blocks = sections.flatMap((section) => [
    `### ${toMarkdown(section.title).trim()}`,
    section.bullets.map((bullet) => bulletBlock(bullet, posts, publicUrl, platform)).join('\n'),
    ...dailyLine(section, language, publicUrl),
  ]);
  const tops = topPosts.flatMap((top) => buildTopPostParts(top, posts, language) ?? []);
  if (tops.length > 0) {
    const lines = tops.map(({ line, note }) => {
      const text = toMarkdownBlock(spansToMarkdown(line, posts));
      return note ? `- ${text} (${toMarkdown(note)})` : `- ${text}`;
    });
    blocks.push(`### ${phrasesOf(language).issue.topPosts}`, lines.join('\n'));
  }
  return blocks.length > 0 ? [`## ${toMarkdown(title).trim()}`, ...blocks] : [];
}

/** The corrections after publication, latest first: the removed text struck through, then the current text. */
function correctionBlocks({ corrections = [], language, timeZone }: Issue): string[] {
  const blocks = corrections.toReversed().map(({ at, changes }) => {
    const lines = changes.map(({ part, before, after }) => {
      const texts = [before && `~~${toMarkdown(before)}~~`, after && toMarkdown(after)].filter(Boolean);
      return `- ${phrasesOf(language).page[`${part}Part`]}: ${toMarkdownBlock(texts.join(' '))}`;
    });
    return [`### ${calendarDay(at, timeZone)}`, lines.join('\n')].join('\n\n');
  });
  return blocks.length > 0 ? [`## ${phrasesOf(language).page.corrections}`, ...blocks] : [];
}

function dailyLine(section: Section, language: string, publicUrl?: string): string[] {
  const days = listDailyIssues(section, language, publicUrl).map(({ day, url }) =>
    url ? linkMarkdown(day, url) : day,
  );
  return days.length > 0
    ? [fillPhrase(phrasesOf(language).issue.dailyIssues, { days: days.join(' · ') })]
    : [];
}

function bulletBlock(bullet: Bullet, posts: CitedPosts, publicUrl?: string, platform?: Platform): string {
  const points = bullet.points.map((point) => `  - ${toMarkdownBlock(bulletLine(point, posts, publicUrl))}`);
  return [`- ${toMarkdownBlock(bulletLine(bullet, posts, publicUrl, platform))}`, ...points].join('\n');
}

function bulletLine(bullet: Bullet, posts: CitedPosts, publicUrl?: string, platform?: Platform): string {
  const { claim, note, original, text, sources } = buildBulletParts(bullet, posts, platform);
  const earlier = bullet.updates && issueUrl(publicUrl, bullet.updates);
  return [
    bullet.updates ? `${earlier ? linkMarkdown('Update', earlier) : 'Update'}:` : '',
    claim.length > 0 ? `**${spansToMarkdown(claim, posts)}**` : '',
    note
      ? `(${[toMarkdown(note), spansToMarkdown(original, posts)].filter(Boolean).join(': ')})${text.length > 0 ? '.' : ''}`
      : '',
    spansToMarkdown(text, posts),
    sources.length > 0 ? `— ${spansToMarkdown(sources, posts)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
