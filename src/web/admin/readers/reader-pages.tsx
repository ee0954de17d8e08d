// The operator's pages of readers: search, add, one reader's history, import and export.
import type { Context, Hono } from 'hono';
import { decodeText } from '../../../base/decode-text.js';
import { UserError } from '../../../base/errors.js';
import { truncate } from '../../../base/text.js';
import { DAY_MS } from '../../../base/time.js';
import { formatCount, formatNumber } from '../../../render/format.js';
import { type AddedSubscriber, addLeavers, addSubscribers } from '../../../store/subscribers/add-many.js';
import { parseAddress } from '../../../store/subscribers/address.js';
import { addConfirmationRequest } from '../../../store/subscribers/confirmation-requests.js';
import { countSubscribers, countSubscribersByDay } from '../../../store/subscribers/counts-over-time.js';
import {
  findReaders,
  listDeliveriesTo,
  type ReaderDelivery,
} from '../../../store/subscribers/find-readers.js';
import { formatTopics, type Interests } from '../../../store/subscribers/interests.js';
import {
  deleteSubscriber,
  findSubscriber,
  findSubscribersByKey,
  pauseSubscriber,
  resumeSubscriber,
  type Subscriber,
  type SubscriberStatus,
  unsubscribe,
} from '../../../store/subscribers/subscribers.js';
import { restoreSubscriber } from '../../../store/subscribers/suppressions.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { sendPrivate } from '../../ui/forms.js';
import type { ReaderActions } from '../../ui/operator-actions.js';
import { type Admin, addAction, record } from '../actions.js';
import { ActionButton, ActionForm, AdminPage, type AdminProps, Moment } from '../frame.js';
import { ReaderCounts, type ReaderCountsProps, STATUS_NAMES } from './subscriber-counts.js';

const READERS_PER_PAGE = 50;
const SHOWN_DELIVERIES = 50;
const PAUSE_DAYS = 30;

const readerPath = ({ id }: Pick<Subscriber, 'id'>) => `/admin/subscribers/${encodeURIComponent(id)}`;

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

  app.get('/admin/subscribers/:id', async (c) => {
    const reader = await findSubscriber(db, c.req.param('id'));
    if (!reader) return c.notFound();
    const deliveries = await listDeliveriesTo(db, reader.id, SHOWN_DELIVERIES);
    return sendPrivate(
      c,
      <ReaderPage {...(await admin.frame(c))} {...{ reader, deliveries, canInvite: mail !== undefined }} />,
    );
  });

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
    if (!confirmed && (await mail?.sendConfirmation(added.subscriber)) === 'deferred')
      await addConfirmationRequest(db, mailbox, added.subscriber, { now: nowIso(), isOperators: true });
    const done = confirmed ? 'added' : 'invited';
    return {
      to: `${readerPath(added.subscriber)}?done=${done}`,
      action: 'add reader',
      subject: mailbox.address,
    };
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
    done: 'removed',
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
    {
      done: 'restored',
    },
  );
  onReader(
    'invite',
    async (reader) => {
      if (reader.status !== 'pending' || !mail)
        throw new UserError(
          `${reader.address} cannot be asked to confirm`,
          'Only readers who have not confirmed are asked.',
        );
      const outcome = await mail.sendConfirmation(reader);
      if (outcome === 'deferred')
        await addConfirmationRequest(db, reader, reader, { now: nowIso(), isOperators: true });
      else if (outcome !== 'sent')
        throw new UserError(`The mail to ${reader.address} was not sent`, 'See Settings.');
    },
    { done: 'asked' },
  );
  onReader('resume', ({ id }) => resumeSubscriber(db, id), { done: 'saved' });
  const pauseEnd = () => new Date(site.clock().getTime() + PAUSE_DAYS * DAY_MS).toISOString();
  onReader('pause', ({ id }) => db.transaction().execute((trx) => pauseSubscriber(trx, id, pauseEnd())), {
    done: 'saved',
  });
  onReader('delete', ({ id }) => db.transaction().execute((trx) => deleteSubscriber(trx, id)), {
    done: 'removed',
    leaves: true,
  });
}

