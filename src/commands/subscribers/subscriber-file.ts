// Reads and validates a CSV file of subscribers.

import { type MailAddress, parseAddress } from '../../base/mail-address.js';
import { isTimeZone } from '../../base/time.js';
import type { ListedSubscriber } from '../../store/subscribers/add-many.js';
import {
  formatTopics,
  type Interests,
  MAX_TOPIC_CHARACTERS,
  MAX_TOPICS,
  NO_INTERESTS,
  parseTopics,
} from '../../store/subscribers/interests.js';
import type { Preferences, ReaderCadence, Subscriber } from '../../store/subscribers/subscribers.js';
import { formatCsv, parseCsv } from '../shared/csv.js';
import { createConsentReader } from './consent.js';
import { isForeignAddressColumn } from './foreign-words.js';

export interface RefusedLine {
  line: number;
  fields: string[];
  reason: string;
}

export interface ListRead {
  header: string[];
  subscribers: ListedSubscriber[];
  /** Number of lines whose address unsubscribed, bounced or never confirmed elsewhere. */
  left: number;
  /** Their addresses, without invalid ones. */
  leavers: MailAddress[];
  /** The columns and values that exclude them: `status inactive`, `email_disabled true`. */
  leftBy: string[];
  /** Invalid lines, and lines with an unclear status. */
  refused: RefusedLine[];
  /** `line 7: …` for each refused line, or the reason why the whole file is unreadable. */
  mistakes: string[];
}

const EXPORT_COLUMNS = [
  'email',
  'cadence',
  'timezone',
  'hour',
  'status',
  'paused_until',
  'follow',
  'followed_only',
  'mute',
] as const;
type Row = Partial<Record<(typeof EXPORT_COLUMNS)[number], string>>;

/**
 * Names of the address column at Mailchimp (`Email Address`), Buttondown (`email_address`) and MailerLite
 * (`Subscriber`).
 */
const ADDRESS_COLUMN = /^(subscriber_)?e_?mail(_address)?$|^subscriber$/;

/**
 * Reads CSV with a header: the address, and optionally `cadence`, `timezone`, `hour`, `status`, `paused_until`,
 * `follow`, `followed_only`, `mute` or the names of other hosts. consent.ts decides who is excluded. Ignores other
 * columns.
 */
export function readSubscriberFile(text: string, defaults: Preferences): ListRead {
  const records = parseCsv(text);
  if (!Array.isArray(records)) return unreadable(`line ${records.line}: ${records.mistake}`);
  const [{ fields: header } = { fields: [] }, ...lines] = records;
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  const address = names.findIndex((name) => ADDRESS_COLUMN.test(name) || isForeignAddressColumn(name));
  if (address < 0)
    return unreadable(
      `line 1: no header with a column "email"${header.length > 0 ? `: ${header.join(', ')}` : ''}`,
    );
  const readConsent = createConsentReader(header, address);
  const rows = lines.map(({ line, fields }) => {
    const fieldOf = (index: number) => fields[index]?.trim() || undefined;
    const row: Row = { email: fieldOf(address) };
    for (const name of EXPORT_COLUMNS.slice(1)) row[name] = fieldOf(names.indexOf(name));
    const reader = fields.length > names.length ? 'more fields than the header' : readRow(row, defaults);
    const mailbox = parseAddress(row.email ?? '');
    return { line, fields, mailbox, key: mailbox?.key, reader, consent: readConsent(fields) };
  });
  const leftOn = new Map(
    rows.flatMap(({ line, key, consent }) =>
      key && consent.verdict === 'left' ? [[key, line] as const] : [],
    ),
  );
  const read: ListRead = { ...unreadable(), header };
  const seen = new Map<string, number>();
  for (const { line, fields, mailbox, key = '', reader, consent } of rows) {
    const refuse = (reason: string) => {
      read.refused.push({ line, fields, reason });
      read.mistakes.push(`line ${line}: ${reason}`);
    };
    if (consent.verdict === 'left') {
      read.left++;
      if (mailbox) read.leavers.push(mailbox);
      if (!read.leftBy.includes(consent.by)) read.leftBy.push(consent.by);
    } else if (consent.verdict === 'unclear') refuse(consent.reason);
    else if (typeof reader === 'string') refuse(reader);
    else if (leftOn.has(key)) refuse(`line ${leftOn.get(key)} says that the same address unsubscribed`);
    else if (seen.has(key)) refuse(`same address as line ${seen.get(key)}`);
    else {
      seen.set(key, line);
      read.subscribers.push(reader);
    }
  }
  return read;
}

