// The operator's page of deliveries: sent, queued and stuck ones.

import { truncate } from '../../base/text.js';
import { minuteOf } from '../../base/time.js';
import { formatCount, formatNumber } from '../../render/format.js';
import type { ChannelDelivery } from '../../store/deliveries/channels.js';
import type { DeliveryCounts, Waiting } from '../../store/deliveries/counts.js';
import { HELD, type ListedDelivery } from '../../store/deliveries/deliveries.js';
import type { DeliveryState } from '../../store/deliveries/states.js';
import type { IssueSummary } from '../../store/issues.js';
import { FoldingTable } from '../ui/folding-table.js';
import { AdminPage, type AdminProps, formatDuration } from './frame.js';

const STATES: [DeliveryState, string][] = [
  ['sent', 'Sent'],
  ['queued', 'Waiting'],
  ['claimed', 'Being sent'],
  ['uncertain', 'Uncertain'],
  ['failed', 'Failed'],
  ['rejected', 'Rejected'],
  ['skipped', 'Skipped'],
];
const BAD: DeliveryState[] = ['uncertain', 'failed'];

/** `41 sent, 2 uncertain`; what needs attention stands out. */
export function DeliveryStates({ counts, none = '' }: { counts: DeliveryCounts; none?: string }) {
  const present = STATES.filter(([state]) => counts[state]);
  if (present.length === 0) return <>{none}</>;
  return (
    <>
      {present.map(([state, name], index) => (
        <>
          {index > 0 && ', '}
          <span class={BAD.includes(state) ? 'wrong' : undefined}>
            {formatNumber(counts[state] ?? 0)} {name.toLowerCase()}
          </span>
        </>
      ))}
    </>
  );
}

interface DeliveriesProps extends AdminProps {
  issues: { issue: IssueSummary; counts: DeliveryCounts }[];
  waiting: Waiting;
  pauses: { issueId: string; why: string }[];
  /** The latest deliveries to channels beside mail. */
  channels: ChannelDelivery[];
  /** Uncertain and failed ones, a page of them. */
  stuck: ListedDelivery[];
  messenger?: string;
}

export function DeliveriesPage(props: DeliveriesProps) {
  const { site, issues, waiting, pauses, channels, stuck } = props;
  return (
    <AdminPage {...props} title="Deliveries">
      <p class="subtitle">{describeWaiting(waiting, site.clock())}</p>
      {pauses.map(({ issueId, why }) => (
        <p class="warning">
          The delivery of <a href={`/admin/issues/${issueId}`}>{issueId}</a> is paused: {why}. Go on with{' '}
          <code>tidings send {issueId} --resume</code>
        </p>
      ))}
      {issues.length === 0 ? (
        <p>Nothing was sent yet.</p>
      ) : (
        <FoldingTable
          label="Deliveries by issue"
          columns={[{ head: 'Issue' }, ...STATES.map(([, head]) => ({ head, number: true }))]}
          rows={issues.map(({ issue, counts }) => [
            <a href={`/admin/issues/${issue.id}`}>{issue.id}</a>,
            ...STATES.map(([state]) => (
              <span class={BAD.includes(state) && counts[state] ? 'wrong' : undefined}>
                {counts[state] ? formatNumber(counts[state]) : '·'}
              </span>
            )),
          ])}
        />
      )}
      {channels.length > 0 && <Channels channels={channels} />}
      {stuck.length > 0 && <Stuck stuck={stuck} />}
    </AdminPage>
  );
}

function describeWaiting({ queued, due, since }: Waiting, now: Date): string {
  if (queued === 0) return 'Nothing is queued.';
  const hours = due < queued ? `${formatCount(queued - due, 'mail')} for their readers’ hours` : '';
  const age = since ? formatDuration(Math.max(0, now.getTime() - Date.parse(since))) : '';
  const overdue = due > 0 ? `${formatCount(due, 'mail')} due, for ${age}` : '';
  return `Queued: ${[overdue, hours].filter(Boolean).join('; ')}.`;
}

function Channels({ channels }: Pick<DeliveriesProps, 'channels'>) {
  return (
    <>
      <h2>Channels</h2>
      <FoldingTable
        label="Deliveries to channels"
        columns={[{ head: 'Issue' }, { head: 'Channel' }, { head: 'State' }, { head: 'When' }]}
        rows={channels.map(({ issue_id, channel, state, due_at, sent_at, error }) => [
          <a href={`/admin/issues/${issue_id}`}>{issue_id}</a>,
          channel,
          <span class={state === 'failed' || state === 'uncertain' ? 'wrong' : undefined}>
            {STATES.find(([name]) => name === state)?.[1] ?? state}
            {error && `: ${truncate(error, 200)}`}
          </span>,
          due_at === HELD ? 'when you send it' : minuteOf(sent_at ?? due_at),
        ])}
      />
    </>
  );
}

function Stuck({ stuck }: { stuck: ListedDelivery[] }) {
  return (
    <section class="month">
      <h2>Stuck</h2>
      <p>
        Uncertain: the mail may or may not have gone out. <code>tidings send ISSUE --resume</code> sends the
        failed ones again; with <code>--uncertain</code>, those as well.
      </p>
      <FoldingTable
        label="Stuck deliveries"
        columns={[{ head: 'Issue' }, { head: 'Address' }, { head: 'State' }, { head: 'Why' }]}
        rows={stuck.map(({ issueId, address, state, error }) => [
          issueId,
          address,
          state,
          error ? truncate(error, 200) : '',
        ])}
      />
    </section>
  );
}
