// Reads a search from the address of its page, and writes it.
import { oneLine } from '../../base/text.js';
import { isCalendarDay, periodOf } from '../../base/time.js';
import { type Instant, PLATFORMS, type Platform } from '../../model.js';
import type { SearchSort } from '../../store/search/search.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';

const MAX_VALUE_CHARACTERS = 200;
const LAST_PAGE = 500;
const MAX_TAGS = 8;

export interface SearchParams {
  q: string;
  platform?: Platform;
  recap?: string;
  source?: string;
  author?: string;
  /** `company/openai`; a bullet must name all of them. */
  tags?: string[];
  /** Days as given: `2026-04-06`. `since` and `until` are included. */
  since?: string;
  until?: string;
  /** Only statements with a word of doubt or criticism near what is searched for. */
  doubts?: boolean;
  sort?: Exclude<SearchSort, 'relevance'>;
  /** 1 is the first. */
  page: number;
}

const SINGLE = ['platform', 'recap', 'source', 'author', 'since', 'until'] as const;

/** One filter of a search. Each tag is a filter of its own. */
export interface Filter {
  name: (typeof SINGLE)[number] | 'tag' | 'doubts';
  value: string;
}

/** A value that was left out. `message` says what was expected. */
export interface Problem {
  value: string;
  message: string;
}

/** Values longer than the limit are cut. Invalid ones are left out and named in `problems`. */
export function readSearchParams(params: URLSearchParams): { asked: SearchParams; problems: Problem[] } {
  const value = (name: string) => oneLine(params.get(name) ?? '').slice(0, MAX_VALUE_CHARACTERS);
  const problems: Problem[] = [];
  const refuse = (value: string, message: string) => problems.push({ value, message });
  const asked: SearchParams = { q: value('q'), page: 1 };
  const named = value('platform').toLowerCase();
  const platform = PLATFORMS.find((each) => each === named);
  if (platform) asked.platform = platform;
  else if (named) refuse(named, `Unknown platform “${named}”: expected x, reddit, discord or web.`);
  for (const name of ['recap', 'source', 'author'] as const) if (value(name)) asked[name] = value(name);
  const given = params.getAll('tag').map((tag) => oneLine(tag).slice(0, MAX_VALUE_CHARACTERS).toLowerCase());
  const tags = [...new Set(given.filter(Boolean))].slice(0, MAX_TAGS);
  for (const tag of tags) {
    if (TAG_KINDS.some(([kind]) => tag.startsWith(`${kind}/`))) asked.tags = [...(asked.tags ?? []), tag];
    else refuse(tag, `Invalid tag “${tag}”: expected a form such as company/openai.`);
  }
  for (const name of ['since', 'until'] as const) {
    const day = value(name);
    if (isCalendarDay(day)) asked[name] = day;
    else if (day) refuse(day, `Invalid date “${day}”: expected YYYY-MM-DD.`);
  }
  if (value('doubts')) asked.doubts = true;
  const sort = value('sort');
  if (sort === 'date' || sort === 'oldest') asked.sort = sort;
  else if (sort && sort !== 'relevance')
    refuse(sort, `Unknown order “${sort}”: expected relevance, date or oldest.`);
  const page = value('page');
  if (/^\d{1,4}$/.test(page)) asked.page = Math.min(Math.max(1, Number(page)), LAST_PAGE);
  else if (page) refuse(page, `Invalid page “${page}”.`);
  return { asked, problems };
}

/** The path of a search. The first page has no `page` parameter. */
export function searchPath(asked: SearchParams, path = '/search'): string {
  const { page, tags = [], doubts, ...rest } = asked;
  const params = new URLSearchParams(Object.entries(rest).filter(([, value]) => value));
  if (doubts) params.set('doubts', '1');
  for (const tag of tags) params.append('tag', tag);
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `${path}?${params}` : path;
}

export function filtersOf(asked: SearchParams): Filter[] {
  const single = SINGLE.flatMap((name) => (asked[name] ? [{ name, value: asked[name] }] : []));
  const tags = (asked.tags ?? []).map((value) => ({ name: 'tag' as const, value }));
  return [...single, ...tags, ...(asked.doubts ? [{ name: 'doubts' as const, value: '1' }] : [])];
}

/** The same search without one of its filters, from the first page. */
export function withoutFilter(asked: SearchParams, { name, value }: Filter): SearchParams {
  const { tags = [], ...rest } = asked;
  const left = name === 'tag' ? tags.filter((tag) => tag !== value) : tags;
  if (name !== 'tag') delete rest[name];
  return { ...rest, ...(left.length > 0 && { tags: left }), page: 1 };
}

/** The start of a calendar day in the zone, and the start of the next day. */
export function spanOf(day: string, timeZone: string): { from: Instant; to: Instant } {
  return periodOf(day, 'daily', timeZone);
}