/** The header of an export that `readSubscriberFile` can read, plus when each person joined and left. */
export const exportHeader = formatCsv([...EXPORT_COLUMNS, 'created', 'confirmed', 'left']);

export function exportLine(subscriber: Subscriber): string {
  const { address, cadence, timeZone, hour, status, pausedUntil = '' } = subscriber;
  const { createdAt, confirmedAt = '', leftAt = '', interests = NO_INTERESTS } = subscriber;
  const { follow, followedOnly, mute } = interests;
  const topics = [formatTopics(follow), followedOnly ? 'yes' : '', formatTopics(mute)];
  const times = [createdAt, confirmedAt, leftAt];
  return formatCsv([address, cadence, timeZone, hour, status, pausedUntil, ...topics, ...times]);
}

/** The refused lines as CSV, each after its number and the reason. */
export function formatRefused({ header, refused }: Pick<ListRead, 'header' | 'refused'>): string {
  const lines = refused.map(({ line, fields, reason }) =>
    formatCsv([line, reason, ...header.map((_, index) => fields[index] ?? '')]),
  );
  return `${[formatCsv(['line', 'reason', ...header]), ...lines].join('\n')}\n`;
}

/** Parses preferences. Returns a string with the mistake if one is invalid. */
export function readPreferences(
  { cadence: word, timezone, hour }: Pick<Row, 'cadence' | 'timezone' | 'hour'>,
  defaults: Preferences,
): Preferences | string {
  const cadence = word?.toLowerCase();
  if (cadence !== undefined && cadence !== 'daily' && cadence !== 'weekly' && cadence !== 'both')
    return `the cadence ${JSON.stringify(word)} is not daily, weekly or both`;
  if (timezone !== undefined && !isTimeZone(timezone))
    return `the time zone ${JSON.stringify(timezone)} is unknown; example: Europe/Berlin`;
  if (hour !== undefined && !/^(\d|1\d|2[0-3])$/.test(hour))
    return `the hour ${JSON.stringify(hour)} is not 0 to 23`;
  return {
    cadence: (cadence as ReaderCadence | undefined) ?? defaults.cadence,
    timeZone: timezone ?? defaults.timeZone,
    hour: hour === undefined ? defaults.hour : Number(hour),
    omitted: [],
  };
}

function readRow(row: Row, defaults: Preferences): ListedSubscriber | string {
  const mailbox = parseAddress(row.email ?? '');
  if (!mailbox) return `${JSON.stringify((row.email ?? '').slice(0, 80))} is not an address`;
  const preferences = readPreferences(row, defaults);
  if (typeof preferences === 'string') return preferences;
  const interests = readInterests(row);
  if (typeof interests === 'string') return interests;
  if (interests) preferences.interests = interests;
  const until = row.paused_until === undefined ? undefined : new Date(row.paused_until);
  if (until && Number.isNaN(until.getTime()))
    return `paused_until ${JSON.stringify(row.paused_until)} is not a time`;
  const paused = until && row.status?.toLowerCase() === 'paused';
  return { mailbox, preferences, ...(paused && { pausedUntil: until.toISOString() }) };
}

function readInterests(row: Row): Interests | string | undefined {
  const [follow, mute] = [parseTopics(row.follow ?? ''), parseTopics(row.mute ?? '')];
  if (!follow || !mute)
    return `${follow ? 'mute' : 'follow'} has more than ${MAX_TOPICS} topics, or one of more than ${MAX_TOPIC_CHARACTERS} characters`;
  if (follow.length + mute.length === 0) return undefined;
  return { follow, followedOnly: /^(yes|true|1)$/i.test(row.followed_only ?? ''), mute };
}

function unreadable(...mistakes: string[]): ListRead {
  return { header: [], subscribers: [], left: 0, leavers: [], leftBy: [], refused: [], mistakes };
}
