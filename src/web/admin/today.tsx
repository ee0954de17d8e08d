// The operator's first page: the next issues, what is wrong, what it costs, and the last runs.

import type { Hono } from 'hono';
import { DAY_MS } from '../../base/time.js';
import { formatCost, formatCount, formatNumber } from '../../render/format.js';
import { type DeadJob, listDeadJobs } from '../../store/cluster/jobs.js';
import { findWaiting, type Waiting } from '../../store/deliveries/counts.js';
import { listPauses } from '../../store/deliveries/deliveries.js';
import { type KnownIncident, listIncidents } from '../../store/incidents.js';
import { findIssue, type IssueSummary, listIssues } from '../../store/issues.js';
import { countPostsIn } from '../../store/posts.js';
import { listRuns, type RunRecord, sumModelCost } from '../../store/runs.js';
import { listHealth } from '../../store/sources/source-health.js';
import { countReadersOf, countSubscribers } from '../../store/subscribers/counts-over-time.js';
import type { SubscriberStatus } from '../../store/subscribers/subscribers.js';
import { sendPrivate } from '../http/forms.js';
import { onlyFollowed } from '../site/followed-sources.js';
import type { Spending } from '../site/operator-actions.js';
import { type Admin, addAction } from './actions.js';
import { AdminPage, type AdminProps, Moment, REFRESH_SECONDS } from './frame.js';
import { adminIssuePath } from './issues/issue-page.js';
import { Needs, type Upcoming } from './needs.js';
import { NextIssue } from './next-issue.js';
import { RunTable } from './runs.js';
import { needsAttention } from './source-health.js';

const SHOWN_RUNS = 8;

interface TodayProps extends AdminProps {
  incidents: KnownIncident[];
  pauses: { issueId: string; why: string }[];
  upcoming: Upcoming[];
  drafts: IssueSummary[];
  newest?: IssueSummary;
  runs: RunRecord[];
  progress?: string;
  counts: Record<SubscriberStatus, number>;
  waiting: Waiting;
  troubled: number;
  failing: string[];
  dead: DeadJob[];
  spending: Spending;
}

export function todayRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db } = site;
  app.get('/admin', async (c) => {
    const now = site.clock();
    const nowIso = now.toISOString();
    const [newest] = await listIssues(db, { status: 'published', limit: 1 });
    const upcoming: Upcoming[] = [];
    for (const planned of operator.runs?.planned() ?? []) {
      const { cadence } = planned;
      const readers = await countReadersOf(db, cadence);
      const [made] = await listIssues(db, { cadence, limit: 1 });
      upcoming.push({
        ...planned,
        readers,
        isExpected: readers > 0 || made !== undefined,
        issue: await findIssue(db, planned.id),
        posts: await countPostsIn(db, planned.period),
      });
    }
    const health = onlyFollowed(site.followedSources, await listHealth(db));
    const monthStart = `${nowIso.slice(0, 7)}-01T00:00:00.000Z`;
    const page = {
      incidents: await listIncidents(db),
      pauses: await listPauses(db),
      troubled: health.filter(needsAttention).length,
      upcoming: upcoming.filter(({ issue }) => issue?.status !== 'published'),
      drafts: await listIssues(db, { status: 'draft', limit: 10 }),
      newest,
      runs: await listRuns(db, { limit: SHOWN_RUNS }),
      progress: operator.runs?.progress(),
      counts: await countSubscribers(db, nowIso),
      waiting: await findWaiting(db, nowIso),
      failing: health
        .filter(({ failures, retired_at }) => failures > 0 && !retired_at)
        .map(({ name }) => name),
      dead: await listDeadJobs(db, new Date(now.getTime() - 7 * DAY_MS).toISOString(), 10),
      spending: (await operator.runs?.spending()) ?? {
        model: { name: 'model', spentUsd: await sumModelCost(db, monthStart), budgetUsdPerIssue: 0 },
      },
    };
    return sendPrivate(c, <TodayPage {...(await admin.frame(c))} {...page} />);
  });

  const { runs } = operator;
  if (!runs) return;
  for (const [path, draft] of [
    ['/admin/make/draft', true],
    ['/admin/make/send', false],
  ] as const)
    addAction(app, admin, path, async (c, form) => {
      const planned = runs.planned().find(({ id }) => id === form.get('issue'));
      if (!planned || (!draft && !planned.over)) return c.text('This issue cannot be made now.\n', 409);
      await runs.makeIssue(planned, { draft });
      const action = draft ? 'make a draft' : 'make and send';
      return { to: '/admin?done=scheduled', action, subject: planned.id };
    });
}

