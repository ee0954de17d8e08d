// Rate limits: token buckets in memory, and the client that a request comes from.
import { isIP, isIPv6 } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../model.js';
import type { Site } from '../site/site.js';

export interface Limit {
  /** Requests allowed at once. */
  burst: number;
  /** Milliseconds after which one more request is allowed. */
  everyMs: number;
  /** Keys to remember. Beyond that, the least recently used key is forgotten. */
  keys: number;
}

/** Rendering a picture takes about 50 ms of processor time. */
export const PICTURE_LIMIT: Limit = { burst: 20, everyMs: 500, keys: 10_000 };

/**
 * Takes one of the key's tokens. Returns 0 if there was one, else the milliseconds until the next. With `take` 0, it only
 * checks.
 */
export type Limiter = (key: string, take?: 0 | 1) => number;

/** Our own, since maintained packages use the machine's clock, and here time is passed in. */
export function createLimiter({ burst, everyMs, keys }: Limit, clock: Clock): Limiter {
  const buckets = new LRUCache<string, { tokens: number; at: number }>({ max: keys });
  return (key, take = 1) => {
    const now = clock().getTime();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) / everyMs);
    const allowed = tokens >= 1;
    buckets.set(key, { tokens: allowed ? tokens - take : tokens, at: now });
    return allowed ? 0 : Math.ceil((1 - tokens) * everyMs);
  };
}

/** Limits the requests of each client. Beyond the limit, `refuse` makes the response, which gets a Retry-After header. */
export function limitClients(
  site: Pick<Site, 'clock' | 'trustProxy' | 'staticSite'>,
  limit: Limit,
  refuse: (c: Context) => Response,
): MiddlewareHandler {
  const limiter = createLimiter(limit, site.clock);
  return async (c, next) => {
    const wait = site.staticSite ? 0 : limiter(clientOf(c, site.trustProxy));
    if (wait === 0) return next();
    c.header('Retry-After', String(Math.ceil(wait / 1000)));
    return refuse(c);
  };
}

/**
 * The client's address: the peer's, or, behind a trusted proxy, the last one in X-Forwarded-For, which the proxy added. An
 * IPv6 address becomes its /64 network, the usual size for one household.
 */
export function clientOf(c: Context, trustProxy = false): string {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = forwarded?.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1') ?? '';
  return networkOf(trustProxy && isIP(address) ? address : peerOf(c));
}

/** The peer's address as @hono/node-server passes it; `unknown` when the application runs without a server. */
export function peerOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return incoming?.socket?.remoteAddress ?? 'unknown';
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = [], tail = []] = (address.split('%')[0] ?? '')
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros: string[] = new Array(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
