// The feeds of all issues, of each cadence and of each tag.
import { type Context, Hono } from 'hono';
import type { Cadence, Issue } from '../../model.js';
import { renderAtom, renderJsonFeed, renderRss } from '../../render/feed/feed.js';
import type { FeedOptions } from '../../render/feed/xml.js';
import { findIssue, listIssues } from '../../store/issues.js';
import { findTag, listTaggedIssues } from '../../store/tags.js';
import { tagFeedPath } from '../site/paths.js';
import { absoluteUrl, type Site } from '../site/site.js';

const FEED_ISSUES = 20;

type Render = (issues: Issue[], options: FeedOptions) => string;

const FEED_FORMATS: { path: string; type: string; render: Render; cadence?: Cadence }[] = [
  { path: '/feed.xml', type: 'application/rss+xml', render: renderRss },
  { path: '/daily.xml', type: 'application/rss+xml', render: renderRss, cadence: 'daily' },
  { path: '/weekly.xml', type: 'application/rss+xml', render: renderRss, cadence: 'weekly' },
  { path: '/atom.xml', type: 'application/atom+xml', render: renderAtom },
  { path: '/feed.json', type: 'application/feed+json', render: renderJsonFeed },
];

export function feedRoutes(site: Site): Hono {
  const app = new Hono();
  for (const { path, type, render, cadence } of FEED_FORMATS) {
    app.get(path, async (c) => {
      const { name, tagline, language } = site.publication;
      const feed = render(await newestIssues(site, cadence), {
        title: cadence ? `${name} (${cadence})` : name,
        description: tagline || name,
        language,
        publicUrl: absoluteUrl(site, c),
        path,
      });
      return sendText(c, feed, `${type}; charset=utf-8`);
    });
  }
  app.get('/tags/:kind/:slug/feed.xml', async (c) => {
    const tag = await findTag(site.db, c.req.param('kind'), c.req.param('slug'));
    if (!tag) return c.notFound();
    const tagged = await listTaggedIssues(site.db, tag, FEED_ISSUES);
    const issues = await Promise.all(tagged.map(({ slug }) => findIssue(site.db, slug)));
    const { name, language } = site.publication;
    const feed = renderRss(
      issues.filter((issue) => issue !== undefined),
      {
        title: `${name}: ${tag.name}`,
        description: `Issues of ${name} about ${tag.name}`,
        language,
        publicUrl: absoluteUrl(site, c),
        path: tagFeedPath(tag),
      },
    );
    return sendText(c, feed, 'application/rss+xml; charset=utf-8');
  });
  return app;
}

async function newestIssues({ db }: Site, cadence: Cadence | undefined): Promise<Issue[]> {
  const list = await listIssues(db, { status: 'published', limit: FEED_ISSUES, ...(cadence && { cadence }) });
  const issues = await Promise.all(list.map(({ id }) => findIssue(db, id)));
  return issues.filter((issue) => issue !== undefined);
}

/** Sends text that caches may keep for five minutes. */
export function sendText(c: Context, text: string, type: string): Response {
  return c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=300' });
}
