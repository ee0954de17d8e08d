// The confirmation link: GET shows a button, since scanners follow links; POST confirms.
import { type Context, Hono } from 'hono';
import type { PropsWithChildren } from 'hono/jsx';
import { CONFIRMATION_DAYS } from '../../deliver/tokens.js';
import { formatRhythm } from '../../render/confirm.js';
import { confirmSubscriber, findSubscriber, type Subscriber } from '../../store/subscribers/subscribers.js';
import { limitForm, sendPrivate } from '../ui/forms.js';
import { Notice } from '../ui/layout.js';
import type { Site } from '../ui/site.js';
import { createReaders } from './readers.js';

/** What a confirmation link is worth: `void` was true once, and consent was given or taken back since. */
type State =
  | { name: 'forged' }
  | { name: 'expired' }
  | { name: 'void' }
  | { name: 'open'; subscriber: Subscriber; consents: number }
  | { name: 'repeated'; subscriber: Subscriber };

export function confirmationRoutes(site: Site): Hono {
  const app = new Hono();
  const readers = createReaders(site);

  const stateOf = async (token: string): Promise<State> => {
    const consent = await readers.readConfirmation(token);
    if (!consent) return { name: 'forged' };
    if (consent === 'expired') return { name: 'expired' };
    const subscriber = await findSubscriber(site.db, consent.id);
    const { consents } = consent;
    const waits = subscriber?.status === 'pending' || subscriber?.status === 'unsubscribed';
    if (subscriber && waits && subscriber.consents === consents)
      return { name: 'open', subscriber, consents };
    const active = subscriber?.status === 'active' || subscriber?.status === 'paused';
    if (subscriber && active && subscriber.consents === consents + 1) return { name: 'repeated', subscriber };
    return { name: 'void' };
  };

  const answer = async (c: Context, state: State) => {
    if (state.name === 'forged') return sendPrivate(c, <ForgedPage site={site} c={c} />, 404);
    if (state.name === 'expired') return sendPrivate(c, <ExpiredPage site={site} c={c} />, 410);
    if (state.name === 'void') return sendPrivate(c, <VoidPage site={site} c={c} />, 410);
    if (state.name === 'open') return sendPrivate(c, <ConfirmPage site={site} c={c} {...state} />);
    const token = await readers.tokenOf(state.subscriber);
    return sendPrivate(
      c,
      <ConfirmedPage site={site} c={c} {...state} token={token} heading="That is confirmed already" />,
    );
  };

  app.get('/confirm/:token', async (c) => answer(c, await stateOf(c.req.param('token'))));

  app.post('/confirm/:token', limitForm, async (c) => {
    const state = await stateOf(c.req.param('token'));
    if (state.name !== 'open') return answer(c, state);
    const { subscriber, consents } = state;
    const now = site.clock().toISOString();
    const result = await confirmSubscriber(site.db, { id: subscriber.id, consents }, now);
    // Two clicks at once: the other one came first.
    if (result !== 'confirmed') return answer(c, await stateOf(c.req.param('token')));
    const token = await readers.tokenOf(subscriber);
    return sendPrivate(
      c,
      <ConfirmedPage site={site} c={c} subscriber={subscriber} token={token} heading="You are on the list" />,
    );
  });
  return app;
}

interface Shown {
  site: Site;
  c: Context;
  subscriber: Subscriber;
}

function ConfirmPage({ site, c, subscriber }: Shown) {
  const { name } = site.publication;
  return (
    <Notice site={site} c={c} title="Confirm" heading="One click, and it comes">
      <p>
        {name} will go to <strong>{subscriber.address}</strong> {formatRhythm(subscriber)}.
      </p>
      <form class="form" method="post">
        <button type="submit">Confirm the address</button>
      </form>
      <p class="meta">If you did not ask for it, close this page: nothing will come.</p>
    </Notice>
  );
}

function ConfirmedPage({ site, c, subscriber, token, heading }: Shown & { token: string; heading: string }) {
  const { name } = site.publication;
  return (
    <Notice site={site} c={c} title={heading} heading={heading}>
      <p>
        {name} goes to <strong>{subscriber.address}</strong> {formatRhythm(subscriber)}. The next{' '}
        {subscriber.cadence} issue is your first.
      </p>
      <p>
        Until then there is <a href="/">the newest issue</a> to read.{' '}
        <a href={`/preferences/${token}`}>Your preferences</a> are linked from every mail.
      </p>
    </Notice>
  );
}

function ExpiredPage(props: { site: Site; c: Context }) {
  return (
    <Again {...props} heading="This link has expired">
      It held for {CONFIRMATION_DAYS} days, and the address was not confirmed in that time.
    </Again>
  );
}

function VoidPage(props: { site: Site; c: Context }) {
  return (
    <Again {...props} heading="This link is used up">
      It was for one confirmation. Since then the subscription has ended, or its data were deleted.
    </Again>
  );
}

function ForgedPage(props: { site: Site; c: Context }) {
  return (
    <Again {...props} heading="This link does not work">
      Some of it may have got lost on its way here: mail programs break long lines. Try to copy it whole.
    </Again>
  );
}

function Again({
  site,
  c,
  heading,
  children,
}: PropsWithChildren<{ site: Site; c: Context; heading: string }>) {
  return (
    <Notice site={site} c={c} title={heading} heading={heading}>
      <p>{children}</p>
      {site.mail && (
        <p>
          <a href="/subscribe">Subscribe again</a>, and a new link comes by mail.
        </p>
      )}
    </Notice>
  );
}
