// The routes of the readers: finding them, adding one, exporting all.
import type { Context, Hono } from 'hono';
import { parseAddress } from '../../../base/mail-address.js';
import { formatCount } from '../../../render/format.js';
import { type AddedSubscriber, addSubscribers } from '../../../store/subscribers/add-many.js';
import { countSubscribers, countSubscribersByDay } from '../../../store/subscribers/counts-over-time.js';
import { findReaders } from '../../../store/subscribers/find-readers.js';
import { sendPrivate } from '../../http/forms.js';
import { type Admin, addAction, record } from '../actions.js';
import { importRoutes } from './import-routes.js';
import { inviteReader } from './invite.js';
import { readerActionRoutes } from './reader-actions.js';
import { readerPath } from './reader-page.js';
import { ReadersPage, type RefusedReader } from './readers-page.js';
import { STATUS_NAMES } from './subscriber-counts.js';

const READERS_PER_PAGE = 50;

export function readerRoutes(app: Hono, admin: Admin): void {
  const { site, operator } = admin;
  const { db, mail } = site;
  const { readers } = operator;
  const nowIso = () => site.clock().toISOString();

  const show = async (c: Context, refused?: RefusedReader) => {
    const text = (c.req.query('q') ?? '').trim().slice(0, 200);
    const status = STATUS_NAMES.find(([name]) => name === c.req.query('status'))?.[0];
    const page = /^\d{1,5}$/.test(c.req.query('page') ?? '') ? Math.max(1, Number(c.req.query('page'))) : 1;
    const after = (page - 1) * READERS_PER_PAGE;
    // Counting reads the whole list, which a search need not wait for.
    const isWhole = !text && !status && page === 1;
    const [found, counts, days] = await Promise.all([
      findReaders(db, { text, status, limit: READERS_PER_PAGE + 1, after }),
      isWhole ? countSubscribers(db, nowIso()) : undefined,
      isWhole ? countSubscribersByDay(db) : undefined,
    ]);
    const props = {
      ...{ text, status, page, more: found.length > READERS_PER_PAGE },
      found: found.slice(0, READERS_PER_PAGE),
      counted: counts && days && { counts, days },
      canInvite: mail !== undefined,
      canList: readers !== undefined,
      refused,
      notice: describeImport(c),
    };
    return sendPrivate(c, <ReadersPage {...(await admin.frame(c))} {...props} />, refused ? 422 : 200);
  };
  app.get('/admin/subscribers', (c) => show(c));

  app.get('/admin/subscribers/export.csv', async (c) => {
    if (!readers) return c.notFound();
    await record(admin, c, { action: 'export readers', subject: 'all' });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="readers.csv"');
    return c.body(`${await readers.exportCsv()}\n`);
  });
  if (readers) importRoutes(app, admin, readers);

  readerActionRoutes(app, admin);

  addAction(app, admin, '/admin/subscribers/add', async (c, form) => {
    const address = form.get('address').trim();
    const confirmed = form.get('confirmed') === 'yes';
    const asked = form.get('cadence');
    const cadence = asked === 'weekly' || asked === 'both' ? asked : 'daily';
    const typed = { address, cadence, confirmed };
    const mailbox = parseAddress(address);
    if (!mailbox || !readers) return show(c, { ...typed, problem: `"${address}" is not an e-mail address.` });
    const listed = [{ mailbox, preferences: { ...readers.preferences, cadence } as const }];
    const [added] = await db
      .transaction()
      .execute((trx) => addSubscribers(trx, listed, { confirmed, now: nowIso() }));
    if (added?.outcome !== 'added')
      return show(c, {
        ...typed,
        problem: `${mailbox.address} ${describeKnown(added?.outcome)}`,
        present: added?.subscriber,
      });
    const isAsked = !confirmed && (await inviteReader(site, added.subscriber));
    const done = confirmed ? 'added' : isAsked ? 'invited' : 'unasked';
    return {
      to: `${readerPath(added.subscriber)}?done=${done}`,
      action: 'add reader',
      subject: mailbox.address,
    };
  });
}

function describeKnown(outcome: AddedSubscriber['outcome'] | undefined): string {
  if (outcome === 'suppressed') return 'bounced or complained before and gets no mail.';
  return outcome === 'left' ? 'left the list and gets no mail.' : 'is on the list already.';
}

/** The notice after an import; undefined if none led here. */
function describeImport(c: Context): string | undefined {
  const read = (name: string) => /^\d{1,9}$/.exec(c.req.query(name) ?? '')?.[0];
  const [added, skipped] = [read('added'), read('skipped')];
  if (c.req.query('done') !== 'imported' || added === undefined) return undefined;
  const rest = Number(skipped) > 0 ? `; skipped ${formatCount(Number(skipped), 'line')}` : '';
  return `Added ${formatCount(Number(added), 'reader')}${rest}.`;
}
