// A search as a feed of the newest matching statements, in pages that link to each other (RFC 5005).

import { Hono } from 'hono';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeHtml } from '../../base/text.js';
import { lastMoment } from '../../base/time.js';
import { element, feedUrl, rssDocument } from '../../render/feed/xml.js';
import { issueUrl } from '../../render/format.js';
import { limitClients } from '../http/limits.js';
import { answer, parseSearch, type SearchAnswer } from '../search/answer.js';
import { readSearchParams, type SearchParams, searchPath } from '../search/params.js';
import { absoluteUrl, type Site } from '../site/site.js';

const FEED_LIMIT = { burst: 60, everyMs: 500, keys: 10_000 };
const ITEMS_PER_PAGE = 40;
const FEED_PATH = '/search.xml';

export function searchFeedRoutes(site: Site): Hono {
  const app = new Hono();
  if (site.staticSite) return app;
  const limit = limitClients(site, FEED_LIMIT, (c) => c.text('Too many searches: wait a second.\n', 429));
  app.get(FEED_PATH, limit, async (c) => {
    const { asked, problems } = readSearchParams(new URL(c.req.url).searchParams);
    if (problems.length > 0) return c.text('This is not a search of this site: see /search.\n', 400);
    const found = await answer(site, await parseSearch(site, { ...asked, sort: 'date' }), ITEMS_PER_PAGE);
    // A feed for words that nobody asked for would mislead.
    const hits = found.instead ? [] : found.hits;
    const isLast =
      hits.length < ITEMS_PER_PAGE || (!found.more && asked.page * ITEMS_PER_PAGE >= found.total);
    const feed = renderHits(hits, site, { publicUrl: absoluteUrl(site, c), asked, isLast });
    c.header('Cache-Control', 'public, max-age=300');
    return c.body(feed, 200, { 'Content-Type': 'application/rss+xml; charset=utf-8' });
  });
  return app;
}

function renderHits(
  hits: SearchAnswer['hits'],
  { publication }: Site,
  { publicUrl, asked, isLast }: { publicUrl: string; asked: SearchParams; isLast: boolean },
): string {
  const { name, language } = publication;
  const mark = phrasesOf(language).page.importedUnchecked;
  const path = searchPath(asked, FEED_PATH);
  const title = `${name}: ${asked.q || [...new URL(path, 'http://site.invalid').searchParams.values()].join(', ')}`;
  const items = hits.map((hit) =>
    [
      '<item>',
      element('title', `${hit.section}: ${hit.headline}${hit.imported ? ` (${mark})` : ''}`),
      element('link', `${issueUrl(publicUrl, hit.slug)}${hit.anchor && `#${hit.anchor}`}`),
      `<guid isPermaLink="false">${escapeHtml(`urn:tidings:${hit.slug}:${hit.anchor}`)}</guid>`,
      element('pubDate', new Date(lastMoment(hit.period)).toUTCString()),
      element('description', hit.snippet.map(({ text }) => text).join('')),
      '</item>',
    ].join('\n'),
  );
  const options = { title, description: name, language, publicUrl, path };
  const linkTo = (rel: string, page: number) =>
    `<atom:link href="${escapeHtml(feedUrl({ ...options, path: searchPath({ ...asked, page }, FEED_PATH) }))}" rel="${rel}"/>`;
  const more = [
    ...(asked.page > 1 ? [linkTo('first', 1), linkTo('previous', asked.page - 1)] : []),
    ...(isLast ? [] : [linkTo('next', asked.page + 1)]),
  ];
  return rssDocument(items, options, { more });
}
