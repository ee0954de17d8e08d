// The operator's list of issues: their state, cost and deliveries.
import type { Issue } from '../../../model.js';
import { formatCost, formatNumber } from '../../../render/format.js';
import type { DeliveryCounts } from '../../../store/deliveries/counts.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { DeliveryStates } from '../deliveries/deliveries.js';
import { AdminPage, type AdminProps } from '../frame.js';
import { adminIssuePath } from './issue-page.js';

export interface IssueState {
  issue: Issue;
  deliveries: DeliveryCounts;
}

export function IssuesPage(props: AdminProps & { issues: IssueState[]; more: boolean }) {
  const { issues, more } = props;
  const last = issues.at(-1)?.issue;
  return (
    <AdminPage {...props} title="Issues">
      {issues.length === 0 ? (
        <p>No issue yet.</p>
      ) : (
        <>
          <IssueTable issues={issues} />
          <p class="meta">
            Rewritten: the check refused a statement of the model and accepted the second attempt. Replaced:
            it refused both attempts, so the issue quotes the post.
          </p>
        </>
      )}
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
    { head: 'Rewritten', number: true },
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

function costOf({ model }: Issue): string {
  if (model.name === 'offline' && model.costUsd === 0) return '';
  return model.priceKnown === false ? 'unknown' : formatCost(model.costUsd);
}
