// The operator's page of deliveries: sent, queued and stuck ones.

import { truncate } from '../../../base/text.js';
import { formatCount, formatNumber } from '../../../render/format.js';
import type { ChannelDelivery } from '../../../store/deliveries/channels.js';
import type { DeliveryCounts, DeliverySchedule, Waiting } from '../../../store/deliveries/counts.js';
import { HELD_UNTIL, type ListedDelivery } from '../../../store/deliveries/deliveries.js';
import type { DeliveryState } from '../../../store/deliveries/states.js';
import type { IssueSummary } from '../../../store/issues.js';
import type { Site } from '../../site/site.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { AdminPage, type AdminProps, formatDuration, Moment, REFRESH_SECONDS } from '../frame.js';
import { ChannelControls, DeliveryControls } from './delivery-controls.js';

const DELIVERY_STATES: [DeliveryState, string][] = [
  ['sent', 'Sent'],
  ['queued', 'Waiting'],
  ['claimed', 'Being sent'],
  ['uncertain', 'Uncertain'],
  ['failed', 'Failed'],
  ['rejected', 'Rejected'],
  ['skipped', 'Skipped'],
];
const TROUBLED_STATES: DeliveryState[] = ['uncertain', 'failed'];

/** `41 sent, 2 uncertain`; what needs attention stands out. */
export function DeliveryStates({ counts, none = '' }: { counts: DeliveryCounts; none?: string }) {
  const present = DELIVERY_STATES.filter(([state]) => counts[state]);
  if (present.length === 0) return <>{none}</>;
  return (
    <>
      {present.map(([state, name], index) => (
        <>
          {index > 0 && ', '}
          <span class={TROUBLED_STATES.includes(state) ? 'wrong' : undefined}>
            {formatNumber(counts[state] ?? 0)} {name.toLowerCase()}
          </span>
        </>
      ))}
    </>
  );
}

interface DeliveriesProps extends AdminProps {
  issues: { issue: IssueSummary; counts: DeliveryCounts; schedule?: DeliverySchedule }[];
  waiting: Waiting;
  pauses: { issueId: string; why: string }[];
  /** The latest deliveries to channels beside mail. */
  channels: ChannelDelivery[];
  /** Uncertain and failed ones, a page of them. */
  stuck: ListedDelivery[];
  /** Whether a delivery can be paused and resumed here. */
  canSteer: boolean;
  /** Whether any process sends what is due. */
  isSending: boolean;
}

export function DeliveriesPage(props: DeliveriesProps) {
  const { site, issues, waiting, pauses, channels, stuck } = props;
  const isDue = issues.some(({ issue, counts, schedule }) => {
    const due = (counts.queued ?? 0) - (schedule?.early ?? 0);
    return (counts.claimed ?? 0) > 0 || (due > 0 && !pauses.some(({ issueId }) => issueId === issue.id));
  });
  const others = pauses.filter(({ issueId }) => !issues.some(({ issue }) => issue.id === issueId));
  return (
    <AdminPage {...props} title="Deliveries">
      <p class="subtitle">{describeWaiting(waiting, site.clock())}</p>
      {isDue && !props.isSending && (
        <p class="notice" role="status">
          Nothing is sent from here: this server was started with <code>--no-schedule</code>.{' '}
          <code>tidings send</code> sends what is due.
        </p>
      )}
      {isDue && props.isSending && (
        <p class="notice" role="status" data-reload={REFRESH_SECONDS}>
          Mails are going out. <a href="/admin/deliveries">Reload</a>
        </p>
      )}
      {others.map((pause) => (
        <Pause pause={pause} />
      ))}
      {issues.length === 0 ? (
        <p>Nothing has been sent yet.</p>
      ) : (
        issues.map((delivery) => <IssueDelivery {...props} {...delivery} />)
      )}
      {channels.length > 0 && <Channels {...props} />}
      {stuck.length > 0 && <Stuck stuck={stuck} />}
    </AdminPage>
  );
}

function IssueDelivery(props: DeliveriesProps & DeliveriesProps['issues'][number]) {
  const { issue, pauses } = props;
  const pause = pauses.find(({ issueId }) => issueId === issue.id);
  return (
    <section class="delivery" aria-label={issue.id}>
      <p>
        <a href={`/admin/issues/${issue.id}`}>{issue.headline}</a> <span class="soft">{issue.id}</span>
      </p>
      <DeliveryOf {...props} issueId={issue.id} pause={pause?.why} />
    </section>
  );
}

