// The part of the archive that assistants may read: published text that was checked, with links.
import { bulletText, listStatements } from '../../base/issue-bullets.js';
import { periodOf } from '../../base/time.js';
import type { Bullet, Cadence, Issue, Platform } from '../../model.js';
import { formatPeriodEnd, sourceLabel } from '../../render/format.js';
import { renderMarkdown } from '../../render/markdown.js';
import { findPost } from '../../render/spans.js';
import type { Db } from '../../store/database/schema.js';
import { findIssue, type IssueSummary, listIssues } from '../../store/issues.js';
import { parseTerms } from '../../store/search/query.js';
import { type SearchSort, searchBullets } from '../../store/search/search.js';
import { countMentions, findMentions, findTag, listTags } from '../../store/tags.js';
import { issuePath, tagPath } from '../site/paths.js';

export interface McpArchive {
  db: Db;
  publication: { name: string; timeZone: string };
  /** Put before the paths of pages: `https://example.org`. May be empty. */
  root: string;
}

const MAX_TAGS_PER_KIND = 500;
/** The start of a period of which only the end matters. */
const FIRST_INSTANT = '1970-01-01T00:00:00.000Z';

export interface ArchiveSearch {
  query: string;
  platform?: Platform;
  source?: string;
  author?: string;
  /** `company/openai` */
  tag?: string;
  doubts?: boolean;
  since?: string;
  until?: string;
  sort?: SearchSort;
  limit: number;
  page: number;
}

/** Statements that contain all words, or undefined when the tag is unknown. */
export async function searchArchive(archive: McpArchive, asked: ArchiveSearch) {
  const { db, publication } = archive;
  const { query, tag: name, since, until, limit, page, ...filters } = asked;
  const tag = name ? await findTag(db, ...splitTag(name)) : undefined;
  if (name && !tag) return undefined;
  const { total, more, hits } = await searchBullets(db, {
    ...filters,
    terms: parseTerms(query),
    tags: tag ? [tag] : [],
    since: since && periodOf(since, 'daily', publication.timeZone).from,
    until: until && periodOf(until, 'daily', publication.timeZone).to,
    checkedOnly: true,
    limit,
    offset: (page - 1) * limit,
  });
  // Without an anchor, a hit is the headline of an issue without statements.
  const statements = hits.filter(({ anchor }) => anchor);
  return {
    total: total - (hits.length - statements.length),
    more: more ?? false,
    results: statements.map((hit) => ({
      text: hit.snippet.map(({ text }) => text).join(''),
      url: urlOf(archive, hit),
      issue: hit.slug,
      statement: hit.anchor,
      day: formatPeriodEnd(hit.period, publication.timeZone),
      cadence: hit.cadence,
      recap: hit.recap,
      section: hit.section,
    })),
  };
}

export async function listArchiveIssues(
  archive: McpArchive,
  asked: { cadence?: Cadence; before?: string; limit: number },
) {
  const { timeZone } = archive.publication;
  const before = asked.before && periodOf(asked.before, 'daily', timeZone).to;
  const issues = await listIssues(archive.db, { ...asked, before, status: 'published' });
  return { issues: issues.map((issue) => summaryOf(archive, issue)) };
}

/** Finds an issue by slug, id or `latest`. Undefined for drafts and for imported issues, which were not checked. */
export async function findCheckedIssue({ db }: McpArchive, name: string): Promise<Issue | undefined> {
  const [latest] = name === 'latest' ? await listIssues(db, { status: 'published', limit: 1 }) : [];
  const issue = await findIssue(db, latest?.id ?? name);
  return issue?.status === 'published' && !issue.body ? issue : undefined;
}

/** The issue as Markdown, without the operator's introduction, which cites nothing. */
export function describeIssueFully(archive: McpArchive, issue: Issue) {
  return {
    ...summaryOf(archive, issue),
    markdown: renderMarkdown({ ...issue, intro: undefined }, { publicUrl: archive.root || undefined }),
  };
}

/** The titles of the issue with the anchors of its statements. */
export function outlineIssue(archive: McpArchive, issue: Issue) {
  return {
    ...summaryOf(archive, issue),
    lead: issue.lead.map(({ id }) => id),
    sections: issue.recaps.flatMap((recap) =>
      recap.sections.map(({ id, title, bullets }) => ({
        recap: recap.title,
        title,
        url: urlOf(archive, { slug: issue.slug, anchor: id }),
        statements: bullets.map((bullet) => ({ statement: bullet.id, text: plainText(bullet) })),
      })),
    ),
  };
}

