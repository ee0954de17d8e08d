// The routes of a reader's preferences, of pausing and of deleting all data. The token in the address gives access.

import { type Context, Hono } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { DAY_MS } from '../../base/time.js';
import {
  changePreferences,
  deleteSubscriber,
  pauseSubscriber,
  resumeSubscriber,
  type Subscriber,
} from '../../store/subscribers/subscribers.js';
import { type Form, limitForm, readForm, sendPrivate } from '../http/forms.js';
import type { Site } from '../site/site.js';
import { type Problems, readPreferences } from './preference-fields.js';
import { DeletedPage, DeletePage, MAX_PAUSE_DAYS, PreferencesPage } from './preference-pages.js';
import { createReaders } from './readers.js';
import { UnknownReaderPage } from './unsubscribe.js';

export function preferenceRoutes(site: Site): Hono {
  const app = new Hono();
  const readers = createReaders(site);
  const recaps = site.mail?.recaps ?? [];
  const phrases = phrasesOf(site.publication.language);

  type Handler = (c: Context, subscriber: Subscriber, token: string) => Response | Promise<Response>;
  const forReader = (handle: Handler) => async (c: Context) => {
    const token = c.req.param('token') ?? '';
    const subscriber = await readers.find(token);
    if (!subscriber) return sendPrivate(c, <UnknownReaderPage site={site} c={c} />, 404);
    return handle(c, subscriber, token);
  };
  const show = (c: Context, subscriber: Subscriber, token: string, problems?: Problems, done?: string) => {
    const page = { site, c, subscriber: endOverduePause(subscriber, site.clock()), token, recaps };
    const status = problems ? 422 : 200;
    return sendPrivate(c, <PreferencesPage {...page} problems={problems ?? {}} done={done} />, status);
  };
  // A redirect, so that reloading the page does not repeat the action.
  const done = (c: Context, token: string, what: string) =>
    c.redirect(`/preferences/${token}?done=${what}`, 303);

  app.get(
    '/preferences/:token',
    forReader((c, subscriber, token) => show(c, subscriber, token, undefined, c.req.query('done'))),
  );

  app.post(
    '/preferences/:token',
    limitForm,
    forReader(async (c, subscriber, token) => {
      const { preferences, problems } = readPreferences(await readForm(c), subscriber, recaps, phrases);
      if (Object.keys(problems).length > 0)
        return show(c, { ...subscriber, ...preferences }, token, problems);
      await site.db.transaction().execute((trx) => changePreferences(trx, subscriber.id, preferences));
      return done(c, token, 'saved');
    }),
  );

  app.post(
    '/preferences/:token/pause',
    limitForm,
    forReader(async (c, subscriber, token) => {
      const days = readDays(await readForm(c));
      if (!days) {
        const pause = fillPhrase(phrases.reader.pauseDays, { max: MAX_PAUSE_DAYS });
        return show(c, subscriber, token, { pause });
      }
      const until = new Date(site.clock().getTime() + days * DAY_MS).toISOString();
      await site.db.transaction().execute((trx) => pauseSubscriber(trx, subscriber.id, until));
      return done(c, token, 'paused');
    }),
  );

  app.post(
    '/preferences/:token/resume',
    forReader(async (c, subscriber, token) => {
      await resumeSubscriber(site.db, subscriber.id);
      return done(c, token, 'resumed');
    }),
  );

  app.get(
    '/preferences/:token/delete',
    forReader((c, subscriber, token) =>
      sendPrivate(c, <DeletePage site={site} c={c} subscriber={subscriber} token={token} />),
    ),
  );

  app.post(
    '/preferences/:token/delete',
    forReader(async (c, subscriber) => {
      await site.db.transaction().execute((trx) => deleteSubscriber(trx, subscriber.id));
      return sendPrivate(
        c,
        <DeletedPage site={site} c={c} suppressed={subscriber.status === 'suppressed'} />,
      );
    }),
  );
  return app;
}

/** A pause that is over stays stored until the next release. Its reader sees it as ended. */
function endOverduePause(subscriber: Subscriber, now: Date): Subscriber {
  const over = subscriber.status === 'paused' && (subscriber.pausedUntil ?? '') <= now.toISOString();
  return over ? { ...subscriber, status: 'active' } : subscriber;
}

function readDays(form: Form): number | undefined {
  const text = form.get('days').trim();
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= MAX_PAUSE_DAYS ? days : undefined;
}
