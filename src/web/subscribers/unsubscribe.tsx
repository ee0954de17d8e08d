// Unsubscribing: a page with one button, and the one-click endpoint for mail programs (RFC 8058) at the same address.
import { type Context, Hono } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Cadence } from '../../model.js';
import { type Subscriber, unsubscribe, unsubscribeFrom } from '../../store/subscribers/subscribers.js';
import { sendPrivate } from '../http/forms.js';
import type { Site } from '../site/site.js';
import { Filled } from '../ui/language.js';
import { Notice } from '../ui/layout.js';
import { createReaders } from './readers.js';

export function unsubscribeRoutes(site: Site): Hono {
  const app = new Hono();
  const readers = createReaders(site);

  app.get('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    const page = { site, c, subscriber, token };
    const gone = subscriber.status === 'unsubscribed' || subscriber.status === 'suppressed';
    return sendPrivate(c, gone ? <GonePage {...page} /> : <LeavePage {...page} />);
  });

  // Only the token counts: no cookie, no redirect, any body (RFC 8058).
  app.post('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    await site.db.transaction().execute((trx) => unsubscribe(trx, subscriber.id, site.clock().toISOString()));
    return sendPrivate(c, <GonePage site={site} c={c} subscriber={subscriber} token={token} />);
  });

  // The same for a reader who gets both issues and stops one of them.
  app.get('/unsubscribe/:token/:cadence{daily|weekly}', async (c) => {
    const token = c.req.param('token');
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    const only = subscriber.cadence === 'both' ? (c.req.param('cadence') as Cadence) : undefined;
    const page = { site, c, subscriber, token, only };
    const gone = subscriber.status === 'unsubscribed' || subscriber.status === 'suppressed';
    return sendPrivate(c, gone ? <GonePage {...page} /> : <LeavePage {...page} />);
  });

  app.post('/unsubscribe/:token/:cadence{daily|weekly}', async (c) => {
    const token = c.req.param('token');
    const cadence = c.req.param('cadence') as Cadence;
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    const now = site.clock().toISOString();
    const kept = await site.db
      .transaction()
      .execute((trx) => unsubscribeFrom(trx, subscriber.id, cadence, now));
    const page = { site, c, subscriber, token };
    return sendPrivate(c, kept ? <StoppedPage {...page} stopped={cadence} /> : <GonePage {...page} />);
  });
  return app;
}

interface Shown {
  site: Site;
  c: Context;
  subscriber: Subscriber;
  token: string;
}

/** `only`: the reader gets both issues and came from a mail of this one. */
function LeavePage({ site, c, subscriber, token, only }: Shown & { only?: Cadence }) {
  const { name, language } = site.publication;
  const { mail, reader } = phrasesOf(language);
  const heading = fillPhrase(reader.leaveQuestion, { name });
  return (
    <Notice site={site} c={c} title={mail.unsubscribe} heading={heading}>
      <p>
        <Filled phrase={reader.leaveWhat} slots={{ address: <Address of={subscriber} /> }} />
      </p>
      {only && (
        <form class="form" method="post">
          <button type="submit">{only === 'daily' ? reader.stopDaily : reader.stopWeekly}</button>
        </form>
      )}
      <form class="form" method="post" action={`/unsubscribe/${token}`}>
        <button type="submit">{mail.unsubscribe}</button>
      </form>
      <p>
        <Filled phrase={reader.orLess} links={[`/preferences/${token}`]} />
      </p>
    </Notice>
  );
}

function StoppedPage({ site, c, subscriber, token, stopped }: Shown & { stopped: Cadence }) {
  const { language } = site.publication;
  const { mail, reader } = phrasesOf(language);
  return (
    <Notice site={site} c={c} title={reader.saved} heading={reader.saved}>
      <p>{stopped === 'daily' ? reader.stoppedDaily : reader.stoppedWeekly}</p>
      <p>
        <Address of={subscriber} /> · <a href={`/preferences/${token}`}>{mail.preferences}</a>
      </p>
    </Notice>
  );
}

function GonePage({ site, c, subscriber, token }: Shown) {
  const { name, language } = site.publication;
  const { reader } = phrasesOf(language);
  return (
    <Notice site={site} c={c} title={reader.gone} heading={reader.gone}>
      <p>
        <Filled phrase={reader.goneWhat} slots={{ name, address: <Address of={subscriber} /> }} />
      </p>
      <p>
        {site.mail && subscriber.status !== 'suppressed' && (
          <>
            <Filled phrase={reader.goneSlip} links={['/subscribe']} />{' '}
          </>
        )}
        <Filled phrase={reader.goneKept} links={[`/preferences/${token}/delete`]} />
      </p>
    </Notice>
  );
}

/** An address, isolated from the direction of the text around it. */
export function Address({ of: { address } }: { of: { address: string } }) {
  return (
    <strong>
      <bdi>{address}</bdi>
    </strong>
  );
}

/** The answer to forged and incomplete tokens and to those of deleted readers: it must not tell them apart. */
export function UnknownReaderPage({ site, c }: { site: Site; c: Context }) {
  const { reader } = phrasesOf(site.publication.language);
  return (
    <Notice site={site} c={c} title={reader.linkBroken} heading={reader.linkBroken}>
      <p>{reader.unknownWhy}</p>
    </Notice>
  );
}
