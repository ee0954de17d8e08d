// A file of subscribers: what its lines say, and what is wrong with them.
import type { Cadence } from '../model.js';
import { isTimeZone } from '../period.js';
import { parseAddress } from '../store/address.js';
import type { ListedSubscriber } from '../store/subscriber-list.js';
import type { Preferences, Subscriber } from '../store/subscribers.js';
import { formatCsv, parseCsv } from './csv.js';

export interface ListRead {
  subscribers: ListedSubscriber[];
  /** Lines whose status says that they left, were suppressed or never confirmed elsewhere. */
  left: number;
  /** `line 7: …`; where there is one, nothing of the file may be used. */
  mistakes: string[];
}

const COLUMNS = ['email', 'cadence', 'timezone', 'hour', 'status'] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** Reads CSV with a header: `email`, and optionally `cadence`, `timezone`, `hour`, `status`; other columns are ignored. */
export function readSubscriberFile(text: string, defaults: Preferences): ListRead {
  const records = parseCsv(text);
  if (!Array.isArray(records)) return nothing(`line ${records.line}: ${records.mistake}`);
  const [header, ...lines] = records;
  const names = header?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  if (!names.includes('email')) return nothing('line 1: no header with a column "email"');
  const read: ListRead = { subscribers: [], left: 0, mistakes: [] };
  const seen = new Map<string, number>();
  for (const { line, fields } of lines) {
    const row: Row = {};
    for (const name of COLUMNS) row[name] = fields[names.indexOf(name)]?.trim() || undefined;
    const result = fields.length > names.length ? 'more fields than the header' : readRow(row, defaults);
    if (typeof result === 'string') read.mistakes.push(`line ${line}: ${result}`);
    else if (row.status && row.status !== 'active' && row.status !== 'paused') read.left++;
    else if (seen.has(result.mailbox.key))
      read.mistakes.push(`line ${line}: the address of line ${seen.get(result.mailbox.key)} again`);
    else {
      seen.set(result.mailbox.key, line);
      read.subscribers.push(result);
    }
  }
  return read;
}

/** The header and the lines that `readSubscriberFile` reads, and when each joined and left. */
export const exportHeader = formatCsv([...COLUMNS, 'created', 'confirmed', 'left']);

export function exportLine(subscriber: Subscriber): string {
  const { address, cadence, timeZone, hour, status, createdAt, confirmedAt = '', leftAt = '' } = subscriber;
  return formatCsv([address, cadence, timeZone, hour, status, createdAt, confirmedAt, leftAt]);
}

/** Preferences from what was typed; a string says what is wrong. */
export function readPreferences(
  { cadence, timezone, hour }: Pick<Row, 'cadence' | 'timezone' | 'hour'>,
  defaults: Preferences,
): Preferences | string {
  if (cadence !== undefined && cadence !== 'daily' && cadence !== 'weekly')
    return `the cadence ${JSON.stringify(cadence)} is neither daily nor weekly`;
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
  return typeof preferences === 'string' ? preferences : { mailbox, preferences };
}

function nothing(mistake: string): ListRead {
  return { subscribers: [], left: 0, mistakes: [mistake] };
}
