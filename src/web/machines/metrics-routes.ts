// /metrics and /readyz, and the measurement of requests.
import { performance } from 'node:perf_hooks';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { parseHttpUrl } from '../../base/url.js';
import type { OperatorAuth } from '../admin/operator-auth.js';
import { peerOf } from '../http/limits.js';
import type { Metrics } from '../site/metrics.js';
import type { Site } from '../site/site.js';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

export function metricsRoutes(site: Site, auth: OperatorAuth | undefined): Hono {
  const app = new Hono();
  const { metrics, ready } = site;

  if (metrics)
    app.get('/metrics', async (c) => {
      c.header('Cache-Control', 'no-store');
      if (!(await isAllowed(c, site, auth))) return c.text('Authorization: Bearer ADMIN_TOKEN\n', 401);
      return c.text(await metrics.render(), 200, { 'Content-Type': metrics.contentType });
    });

  if (ready)
    app.get('/readyz', async (c) => {
      c.header('Cache-Control', 'no-store');
      const wrong = await ready();
      return wrong.length === 0 ? c.json({ ok: true }) : c.json({ ok: false, wrong }, 503);
    });
  return app;
}

/**
 * A configured token is required. Without one, only direct requests from this machine are allowed, and none once the site
 * is public, since requests through a proxy on this machine look the same.
 */
async function isAllowed(c: Context, { publicUrl }: Site, auth: OperatorAuth | undefined): Promise<boolean> {
  if (auth) return (await auth.status(c)) === 'in';
  const named = parseHttpUrl(publicUrl)?.hostname;
  const isPublic = named !== undefined && named !== 'localhost' && !LOOPBACK.test(named);
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => c.req.header(name));
  return !isPublic && !forwarded && LOOPBACK.test(peerOf(c));
}

/** Counts each request by its route's pattern, so that addresses do not become labels. */
export function measureRequests(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const began = performance.now();
    await next();
    const route = matchedRoutes(c).findLast(({ method, path }) => method !== 'ALL' && !path.endsWith('*'));
    const labels = { route: route?.path ?? 'none', method: methodOf(c.req.method), status: c.res.status };
    metrics.observeRequest(labels, (performance.now() - began) / 1000);
  };
}

/** Measures the search routes, cached answers excluded. */
export function measureSearch(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const began = performance.now();
    await next();
    if (c.req.query('q')) metrics.observeSearch((performance.now() - began) / 1000);
  };
}

/** Clients can send any method; the label's values stay bounded. */
function methodOf(method: string): string {
  return ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method) ? method : 'other';
}
