// Leaving: a page with one button, and the same address as the one-click endpoint of mail programs (RFC 8058).
import { type Context, Hono } from 'hono';
import { type Subscriber, unsubscribe } from '../../store/subscribers/subscribers.js';
import { sendPrivate } from '../ui/forms.js';
import { Notice } from '../ui/layout.js';
import type { Site } from '../ui/site.js';
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

  // The token is all that counts: no cookie, no redirect, and whatever the body holds.
  app.post('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    await site.db.transaction().execute((trx) => unsubscribe(trx, subscriber.id, site.clock().toISOString()));
    return sendPrivate(c, <GonePage site={site} c={c} subscriber={subscriber} token={token} />);
  });
  return app;
}

interface Shown {
  site: Site;
  c: Context;
  subscriber: Subscriber;
  token: string;
}

function LeavePage({ site, c, subscriber, token }: Shown) {
  const { name } = site.publication;
  return (
    <Notice site={site} c={c} title="Unsubscribe" heading={`No more ${name}?`}>
      <p>
        It goes to <strong>{subscriber.address}</strong>. One click, and it does not any more.
      </p>
      <form class="form" method="post">
        <button type="submit">Unsubscribe</button>
      </form>
      <p>
        Or get it <a href={`/preferences/${token}`}>less often, or pause it</a>.
      </p>
    </Notice>
  );
}

function GonePage({ site, c, subscriber, token }: Shown) {
  const { name } = site.publication;
  return (
    <Notice site={site} c={c} title="Unsubscribed" heading="You are unsubscribed">
      <p>
        {name} goes to <strong>{subscriber.address}</strong> no more. A mail that is on its way this very
        moment may still arrive.
      </p>
      <p>
        {site.mail && subscriber.status !== 'suppressed' && (
          <>
            Was that a slip? <a href="/subscribe">Subscribe again</a>.{' '}
          </>
        )}
        The address and your choices are still kept here; you can{' '}
        <a href={`/preferences/${token}/delete`}>delete all data</a>.
      </p>
    </Notice>
  );
}

/** For tokens that are forged, cut off, or of somebody who is not known any more: they all look the same. */
export function UnknownReaderPage({ site, c }: { site: Site; c: Context }) {
  return (
    <Notice site={site} c={c} title="Unknown link" heading="This link does not work">
      <p>
        Some of it may have got lost on its way here, or the data it belongs to were deleted, and no mail
        comes any more. The links in the newest mail work.
      </p>
    </Notice>
  );
}
