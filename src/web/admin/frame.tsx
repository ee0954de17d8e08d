// The frame of the operator's pages, their forms, and small parts: outcomes, instants, durations.
import type { Context } from 'hono';
import type { PropsWithChildren } from 'hono/jsx';
import { dateFormat } from '../../base/date-format.js';
import { formatCost, formatNumber } from '../../render/format.js';
import type { RunOutcome, RunRecord } from '../../store/runs.js';
import type { Site } from '../site/site.js';
import { formatMoment } from '../ui/dates.js';
import { Page } from '../ui/layout.js';

export interface AdminProps {
  site: Site;
  c: Context;
  /** The session's CSRF token (operator-auth.ts). */
  csrfToken: string;
  /** Open reports of readers. */
  openReports: number;
}

/** Reload interval of pages that show work in progress. */
export const REFRESH_SECONDS = 4;

const ADMIN_PAGES = [
  ['/admin', 'Today'],
  ['/admin/issues', 'Issues'],
  ['/admin/sources', 'Sources'],
  ['/admin/subscribers', 'Readers'],
  ['/admin/deliveries', 'Deliveries'],
  ['/admin/corrections', 'Corrections'],
  ['/admin/vocabulary', 'Tags'],
  ['/admin/runs', 'Runs'],
  ['/admin/settings', 'Settings'],
  ['/admin/security', 'Security'],
] as const;

const REQUEUED_NOTICE = 'Queued again: they go out within a minute, unless the delivery is paused.';

/** What an action reports after its redirect, by the value of `done`; for deliveries, the verb of the action. */
const ACTION_NOTICES: Record<string, string> = {
  approved: 'Published. Readers get it at their chosen hours; below you can pause that or send it now.',
  scheduled: 'The run was started. Its progress and result are below.',
  pause: 'Paused. Mails already on their way still go out; the others wait until you resume.',
  resume: 'Resumed. What is due goes out within a minute; the rest at the readers’ chosen hours.',
  now: 'The mails go out within a minute.',
  retry: REQUEUED_NOTICE,
  repeat: REQUEUED_NOTICE,
  'approved-unsent':
    'Published. This server does not send (it was started with --no-schedule): `tidings send` mails what is due.',
  saved: 'Saved.',
  dropped: 'Dropped, also from the subtitle and the summary. Undo brings it back.',
  'dropped-headline': 'Dropped. The headline still announces it: write another one. Undo brings it back.',
  undo: 'Undone.',
  redo: 'Redone.',
  timed: 'Scheduled.',
  untimed: 'No longer scheduled.',
  discarded: 'The draft was discarded.',
  tested: 'The test mail was sent.',
  added: 'Added.',
  'source-added': 'Added. It is fetched with the next run.',
  'source-unmuted': 'Unmuted. It is fetched with the next run.',
  invited: 'Added. The confirmation mail is on its way.',
  unasked: 'Added, but the confirmation mail could not be sent. See Settings, then send it again.',
  asked: 'The confirmation mail is on its way.',
  'source-removed': 'Removed. To undo, add its address again.',
  unsubscribed: 'Unsubscribed.',
  deleted: 'Deleted.',
  restored: 'Restored: the reader gets the next issue.',
  'source-muted': 'Muted.',
  imported: 'Imported.',
  answered: 'The report is closed, and your answer was mailed.',
  closed: 'The report is closed. No mail was sent.',
  accepted: 'Accepted: later issues get the tag.',
  ignored:
    'Ignored: it is not proposed again, and no later issue gets it as a tag. Undo it under “Hide a tag”.',
  hidden: 'Hidden: no later issue gets the tag. Published ones keep it. Undo it under “Hide a tag”.',
  shown: 'Shown again: later issues can get it as a tag.',
  merged: 'Merged.',
  split: 'Split: both tags have their own pages again.',
  ended: 'The session was ended.',
};

