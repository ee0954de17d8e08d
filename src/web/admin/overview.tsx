// The operator's first page, and the door before it.
import type { Context } from 'hono';
import { formatCost, formatCount, formatNumber } from '../../render/format.js';
import type { DeadJob } from '../../store/cluster/dead-jobs.js';
import type { Waiting } from '../../store/deliveries/counts.js';
import type { KnownIncident } from '../../store/incidents.js';
import type { IssueSummary } from '../../store/issues.js';
import type { RunRecord } from '../../store/runs.js';
import type { SubscriberStatus } from '../../store/subscribers/subscribers.js';
import { Notice } from '../ui/layout.js';
import type { Site } from '../ui/site.js';
import { AdminPage, type AdminProps, Moment } from './frame.js';
import { adminIssuePath } from './issues.js';
import { RunTable } from './runs.js';

interface OverviewProps extends AdminProps {
  incidents: KnownIncident[];
  drafts: IssueSummary[];
  newest?: IssueSummary;
  runs: RunRecord[];
  counts: Record<SubscriberStatus, number>;
  waiting: Waiting;
  /** Of the last seven days. */
  dead: DeadJob[];
  /** Dollars that models cost in the last 30 days. */
  spentUsd: number;
}

export function OverviewPage(props: OverviewProps) {
  const { site, incidents, drafts, newest, runs, counts, waiting, dead, spentUsd } = props;
  return (
    <AdminPage {...props} title="Overview">
      {incidents.length === 0 ? (
        <p class="subtitle">All is well, as far as is known.</p>
      ) : (
        <ul class="incidents">
          {incidents.map(({ what, since }) => (
            <li class="warning wrong">
              {what}.{' '}
              <span class="soft">
                Since <Moment at={since} site={site} />.
              </span>
            </li>
          ))}
        </ul>
      )}
      {drafts.length > 0 && (
        <section class="month">
          <h2>To be approved</h2>
          <ul>
            {drafts.map((draft) => (
              <li>
                <a href={adminIssuePath(draft)}>{draft.headline}</a> <span class="soft">{draft.id}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <dl class="facts">
        <dt>Newest issue</dt>
        <dd>{newest ? <a href={adminIssuePath(newest)}>{newest.headline}</a> : 'none yet'}</dd>
        <dt>Readers</dt>
        <dd>
          <a href="/admin/subscribers">{formatNumber(counts.active)}</a>
          {counts.pending > 0 && `, and ${formatNumber(counts.pending)} who have not confirmed`}
        </dd>
        <dt>Mails that wait</dt>
        <dd>
          <a href="/admin/deliveries">{formatCount(waiting.queued, 'mail')}</a>
          {waiting.due > 0 && `, of which ${formatNumber(waiting.due)} are due`}
        </dd>
        <dt>Models in 30 days</dt>
        <dd>{formatCost(spentUsd)}</dd>
      </dl>
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

export function DoorPage(props: { site: Site; c: Context; next: string; problem?: string }) {
  const { site, c, next, problem } = props;
  return (
    <Notice site={site} c={c} title="Operator" heading="For the operator">
      {problem && (
        <p class="warning" role="alert">
          {problem}
        </p>
      )}
      <form class="form" method="post" action="/admin/enter">
        <input type="hidden" name="next" value={next} />
        <div class="field">
          <label for="token">Token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required />
          <small>ADMIN_TOKEN of this installation.</small>
        </div>
        <button type="submit">Sign in</button>
      </form>
    </Notice>
  );
}
