// Files for crawlers: robots.txt, the site map, llms.txt, issues as Markdown.
import { type Context, Hono } from 'hono';
import { escapeHtml } from '../../base/text.js';
import { formatPeriod } from '../../render/format.js';
import { renderMarkdown } from '../../render/markdown.js';
import { linkMarkdown, toMarkdown } from '../../render/spans.js';
import { type IssueSummary, listIssues } from '../../store/issues.js';
import { listIssueChanges } from '../../store/operator/issue-versions.js';
import { listSources } from '../../store/sources/sources.js';
import { listTags } from '../../store/tags.js';
import { findPublished } from '../archive/archive.js';
import { listYears } from '../archive/calendar.js';
import { countRecentAuthors } from '../archive/cited-authors.js';
import { issuePath, sourcePath, tagPath, yearPath } from '../site/paths.js';
import { absoluteUrl, type Site } from '../site/site.js';
import { sendText } from './feeds.js';

/** The limit of sitemaps.org. */
const MAX_MAP_URLS = 50_000;
const LLMS_ISSUES = 100;

export function crawlerRoutes(site: Site): Hono {
  const app = new Hono();
  const published = (limit: number) => listIssues(site.db, { status: 'published', limit });

  app.get('/robots.txt', (c) => {
    const lines = ['User-agent: *', 'Disallow: /search', `Sitemap: ${absoluteUrl(site, c, '/sitemap.xml')}`];
    return sendText(c, `${lines.join('\n')}\n`, 'text/plain; charset=utf-8');
  });

  app.get('/sitemap.xml', async (c) => {
    const issues = await published(MAX_MAP_URLS / 2);
    const tags = await listTags(site.db, MAX_MAP_URLS / 10);
    const { authors } = await countRecentAuthors(site.db);
    // Earliest first, so that an issue's latest change wins.
    const changes = await listIssueChanges(site.db, { limit: MAX_MAP_URLS });
    const changedAt = new Map(changes.toReversed().map(({ issueId, at }) => [issueId, at]));
    const latest = [issues[0]?.createdAt ?? '', changes[0]?.at ?? ''].sort().at(-1) || undefined;
    const entries = [
      ...['/', '/issues', '/tags'].map((path) => ({ path, changed: latest })),
      ...['/calendar', '/authors', '/sources', '/corrections', ...(site.mail ? ['/subscribe'] : [])].map(
        undated,
      ),
      ...(await listYears(site.db, site.publication.timeZone)).map((year) => undated(yearPath(year))),
      ...issues.map((issue) => ({
        path: issuePath(issue.slug),
        changed: changedAt.get(issue.id) ?? issue.createdAt,
      })),
      ...tags.map((tag) => undated(tagPath(tag))),
      ...(await listSources(site.db)).map(({ id }) => undated(sourcePath(id))),
      ...authors.slice(0, MAX_MAP_URLS / 5).map(({ path }) => undated(path)),
    ];
    return sendText(c, siteMap(site, c, entries), 'application/xml; charset=utf-8');
  });

  app.get('/llms.txt', async (c) =>
    sendText(c, describeForModels(site, c, await published(LLMS_ISSUES)), 'text/plain; charset=utf-8'),
  );

  app.get('/issues/:file{[^/]+\\.md}', async (c) => {
    const name = c.req.param('file').slice(0, -'.md'.length);
    const issue = await findPublished(site, name);
    if (!issue) return c.notFound();
    if (issue.slug !== name) return c.redirect(`${issuePath(issue.slug)}.md`, 301);
    const markdown = renderMarkdown(issue, { publicUrl: absoluteUrl(site, c) });
    return sendText(c, markdown, 'text/markdown; charset=utf-8');
  });
  return app;
}

const undated = (path: string) => ({ path, changed: undefined });

function siteMap(site: Site, c: Context, entries: { path: string; changed: string | undefined }[]): string {
  const urls = entries.map(({ path, changed }) => {
    const changedAt = changed ? `<lastmod>${escapeHtml(changed)}</lastmod>` : '';
    return `<url><loc>${escapeHtml(absoluteUrl(site, c, path))}</loc>${changedAt}</url>`;
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    '</urlset>\n',
  ].join('\n');
}

/** See llmstxt.org: a heading, a summary, then lists of links. */
function describeForModels(site: Site, c: Context, issues: IssueSummary[]): string {
  const { name, tagline, timeZone } = site.publication;
  const lines = issues.map(({ slug, period, headline, imported }) => {
    const link = linkMarkdown(headline, absoluteUrl(site, c, `${issuePath(slug)}.md`));
    return `- ${link}: ${formatPeriod(period, timeZone)}${imported ? ' (imported, not checked)' : ''}`;
  });
  return [
    `# ${toMarkdown(name)}`,
    ...(tagline ? [`> ${toMarkdown(tagline)}`] : []),
    `Every statement cites the posts that support it, except in imported issues, which are not checked. Each issue is available as Markdown${
      site.staticSite
        ? ''
        : `; ${absoluteUrl(site, c, '/search.json?q=WORDS')} searches all issues; ${absoluteUrl(site, c, '/api/openapi.json')} describes the API; ${absoluteUrl(site, c, '/mcp')} is an MCP server`
    }.`,
    '## Issues, newest first',
    lines.join('\n'),
    '',
  ].join('\n\n');
}
