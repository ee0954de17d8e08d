// The operator's import page: the file, and what will happen to each of its lines.
import { oneLine, truncate } from '../../../base/text.js';
import { formatCount, formatNumber } from '../../../render/format.js';
import type { ReadSubscribers } from '../../site/operator-actions.js';
import { FoldingTable } from '../../ui/folding-table.js';
import { ActionForm, AdminPage, type AdminProps, Problem } from '../frame.js';

const SHOWN_LINES = 200;
const SHOWN_REFUSED = 100;
const MAX_LINE_CHARACTERS = 120;

type ImportPreview = Omit<ReadSubscribers, 'subscribers'> & {
  lines: { address: string; cadence: string; outcome: string; isNew: boolean }[];
};

interface ImportProps extends AdminProps {
  csv?: string;
  /** Whether the text was typed, so that it stays in its field. */
  isTyped?: boolean;
  read?: ImportPreview;
}

export function ImportPage(props: ImportProps) {
  const { csrfToken, csv, isTyped, read } = props;
  return (
    <AdminPage {...props} title="Import readers">
      {csv !== undefined && read && <Preview csrfToken={csrfToken} csv={csv} read={read} />}
      <section class="month">
        {read && <h2>Another file</h2>}
        <form
          class="form"
          method="post"
          action="/admin/subscribers/import/preview"
          enctype="multipart/form-data"
        >
          <input type="hidden" name="key" value={csrfToken} />
          <div class="field">
            <label for="import-file">CSV file</label>
            <input id="import-file" type="file" name="file" accept=".csv,text/csv" />
            <small>
              With a column “email”. The exports of beehiiv, Buttondown, Ghost, Kit, listmonk, Mailchimp,
              MailerLite and Substack are read as they are.
            </small>
          </div>
          <div class="field">
            <label for="import-csv">Or paste its content</label>
            <textarea id="import-csv" name="csv" rows={6} class="code">
              {isTyped && read?.mistakes.length ? `\n${csv}` : ''}
            </textarea>
          </div>
          <button type="submit">Preview</button>
        </form>
      </section>
    </AdminPage>
  );
}

interface PreviewProps {
  csrfToken: string;
  csv: string;
  read: ImportPreview;
}

function Preview(props: PreviewProps) {
  const { csrfToken, csv, read } = props;
  const {
    lines,
    leavers: newlyUnsubscribed,
    left: alreadyUnsubscribed,
    leftBy: unsubscribeColumns,
    refused,
    mistakes,
  } = read;
  if (csv.trim() === '') return <Problem text="Choose a file, or paste its content." />;
  // The whole file is unreadable.
  if (mistakes.length > refused.length) return <Problem text={`Nothing can be imported: ${mistakes[0]}.`} />;
  const added = lines.filter(({ isNew }) => isNew).length;
  const shown = [
    ...newlyUnsubscribed.map(({ address }) => [address, 'nothing', 'will be recorded as unsubscribed']),
    ...lines.map(({ address, cadence, outcome }) => [address, cadence, outcome]),
  ];
  return (
    <section class="month">
      <h2>What will happen</h2>
      <p>
        {formatCount(added, 'reader')} will be added
        {lines.length > added &&
          `, ${formatCount(lines.length - added, 'stays as it is', 'stay as they are')}`}
        .
        {alreadyUnsubscribed > 0 &&
          ` ${formatCount(alreadyUnsubscribed, 'line is', 'lines are')} marked as unsubscribed (${unsubscribeColumns.join(', ')}); Tidings will not mail them.`}
        {refused.length > 0 && ` ${formatCount(refused.length, 'line')} cannot be imported.`}
      </p>
      {refused.length > 0 && <Refused {...props} />}
      {added + newlyUnsubscribed.length > 0 ? (
        <ActionForm csrfToken={csrfToken} action="/admin/subscribers/import" class="form">
          <input type="hidden" name="csv" value={csv} />
          {refused.length > 0 && <input type="hidden" name="skip" value="yes" />}
          <p>Import only readers who agreed to get this publication.</p>
          <button type="submit">{describeImport(added, newlyUnsubscribed.length, refused.length)}</button>
        </ActionForm>
      ) : (
        <p>There is nothing to import.</p>
      )}
      {shown.length > 0 && (
        <FoldingTable
          label="Lines"
          columns={['Address', 'Issues', 'Outcome'].map((head) => ({ head }))}
          rows={shown.slice(0, SHOWN_LINES)}
        />
      )}
      {shown.length > SHOWN_LINES && <p class="soft">And {formatNumber(shown.length - SHOWN_LINES)} more.</p>}
    </section>
  );
}

/** `Import 40 readers, skip 3 lines` */
function describeImport(added: number, leavers: number, refused: number): string {
  const what = added > 0 ? `Import ${formatCount(added, 'reader')}` : `Record ${leavers} as unsubscribed`;
  return refused > 0 ? `${what}, skip ${formatCount(refused, 'line')}` : what;
}

function Refused({ csrfToken, csv, read: { refused } }: PreviewProps) {
  return (
    <div class="warning" role="status">
      <p>
        These lines will be skipped: readers whose status is unclear are not added. Correct them in the file,
        or import the rest without them.
      </p>
      <FoldingTable
        label="Refused lines"
        columns={['Line', 'Content', 'Reason'].map((head) => ({ head }))}
        rows={refused
          .slice(0, SHOWN_REFUSED)
          .map(({ line, fields, reason }) => [
            `Line ${line}`,
            truncate(oneLine(fields.join(', ')), MAX_LINE_CHARACTERS),
            reason,
          ])}
      />
      {refused.length > SHOWN_REFUSED && (
        <p class="soft">And {formatNumber(refused.length - SHOWN_REFUSED)} more.</p>
      )}
      <ActionForm csrfToken={csrfToken} action="/admin/subscribers/import/refused">
        <input type="hidden" name="csv" value={csv} />
        <button type="submit" class="quiet">
          Download these lines with their reasons
        </button>
      </ActionForm>
    </div>
  );
}