interface DeliveryOfProps {
  site: Site;
  csrfToken: string;
  issueId: string;
  counts: DeliveryCounts;
  schedule?: DeliverySchedule;
  /** Why it is paused, if it is. */
  pause?: string;
  canSteer: boolean;
}

/** The delivery of one issue: its state, when the next mails go out, and the buttons. */
export function DeliveryOf({ site, csrfToken, issueId, counts, schedule, pause, canSteer }: DeliveryOfProps) {
  return (
    <>
      {pause && <Pause pause={{ issueId, why: pause }} />}
      <p class="meta">
        <DeliveryStates counts={counts} none="None yet." />
        {schedule && !pause && (
          <>
            {' · '}
            {schedule.nextAt === HELD_UNTIL ? (
              'goes out when you send it'
            ) : (
              <>
                next at <Moment at={schedule.nextAt} site={site} />
              </>
            )}
          </>
        )}
      </p>
      <SendingBar counts={counts} />
      {canSteer && (
        <DeliveryControls
          csrfToken={csrfToken}
          issueId={issueId}
          counts={counts}
          pause={pause}
          early={schedule?.early ?? 0}
        />
      )}
    </>
  );
}

/** The progress of a delivery. Empty before it starts and after it ends. */
function SendingBar({ counts }: { counts: DeliveryCounts }) {
  const { queued = 0, claimed = 0, sent = 0 } = counts;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (queued + claimed === 0 || sent === 0) return null;
  const done = all - queued - claimed;
  const label = `${formatNumber(done)} of ${formatCount(all, 'mail')} done`;
  return (
    <p class="meta">
      <progress max={all} value={done} aria-label={label} /> {label}
    </p>
  );
}

/** A pause and its reason. What waits longer than a day and a half (weekly: three days) is skipped. */
function Pause({ pause: { issueId, why } }: { pause: { issueId: string; why: string } }) {
  return (
    <p class="warning">
      <a href={`/admin/issues/${issueId}`}>{issueId}</a> is paused: {why}. Mails of a daily issue that wait
      longer than 36 hours are not sent, nor those of a weekly issue that wait longer than 72.
    </p>
  );
}

function describeWaiting({ queued, due, since }: Waiting, now: Date): string {
  if (queued === 0) return 'Nothing is queued.';
  const early = due < queued ? `${formatCount(queued - due, 'mail')} waiting for the hour of its reader` : '';
  const age = since ? formatDuration(Math.max(0, now.getTime() - Date.parse(since))) : '';
  const overdue = due > 0 ? `${formatCount(due, 'mail')} due, for ${age}` : '';
  return `Queued: ${[overdue, early].filter(Boolean).join('; ')}.`;
}

function Channels({ channels, site, csrfToken, canSteer }: DeliveriesProps) {
  return (
    <>
      <h2>Channels</h2>
      <FoldingTable
        label="Deliveries to channels"
        columns={['Issue', 'Channel', 'State', 'When', ...(canSteer ? ['Action'] : [])].map((head) => ({
          head,
        }))}
        rows={channels.map(({ issue_id, channel, state, due_at, sent_at, error }) => [
          <a href={`/admin/issues/${issue_id}`}>{issue_id}</a>,
          channel,
          <span class={state === 'failed' || state === 'uncertain' ? 'wrong' : undefined}>
            {DELIVERY_STATES.find(([name]) => name === state)?.[1] ?? state}
            {error && `: ${truncate(error, 200)}`}
          </span>,
          due_at === HELD_UNTIL ? 'when you send it' : <Moment at={sent_at ?? due_at} site={site} />,
          ...(canSteer
            ? [<ChannelControls csrfToken={csrfToken} issueId={issue_id} channel={channel} state={state} />]
            : []),
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
        Uncertain: the mail may or may not have gone out. Failed: the server did not take it. The buttons
        above send them again.
      </p>
      <FoldingTable
        label="Stuck deliveries"
        columns={[{ head: 'Issue' }, { head: 'Address' }, { head: 'State' }, { head: 'Why' }]}
        rows={stuck.map(({ issueId, subscriberId, address, state, error }) => [
          <a href={`/admin/issues/${issueId}`}>{issueId}</a>,
          <a href={`/admin/subscribers/${subscriberId}`}>{address}</a>,
          state,
          error ? truncate(error, 200) : '',
        ])}
      />
    </section>
  );
}
