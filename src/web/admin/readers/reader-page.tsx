// The operator's page of one reader: what they get, what happened, and what can be done.
import { truncate } from '../../../base/text.js';
import type { Instant } from '../../../model.js';
import { formatNumber } from '../../../render/format.js';
import { formatHour } from '../../../render/mail/confirm.js';
import type { ReaderDelivery } from '../../../store/subscribers/find-readers.js';
import { formatTopics, type Interests } from '../../../store/subscribers/interests.js';
import type { ReaderCadence, Subscriber } from '../../../store/subscribers/subscribers.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { ActionButton, ActionForm, AdminPage, type AdminProps, Moment } from '../frame.js';
import { statusName } from './subscriber-counts.js';

/** The length of a pause that the operator sets. */
export const PAUSE_DAYS = 30;

export function readerPath({ id }: Pick<Subscriber, 'id'>): string {
  return `/admin/subscribers/${encodeURIComponent(id)}`;
}

/** `; follows OpenAI (only issues about it); mutes crypto` */
function describeInterests({ follow, followedOnly, mute }: Interests): string {
  const only = followedOnly ? ' (only issues about these)' : '';
  const parts = [
    follow.length > 0 ? `follows ${formatTopics(follow)}${only}` : '',
    mute.length > 0 ? `mutes ${formatTopics(mute)}` : '',
  ];
  return parts
    .filter(Boolean)
    .map((part) => `; ${part}`)
    .join('');
}

/** Whether the reader left, or gets no mail because of bounces or a complaint. */
export function isGone({ status }: Pick<Subscriber, 'status'>): boolean {
  return status === 'unsubscribed' || status === 'suppressed';
}

export function ReaderPage(
  props: AdminProps & {
    reader: Subscriber;
    deliveries: ReaderDelivery[];
    canInvite: boolean;
    /** When an unconfirmed reader may be asked again; undefined means now. */
    inviteAt?: Instant;
  },
) {
  const { site, reader, deliveries, csrfToken, canInvite, inviteAt } = props;
  const { status, createdAt, confirmedAt, leftAt, pausedUntil, reason } = reader;
  const path = readerPath(reader);
  const gone = isGone(reader);
  const events: [string | undefined, string][] = [
    [createdAt, 'Signed up'],
    [confirmedAt, 'Confirmed'],
    [leftAt, status === 'suppressed' ? `Suppressed: ${reason ?? 'unknown reason'}` : 'Left'],
  ];
  return (
    <AdminPage {...props} title={reader.address}>
      <p class="meta">
        <a href="/admin/subscribers">Readers</a> · {statusName(status)}
        {pausedUntil && (
          <>
            {' '}
            until <Moment at={pausedUntil} site={site} />
          </>
        )}
      </p>
      <dl class="facts">
        <dt>Gets</dt>
        <dd>
          {reader.cadence === 'both' ? 'both issues' : `the ${reader.cadence} issue`} at{' '}
          {formatHour(reader.hour)}, {reader.timeZone}
          {reader.omitted.length > 0 && `, without ${reader.omitted.join(', ')}`}
          {reader.interests && describeInterests(reader.interests)}
        </dd>
        <dt>Bounces in a row</dt>
        <dd>{formatNumber(reader.softBounces)}</dd>
        {events.map(
          ([at, label]) =>
            at && (
              <>
                <dt>{label}</dt>
                <dd>
                  <Moment at={at} site={site} />
                </dd>
              </>
            ),
        )}
      </dl>
      <div class="buttons">
        {gone && <ActionButton csrfToken={csrfToken} action={`${path}/restore`} label="Restore" />}
        {status === 'pending' && canInvite && !inviteAt && (
          <ActionButton
            csrfToken={csrfToken}
            action={`${path}/invite`}
            label="Send the link to confirm again"
          />
        )}
        {status === 'active' && (
          <ActionButton
            csrfToken={csrfToken}
            action={`${path}/pause`}
            label={`Pause for ${PAUSE_DAYS} days`}
            quiet
          />
        )}
        {status === 'paused' && (
          <ActionButton csrfToken={csrfToken} action={`${path}/resume`} label="Resume" />
        )}
        {!gone && <ActionButton csrfToken={csrfToken} action={`${path}/remove`} label="Unsubscribe" quiet />}
        <details>
          <summary>Delete all data</summary>
          <p>This deletes the address, the preferences and the history. It cannot be undone.</p>
          <ActionButton csrfToken={csrfToken} action={`${path}/delete`} label="Delete for good" quiet />
        </details>
      </div>
      {gone && <p class="soft">Restore readers only if they asked for it.</p>}
      {inviteAt && (
        <p class="soft">
          The link to confirm went out a short time ago. It can be sent again from{' '}
          <Moment at={inviteAt} site={site} /> on.
        </p>
      )}
      {!gone && <PreferenceForm reader={reader} csrfToken={csrfToken} />}
      <section class="month">
        <h2>Deliveries</h2>
        {deliveries.length === 0 ? (
          <p>None yet.</p>
        ) : (
          <FoldingTable
            label="Deliveries"
            columns={['Issue', 'State', 'Due', 'Sent', 'Error'].map((head) => ({ head }))}
            rows={deliveries.map(({ issueId, state, dueAt, sentAt, error }) => [
              <a href={`/admin/issues/${issueId}`}>{issueId}</a>,
              state,
              dueAt.startsWith('9999') ? 'held' : <Moment at={dueAt} site={site} />,
              sentAt ? <Moment at={sentAt} site={site} /> : '',
              error ? truncate(error, 200) : '',
            ])}
          />
        )}
      </section>
    </AdminPage>
  );
}

const CADENCE_NAMES: [ReaderCadence, string][] = [
  ['daily', 'the daily issue'],
  ['weekly', 'the weekly issue'],
  ['both', 'both issues'],
];
const DAY_HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

function PreferenceForm({ reader, csrfToken }: { reader: Subscriber; csrfToken: string }) {
  const { cadence, hour, timeZone } = reader;
  const zones = TIME_ZONES.includes(timeZone) ? TIME_ZONES : [timeZone, ...TIME_ZONES];
  return (
    <section class="month">
      <h2>Change what they get</h2>
      <ActionForm csrfToken={csrfToken} action={`${readerPath(reader)}/preferences`} class="row-form">
        <label for="reader-cadence">They get</label>
        <select id="reader-cadence" name="cadence">
          {CADENCE_NAMES.map(([value, label]) => (
            <option value={value} selected={value === cadence}>
              {label}
            </option>
          ))}
        </select>
        <label for="reader-hour">at</label>
        <select id="reader-hour" name="hour">
          {DAY_HOURS.map((value) => (
            <option value={value} selected={value === hour}>
              {formatHour(value)}
            </option>
          ))}
        </select>
        <select name="zone" aria-label="Time zone">
          {zones.map((zone) => (
            <option value={zone} selected={zone === timeZone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
        <button type="submit" class="quiet">
          Save
        </button>
      </ActionForm>
      <p class="soft">Queued mails keep their time. Change this only if the reader asked for it.</p>
    </section>
  );
}
