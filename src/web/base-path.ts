// The site below a path of its host: PUBLIC_URL=https://example.org/news.
import type { Context, MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';

/**
 * The path that routes see: without the base path, whether or not the proxy removed it, and for all but GET without a
 * slash at the end, since a form or a mail program's POST does not follow redirects.
 */
export function createPathReader(base: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request);
    const own = path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;
    return /^(?:GET|HEAD)$/.test(request.method) ? own : own.replace(/(.)\/+$/, '$1');
  };
}

/** Redirects `/issues/` to `/issues`. The redirect names no scheme and host, which a proxy may have changed. */
export function trimTrailingSlash(base: string): MiddlewareHandler {
  return async (c, next) => {
    if (!/^(?:GET|HEAD)$/.test(c.req.method) || !/.\/$/.test(c.req.path)) return next();
    // More than one slash at the start would be another host.
    const path = c.req.path.replace(/\/+$/, '').replace(/^\/+/, '/');
    return c.body(null, 301, { Location: `${base}${path}${new URL(c.req.url).search}` });
  };
}

const LINK = /(\s(?:href|action|src|formaction|data-href)=")(\/(?!\/)[^"]*)"/g;

/** Puts the base path before every own path of an answer: links and forms of pages, redirects and cookies. */
export function prefixPaths(base: string): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const location = c.res.headers.get('location');
    if (location?.startsWith('/') && !location.startsWith('//')) c.header('Location', `${base}${location}`);
    prefixCookies(c, base);
    if (!c.res.headers.get('content-type')?.startsWith('text/html')) return;
    const html = (await c.res.text()).replace(LINK, `$1${base}$2"`);
    c.res = new Response(html, { status: c.res.status, headers: c.res.headers });
  };
}

function prefixCookies(c: Context, base: string): void {
  const cookies = c.res.headers.getSetCookie();
  if (cookies.length === 0) return;
  c.res.headers.delete('set-cookie');
  for (const cookie of cookies)
    c.res.headers.append('set-cookie', cookie.replace(/;\s*Path=(\/[^;]*)/i, `; Path=${base}$1`));
}
