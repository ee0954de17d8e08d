// What the preferences page shows in each state, and the pages around deleting all data.
import type { Context } from 'hono';
import { formatRhythm } from '../../render/confirm.js';
import { formatDay } from '../../render/format.js';
import type { Subscriber } from '../../store/subscribers/subscribers.js';
import { Notice, Page } from '../ui/layout.js';
import type { Site } from '../ui/site.js';
import { describedBy, Field, PreferenceFields, type Problems } from './preference-fields.js';

const DONE: Record<string, string> = {
  saved: 'Saved.',
  paused: 'Paused. A mail that is on its way this very moment may still arrive.',
  resumed: 'The pause has ended.',
};
/** What the form proposes; a fortnight is a holiday. */
const PAUSE_DAYS = 14;
export const LONGEST_PAUSE = 365;

interface Shown {
  site: Site;
  c: Context;
  subscriber: Subscriber;
  token: string;
}

interface PreferencesProps extends Shown {
  recaps: string[];
  problems: Problems;
  /** What has just been done. */
  done: string | undefined;
}

export function PreferencesPage(props: PreferencesProps) {
  const { site, c, subscriber, token, done } = props;
  const { name } = site.publication;
  const receives = subscriber.status === 'active' || subscriber.status === 'paused';
  const wrong = Object.keys(props.problems).length > 0;
  return (
    <Page site={site} c={c} title={wrong ? 'Not saved yet: your preferences' : 'Your preferences'}>
      <div class="column plain">
        <h1>Your preferences</h1>
        <p class="subtitle">{describeStanding(subscriber, name)}</p>
        {done && DONE[done] && (
          <p class="warning" role="status">
            {DONE[done]}
          </p>
        )}
        {receives ? <Choices {...props} /> : <Return site={site} subscriber={subscriber} />}
        <section class="month">
          <h2>Leave</h2>
          <ul class="ways">
            {receives && (
              <li>
                <a href={`/unsubscribe/${token}`}>Unsubscribe</a>: no more mails.
              </li>
            )}
            <li>
              <a href={`/preferences/${token}/delete`}>Delete all data</a>: no more mails, and nothing is
              kept.
            </li>
          </ul>
        </section>
      </div>
    </Page>
  );
}

function describeStanding(subscriber: Subscriber, name: string): string {
  const { address, status, pausedUntil, timeZone } = subscriber;
  if (status === 'pending') return `${address} is not confirmed yet, and gets no mail.`;
  if (status === 'unsubscribed') return `${address} is unsubscribed, and gets no mail.`;
  if (status === 'suppressed')
    return `No mail goes to ${address} any more: mails came back from there, or were reported as unwanted.`;
  if (status === 'paused' && pausedUntil)
    return `${name} to ${address} is paused until ${formatDay(pausedUntil, timeZone)}.`;
  return `${name} goes to ${address} ${formatRhythm(subscriber)}.`;
}

function Choices({ subscriber, token, recaps, problems }: PreferencesProps) {
  const path = `/preferences/${token}`;
  return (
    <>
      <form class="form" method="post" action={path} novalidate>
        <PreferenceFields preferences={subscriber} problems={problems} recaps={recaps} guess={false} />
        <button type="submit">Save</button>
      </form>
      <section class="month">
        <h2>Pause</h2>
        {subscriber.status === 'paused' ? (
          <form class="form" method="post" action={`${path}/resume`}>
            <p>Nothing is sent until then; after that it goes on by itself.</p>
            <button type="submit">End the pause now</button>
          </form>
        ) : (
          <form class="form inline" method="post" action={`${path}/pause`} novalidate>
            <Field name="days" label="Days" problem={problems.pause}>
              <input
                id="days"
                name="days"
                type="number"
                min="1"
                max={String(LONGEST_PAUSE)}
                value={String(PAUSE_DAYS)}
                {...describedBy('days', problems.pause)}
              />
            </Field>
            <button type="submit">Pause</button>
          </form>
        )}
      </section>
    </>
  );
}

function Return({ site, subscriber }: Pick<Shown, 'site' | 'subscriber'>) {
  if (!site.mail || subscriber.status === 'suppressed') return null;
  return (
    <p>
      <a href="/subscribe">Subscribe again</a>, and a link to confirm it comes by mail.
    </p>
  );
}

export function DeletePage({ site, c, subscriber, token }: Shown) {
  return (
    <Notice site={site} c={c} title="Delete all data" heading="Delete all data?">
      <p>
        The address <strong>{subscriber.address}</strong>, your choices, and the record of what was sent to
        you. No mail comes any more, the links in old mails stop working, and it cannot be taken back.
      </p>
      <form class="form" method="post">
        <button type="submit">Delete all data</button>
      </form>
      <p>
        <a href={`/preferences/${token}`}>Back to your preferences</a>
      </p>
    </Notice>
  );
}

export function DeletedPage({ site, c, suppressed }: { site: Site; c: Context; suppressed: boolean }) {
  return (
    <Notice site={site} c={c} title="Deleted" heading="All data are deleted">
      <p>No mail comes any more, and nobody here knows the address.</p>
      {suppressed && (
        <p>
          What remains is a fingerprint (SHA-256) of it, by which it is recognised and never mailed again,
          should anybody enter it.
        </p>
      )}
      <p>
        The issues are <a href="/">here to read</a> all the same.
      </p>
    </Notice>
  );
}
