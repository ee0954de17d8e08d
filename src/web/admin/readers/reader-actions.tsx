// The routes of one reader: their page and the operator's actions on it.
import type { Hono } from 'hono';
import { UserError } from '../../../base/errors.js';
import { DAY_MS, isTimeZone } from '../../../base/time.js';
import { formatHour } from '../../../render/mail/confirm.js';
import { changeRequestedPreferences } from '../../../store/subscribers/confirmation-requests.js';
import { listDeliveriesTo } from '../../../store/subscribers/find-readers.js';
import {
  changePreferences,
  deleteSubscriber,
  findSubscriber,
  type Preferences,
  pauseSubscriber,
  resumeSubscriber,
  type Subscriber,
  unsubscribe,
} from '../../../store/subscribers/subscribers.js';
import { restoreSubscriber } from '../../../store/subscribers/suppressions.js';
import { type Form, sendPrivate } from '../../http/forms.js';
import { type Admin, addAction } from '../actions.js';
import { findInviteTime, inviteAgain } from './invite.js';
import { isGone, PAUSE_DAYS, ReaderPage, readerPath } from './reader-page.js';

const SHOWN_DELIVERIES = 50;

export function readerActionRoutes(app: Hono, admin: Admin): void {
  const { site } = admin;
  const { db, mail } = site;
  const nowIso = () => site.clock().toISOString();

  app.get('/admin/subscribers/:id', async (c) => {
    const reader = await findSubscriber(db, c.req.param('id'));
    if (!reader) return c.notFound();
    const page = {
      reader,
      deliveries: await listDeliveriesTo(db, reader.id, SHOWN_DELIVERIES),
      canInvite: mail !== undefined,
      inviteAt: reader.status === 'pending' ? await findInviteTime(site, reader) : undefined,
    };
    return sendPrivate(c, <ReaderPage {...(await admin.frame(c))} {...page} />);
  });

  addAction(app, admin, '/admin/subscribers/:id/preferences', async (c, form) => {
    const reader = await findSubscriber(db, c.req.param('id') ?? '');
    if (!reader) return c.notFound();
    const preferences = readPreferences(form, reader);
    const [before, after] = [describeRhythm(reader), describeRhythm(preferences)];
    const to = `${readerPath(reader)}?done=saved`;
    if (before === after) return c.redirect(to, 303);
    await db.transaction().execute(async (trx) => {
      await changePreferences(trx, reader.id, preferences);
      // A request still waiting for its mail would otherwise restore the old preferences.
      await changeRequestedPreferences(trx, reader.key, preferences);
    });
    return { to, action: 'change preferences', subject: reader.address, detail: `${before} → ${after}` };
  });

  const onReader = (
    verb: string,
    act: (reader: Subscriber) => Promise<unknown>,
    { done, leaves }: { done: string; leaves?: boolean },
  ) =>
    addAction(app, admin, `/admin/subscribers/:id/${verb}`, async (c) => {
      const reader = await findSubscriber(db, c.req.param('id') ?? '');
      if (!reader) return c.notFound();
      await act(reader);
      const to = `${leaves ? '/admin/subscribers' : readerPath(reader)}?done=${done}`;
      return { to, action: `${verb} reader`, subject: leaves ? reader.id : reader.address };
    });
  onReader('remove', ({ id }) => db.transaction().execute((trx) => unsubscribe(trx, id, nowIso())), {
    done: 'unsubscribed',
  });
  onReader(
    'restore',
    async (reader) => {
      const restored = await db.transaction().execute((trx) => restoreSubscriber(trx, reader, nowIso()));
      if (!restored && reader.status === 'suppressed')
        throw new UserError(
          `${reader.address} reported a mail as unwanted, or the mail service refuses it`,
          'Only bounces are restored.',
        );
    },
    { done: 'restored' },
  );
  onReader('invite', (reader) => inviteAgain(site, reader), { done: 'asked' });
  onReader('resume', ({ id }) => resumeSubscriber(db, id), { done: 'saved' });
  const pauseEnd = () => new Date(site.clock().getTime() + PAUSE_DAYS * DAY_MS).toISOString();
  onReader('pause', ({ id }) => db.transaction().execute((trx) => pauseSubscriber(trx, id, pauseEnd())), {
    done: 'saved',
  });
  onReader('delete', ({ id }) => db.transaction().execute((trx) => deleteSubscriber(trx, id)), {
    done: 'deleted',
    leaves: true,
  });
}

/** Throws a UserError for a reader who gets no mail, and for values that the form does not offer. */
function readPreferences(form: Form, reader: Subscriber): Preferences {
  if (isGone(reader)) throw new UserError(`${reader.address} gets no mail`, 'Restore the reader first.');
  const [cadence, hour, timeZone] = [form.get('cadence'), form.get('hour'), form.get('zone')];
  if (cadence !== 'daily' && cadence !== 'weekly' && cadence !== 'both')
    throw new UserError('Choose daily, weekly or both');
  if (!/^\d{1,2}$/.test(hour) || Number(hour) > 23) throw new UserError('The hour is not 0 to 23');
  if (timeZone.length > 50 || !isTimeZone(timeZone)) throw new UserError('This time zone is unknown');
  const { omitted, interests } = reader;
  return { cadence, hour: Number(hour), timeZone, omitted, interests };
}

/** `daily at 7:00 Europe/Berlin` */
function describeRhythm({ cadence, hour, timeZone }: Preferences): string {
  return `${cadence} at ${formatHour(hour)} ${timeZone}`;
}
