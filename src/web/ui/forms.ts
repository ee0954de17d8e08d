// Forms as they come in, and pages that are one reader's own as they go out.
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HtmlEscapedString } from 'hono/utils/html';
import { parseHttpUrl } from '../../base/url.js';
import { type Site, toDocument } from './site.js';

export interface Form {
  /** The field's first value, or an empty text. */
  get(name: string): string;
  getAll(name: string): string[];
}

const MAX_BYTES = 64 * 1024;

/** Refuses what is larger than any form of ours, before it is read. */
export const limitForm: MiddlewareHandler = bodyLimit({
  maxSize: MAX_BYTES,
  onError: (c) => c.text('This is larger than any form of this site.\n', 413),
});

/** What the form holds; what cannot be read, and files, count as left out. */
export async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody({ all: true }).catch(() => ({}));
  const fields = new Map<string, unknown>(Object.entries(body));
  const getAll = (name: string) =>
    [fields.get(name)].flat().filter((value): value is string => typeof value === 'string');
  return { getAll, get: (name) => getAll(name)[0] ?? '' };
}

/** Whether a browser says that another site's page sent this. */
export function isForeign(c: Context, site: Pick<Site, 'publicUrl'>): boolean {
  const from = c.req.header('sec-fetch-site');
  if (from) return from !== 'same-origin' && from !== 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  const hosts = [parseHttpUrl(c.req.url)?.host, parseHttpUrl(site.publicUrl)?.host];
  return !hosts.includes(parseHttpUrl(origin)?.host ?? '');
}

/** Sends a page that nobody may keep. */
export async function sendPrivate(
  c: Context,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: 200 | 401 | 403 | 404 | 409 | 410 | 422 | 429 | 503 = 200,
): Promise<Response> {
  c.header('Cache-Control', 'no-store');
  return c.html(await toDocument(page), status);
}
