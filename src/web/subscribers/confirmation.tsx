// The confirmation link: GET shows a button, since scanners follow links; POST confirms.
import { type Context, Hono } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { CONFIRMATION_DAYS } from '../../deliver/tokens.js';
import { formatRhythm } from '../../render/mail/confirm.js';
import { confirmSubscriber, findSubscriber, type Subscriber } from '../../store/subscribers/subscribers.js';
import { limitForm, sendPrivate } from '../http/forms.js';
import type { Site } from '../site/site.js';
import { Filled } from '../ui/language.js';
import { Notice } from '../ui/layout.js';
import { describeFirstArrival } from './first-issue.js';
import { createReaders } from './readers.js';
import { Address } from './unsubscribe.js';

/** The state of a confirmation link. `void`: it was valid, but consent has been given or withdrawn since. */
type LinkState =
  | { name: 'forged' }
  | { name: 'expired' }
  | { name: 'void' }
  | { name: 'open'; subscriber: Subscriber; consents: number }
  | { name: 'repeated'; subscriber: Subscriber };

export function confirmationRoutes(site: Site): Hono {
  const app = new Hono();
  const readers = createReaders(site);
  const { reader } = phrasesOf(site.publication.language);

  const stateOf = async (token: string): Promise<LinkState> => {
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

  const answer = async (c: Context, state: LinkState) => {
    if (state.name === 'forged') return sendPrivate(c, <ForgedPage site={site} c={c} />, 404);
    if (state.name === 'expired') return sendPrivate(c, <ExpiredPage site={site} c={c} />, 410);
    if (state.name === 'void') return sendPrivate(c, <VoidPage site={site} c={c} />, 410);
    if (state.name === 'open') return sendPrivate(c, <ConfirmPage site={site} c={c} {...state} />);
    const token = await readers.tokenOf(state.subscriber);
    return sendPrivate(
      c,
      <ConfirmedPage site={site} c={c} {...state} token={token} heading={reader.confirmedAlready} />,
    );
  };

  app.get('/confirm/:token', async (c) => answer(c, await stateOf(c.req.param('token'))));

  app.post('/confirm/:token', limitForm, async (c) => {
    const state = await stateOf(c.req.param('token'));
    if (state.name !== 'open') return answer(c, state);
    const { subscriber, consents } = state;
    const now = site.clock().toISOString();
    const result = await confirmSubscriber(site.db, { id: subscriber.id, consents }, now);
    // Two clicks at once, and the other one came first.
    if (result !== 'confirmed') return answer(c, await stateOf(c.req.param('token')));
    const token = await readers.tokenOf(subscriber);
    return sendPrivate(
      c,
      <ConfirmedPage site={site} c={c} subscriber={subscriber} token={token} heading={reader.confirmed} />,
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
  const { name, language } = site.publication;
  const { mail, reader } = phrasesOf(language);
  const slots = { name, address: <Address of={subscriber} />, rhythm: formatRhythm(subscriber, language) };
  return (
    <Notice site={site} c={c} title={mail.confirmButton} heading={mail.confirmHeading}>
      <p>
        <Filled phrase={reader.confirmWhat} slots={slots} />
      </p>
      <form class="form" method="post">
        <button type="submit">{mail.confirmButton}</button>
      </form>
      <p class="meta">{reader.confirmNot}</p>
    </Notice>
  );
}

function ConfirmedPage({ site, c, subscriber, token, heading }: Shown & { token: string; heading: string }) {
  const { name, language } = site.publication;
  const { reader } = phrasesOf(language);
  const slots = { name, address: <Address of={subscriber} />, rhythm: formatRhythm(subscriber, language) };
  return (
    <Notice site={site} c={c} title={heading} heading={heading}>
      <p>
        <Filled phrase={reader.standActive} slots={slots} />{' '}
        {site.mail && describeFirstArrival(site, site.mail, subscriber)}
      </p>
      <p>
        <Filled phrase={reader.untilThen} links={['/', `/preferences/${token}`]} />
      </p>
    </Notice>
  );
}

function ExpiredPage(props: { site: Site; c: Context }) {
  const { reader } = phrasesOf(props.site.publication.language);
  const why = fillPhrase(reader.linkExpiredWhy, { days: CONFIRMATION_DAYS });
  return <Again {...props} heading={reader.linkExpired} why={why} />;
}

function VoidPage(props: { site: Site; c: Context }) {
  const { reader } = phrasesOf(props.site.publication.language);
  return <Again {...props} heading={reader.linkUsed} why={reader.linkUsedWhy} />;
}

function ForgedPage(props: { site: Site; c: Context }) {
  const { reader } = phrasesOf(props.site.publication.language);
  return <Again {...props} heading={reader.linkBroken} why={reader.linkBrokenWhy} />;
}

function Again({ site, c, heading, why }: { site: Site; c: Context; heading: string; why: string }) {
  const { reader } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={heading} heading={heading}>
      <p>{why}</p>
      {site.mail && (
        <p>
          <Filled phrase={reader.newLink} links={['/subscribe']} />
        </p>
      )}
    </Notice>
  );
}
