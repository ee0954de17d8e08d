// Reading submitted forms, and sending pages that no cache may keep.
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HtmlEscapedString } from 'hono/utils/html';
import { parseHttpUrl } from '../../base/url.js';
import { type Site, toDocument } from '../site/site.js';

export interface Form {
  /** The field's first value, or an empty text. */
  get(name: string): string;
  getAll(name: string): string[];
  has(name: string): boolean;
}

const MAX_FORM_BYTES = 64 * 1024;

/** Refuses a body larger than any form of the site, before reading it. */
export const limitForm: MiddlewareHandler = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: (c) => c.text('The form is too large.\n', 413),
});

/** The form's fields. Files, and a body that cannot be parsed, count as missing. */
export async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody({ all: true }).catch(() => ({}));
  const fields = new Map<string, unknown>(Object.entries(body));
  const getAll = (name: string) =>
    [fields.get(name)].flat().filter((value): value is string => typeof value === 'string');
  return { getAll, get: (name) => getAll(name)[0] ?? '', has: (name) => getAll(name).length > 0 };
}

/** Whether the browser reports that another site's page sent the request. */
export function isForeign(c: Context, site: Pick<Site, 'publicUrl'>): boolean {
  const from = c.req.header('sec-fetch-site');
  if (from) return from !== 'same-origin' && from !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  const hosts = [parseHttpUrl(c.req.url)?.host, parseHttpUrl(site.publicUrl)?.host];
  return !hosts.includes(parseHttpUrl(origin)?.host ?? '');
}

/** Sends a page that no cache may keep. */
export async function sendPrivate(
  c: Context,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: 200 | 401 | 403 | 404 | 409 | 410 | 422 | 429 | 503 = 200,
): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  return c.html(await toDocument(page), status);
}
