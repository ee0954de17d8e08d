// The operator's list of readers: adding one, finding one, counts over time.
import type { Subscriber, SubscriberStatus } from '../../../store/subscribers/subscribers.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { ActionForm, AdminPage, type AdminProps, Moment } from '../frame.js';
import { readerPath } from './reader-page.js';
import { ReaderCounts, type ReaderCountsProps, STATUS_NAMES, statusName } from './subscriber-counts.js';

/** What was typed to add a reader, and why it was refused. */
export interface RefusedReader {
  address: string;
  cadence: string;
  confirmed: boolean;
  problem: string;
  /** The reader who has the address. */
  present?: Subscriber;
}

interface ReadersProps extends AdminProps {
  text: string;
  status?: SubscriberStatus;
  page: number;
  more: boolean;
  found: Subscriber[];
  /** Only on the first page of the unfiltered list. */
  counted?: Pick<ReaderCountsProps, 'counts' | 'days'>;
  canInvite: boolean;
  canList: boolean;
  refused?: RefusedReader;
  /** What an import did. */
  notice?: string;
}

export function ReadersPage(props: ReadersProps) {
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
      <section class="month">
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
      </section>
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

function AddReader({ csrfToken, canInvite, refused }: ReadersProps) {
  return (
    <section class="month">
      <h2 id="add">Add readers</h2>
      <ActionForm csrfToken={csrfToken} action="/admin/subscribers/add" class="row-form">
        <label for="add-address">Address</label>
        <input id="add-address" type="email" name="address" value={refused?.address} required />
        <select name="cadence" aria-label="Cadence">
          {['daily', 'weekly', 'both'].map((cadence) => (
            <option selected={cadence === refused?.cadence}>{cadence}</option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" name="confirmed" value="yes" checked={refused?.confirmed ?? !canInvite} />{' '}
          They have already agreed
        </label>
        <button type="submit">Add</button>
      </ActionForm>
      <p class="soft">
        {canInvite
          ? 'Otherwise they get a mail with a confirmation link.'
          : 'Mail is not set up here, so nobody can be asked to confirm.'}{' '}
        <a href="/admin/subscribers/import">Import a list</a> ·{' '}
        <a href="/admin/subscribers/export.csv">Export all as CSV</a>
      </p>
    </section>
  );
}
