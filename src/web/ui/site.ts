// What every page of the site is made from.
import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { withoutControls } from '../../base/text.js';
import type { Clock, Issue, MailResult } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { Asset } from './assets.js';
import type { Metrics } from './metrics.js';
import { type StaticSite, staticPath } from './static-site.js';

export interface Publication {
  name: string;
  tagline: string;
  /** BCP 47 */
  language: string;
  /** IANA */
  timeZone: string;
  /** The sender's postal address, shown in the foot. */
  address?: string;
}

/** What the site needs to take in subscribers. */
export interface MailOptions {
  /** Asks a new subscriber to confirm, or tells a present one that the digest comes already. */
  sendConfirmation(subscriber: Subscriber): Promise<MailResult['outcome']>;
  /** Titles of the recaps, in their order: what a reader may leave out. */
  recaps: string[];
  /** The hour that the form proposes, 0–23. */
  hour: number;
  /** So many temporary bounces in a row suppress an address. */
  softBounces: number;
  /** What Resend signs its webhooks with. */
  webhookSecret?: string;
}

/** What the operator's own pages need. */
export interface OperatorOptions {
  /** Opens them: at least 16 characters. */
  token: string;
  /** Publishes a draft as `tidings approve` does; its deliveries are due at their hours. Throws a UserError. */
  approve(draft: Issue): Promise<unknown>;
}

export interface SiteOptions {
  db: Db;
  /** A copy of it, perhaps a little behind, for what readers only look at. */
  readDb?: Db;
  publication: Publication;
  /** Where readers reach the site: scheme and host. Absent: as the request says. */
  publicUrl?: string;
  /** The folder of `site.css` and `site.js`. */
  templates: string;
  clock: Clock;
  /** Absent: nobody can subscribe here, and no page says so. */
  mail?: MailOptions;
  /** Whether every request comes through a proxy that adds its client's address to X-Forwarded-For. */
  trustProxy?: boolean;
  /** Absent: there are no pages of the operator's. */
  operator?: OperatorOptions;
  metrics?: Metrics;
  /** What is wrong with this server, a sentence each, without secrets. */
  ready?: () => Promise<string[]>;
  /** The pages become files: nobody answers requests. */
  still?: StaticSite;
  log?: Record<'error' | 'warn', (fields: Record<string, unknown>, message: string) => void>;
}

export interface Site extends SiteOptions {
  style: Asset;
  script: Asset;
  /** The search of pages that are files. */
  staticSearch: Asset;
}

/**
 * The absolute address of a path of the site; without a public URL, on the host that was asked. Of a page that is a
 * file, the address that no host has to redirect.
 */
export function absoluteUrl(site: Pick<Site, 'publicUrl' | 'still'>, c: Context, path = ''): string {
  const root = (site.publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, '');
  return `${root}${site.still && path ? staticPath(path) : path}`;
}

/** The page as a whole document, without what may not be shown. */
export async function toDocument(page: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  return withoutControls(`<!doctype html>${await page}`);
}

/** Sends a page that readers and shared caches may keep for a minute and then check by its ETag. */
export async function sendPage(
  c: Context,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: 200 | 404 | 500 = 200,
): Promise<Response> {
  c.header('Cache-Control', status === 200 ? 'public, max-age=60, stale-while-revalidate=600' : 'no-store');
  return c.html(await toDocument(page), status);
}
