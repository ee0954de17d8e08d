// A file of subscribers: what its lines say, and what is wrong with them.

import { isTimeZone } from '../../base/time.js';
import type { Cadence } from '../../model.js';
import type { ListedSubscriber } from '../../store/subscribers/add-many.js';
import { parseAddress } from '../../store/subscribers/address.js';
import type { Preferences, Subscriber } from '../../store/subscribers/subscribers.js';
import { formatCsv, parseCsv } from '../shared/csv.js';

export interface ListRead {
  subscribers: ListedSubscriber[];
  /** Lines that say of themselves that they get no mail: they left, bounced or never confirmed elsewhere. */
  left: number;
  /** By what they say so: `status inactive`, `email_disabled true`. */
  leftBy: string[];
  /** `line 7: …`; where there is one, nothing of the file may be used. */
  mistakes: string[];
}

const COLUMNS = ['email', 'cadence', 'timezone', 'hour', 'status', 'paused_until'] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** The address's column as it is called here, by Mailchimp (`Email Address`) and Buttondown (`email_address`). */
const ADDRESS = /^e_?mail(_address)?$/;

/** By which columns newsletter hosts say that an address gets no mail, and the values that say so. */
const MARKS: [column: string, gone: RegExp][] = [
  // Ours and most others'. A status that nobody knows is no consent.
  ['status', /^(?!(active|subscribed|confirmed|enabled)$)/],
  // Buttondown, https://docs.buttondown.com/api-subscribers-type
  ...['type', 'subscriber_type'].map((name): [string, RegExp] => [
    name,
    /^(unactivated|unsubscribed|spammy|removed|undeliverable|blocked|complained)$/,
  ]),
  // Kit, Steady. Elsewhere `state` is a region.
  ...['state', 'subscription_state'].map((name): [string, RegExp] => [
    name,
    /^(cancell?ed|bounced|complained|unsubscribed|inactive|unconfirmed|pending|junk|cleaned|expired)$/,
  ]),
  // Resend
  ['unsubscribed', /^(true|yes|1)$/],
  // Substack's export of all subscribers
  ['email_disabled', /^true$/],
  // Ghost
  ['subscribed_to_emails', /^false$/],
  // Mailchimp's lists of those who left and who bounced, Buttondown's and Ghost's dates
  ...['unsub_time', 'clean_time', 'unsubscription_date', 'unsubscribed_at', 'deleted_at'].map(
    (name): [string, RegExp] => [name, /./],
  ),
];

/**
 * Reads CSV with a header: the address, and optionally `cadence`, `timezone`, `hour`, `status`, `paused_until` and
 * what other hosts call them; more columns are ignored.
 */
export function readSubscriberFile(text: string, defaults: Preferences): ListRead {
  const records = parseCsv(text);
  if (!Array.isArray(records)) return nothing(`line ${records.line}: ${records.mistake}`);
  const [header, ...lines] = records;
  const names =
    header?.fields.map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ?? [];
  const address = names.findIndex((name) => ADDRESS.test(name));
  if (address < 0)
    return nothing(`line 1: no header with a column "email"${header ? `: ${header.fields.join(', ')}` : ''}`);
  const read: ListRead = { subscribers: [], left: 0, leftBy: [], mistakes: [] };
  const seen = new Map<string, number>();
  for (const { line, fields } of lines) {
    const fieldOf = (index: number) => fields[index]?.trim() || undefined;
    const row: Row = { email: fieldOf(address) };
    for (const name of COLUMNS.slice(1)) row[name] = fieldOf(names.indexOf(name));
    const result = fields.length > names.length ? 'more fields than the header' : readRow(row, defaults);
    const mark = findMark((name) => fieldOf(names.indexOf(name))?.toLowerCase());
    if (typeof result === 'string') read.mistakes.push(`line ${line}: ${result}`);
    else if (mark) {
      read.left++;
      if (!read.leftBy.includes(mark)) read.leftBy.push(mark);
    } else if (seen.has(result.mailbox.key))
      read.mistakes.push(`line ${line}: the address of line ${seen.get(result.mailbox.key)} again`);
    else {
      seen.set(result.mailbox.key, line);
      read.subscribers.push(result);
    }
  }
  return read;
}

/** What says of a line that its address gets no mail. */
function findMark(fieldOf: (column: string) => string | undefined): string | undefined {
  for (const [column, gone] of MARKS) {
    const value = fieldOf(column);
    // A pause ends.
    if (value === 'paused' && fieldOf('paused_until')) continue;
    if (value !== undefined && gone.test(value)) return gone.source === '.' ? column : `${column} ${value}`;
  }
  return undefined;
}

/** The header and the lines that `readSubscriberFile` reads, and when each joined and left. */
export const exportHeader = formatCsv([...COLUMNS, 'created', 'confirmed', 'left']);

export function exportLine(subscriber: Subscriber): string {
  const { address, cadence, timeZone, hour, status, pausedUntil = '' } = subscriber;
  const { createdAt, confirmedAt = '', leftAt = '' } = subscriber;
  return formatCsv([address, cadence, timeZone, hour, status, pausedUntil, createdAt, confirmedAt, leftAt]);
}

/** Preferences from what was typed; a string says what is wrong. */
export function readPreferences(
  { cadence: word, timezone, hour }: Pick<Row, 'cadence' | 'timezone' | 'hour'>,
  defaults: Preferences,
): Preferences | string {
  const cadence = word?.toLowerCase();
  if (cadence !== undefined && cadence !== 'daily' && cadence !== 'weekly')
    return `the cadence ${JSON.stringify(word)} is neither daily nor weekly`;
  if (timezone !== undefined && !isTimeZone(timezone))
    return `the time zone ${JSON.stringify(timezone)} is unknown; one is Europe/Berlin`;
  if (hour !== undefined && !/^(\d|1\d|2[0-3])$/.test(hour))
    return `the hour ${JSON.stringify(hour)} is not 0 to 23`;
  return {
    cadence: (cadence as Cadence | undefined) ?? defaults.cadence,
    timeZone: timezone ?? defaults.timeZone,
    hour: hour === undefined ? defaults.hour : Number(hour),
    omitted: [],
  };
}

function readRow(row: Row, defaults: Preferences): ListedSubscriber | string {
  const mailbox = parseAddress(row.email ?? '');
  if (!mailbox) return `${JSON.stringify((row.email ?? '').slice(0, 80))} is no address`;
  const preferences = readPreferences(row, defaults);
  if (typeof preferences === 'string') return preferences;
  const until = row.paused_until === undefined ? undefined : new Date(row.paused_until);
  if (until && Number.isNaN(until.getTime()))
    return `paused_until ${JSON.stringify(row.paused_until)} is no time`;
  const paused = until && row.status?.toLowerCase() === 'paused';
  return { mailbox, preferences, ...(paused && { pausedUntil: until.toISOString() }) };
}

function nothing(mistake: string): ListRead {
  return { subscribers: [], left: 0, leftBy: [], mistakes: [mistake] };
}
