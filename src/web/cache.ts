// Keeps sent pages in memory until something is published, and renders few pages at once.
import type { Context, MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../base/time.js';
import { findArchiveVersion } from '../store/search/index-bullets.js';
import { createFairTurns } from './turns.js';
import { clientOf, createLimiter } from './ui/limits.js';
import type { Site } from './ui/site.js';

interface CachedPage {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  at: number;
}

const MAX_CACHE_BYTES = 32 * 1024 * 1024;
/** Larger pages are rendered each time. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** Some pages change without an issue: the weeks of a chart, for one. */
const MAX_AGE_MS = MINUTE_MS;
/** Roughly what an entry and a page's headers take. */
const ENTRY_BYTES = 1024;
/** The parameters that change a page, by the beginning of its path. Other parameters are ignored. */
const PAGE_PARAMS: [RegExp, string[] | 'all'][] = [
  [/^\/(?:search(?:\.json)?|suggest\.json|api\/search|search\.(?:xml|atom))$/, 'all'],
  [/^\/api\//, 'all'],
  [/^\/subscribe/, 'all'],
  [/^\//, ['cadence', 'order', 'page', 'v']],
];
/** Never from memory, never limited: they answer for one person or for a monitor. */
const LIVE_PATHS = /^\/(?:healthz|readyz|metrics|admin|webhooks|preferences|confirm|unsubscribe|mcp)(?:\/|$)/;
/** The health of sources changes without an issue: these pages are shared while they are rendered, and not kept. */
const UNCACHED_PATHS = /^\/sources(?:\/|$)/;
const ASSETS = /^\/(?:site\.css|site\.js|search\.js|favicon\.ico|manifest\.webmanifest|sw\.js)$/;

/** Rendering is work of one thread: more at once only take memory. */
const TURN_LIMITS = { running: 2, perClient: 20, total: 100, spared: 3 };
/** Pages that are not in memory, for each client. Pages in memory cost nothing and are not counted. */
const RENDER_LIMIT = { burst: 300, everyMs: 50, keys: 10_000 };

/**
 * Answers GET from memory when the same page was answered with `Cache-Control: public` since the archive last changed.
 * Requests for a page that is being rendered share it. A client that asks for too many new pages gets 429, and when too
 * many wait for a page, the next gets 503, both with Retry-After.
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
    if (ASSETS.test(c.req.path)) return next();
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
    // No await without a render to wait for: the next request must find this one's.
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

/** The page and its encoding. Other parameters than those that change it are left out. */
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

/** One query per turn of the event loop, however many requests came in with it. Undefined while the database is away. */
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

/** Reads the header as hono's compression does, which sends gzip or nothing. */
function takesGzip(accepted = ''): boolean {
  const named = parseAccept(accepted);
  const gzip =
    named.find(({ type }) => type.toLowerCase() === 'gzip') ?? named.find(({ type }) => type === '*');
  return gzip !== undefined && gzip.q > 0;
}

// Plain values: the server sends them without streams.
function answerWith({ headers, body }: CachedPage, wanted: string | undefined): Response {
  const { etag } = headers;
  const isSame = (one: string) => one.trim().replace(/^W\//, '') === etag?.replace(/^W\//, '');
  if (!etag || !wanted?.split(',').some(isSame)) return new Response(body, { headers });
  // The server adds the length in its own spelling.
  const kept = Object.entries(headers).filter(([name]) => !/^content-(?!security)/i.test(name));
  return new Response(null, { status: 304, headers: Object.fromEntries(kept) });
}
