// Reads how often a feed asks to be fetched: from Cache-Control in its response, and its ttl, skipHours and skipDays.
import { HOUR_MS, MINUTE_MS } from '../../base/time.js';
import type { Instant } from '../../model.js';

/** The polling interval that a feed declares in RSS 2.0. */
export interface DeclaredInterval {
  /** How long its content may be cached, in minutes. */
  ttl?: number;
  /** UTC hours (0–23) and English names of UTC days in which the feed asks not to be fetched. */
  skipHours?: number[];
  skipDays?: string[];
}

const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A channel declares its interval before its first item, so only this many characters are searched. */
const MAX_HEAD_CHARACTERS = 20_000;

/** Reads the interval declared in an RSS document; undefined without a valid declaration. */
export function readPace(document: string): DeclaredInterval | undefined {
  const head = document.slice(0, MAX_HEAD_CHARACTERS).split(/<item[\s>]/i, 1)[0] ?? '';
  const ttl = Number(/<ttl>\s*(\d{1,6})\s*<\/ttl>/i.exec(head)?.[1] ?? 0);
  // Some feeds number the hours from 1 to 24.
  const hours = new Set(valuesIn(head, 'skipHours', 'hour').map((hour) => Number(hour) % 24));
  const days = new Set(valuesIn(head, 'skipDays', 'day').map((day) => day.toLowerCase()));
  const skipHours = [...hours].filter((hour) => Number.isInteger(hour));
  const skipDays = [...days].filter((day) => DAY_NAMES.includes(day));
  const pace: DeclaredInterval = {
    ...(ttl > 0 && { ttl }),
    // A list of all hours or days is a mistake.
    ...(skipHours.length > 0 && skipHours.length < 24 && { skipHours }),
    ...(skipDays.length > 0 && skipDays.length < 7 && { skipDays }),
  };
  return Object.keys(pace).length > 0 ? pace : undefined;
}

function valuesIn(head: string, list: string, name: string): string[] {
  const [, inner = ''] = new RegExp(`<${list}>(.{0,2000}?)</${list}>`, 'is').exec(head) ?? [];
  return [...inner.matchAll(new RegExp(`<${name}>\\s*(\\w+)\\s*</${name}>`, 'gi'))].map(
    ([, value = '']) => value,
  );
}

/** Whether the feed asks not to be fetched at that time (milliseconds since 1970). */
export function isSkipped({ skipHours, skipDays }: DeclaredInterval, ms: number): boolean {
  const at = new Date(ms);
  return Boolean(
    skipHours?.includes(at.getUTCHours()) || skipDays?.includes(DAY_NAMES[at.getUTCDay()] ?? ''),
  );
}

/** The earliest time for the next fetch; undefined without a preference. */
export function nextFetch(
  headers: Readonly<Record<string, string>>,
  pace: DeclaredInterval,
  now: Instant,
): Instant | undefined {
  const start = Date.parse(now);
  let next = start + Math.max(freshMs(headers), (pace.ttl ?? 0) * MINUTE_MS);
  // Tries at most a week of hours, because each could be skipped for its hour or its day.
  for (let tries = 0; tries < 7 * 24 && isSkipped(pace, next); tries++)
    next = Math.floor(next / HOUR_MS + 1) * HOUR_MS;
  return next > start ? new Date(next).toISOString() : undefined;
}

/** `max-age` minus the response's age in caches (RFC 9111, 4.2), in milliseconds. */
function freshMs(headers: Readonly<Record<string, string>>): number {
  const control = headers['cache-control'] ?? '';
  if (/no-cache|no-store/i.test(control)) return 0;
  const maxAge = Number(/(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1] ?? 0);
  const age = Number(headers.age ?? 0);
  return Math.max(0, maxAge - (Number.isFinite(age) ? age : 0)) * 1000;
}