function importRoutes(app: Hono, admin: Admin, readers: ReaderActions): void {
  const { site } = admin;
  const { db } = site;
  app.get('/admin/subscribers/import', async (c) =>
    sendPrivate(c, <ImportPage {...(await admin.frame(c))} />),
  );
  app.post('/admin/subscribers/import/preview', async (c) => {
    const body = await c.req.parseBody();
    const { file, csv: pasted, key } = body;
    if (!(await admin.auth.isOwnForm(c, typeof key === 'string' ? key : '')))
      return c.text('Reload the form.\n', 403);
    const csv =
      file instanceof File && file.size > 0
        ? decodeText(new Uint8Array(await file.arrayBuffer()))
        : typeof pasted === 'string'
          ? pasted
          : '';
    return preview(c, csv);
  });
  const preview = async (c: Context, csv: string) => {
    const read = readers.readFile(csv);
    const known = new Map<string, Subscriber>();
    const keys = read.subscribers.map(({ mailbox }) => mailbox.key);
    for (let at = 0; at < keys.length; at += 500)
      for (const [key, one] of await findSubscribersByKey(db, keys.slice(at, at + 500))) known.set(key, one);
    const lines = read.subscribers.map(({ mailbox, preferences }) => {
      const present = known.get(mailbox.key);
      return {
        address: mailbox.address,
        cadence: preferences.cadence,
        outcome: present ? `stays as it is: ${statusName(present.status)}` : 'will be added',
        isNew: present === undefined,
      };
    });
    return sendPrivate(c, <ImportPage {...(await admin.frame(c))} csv={csv} read={{ ...read, lines }} />);
  };
  addAction(app, admin, '/admin/subscribers/import', async (_, form) => {
    const read = readers.readFile(form.get('csv'));
    if (read.mistakes.length > 0) throw new UserError(`Nothing was imported: ${read.mistakes[0]}`);
    const now = site.clock().toISOString();
    const added = await db.transaction().execute(async (trx) => {
      await addLeavers(trx, read.leavers, { preferences: readers.preferences, now });
      return addSubscribers(trx, read.subscribers, { confirmed: true, now });
    });
    const count = added.filter(({ outcome }) => outcome === 'added').length;
    return {
      to: '/admin/subscribers?done=imported',
      action: 'import readers',
      subject: formatCount(count, 'reader'),
    };
  });
}

function describeKnown(outcome: AddedSubscriber['outcome'] | undefined): string {
  if (outcome === 'suppressed') return 'bounced or complained before and gets no mail.';
  return outcome === 'left' ? 'left the list and gets no mail.' : 'is on the list already.';
}

/** What was typed to add a reader, and why it was refused. */
interface RefusedReader {
  address: string;
  cadence: string;
  confirmed: boolean;
  problem: string;
  /** The reader who has the address. */
  present?: Subscriber;
}

function statusName(status: SubscriberStatus): string {
  return STATUS_NAMES.find(([name]) => name === status)?.[1] ?? status;
}

interface ReadersProps extends AdminProps {
  text: string;
  status?: SubscriberStatus;
  page: number;
  more: boolean;
  found: Subscriber[];
  /** On the first page of all readers. */
  counted?: Pick<ReaderCountsProps, 'counts' | 'days'>;
  canInvite: boolean;
  canList: boolean;
  refused?: RefusedReader;
}

function ReadersPage(props: ReadersProps) {
  const { site, found, text, status, page, more, counted, canList, refused } = props;
  const pathOf = (number: number) =>
    `/admin/subscribers?${new URLSearchParams({ q: text, ...(status && { status }), page: String(number) })}`;
  return (
    <AdminPage {...props} title="Readers">
      {refused && (
        <p class="warning wrong" role="alert">
          {refused.problem}{' '}
          {refused.present && <a href={readerPath(refused.present)}>See what you can do about it</a>}
        </p>
      )}
      {canList && <AddReader {...props} />}
      <h2>Find a reader</h2>
      <search>
        <form class="row-form" action="/admin/subscribers">
          <label for="reader-q">Address</label>
          <input id="reader-q" type="search" name="q" value={text} />
          <select name="status" aria-label="Status">
            <option value="">any status</option>
            {STATUS_NAMES.map(([name, label]) => (
              <option value={name} selected={name === status}>
                {label}
              </option>
            ))}
          </select>
          <button type="submit">Find</button>
        </form>
      </search>
      {found.length === 0 ? (
        <p>No reader found.</p>
      ) : (
        <FoldingTable
          label="Readers"
          columns={['Address', 'Status', 'Gets', 'Since'].map((head) => ({ head }))}
          rows={found.map((reader) => [
            <a href={readerPath(reader)}>{reader.address}</a>,
            <span class={reader.status === 'suppressed' ? 'wrong' : undefined}>
              {statusName(reader.status)}
            </span>,
            reader.cadence,
            <Moment at={reader.createdAt} site={site} />,
          ])}
        />
      )}
      {(page > 1 || more) && (
        <nav class="chips" aria-label="Pages">
          {page > 1 && <a href={pathOf(page - 1)}>Newer</a>}
          {more && <a href={pathOf(page + 1)}>Older</a>}
        </nav>
      )}
      {counted && <ReaderCounts {...props} {...counted} />}
    </AdminPage>
  );
}