/** `notice`: what an action did, if the `done` parameter does not say it all. */
export function AdminPage(props: PropsWithChildren<AdminProps & { title: string; notice?: string }>) {
  const { site, c, title, children } = props;
  const notice = props.notice ?? ACTION_NOTICES[c.req.query('done') ?? ''];
  return (
    <Page site={site} c={c} title={`${title} · Operator`} nav={<OperatorNav {...props} />}>
      <div class="admin">
        <h1>{title}</h1>
        {notice && (
          <p class="notice" role="status">
            {notice}
          </p>
        )}
        {children}
      </div>
    </Page>
  );
}

function OperatorNav({ c, csrfToken, openReports }: AdminProps) {
  const isHere = (href: string) =>
    c.req.path === href || (href !== '/admin' && c.req.path.startsWith(`${href}/`));
  return (
    <>
      <nav class="operator" aria-label="Operator">
        {ADMIN_PAGES.map(([href, label]) => (
          <a href={href} aria-current={isHere(href) ? 'page' : undefined}>
            {label}
            {href === '/admin/corrections' && openReports > 0 && ` (${openReports})`}
          </a>
        ))}
      </nav>
      <div class="ways-out">
        <a href="/">View the site</a>
        <ActionForm csrfToken={csrfToken} action="/admin/leave">
          <button class="plain-button" type="submit">
            Sign out
          </button>
        </ActionForm>
      </div>
    </>
  );
}

/** A form that posts to `action`, with the session's CSRF token. */
export function ActionForm(props: PropsWithChildren<{ csrfToken: string; action: string; class?: string }>) {
  return (
    <form method="post" action={props.action} class={props.class}>
      <input type="hidden" name="key" value={props.csrfToken} />
      {props.children}
    </form>
  );
}

/** A form of a single button. */
export function ActionButton(props: {
  csrfToken: string;
  action: string;
  label: string;
  /** The accessible name; begins with the label. */
  name?: string;
  fields?: Record<string, string>;
  quiet?: boolean;
}) {
  return (
    <ActionForm csrfToken={props.csrfToken} action={props.action} class="inline">
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={props.quiet ? 'quiet' : undefined} aria-label={props.name}>
        {props.label}
      </button>
    </ActionForm>
  );
}

export function Problem({ text }: { text?: string }) {
  if (!text) return null;
  return (
    <p class="warning wrong" role="alert">
      {text}
    </p>
  );
}

const GOOD_OUTCOMES: RunOutcome[] = ['done', 'running', 'stopped'];

/** How a run ended; failures stand out by word and colour. */
export function Outcome({ run }: { run: Pick<RunRecord, 'outcome'> }) {
  return <span class={GOOD_OUTCOMES.includes(run.outcome) ? undefined : 'wrong'}>{run.outcome}</span>;
}

export function Moment({ at, site }: { at: string; site: Site }) {
  return <time datetime={at}>{formatZonedMoment(at, site)}</time>;
}

/** `17 Mar 2026, 14:05 CET`: in the publication's time zone, with its name or its offset from GMT. */
export function formatZonedMoment(
  at: string,
  { publication: { timeZone } }: Pick<Site, 'publication'>,
): string {
  const parts = dateFormat('en-GB', { timeZone, hour: 'numeric', timeZoneName: 'short' }).formatToParts(
    Date.parse(at),
  );
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${formatMoment(at, timeZone)} ${zone}`;
}

/** The value of a `datetime-local` field, `2026-03-18T07:30`, in the publication's time zone. */
export function formatLocalTime(
  at: string,
  { publication: { timeZone } }: Pick<Site, 'publication'>,
): string {
  const options = { timeZone, dateStyle: 'short', timeStyle: 'short' } as const;
  return dateFormat('sv-SE', options).format(Date.parse(at)).replace(' ', 'T');
}

/** `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

/** A run's duration in milliseconds, until `now` if it is still running. */
export function durationOf(run: RunRecord, now: Date): number {
  return (run.endedAt ? Date.parse(run.endedAt) : now.getTime()) - Date.parse(run.startedAt);
}

export function formatBill(model: RunRecord['figures']['model']): string {
  if (!model || model.name === 'offline') return '';
  return `${formatNumber(model.tokensIn + model.tokensOut)} tokens, ${formatCost(model.costUsd)}`;
}
