// The frame of the operator's pages, and what they are made of: outcomes, moments.
import type { Context } from 'hono';
import type { PropsWithChildren } from 'hono/jsx';
import { formatCost, formatNumber } from '../../render/format.js';
import type { RunOutcome, RunRecord } from '../../store/runs.js';
import { formatMoment } from '../ui/dates.js';
import { Page } from '../ui/layout.js';
import type { Site } from '../ui/site.js';

export interface AdminProps {
  site: Site;
  c: Context;
  /** See operator.ts. */
  formKey: string;
}

const ROOMS = [
  ['/admin', 'Overview'],
  ['/admin/runs', 'Runs'],
  ['/admin/sources', 'Sources'],
  ['/admin/issues', 'Issues'],
  ['/admin/deliveries', 'Deliveries'],
  ['/admin/subscribers', 'Subscribers'],
] as const;

export function AdminPage(props: PropsWithChildren<AdminProps & { title: string }>) {
  const { site, c, formKey, title, children } = props;
  const isHere = (href: string) =>
    c.req.path === href || (href !== '/admin' && c.req.path.startsWith(`${href}/`));
  return (
    <Page site={site} c={c} title={`${title} · Operator`}>
      <div class="admin">
        <nav class="chips" aria-label="Operator">
          {ROOMS.map(([href, label]) => (
            <a href={href} aria-current={isHere(href) ? 'page' : undefined}>
              {label}
            </a>
          ))}
          <form method="post" action="/admin/leave">
            <input type="hidden" name="key" value={formKey} />
            <button class="plain-button" type="submit">
              Sign out
            </button>
          </form>
        </nav>
        <h1>{title}</h1>
        {children}
      </div>
    </Page>
  );
}

const WELL: RunOutcome[] = ['done', 'running'];

/** How a run ended; what needs a look stands out, by its words and its colour. */
export function Outcome({ run }: { run: Pick<RunRecord, 'outcome'> }) {
  const bad = !WELL.includes(run.outcome) && run.outcome !== 'stopped';
  return <span class={bad ? 'wrong' : undefined}>{run.outcome}</span>;
}

export function Moment({ at, site }: { at: string; site: Site }) {
  return <time datetime={at}>{formatMoment(at, site.publication.timeZone)}</time>;
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

/** From its start to its end, or until now. */
export function lengthOf(run: RunRecord, now: Date): number {
  return (run.endedAt ? Date.parse(run.endedAt) : now.getTime()) - Date.parse(run.startedAt);
}

export function formatBill(model: RunRecord['figures']['model']): string {
  if (!model || model.name === 'offline') return '';
  return `${formatNumber(model.tokensIn + model.tokensOut)} tokens, ${formatCost(model.costUsd)}`;
}