function AddReader({ formKey, canInvite, refused }: ReadersProps) {
  return (
    <section class="month">
      <h2 id="add">Add readers</h2>
      <ActionForm formKey={formKey} action="/admin/subscribers/add" class="row-form">
        <label for="add-address">Address</label>
        <input id="add-address" type="email" name="address" value={refused?.address} required />
        <select name="cadence" aria-label="Cadence">
          {['daily', 'weekly', 'both'].map((cadence) => (
            <option selected={cadence === refused?.cadence}>{cadence}</option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" name="confirmed" value="yes" checked={refused?.confirmed ?? !canInvite} />{' '}
          They agreed already
        </label>
        <button type="submit">Add</button>
      </ActionForm>
      <p class="soft">
        {canInvite
          ? 'Without the mark they get a mail with a link to confirm.'
          : 'Mail is not set up here, so nobody can be asked to confirm.'}{' '}
        <a href="/admin/subscribers/import">Import a list</a> ·{' '}
        <a href="/admin/subscribers/export.csv">Export all as CSV</a>
      </p>
    </section>
  );
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

function ReaderPage(
  props: AdminProps & { reader: Subscriber; deliveries: ReaderDelivery[]; canInvite: boolean },
) {
  const { site, reader, deliveries, formKey, canInvite } = props;
  const { status, createdAt, confirmedAt, leftAt, pausedUntil, reason } = reader;
  const path = readerPath(reader);
  const gone = status === 'unsubscribed' || status === 'suppressed';
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
          {reader.cadence === 'both' ? 'both issues' : `the ${reader.cadence} issue`} at {reader.hour}:00,{' '}
          {reader.timeZone}
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
        {gone && <ActionButton formKey={formKey} action={`${path}/restore`} label="Restore" />}
        {status === 'pending' && canInvite && (
          <ActionButton formKey={formKey} action={`${path}/invite`} label="Send the link to confirm again" />
        )}
        {status === 'active' && (
          <ActionButton
            formKey={formKey}
            action={`${path}/pause`}
            label={`Pause for ${PAUSE_DAYS} days`}
            quiet
          />
        )}
        {status === 'paused' && <ActionButton formKey={formKey} action={`${path}/resume`} label="Resume" />}
        {!gone && <ActionButton formKey={formKey} action={`${path}/remove`} label="Unsubscribe" quiet />}
        <details>
          <summary>Delete all data</summary>
          <p>The address, the preferences and the history go. This cannot be undone.</p>
          <ActionButton formKey={formKey} action={`${path}/delete`} label="Delete for good" quiet />
        </details>
      </div>
      {gone && <p class="soft">Restore readers only when they asked for it.</p>}
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

interface ImportPreview {
  lines: { address: string; cadence: string; outcome: string; isNew: boolean }[];
  left: number;
  leavers: { address: string }[];
  leftBy: string[];
  mistakes: string[];
}
const SHOWN_LINES = 200;

function ImportPage(props: AdminProps & { csv?: string; read?: ImportPreview }) {
  const { formKey, csv, read } = props;
  const added = read?.lines.filter(({ isNew }) => isNew).length ?? 0;
  return (
    <AdminPage {...props} title="Import readers">
      {read && (
        <section class="month">
          <h2>What will happen</h2>
          {read.mistakes.length > 0 ? (
            <div class="warning wrong" role="alert">
              <p>Nothing can be imported until these lines are fixed:</p>
              <ul>
                {read.mistakes.slice(0, 50).map((mistake) => (
                  <li>{mistake}</li>
                ))}
              </ul>
            </div>
          ) : (
            <>
              <p>
                {formatCount(added, 'reader')} will be added, {formatNumber(read.lines.length - added)} stay
                as they are.
                {read.left > 0 &&
                  ` ${formatCount(read.left, 'line says', 'lines say')} of itself that the address gets no mail (${read.leftBy.join(', ')}): it is noted as left and gets none from here.`}
              </p>
              <FoldingTable
                label="Lines"
                columns={['Address', 'Gets', 'Outcome'].map((head) => ({ head }))}
                rows={[
                  ...read.leavers.map(({ address }) => [address, 'nothing', 'is noted as left']),
                  ...read.lines.map(({ address, cadence, outcome }) => [address, cadence, outcome]),
                ].slice(0, SHOWN_LINES)}
              />
              {read.lines.length + read.leavers.length > SHOWN_LINES && (
                <p class="soft">
                  And {formatNumber(read.lines.length + read.leavers.length - SHOWN_LINES)} more.
                </p>
              )}
              <ActionForm formKey={formKey} action="/admin/subscribers/import" class="form">
                <input type="hidden" name="csv" value={csv} />
                <p>Import only readers who agreed to get this publication.</p>
                <button type="submit">Import {formatCount(added, 'reader')}</button>
              </ActionForm>
            </>
          )}
        </section>
      )}
      <form
        class="form"
        method="post"
        action="/admin/subscribers/import/preview"
        enctype="multipart/form-data"
      >
        <input type="hidden" name="key" value={formKey} />
        <div class="field">
          <label for="import-file">CSV file</label>
          <input id="import-file" type="file" name="file" accept=".csv,text/csv" />
          <small>
            With a column “email”; the exports of Buttondown, Ghost, Mailchimp and Substack are read as they
            are.
          </small>
        </div>
        <div class="field">
          <label for="import-csv">Or its text</label>
          <textarea id="import-csv" name="csv" rows={6} class="code">
            {read?.mistakes.length ? `\n${csv}` : ''}
          </textarea>
        </div>
        <button type="submit">Preview</button>
      </form>
    </AdminPage>
  );
}
