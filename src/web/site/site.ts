// The options of the site, and how its pages are sent.
import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { withoutControls } from '../../base/text.js';
import type { Clock, MailResult } from '../../model.js';
import { isolateHtml } from '../../render/direction.js';
import type { Db } from '../../store/database/schema.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { Asset } from './assets.js';
import type { FollowedSources } from './followed-sources.js';
import type { Metrics } from './metrics.js';
import type { OperatorActions } from './operator-actions.js';
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
  /** Where readers report errors: a mail address or a page. */
  contact?: string;
}

/** What the site needs to accept subscribers. */
export interface MailOptions {
  /** Asks a new subscriber to confirm, or informs a known one that they are already subscribed. */
  sendConfirmation(subscriber: Subscriber): Promise<MailResult['outcome']>;
  /** Titles of the recaps, in order: a reader may leave some out. */
  recaps: string[];
  /** The form's default hour, 0–23. */
  hour: number;
  /** The day on which the weekly issue comes out: 1 is Monday. */
  weeklyDay?: number;
  /** Its hour, 0–23; default: `hour`. */
  weeklyHour?: number;
  /** Limit of confirmation mails an hour, beyond which requests wait. Default: none. */
  confirmationsPerHour?: number;
  /** Receives the promise of work that goes on after a response. */
  onBackground?: (work: Promise<void>) => void;
  /** After how many temporary bounces in a row an address is suppressed. */
  softBounces: number;
  /** The secret of Resend's webhook signatures. */
  webhookSecret?: string;
}

/** What the operator's own pages need. */
export interface OperatorOptions extends OperatorActions {
  /** The operator's token, at least 16 characters. */
  token: string;
}

export interface SiteOptions {
  db: Db;
  /** A read replica for readers' pages; may lag. */
  readDb?: Db;
  publication: Publication;
  /** The site's public address: scheme, host and perhaps a path. Absent: taken from the request. */
  publicUrl?: string;
  /** The folder of `site.css` and `site.js`. */
  templates: string;
  clock: Clock;
  /** Absent: nobody can subscribe here. */
  mail?: MailOptions;
  /** Every request comes through a proxy that adds the client's address to X-Forwarded-For. */
  trustProxy?: boolean;
  /** Absent: there are no operator pages. */
  operator?: OperatorOptions;
  /** Mails a reader's report to the operator. */
  mailReport?: (subject: string, lines: string[]) => Promise<void>;
  metrics?: Metrics;
  followedSources?: FollowedSources;
  /** Returns the problems of this server, one sentence each, without secrets. */
  ready?: () => Promise<string[]>;
  /** Set if the pages are exported as files and no server answers requests. */
  staticSite?: StaticSite;
  log?: Record<'error' | 'warn', (fields: Record<string, unknown>, message: string) => void>;
}

export interface Site extends SiteOptions {
  style: Asset;
  script: Asset;
  /** The search script of exported pages. */
  staticSearch: Asset;
  /** The service worker. */
  worker: Asset;
}

/** Whether the form for reports is open: its reports reach the operator's pages or mailbox. */
export function takesReports({ operator, mailReport }: SiteOptions): boolean {
  return operator !== undefined || mailReport !== undefined;
}

/** The address behind the publication's contact, which is a mail address or a page. Undefined when there is none. */
export function contactHref({ publication: { contact } }: SiteOptions): string | undefined {
  if (!contact) return undefined;
  return /^https?:/i.test(contact) ? contact : `mailto:${contact}`;
}

/**
 * The absolute address of a path of the site, on the request's host if there is no public URL. In an export, it is the
 * address that hosts serve without a redirect.
 */
export function absoluteUrl(site: Pick<Site, 'publicUrl' | 'staticSite'>, c: Context, path = ''): string {
  const root = (site.publicUrl ?? new URL(c.req.url).origin).replace(/\/+$/, '');
  return `${root}${site.staticSite && path ? staticPath(path) : path}`;
}

/** The page as a complete document, without control characters. */
export async function toDocument(page: HtmlEscapedString | Promise<HtmlEscapedString>): Promise<string> {
  return withoutControls(`<!doctype html>${await page}`);
}

/** Sends a page that caches may keep for a minute and then revalidate by its ETag. */
export async function sendPage(
  c: Context,
  page: HtmlEscapedString | Promise<HtmlEscapedString>,
  status: 200 | 404 | 500 = 200,
): Promise<Response> {
  c.header('Cache-Control', status === 200 ? 'public, max-age=60' : 'no-store');
  const html = String(await toDocument(page));
  const [, language = 'en'] = /<html lang="([^"]+)"/.exec(html) ?? [];
  const body = html.indexOf('<body');
  return c.html(`${html.slice(0, body)}${isolateHtml(html.slice(body), language)}`, status);
}
