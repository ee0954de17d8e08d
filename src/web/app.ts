// The web site: all routes, the security headers and the error pages.
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { isDatabaseAway } from '../store/database/retry.js';
import { adminRoutes } from './admin/admin.js';
import { createOperatorAuth } from './admin/operator-auth.js';
import { archiveRoutes } from './archive/archive.js';
import { authorRoutes } from './archive/authors.js';
import { calendarRoutes } from './archive/calendar.js';
import { correctionRoutes } from './archive/issue-corrections.js';
import { reportRoutes } from './archive/report.js';
import { sourceRoutes } from './archive/sources.js';
import { tagRoutes } from './archive/tags.js';
import { createPathReader, prefixPaths, trimTrailingSlash } from './http/base-path.js';
import { cachePages } from './http/cache.js';
import { apiRoutes } from './machines/api.js';
import { crawlerRoutes } from './machines/crawler-files.js';
import { feedRoutes } from './machines/feeds.js';
import { installRoutes } from './machines/install.js';
import { measureRequests, measureSearch, metricsRoutes } from './machines/metrics-routes.js';
import { searchFeedRoutes } from './machines/search-feed.js';
import { webhookRoutes } from './machines/webhooks.js';
import { mcpRoutes } from './mcp/route.js';
import { quickSearchRoutes } from './search/quick-search.js';
import { searchRoutes } from './search/search.js';
import { assetRoutes, readAsset } from './site/assets.js';
import { basePathOf } from './site/paths.js';
import { type Site, type SiteOptions, sendPage } from './site/site.js';
import { confirmationRoutes } from './subscribers/confirmation.js';
import { preferenceRoutes } from './subscribers/preferences.js';
import { subscriptionRoutes } from './subscribers/subscription.js';
import { unsubscribeRoutes } from './subscribers/unsubscribe.js';
import { failedPage, missingPage } from './ui/failures.js';

/** Enough for the events of a mail provider. Forms have smaller limits. */
const MAX_BODY_BYTES = 256 * 1024;

const SEARCH_PATHS = ['/search', '/search.json', '/api/search'];

/** Creates the site as a hono application. Throws when the templates folder lacks site.css or site.js. */
export function createApp(options: SiteOptions): Hono {
  const site: Site = {
    ...options,
    style: readAsset(options.templates, 'site.css'),
    script: readAsset(options.templates, 'site.js'),
    staticSearch: readAsset(options.templates, 'search.js'),
    worker: readAsset(options.templates, 'sw.js'),
  };
  const archive: Site = options.readDb ? { ...site, db: options.readDb } : site;
  const base = site.staticSite ? '' : basePathOf(site.publicUrl);
  const app = new Hono({ getPath: createPathReader(base) });
  if (site.metrics) app.use(measureRequests(site.metrics));
  app.use(cachePages(archive));
  for (const path of SEARCH_PATHS) if (site.metrics) app.use(path, measureSearch(site.metrics));
  // One encoding: pages are cached compressed, and every client that accepts deflate accepts gzip.
  app.use(compress({ encoding: 'gzip' }));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // The preview of a mail sets its own policy.
      overwrite: false,
      permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
      // Linked sites may learn which site a reader came from, but not which page.
      referrerPolicy: 'strict-origin-when-cross-origin',
      xFrameOptions: 'DENY',
      // Only the proxy knows whether readers use https.
      strictTransportSecurity: false,
      // Other sites may read feeds and Markdown.
      crossOriginResourcePolicy: false,
    }),
  );
  const limitBody = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.text('too large\n', 413) });
  // The operator's forms have a limit of their own, which applies after sign-in.
  app.use((c, next) => (c.req.path.startsWith('/admin/') ? next() : limitBody(c, next)));
  app.use(etag());
  app.use(trimTrailingSlash(base));
  if (base) app.use(prefixPaths(base));
  for (const routes of [
    assetRoutes,
    feedRoutes,
    installRoutes,
    searchFeedRoutes,
    crawlerRoutes,
    calendarRoutes,
    correctionRoutes,
    archiveRoutes,
    searchRoutes,
    quickSearchRoutes,
    apiRoutes,
    mcpRoutes,
    tagRoutes,
    sourceRoutes,
    authorRoutes,
  ])
    app.route('/', routes(archive));
  for (const routes of [
    subscriptionRoutes,
    confirmationRoutes,
    preferenceRoutes,
    unsubscribeRoutes,
    webhookRoutes,
    reportRoutes,
  ])
    app.route('/', routes(site));
  const auth = site.operator && createOperatorAuth(site, site.operator.token);
  app.route('/', adminRoutes(site, auth));
  app.route('/', metricsRoutes(site, auth));
  app.notFound((c) => sendPage(c, missingPage(site, c), 404));
  app.onError((error, c) => {
    site.log?.error({ err: error, path: c.req.path }, 'a page failed');
    if (!isDatabaseAway(error)) return sendPage(c, failedPage(site, c), 500);
    c.header('Retry-After', '10');
    c.header('Cache-Control', 'no-store');
    return c.text('The site cannot do this right now: its database is busy. Try again in a moment.\n', 503);
  });
  return app;
}
