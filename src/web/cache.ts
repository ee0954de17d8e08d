// Keeps sent pages in memory until something is published.
import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { LRUCache } from 'lru-cache';
import { MINUTE_MS } from '../base/time.js';
import { findArchiveVersion } from '../store/search/index-bullets.js';
import type { Site } from './ui/site.js';

interface CachedPage {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  at: number;
}

const MAX_CACHE_BYTES = 32 * 1024 * 1024;
/** Larger pages are rendered each time. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
/** The health of sources changes without an issue. */
const UNCACHED_PATHS = /^\/sources(?:\/|$)/;
/** Some pages change without an issue: the weeks of a chart, for one. */
const MAX_AGE_MS = MINUTE_MS;
/** Roughly what an entry and a page's headers take. */
const ENTRY_BYTES = 1024;

/**
 * Answers GET from memory when the same address was answered with `Cache-Control: public` since the archive last
 * changed. Pages are kept compressed; a client that has the page gets 304.
 */
export function cachePages(site: Pick<Site, 'db' | 'clock'>): MiddlewareHandler {
  const pages = new LRUCache<string, CachedPage>({
    maxSize: MAX_CACHE_BYTES,
    maxEntrySize: MAX_PAGE_BYTES,
    sizeCalculation: ({ body }, key) => body.byteLength + key.length + ENTRY_BYTES,
  });
  let version: string | undefined;
  let pending: Promise<string | undefined> | undefined;

  // One query per turn of the event loop, however many requests came in with it.
  const readVersion = () => {
    if (!pending) {
      // When the database does not answer, the page itself reports it.
      pending = findArchiveVersion(site.db).catch(() => undefined);
      setImmediate(() => {
        pending = undefined;
      });
    }
    return pending;
  };

  return async (c, next) => {
    if (c.req.method !== 'GET' || UNCACHED_PATHS.test(c.req.path)) return next();
    const current = await readVersion();
    if (current === undefined) return next();
    if (current !== version) {
      pages.clear();
      version = current;
    }
    const key = `${takesGzip(c.req.header('accept-encoding')) ? 'gzip' : ''} ${c.req.url}`;
    const now = site.clock().getTime();
    const cached = pages.get(key);
    if (cached && now - cached.at < MAX_AGE_MS) return answerWith(cached, c.req.header('if-none-match'));
    await next();
    const { headers } = c.res;
    if (c.res.status !== 200 || !headers.get('cache-control')?.startsWith('public')) return;
    if (headers.has('set-cookie')) return;
    const body = new Uint8Array(await c.res.clone().arrayBuffer());
    if (version === current) pages.set(key, { headers: Object.fromEntries(headers), body, at: now });
    return;
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
