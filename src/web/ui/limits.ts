// How often somebody may ask: token buckets in memory, and who it is that asks.
import { isIP, isIPv6 } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import type { Clock } from '../../model.js';
import type { Site } from './site.js';

export interface Limit {
  /** So many at once. */
  burst: number;
  /** One more after each of these. */
  everyMs: number;
  /** Keys that are remembered; beyond that, the one that was quiet longest is forgotten. */
  keys: number;
}

/**
 * Takes one of the key's tokens: 0 when there was one, else the milliseconds until there will be. With `take` 0 it only
 * looks.
 */
export type Limiter = (key: string, take?: 0 | 1) => number;

export function createLimiter({ burst, everyMs, keys }: Limit, clock: Clock): Limiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, take = 1) => {
    const now = clock().getTime();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) / everyMs);
    const allowed = tokens >= 1;
    // A map keeps the order of insertion: what was used last stands last.
    buckets.delete(key);
    buckets.set(key, { tokens: allowed ? tokens - take : tokens, at: now });
    const [quietest] = buckets.keys();
    if (buckets.size > keys && quietest !== undefined) buckets.delete(quietest);
    return allowed ? 0 : Math.ceil((1 - tokens) * everyMs);
  };
}

/** Lets each client ask so often; beyond that the answer is 429, says when to come back, and is as `refuse` makes it. */
export function limitClients(
  site: Pick<Site, 'clock' | 'trustProxy' | 'still'>,
  limit: Limit,
  refuse: (c: Context) => Response,
): MiddlewareHandler {
  const limiter = createLimiter(limit, site.clock);
  return async (c, next) => {
    const wait = site.still ? 0 : limiter(clientOf(c, site.trustProxy));
    if (wait === 0) return next();
    c.header('Retry-After', String(Math.ceil(wait / 1000)));
    return refuse(c);
  };
}

/**
 * Who asks: the address of the connection's other end, or, behind a proxy that is trusted, the last one in
 * X-Forwarded-For, which is the one that the proxy itself saw. Of IPv6, the network (/64) that a household has.
 */
export function clientOf(c: Context, trustProxy = false): string {
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = forwarded?.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1') ?? '';
  return networkOf(trustProxy && isIP(address) ? address : peerOf(c));
}

/** As @hono/node-server hands it over; there is none where the application is asked without a server. */
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
