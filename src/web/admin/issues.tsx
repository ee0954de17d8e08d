// The operator's pages of issues: how each was made, checked, paid and delivered; a draft is read and approved here.
import type { Issue } from '../../model.js';
import { describeMaking } from '../../render/account.js';
import { formatCost, formatNumber, formatPeriod } from '../../render/format.js';
import type { DeliveryCounts } from '../../store/deliveries/counts.js';
import type { RunRecord } from '../../store/runs.js';
import { Making } from '../archive/how-made.js';
import { IssueBody } from '../archive/issue.js';
import { FoldingTable } from '../ui/folding-table.js';
import { issuePath } from '../ui/paths.js';
import { DeliveryStates } from './deliveries.js';
import { AdminPage, type AdminProps, Moment } from './frame.js';
import { RunTable } from './runs.js';

export interface IssueState {
  issue: Issue;
  deliveries: DeliveryCounts;
}

export function IssuesPage(props: AdminProps & { issues: IssueState[]; more: boolean }) {
  const { issues, more } = props;
  const last = issues.at(-1)?.issue;
  return (
    <AdminPage {...props} title="Issues">
      {issues.length === 0 ? <p>There is no issue yet.</p> : <IssueTable issues={issues} />}
      {more && last && (
        <p class="more">
          <a rel="next" href={`/admin/issues?before=${encodeURIComponent(last.period.to)}`}>
            Earlier issues
          </a>
        </p>
      )}
    </AdminPage>
  );
}

function IssueTable({ issues }: { issues: IssueState[] }) {
  const columns = [
    { head: 'Issue' },
    { head: 'State' },
    { head: 'Statements', number: true },
    { head: 'Written again', number: true },
    { head: 'Replaced', number: true },
    { head: 'Model' },
    { head: 'Cost', number: true },
    { head: 'Deliveries' },
  ];
  return (
    <FoldingTable
      label="Issues"
      columns={columns}
      rows={issues.map(({ issue, deliveries }) => [
        <>
          <a href={adminIssuePath(issue)}>{issue.headline}</a> <span class="soft">{issue.id}</span>
        </>,
        issue.status === 'draft' ? <strong>draft</strong> : issue.edited ? 'published, edited' : 'published',
        formatNumber(issue.audit.bullets),
        formatNumber(issue.audit.rewritten),
        formatNumber(issue.audit.replaced),
        issue.model.name,
        costOf(issue),
        <DeliveryStates counts={deliveries} />,
      ])}
    />
  );
}

export function adminIssuePath({ id }: Pick<Issue, 'id'>): string {
  return `/admin/issues/${encodeURIComponent(id)}`;
}

function costOf({ model }: Issue): string {
  if (model.name === 'offline' && model.costUsd === 0) return '';
  return model.priceKnown === false ? 'not known' : formatCost(model.costUsd);
}

interface IssuePageProps extends AdminProps, IssueState {
  runs: RunRecord[];
  /** Names the state of the draft that is shown; what is approved is what was read. */
  version: string;
  /** What just happened. */
  notice?: string;
  problem?: string;
}

export function IssuePage(props: IssuePageProps) {
  const { site, issue, runs, deliveries, notice, problem } = props;
  return (
    <AdminPage {...props} title={issue.headline}>
      <p class="meta">
        {issue.id} · {formatPeriod(issue.period, issue.timeZone)} ·{' '}
        {issue.status === 'draft' ? <strong>draft</strong> : <a href={issuePath(issue.slug)}>published</a>} ·
        made <Moment at={issue.createdAt} site={site} />
        {issue.edited && ' · edited by hand'}
      </p>
      {notice && <p class="warning">{notice}</p>}
      {problem && (
        <p class="warning wrong" role="alert">
          {problem}
        </p>
      )}
      {issue.status === 'draft' && <Approval {...props} />}
      <section class="month">
        <h2>Deliveries</h2>
        <p>
          <DeliveryStates counts={deliveries} none="None yet." />
        </p>
      </section>
      {runs.length > 0 && (
        <section class="month">
          <h2>Runs</h2>
          <RunTable runs={runs} site={site} />
        </section>
      )}
      <div class="plain">
        <Making
          issue={issue}
          page={issue.status === 'draft' ? adminIssuePath(issue) : issuePath(issue.slug)}
        />
      </div>
      {issue.status === 'draft' && (
        <section class="month">
          <h2 id="draft">The draft</h2>
          <article class="column draft">
            {issue.subtitle && <p class="subtitle">{issue.subtitle}</p>}
            <IssueBody issue={issue} />
          </article>
        </section>
      )}
    </AdminPage>
  );
}

function Approval({ site, issue, formKey, version }: IssuePageProps) {
  const over = issue.period.to <= site.clock().toISOString();
  if (!over)
    return (
      <p class="warning">
        Its period is not over yet. When it is, make the draft again: a published issue is not changed any
        more.
      </p>
    );
  return (
    <form class="form" method="post" action={`${adminIssuePath(issue)}/approve`}>
      <input type="hidden" name="key" value={formKey} />
      <input type="hidden" name="version" value={version} />
      <p>
        <a href="#draft">Read it below.</a> {describeMaking(issue).join(' ')} Approved, it is on the site at
        once, and goes to its readers at their hours.
      </p>
      <button type="submit">Approve and publish</button>
    </form>
  );
}
