// Finds the page of what was searched for: a tag, an author, a subreddit, or the issues of a day.
import { slugify } from '../../base/text.js';
import { DAY_MS } from '../../base/time.js';
import type { Tag } from '../../model.js';
import { formatPeriodEnd } from '../../render/format.js';
import { listIssues } from '../../store/issues.js';
import { isCited } from '../../store/search/search.js';
import { findSources } from '../../store/sources/sources.js';
import { findTagsBySlug } from '../../store/tags.js';
import { authorPath, issuePath, sourcePath, tagPath } from '../site/paths.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import type { SearchSite } from './answer.js';
import { parseDay } from './days.js';
import { readFrequentTags } from './frequent-tags.js';
import { spanOf } from './params.js';

export interface OwnPage {
  path: string;
  name: string;
  /** Key of the phrase that names its kind. */
  kind: 'companies' | 'models' | 'people' | 'topics' | 'author' | 'source' | 'issues';
}

/** Tags whose names only contain the search as whole words. */
const MAX_LONGER_NAMES = 3;
const MAX_ISSUES_OF_DAY = 5;

/**
 * Finds the pages of what the whole search names: `@handle`, `handle`, `r/name`, a day, a tag's name or whole words of it.
 * If there are none, the pages of `instead`, which was searched for in its place.
 */
export async function findOwnPages(site: SearchSite, q: string, instead?: string): Promise<OwnPage[]> {
  const pages: OwnPage[] = [];
  if (slugify(q))
    for (const find of [findTagPages, findAuthorPage, findSourcePage, findDay])
      pages.push(...(await find(site, q)));
  return pages.length === 0 && instead ? findOwnPages(site, instead) : pages;
}

async function findTagPages({ db }: SearchSite, q: string): Promise<OwnPage[]> {
  const slug = slugify(q);
  const kinds = new Map(TAG_KINDS);
  const named = await findTagsBySlug(db, [...kinds.keys()], slug);
  const isLonger = (tag: Tag) => `-${slugify(tag.name)}-`.includes(`-${slug}-`);
  const tags =
    named.length > 0 ? named : (await readFrequentTags(db)).filter(isLonger).slice(0, MAX_LONGER_NAMES);
  return tags.map((tag) => ({ path: tagPath(tag), name: tag.name, kind: kinds.get(tag.kind) ?? 'topics' }));
}

/** Finds the author named `@handle`, `u/name`, or by the name alone. */
async function findAuthorPage({ db }: SearchSite, q: string): Promise<OwnPage[]> {
  const [, sign = '', name] = /^(@|u\/)?([\w-]{2,40})$/.exec(q) ?? [];
  if (!name) return [];
  const ways = [
    { platform: 'x', label: `@${name}`, signs: ['@', ''] },
    { platform: 'reddit', label: `u/${name}`, signs: ['u/', ''] },
  ] as const;
  for (const { platform, label, signs } of ways) {
    if (!signs.some((one) => one === sign)) continue;
    if (await isCited(db, `${platform}/${name}`))
      return [{ path: authorPath({ platform, author: name }), name: label, kind: 'author' }];
  }
  return [];
}

async function findSourcePage({ db }: SearchSite, q: string): Promise<OwnPage[]> {
  const id = /^r\/\w+$/i.test(q) ? `reddit:${q.slice(2).toLowerCase()}` : undefined;
  const source = id && (await findSources(db, [id])).get(id);
  return source ? [{ path: sourcePath(source.id), name: source.name, kind: 'source' }] : [];
}

/** Finds the issues of the day that the search names: `2026-04-16`, `16 April`, `April 16, 2026`. */
async function findDay({ db, publication }: SearchSite, q: string): Promise<OwnPage[]> {
  const { timeZone, language } = publication;
  const [newest] = await listIssues(db, { status: 'published', limit: 1 });
  const day = newest && parseDay(q, language, formatPeriodEnd(newest.period, timeZone));
  if (!day) return [];
  const { from, to } = spanOf(day, timeZone);
  const issues = await listIssues(db, {
    status: 'published',
    after: from,
    before: new Date(Date.parse(to) + DAY_MS).toISOString(),
    limit: MAX_ISSUES_OF_DAY,
  });
  return issues
    .filter(({ period }) => formatPeriodEnd(period, timeZone) === day)
    .map(({ slug, headline }) => ({ path: issuePath(slug), name: headline, kind: 'issues' }));
}
