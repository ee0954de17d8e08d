// The routes of importing readers: a preview of what happens to each line, the refused lines, the import itself.
import type { Context, Hono } from 'hono';
import { decodeText } from '../../../base/decode-text.js';
import { addLeavers, addSubscribers } from '../../../store/subscribers/add-many.js';
import { findSubscribersByKey, type Subscriber } from '../../../store/subscribers/subscribers.js';
import { sendPrivate } from '../../http/forms.js';
import type { ReaderActions } from '../../site/operator-actions.js';
import { type Admin, addAction, refuseForm } from '../actions.js';
import { ImportPage } from './import-page.js';
import { statusName } from './subscriber-counts.js';

const IMPORT_PATH = '/admin/subscribers/import';
const MAX_KEYS_PER_STATEMENT = 500;

export function importRoutes(app: Hono, admin: Admin, readers: ReaderActions): void {
  const { site } = admin;
  const { db } = site;

  const preview = async (
    c: Context,
    csv: string,
    { name, isTyped = true, status }: { name?: string; isTyped?: boolean; status?: 422 } = {},
  ) => {
    const read = readers.readFile(csv, name);
    const known = new Map<string, Subscriber>();
    const keys = read.subscribers.map(({ mailbox }) => mailbox.key);
    for (let at = 0; at < keys.length; at += MAX_KEYS_PER_STATEMENT)
      for (const [key, one] of await findSubscribersByKey(db, keys.slice(at, at + MAX_KEYS_PER_STATEMENT)))
        known.set(key, one);
    const lines = read.subscribers.map(({ mailbox, preferences }) => {
      const present = known.get(mailbox.key);
      return {
        address: mailbox.address,
        cadence: preferences.cadence,
        outcome: present ? `stays as it is: ${statusName(present.status)}` : 'will be added',
        isNew: present === undefined,
      };
    });
    const page = { csv, isTyped, read: { ...read, lines } };
    return sendPrivate(c, <ImportPage {...(await admin.frame(c))} {...page} />, status);
  };

  app.get(IMPORT_PATH, async (c) => sendPrivate(c, <ImportPage {...(await admin.frame(c))} />));
  // A form with a file, which addAction does not read.
  app.post(`${IMPORT_PATH}/preview`, async (c) => {
    const { file, csv, key } = await c.req.parseBody();
    if (!(await admin.auth.isOwnForm(c, typeof key === 'string' ? key : ''))) return refuseForm(c);
    if (file instanceof File && file.size > 0)
      return preview(c, decodeText(new Uint8Array(await file.arrayBuffer())), {
        name: file.name,
        isTyped: false,
      });
    return preview(c, typeof csv === 'string' ? csv : '');
  });
  addAction(app, admin, `${IMPORT_PATH}/refused`, async (c, form) => {
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="refused.csv"');
    return c.body(readers.formatRefused(form.get('csv')));
  });
  addAction(app, admin, IMPORT_PATH, async (c, form) => {
    const csv = form.get('csv');
    const read = readers.readFile(csv);
    const { refused, mistakes } = read;
    const skipped = form.get('skip') === 'yes' ? refused.length : 0;
    // A file that is unreadable as a whole has mistakes but no refused lines.
    if (mistakes.length > skipped) return preview(c, csv, { status: 422 });
    const now = site.clock().toISOString();
    const results = await db.transaction().execute(async (trx) => {
      await addLeavers(trx, read.leavers, { preferences: readers.preferences, now });
      return addSubscribers(trx, read.subscribers, { confirmed: true, now });
    });
    const added = results.filter(({ outcome }) => outcome === 'added').length;
    return {
      to: `/admin/subscribers?done=imported&added=${added}&skipped=${skipped}`,
      action: 'import readers',
      subject: `${added} added`,
      detail: skipped > 0 ? `${skipped} invalid lines skipped` : undefined,
    };
  });
}