function TodayPage(props: TodayProps) {
  const { site, upcoming, runs, dead, progress } = props;
  const isBusy = progress !== undefined || runs.some(({ outcome }) => outcome === 'running');
  return (
    <AdminPage {...props} title="Today">
      <Needs {...props} />
      {isBusy && (
        <p class="notice" role="status" data-reload={REFRESH_SECONDS}>
          Working{progress ? `: ${progress}` : ''}. <a href="/admin">Reload</a>
        </p>
      )}
      {upcoming.length > 0 && (
        <section class="month" id="next">
          <h2>Next issues</h2>
          <div class="cards">
            {upcoming.map((planned) => (
              <NextIssue {...props} planned={planned} isBusy={isBusy} />
            ))}
          </div>
        </section>
      )}
      <Drafts {...props} />
      <Figures {...props} />
      {dead.length > 0 && (
        <section class="month">
          <h2>Jobs that failed for good</h2>
          <ul>
            {dead.map(({ key, at, why }) => (
              <li>
                {key}: {why}{' '}
                <span class="soft">
                  <Moment at={at} site={site} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="month">
        <h2>Last runs</h2>
        {runs.length === 0 ? <p>Nothing has run yet.</p> : <RunTable runs={runs} site={site} />}
        <p class="more">
          <a href="/admin/runs">All runs</a>
        </p>
      </section>
    </AdminPage>
  );
}

function Drafts({ drafts, upcoming }: TodayProps) {
  const others = drafts.filter(({ id }) => !upcoming.some((planned) => planned.id === id));
  if (others.length === 0) return null;
  return (
    <section class="month">
      <h2>Drafts</h2>
      <ul>
        {others.map((draft) => (
          <li>
            <a href={adminIssuePath(draft)}>{draft.headline}</a> <span class="soft">{draft.id}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figures({ newest, counts, waiting, spending: { x, model } }: TodayProps) {
  return (
    <dl class="facts">
      <dt>Newest issue</dt>
      <dd>{newest ? <a href={adminIssuePath(newest)}>{newest.headline}</a> : 'none yet'}</dd>
      <dt>Readers</dt>
      <dd>
        <a href="/admin/subscribers">{formatNumber(counts.active)}</a>
        {counts.pending > 0 && `, and ${formatNumber(counts.pending)} not confirmed`}
      </dd>
      <dt>Queued mails</dt>
      <dd>
        <a href="/admin/deliveries">{formatCount(waiting.queued, 'mail')}</a>
        {waiting.due > 0 && `, ${formatNumber(waiting.due)} of them due`}
      </dd>
      {x && (
        <>
          <dt>X this month</dt>
          <dd>
            {formatCost(x.spentUsd)} of {formatCost(x.budgetUsd)}
            {x.expectedUsd > 0 && `; about ${formatCost(x.expectedUsd)} a month expected`}
          </dd>
        </>
      )}
      {model && (
        <>
          <dt>Model this month</dt>
          <dd>
            {formatCost(model.spentUsd)}
            {model.budgetUsdPerIssue > 0 && `; at most ${formatCost(model.budgetUsdPerIssue)} per issue`}
          </dd>
        </>
      )}
    </dl>
  );
}
