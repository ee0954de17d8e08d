// What a reader asks the search for, from the address of the page and back to it.
import type { Instant, Platform } from '../model.js';
import { isCalendarDay, periodOf } from '../period.js';
import { oneLine } from '../text.js';

const LONGEST = 200;
const LAST_PAGE = 500;

export interface Asked {
  q: string;
  platform?: Platform;
  source?: string;
  /** As it was given: `2026-04-06`. */
  since?: string;
  /** 1 is the first. */
  page: number;
}

export type Filter = 'platform' | 'source' | 'since';

/** What was asked, cut to a length that is answered; what cannot be understood is left out and said in `problems`. */
export function readAsked(params: URLSearchParams): { asked: Asked; problems: string[] } {
  const value = (name: string) => oneLine(params.get(name) ?? '').slice(0, LONGEST);
  const problems: string[] = [];
  const asked: Asked = { q: value('q'), page: 1 };
  const platform = value('platform').toLowerCase();
  if (platform === 'x' || platform === 'reddit' || platform === 'web') asked.platform = platform;
  else if (platform) problems.push(`There is no platform “${platform}”: it is x, reddit or web.`);
  if (value('source')) asked.source = value('source');
  const since = value('since');
  if (isCalendarDay(since)) asked.since = since;
  else if (since) problems.push(`“${since}” is no day: write it as 2026-04-06.`);
  const page = value('page');
  if (/^\d{1,4}$/.test(page)) asked.page = Math.min(Math.max(1, Number(page)), LAST_PAGE);
  else if (page) problems.push(`There is no page “${page}”.`);
  return { asked, problems };
}

/** The address of a search; the first page is not named. */
export function searchPath(asked: Asked, path = '/search'): string {
  const { page, ...rest } = asked;
  const params = new URLSearchParams(Object.entries(rest).filter(([, value]) => value));
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `${path}?${params}` : path;
}

/** The same search without one of its filters, from the first page. */
export function withoutFilter(asked: Asked, filter: Filter): Asked {
  const { [filter]: _, ...rest } = asked;
  return { ...rest, page: 1 };
}

/** The first moment of a calendar day in the zone. */
export function startOf(day: string, timeZone: string): Instant {
  return periodOf(day, 'daily', timeZone).from;
}
