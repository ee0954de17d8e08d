// Pages as they were sent last, for as long as nothing else is published.

import type { MiddlewareHandler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { MINUTE_MS } from '../base/time.js';
import { findArchiveVersion } from '../store/search/index-bullets.js';
import type { Site } from './ui/site.js';

interface Kept {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  /** Bytes that it is counted with. */
  size: number;
  at: number;
}

/** Bytes of pages that are kept; beyond that, the one that was asked for longest ago goes. */
const MOST_BYTES = 32 * 1024 * 1024;
/** A page of more is made anew each time. */
const MOST_BYTES_A_PAGE = 2 * 1024 * 1024;
/** The health of sources changes without an issue. */
const CHANGING = /^\/sources(?:\/|$)/;
/** What else changes without an issue (the weeks of a chart) is at most so old. */
const OLDEST_MS = MINUTE_MS;
/** What a map's entry and a page's headers take, roughly. */
const OVERHEAD = 1024;

/**
 * Answers GET from memory where the same address was answered with `Cache-Control: public` since the archive last
 * changed. Answers go out compressed as they were kept, and as 304 to those that have them.
 */
export function cachePages(site: Pick<Site, 'db' | 'clock'>): MiddlewareHandler {
  const pages = new Map<string, Kept>();
  let bytes = 0;
  let version: string | undefined;
  let asked: Promise<string | undefined> | undefined;

  const drop = (key: string, kept: Kept) => {
    pages.delete(key);
    bytes -= kept.size;
  };
  // One look a turn of the event loop, however many requests came in with it.
  const askVersion = () => {
    if (!asked) {
      // A database that does not answer is for the page itself to report.
      asked = findArchiveVersion(site.db).catch(() => undefined);
      setImmediate(() => {
        asked = undefined;
      });
    }
    return asked;
  };

  return async (c, next) => {
    if (c.req.method !== 'GET' || CHANGING.test(c.req.path)) return next();
    const current = await askVersion();
    if (current === undefined) return next();
    if (current !== version) {
      pages.clear();
      bytes = 0;
      version = current;
    }
    const key = `${takesGzip(c.req.header('accept-encoding')) ? 'gzip' : ''} ${c.req.url}`;
    const now = site.clock().getTime();
    const kept = pages.get(key);
    if (kept && now - kept.at < OLDEST_MS) {
      // A map keeps the order of insertion: what was used last stands last.
      pages.delete(key);
      pages.set(key, kept);
      return answerWith(kept, c.req.header('if-none-match'));
    }
    if (kept) drop(key, kept);
    await next();
    const { headers } = c.res;
    if (c.res.status !== 200 || !headers.get('cache-control')?.startsWith('public')) return;
    if (headers.has('set-cookie')) return;
    const body = new Uint8Array(await c.res.clone().arrayBuffer());
    const size = body.byteLength + key.length + OVERHEAD;
    if (size > MOST_BYTES_A_PAGE || version !== current || pages.has(key)) return;
    pages.set(key, { headers: Object.fromEntries(headers), body, size, at: now });
    bytes += size;
    for (const [oldest, other] of pages) {
      if (bytes <= MOST_BYTES) break;
      drop(oldest, other);
    }
    return;
  };
}

/** As hono's compression, which gives gzip or nothing, reads the header. */
function takesGzip(accepted = ''): boolean {
  const named = parseAccept(accepted);
  const gzip =
    named.find(({ type }) => type.toLowerCase() === 'gzip') ?? named.find(({ type }) => type === '*');
  return gzip !== undefined && gzip.q > 0;
}

// Plain values: for these the server has a way that costs no streams.
function answerWith({ headers, body }: Kept, wanted: string | undefined): Response {
  const { etag } = headers;
  const isSame = (one: string) => one.trim().replace(/^W\//, '') === etag?.replace(/^W\//, '');
  if (!etag || !wanted?.split(',').some(isSame)) return new Response(body, { headers });
  // The server adds the length to them, in its own spelling.
  const kept = Object.entries(headers).filter(([name]) => !/^content-(?!security)/i.test(name));
  return new Response(null, { status: 304, headers: Object.fromEntries(kept) });
}
