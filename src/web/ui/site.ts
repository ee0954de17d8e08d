// The options of the site, and how its pages are sent.
import type { Context } from 'hono';
import type { HtmlEscapedString } from 'hono/utils/html';
import { withoutControls } from '../../base/text.js';
import type { Clock, MailResult } from '../../model.js';
import { isolateHtml } from '../../render/direction.js';
import type { Db } from '../../store/database/schema.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import type { Asset } from './assets.js';
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
  /** Asks a new subscriber to confirm; tells a known one that they are subscribed already. */
  sendConfirmation(subscriber: Subscriber): Promise<MailResult['outcome']>;
  /** Titles of the recaps, in order: a reader may leave some out. */
  recaps: string[];
  /** The form's default hour, 0–23. */
  hour: number;
  /** The day on which the weekly issue comes out: 1 is Monday. */
  weeklyDay?: number;
  /** Above this many confirmation mails an hour, requests wait; default: no limit. */
  confirmationsPerHour?: number;
  /** Gets the sending that goes on after a response. */
  onBackground?: (work: Promise<void>) => void;
  /** After how many temporary bounces in a row an address is suppressed. */
  softBounces: number;
  /** What Resend signs its webhooks with. */
  webhookSecret?: string;
}

/** What the operator's own pages need. */
export interface OperatorOptions extends OperatorActions {
  /** Opens them: at least 16 characters. */
  token: string;
}

export interface SiteOptions {
  db: Db;
  /** A read replica for readers' pages; may lag. */
  readDb?: Db;
  publication: Publication;
  /** Where readers reach the site: scheme and host. Absent: as the request says. */
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
  /** Mails a reader's report to the operator where no operator pages show it. */
  mailReport?: (subject: string, lines: string[]) => Promise<void>;
  metrics?: Metrics;
  /** Problems of this server, a sentence each, without secrets. */
  ready?: () => Promise<string[]>;
  /** The pages are exported as files; no server answers requests. */
  staticSite?: StaticSite;
  log?: Record<'error' | 'warn', (fields: Record<string, unknown>, message: string) => void>;
}

export interface Site extends SiteOptions {
  style: Asset;
  script: Asset;
  /** The search of pages that are files. */
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
 * The absolute address of a path of the site, on the request's host when there is no public URL. In an export, the
 * address is the one that no host has to redirect.
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
