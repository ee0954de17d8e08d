// Caches pages in memory until something is published, and limits how many are rendered at once.
import type { Context, MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../../base/time.js';
import { findArchiveVersion } from '../../store/search/index-bullets.js';
import type { Site } from '../site/site.js';
import { clientOf, createLimiter } from './limits.js';
import { createFairTurns } from './turns.js';

interface CachedPage {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  at: number;
}

const MAX_CACHE_BYTES = 32 * 1024 * 1024;
/** Larger pages are not cached. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** Some pages change without a new issue, such as a chart by weeks. */
const MAX_AGE_MS = MINUTE_MS;
/** The approximate size of an entry without the page's body. */
const ENTRY_BYTES = 1024;
/** The query parameters that change a page, by its path. Other parameters are ignored. */
const PAGE_PARAMS: [RegExp, string[] | 'all'][] = [
  [/^\/(?:search(?:\.json)?|suggest\.json|api\/search|search\.(?:xml|atom))$/, 'all'],
  [/^\/api\//, 'all'],
  [/^\/subscribe/, 'all'],
  [/^\//, ['cadence', 'order', 'page', 'v']],
];
/** Never cached and never limited: they serve one person or a monitor. */
const LIVE_PATHS = /^\/(?:healthz|readyz|metrics|admin|webhooks|preferences|confirm|unsubscribe|mcp)(?:\/|$)/;
/** Not cached, since the health of sources changes without an issue. Requests still share a rendering under way. */
const UNCACHED_PATHS = /^\/sources(?:\/|$)/;
const ASSET_PATHS = /^\/(?:site\.css|site\.js|search\.js|favicon\.ico|manifest\.webmanifest|sw\.js)$/;

/** Rendering uses one thread: more pages at once would only take memory. */
const TURN_LIMITS = { running: 2, perClient: 20, total: 100, spared: 3 };
/** Limits the pages that are rendered for one client. Cached pages cost nothing and are not counted. */
const RENDER_LIMIT = { burst: 300, everyMs: 50, keys: 10_000 };

/**
 * Caches responses to GET that have `Cache-Control: public` until the archive changes. Requests for a page that is being
 * rendered share the result. A client that asks for too many new pages gets 429. While too many requests wait, further
 * ones get 503. Both have Retry-After.
 */
export function cachePages(
  site: Pick<Site, 'db' | 'clock' | 'trustProxy' | 'staticSite'>,
): MiddlewareHandler {
  const pages = new LRUCache<string, CachedPage>({
    maxSize: MAX_CACHE_BYTES,
    maxEntrySize: MAX_PAGE_BYTES,
    sizeCalculation: ({ body }, key) => body.byteLength + key.length + ENTRY_BYTES,
  });
  const rendering = new Map<string, Promise<CachedPage | undefined>>();
  const takeTurn = createFairTurns(TURN_LIMITS);
  const limit = createLimiter(RENDER_LIMIT, site.clock);
  const readVersion = createVersionReader(site);
  let version: string | undefined;

  return async (c, next) => {
    if (c.req.method !== 'GET' || site.staticSite || LIVE_PATHS.test(c.req.path)) return next();
    if (ASSET_PATHS.test(c.req.path)) return next();
    const current = await readVersion();
    if (current !== version) {
      pages.clear();
      rendering.clear();
      version = current;
    }
    const key = keyOf(c);
    const wanted = c.req.header('if-none-match');
    const cached = pages.get(key);
    if (cached && site.clock().getTime() - cached.at < MAX_AGE_MS) return answerWith(cached, wanted);
    // No await before `rendering` has this page: the next request must find it there.
    const pending = rendering.get(key);
    const shared = pending && (await pending);
    if (shared) return answerWith(shared, wanted);
    let share: (page: CachedPage | undefined) => void = () => {};
    if (!rendering.has(key)) rendering.set(key, new Promise((resolve) => (share = resolve)));
    let page: CachedPage | undefined;
    try {
      const client = clientOf(c, site.trustProxy);
      const waitMs = client === 'unknown' ? 0 : limit(client);
      if (waitMs > 0) return refuse(c, 429, Math.ceil(waitMs / 1000), 'Too many requests: wait a moment.');
      const endTurn = await takeTurn(client);
      if (!endTurn) return refuse(c, 503, 2, 'The server is busy: try again in a moment.');
      try {
        await next();
        page = await pageOf(c, site.clock().getTime());
      } finally {
        endTurn();
      }
      const keep = version === current && current !== undefined && !UNCACHED_PATHS.test(c.req.path);
      if (page && keep) pages.set(key, page);
    } finally {
      share(page);
      rendering.delete(key);
    }
    return;
  };
}

/** The key of a page and its encoding, without parameters that do not change the page. */
function keyOf(c: Context): string {
  const { searchParams, origin } = new URL(c.req.url);
  const pathname = c.req.path;
  const known = PAGE_PARAMS.find(([path]) => path.test(pathname))?.[1] ?? [];
  const params = [...searchParams].filter(([name]) => known === 'all' || known.includes(name)).sort();
  const encoding = takesGzip(c.req.header('accept-encoding')) ? 'gzip' : '';
  return `${encoding} ${origin}${pathname}?${new URLSearchParams(params)}`;
}

async function pageOf(c: Context, at: number): Promise<CachedPage | undefined> {
  const { headers } = c.res;
  if (c.res.status !== 200 || !headers.get('cache-control')?.startsWith('public')) return undefined;
  if (headers.has('set-cookie')) return undefined;
  const body = new Uint8Array(await c.res.clone().arrayBuffer());
  return { headers: Object.fromEntries(headers), body, at };
}

function refuse(c: Context, status: 429 | 503, seconds: number, text: string): Response {
  return c.text(`${text}\n`, status, { 'Retry-After': String(seconds), 'Cache-Control': 'no-store' });
}

/** Reads the archive's version once per turn of the event loop. Undefined while the database is unavailable. */
function createVersionReader(site: Pick<Site, 'db'>): () => Promise<string | undefined> {
  let pending: Promise<string | undefined> | undefined;
  return () => {
    if (!pending) {
      pending = findArchiveVersion(site.db).catch(() => undefined);
      setImmediate(() => {
        pending = undefined;
      });
    }
    return pending;
  };
}

/** Reads the header as hono's compression does, which sends gzip or no encoding. */
function takesGzip(accepted = ''): boolean {
  const named = parseAccept(accepted);
  const gzip =
    named.find(({ type }) => type.toLowerCase() === 'gzip') ?? named.find(({ type }) => type === '*');
  return gzip !== undefined && gzip.q > 0;
}

// A response of plain values, which the server sends without streams.
function answerWith({ headers, body }: CachedPage, wanted: string | undefined): Response {
  const { etag } = headers;
  const isSame = (one: string) => one.trim().replace(/^W\//, '') === etag?.replace(/^W\//, '');
  if (!etag || !wanted?.split(',').some(isSame)) return new Response(body, { headers });
  // The server adds the content headers itself.
  const kept = Object.entries(headers).filter(([name]) => !/^content-(?!security)/i.test(name));
  return new Response(null, { status: 304, headers: Object.fromEntries(kept) });
}