/** One statement with the posts that it cites, or undefined. */
export function describeStatement(archive: McpArchive, issue: Issue, id: string) {
  const bullet = listStatements(issue).find((statement) => statement.id === id);
  if (!bullet) return undefined;
  const corrections = (issue.corrections ?? []).flatMap(({ at, changes }) =>
    changes.filter(({ anchor }) => anchor === id).map(({ before, after }) => ({ at, before, after })),
  );
  return {
    text: bulletText(bullet),
    url: urlOf(archive, { slug: issue.slug, anchor: bullet.id }),
    issue: summaryOf(archive, issue),
    sources: [
      ...new Set([...bullet.citations, ...bullet.points.flatMap(({ citations }) => citations)]),
    ].flatMap((cited) => describeSource(issue, cited)),
    updates: bullet.updates && urlOf(archive, { slug: bullet.updates, anchor: '' }),
    corrections,
  };
}

export async function listArchiveTags(
  archive: McpArchive,
  asked: { kind?: string; contains?: string; limit: number },
) {
  const wanted = asked.contains?.toLowerCase() ?? '';
  const tags = (await listTags(archive.db, MAX_TAGS_PER_KIND)).filter(
    ({ kind, name }) => (!asked.kind || kind === asked.kind) && name.toLowerCase().includes(wanted),
  );
  return {
    total: tags.length,
    tags: tags
      .toSorted((a, b) => b.issues - a.issues)
      .slice(0, asked.limit)
      .map((tag) => ({
        tag: `${tag.kind}/${tag.slug}`,
        name: tag.name,
        issues: tag.issues,
        url: `${archive.root}${tagPath(tag)}`,
      })),
  };
}

/** When the tag was first and last mentioned, how often, and its mentions. Undefined for an unknown tag. */
export async function describeTag(
  archive: McpArchive,
  asked: { tag: string; oldestFirst: boolean; limit: number; page: number },
) {
  const { db, publication } = archive;
  const tag = await findTag(db, ...splitTag(asked.tag));
  if (!tag) return undefined;
  const counts = await countMentions(db, tag, { checkedOnly: true });
  const mentions = await findMentions(db, tag, {
    limit: asked.limit,
    offset: (asked.page - 1) * asked.limit,
    checkedOnly: true,
    oldestFirst: asked.oldestFirst,
  });
  const dayOf = (to: string) => formatPeriodEnd({ from: FIRST_INSTANT, to }, publication.timeZone);
  return {
    name: tag.name,
    url: `${archive.root}${tagPath(tag)}`,
    first: counts[0] && dayOf(counts[0].to),
    last: counts.at(-1) && dayOf(counts.at(-1)?.to ?? ''),
    total: counts.reduce((sum, { count }) => sum + count, 0),
    timeline: counts.map(({ cadence, to, count }) => ({ day: dayOf(to), cadence, mentions: count })),
    mentions: mentions.map((mention) => ({
      text: mention.text,
      url: urlOf(archive, mention),
      issue: mention.slug,
      statement: mention.anchor,
      day: formatPeriodEnd(mention.period, publication.timeZone),
      section: mention.section,
    })),
  };
}

function describeSource(issue: Issue, id: string) {
  const post = findPost(issue.posts, id);
  if (!post) return [];
  const { url, platform, author, title, createdAt, metrics } = post;
  return [{ label: sourceLabel(post), url, platform, author, title: title || undefined, createdAt, metrics }];
}

function summaryOf(archive: McpArchive, issue: Issue | IssueSummary) {
  return {
    issue: issue.slug,
    headline: issue.headline,
    subtitle: issue.subtitle,
    cadence: issue.cadence,
    day: formatPeriodEnd(issue.period, archive.publication.timeZone),
    url: urlOf(archive, { slug: issue.slug, anchor: '' }),
  };
}

function urlOf({ root }: McpArchive, { slug, anchor }: { slug: string; anchor: string }): string {
  return `${root}${issuePath(slug, anchor)}`;
}

function splitTag(tag: string): [string, string] {
  const [kind = '', slug = ''] = tag.toLowerCase().split('/');
  return [kind, slug];
}

function plainText(bullet: Bullet): string {
  return bulletText({ ...bullet, points: [] });
}
