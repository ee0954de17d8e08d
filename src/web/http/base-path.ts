// Serves the site below a path of its host, as with PUBLIC_URL=https://example.org/news.
import type { Context, MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';

/**
 * Returns the function that reads the path for the routes. It removes the base path unless the proxy already has, and,
 * except for GET, a trailing slash: a POST by a form or a mail program does not follow redirects.
 */
export function createPathReader(base: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request);
    const own = path === base || path.startsWith(`${base}/`) ? path.slice(base.length) || '/' : path;
    return /^(?:GET|HEAD)$/.test(request.method) ? own : own.replace(/(.)\/+$/, '$1');
  };
}

/** Redirects `/issues/` to `/issues`, without a scheme and host, which a proxy may have changed. */
export function trimTrailingSlash(base: string): MiddlewareHandler {
  return async (c, next) => {
    if (!/^(?:GET|HEAD)$/.test(c.req.method) || !/.\/$/.test(c.req.path)) return next();
    // A path that starts with two slashes would lead to another host.
    const path = c.req.path.replace(/\/+$/, '').replace(/^\/+/, '/');
    return c.body(null, 301, { Location: `${base}${path}${new URL(c.req.url).search}` });
  };
}

const LINK = /(\s(?:href|action|src|formaction|data-href)=")(\/(?!\/)[^"]*)"/g;

/** Puts the base path before the site's own paths in responses: links, forms, redirects and cookies. */
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
