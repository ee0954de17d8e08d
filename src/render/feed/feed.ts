// Issues with their full bodies as RSS 2.0, Atom and JSON Feed.
import { generateAtomFeed, generateJsonFeed } from 'feedsmith';
import { escapeHtml } from '../../base/text.js';
import type { Issue } from '../../model.js';
import { isolateText } from '../direction.js';
import { archiveUrl, describeIssue, issueUrl } from '../format.js';
import { cleanText } from '../spans.js';
import { feedBody } from './feed-body.js';
import { element, type FeedOptions, feedUrl, rssDocument, toXml } from './xml.js';

// Ids stay the same when the site moves, so that readers do not see an issue twice.
const idOf = (issue: Issue) => `urn:tidings:${issue.id}`;

/** Renders RSS 2.0. Written by hand, because generators put whitespace around links and ids, which old readers keep. */
export function renderRss(issues: Issue[], options: FeedOptions): string {
  const changed = lastChangedAt(issues);
  const items = issues.map((issue) =>
    [
      '<item>',
      `<title>${escapeHtml(titleOf(issue))}</title>`,
      element('link', issueUrl(options.publicUrl, issue.slug) ?? ''),
      `<guid isPermaLink="false">${escapeHtml(idOf(issue))}</guid>`,
      element('pubDate', new Date(issue.createdAt).toUTCString()),
      ...issue.tags.map((tag) => element('category', tag.name)),
      `<description>${escapeHtml(isolateText(cleanText(issue.subtitle), issue.language))}</description>`,
      `<content:encoded>${escapeHtml(feedBody(issue, options.publicUrl))}</content:encoded>`,
      '</item>',
    ].join('\n'),
  );
  return rssDocument(items, options, {
    more: changed ? [element('lastBuildDate', new Date(changed).toUTCString())] : [],
    namespaces: ' xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  });
}

export function renderAtom(issues: Issue[], options: FeedOptions): string {
  const feed = generateAtomFeed({
    id: feedUrl(options),
    title: { value: cleanText(options.title) },
    subtitle: { value: cleanText(options.description) },
    links: [
      { href: feedUrl(options), rel: 'self', type: 'application/atom+xml' },
      { href: archiveUrl(options.publicUrl) ?? '', rel: 'alternate', type: 'text/html' },
    ],
    authors: [{ name: cleanText(options.title) }],
    // An empty feed never changed.
    updated: new Date(lastChangedAt(issues) ?? 0),
    entries: issues.map((issue) => ({
      id: idOf(issue),
      title: { value: titleOf(issue) },
      summary: { value: cleanText(describeIssue(issue)) },
      links: [{ href: issueUrl(options.publicUrl, issue.slug) ?? '', rel: 'alternate', type: 'text/html' }],
      published: new Date(issue.createdAt),
      updated: new Date(changedAt(issue)),
      categories: issue.tags.map((tag) => ({ term: tag.slug, label: cleanText(tag.name) })),
      content: { value: feedBody(issue, options.publicUrl), type: 'html' },
    })),
  });
  return toXml(feed);
}

export function renderJsonFeed(issues: Issue[], options: FeedOptions): string {
  const feed = generateJsonFeed({
    title: options.title,
    description: options.description,
    language: options.language,
    home_page_url: archiveUrl(options.publicUrl),
    feed_url: feedUrl(options),
    items: issues.map((issue) => ({
      id: idOf(issue),
      url: issueUrl(options.publicUrl, issue.slug),
      title: titleOf(issue),
      summary: cleanText(describeIssue(issue)) || undefined,
      content_html: feedBody(issue, options.publicUrl),
      date_published: new Date(issue.createdAt),
      ...(issue.editedAt && { date_modified: new Date(issue.editedAt) }),
      tags: issue.tags.map((tag) => cleanText(tag.name)),
    })),
  });
  return JSON.stringify(feed);
}

const titleOf = ({ headline, language }: Issue) => isolateText(cleanText(headline), language);

/** When the issue was published or last edited. */
function changedAt({ editedAt, createdAt }: Issue): string {
  return editedAt ?? createdAt;
}

/** The newest publication or edit: an older period's issue may be published later. */
function lastChangedAt(issues: Issue[]): string | undefined {
  return issues.map(changedAt).sort().at(-1);
}
