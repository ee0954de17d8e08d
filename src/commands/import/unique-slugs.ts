// Gives each imported issue a unique slug, the same in every import of the same archive.
import { DAY_MS } from '../../base/time.js';
import type { DocumentSummary } from './imported-issue.js';

/**
 * Makes shared slugs unique: `DATE-SLUG`, with a number if the date is the same, too. `keeps` returns whether the archive
 * already has the document under the shared slug.
 */
export function makeSlugsUnique<T extends Pick<DocumentSummary, 'slug' | 'date'>>(
  documents: T[],
  keeps: (document: T) => boolean,
): T[] {
  const groups = new Map<string, T[]>();
  for (const document of documents)
    groups.set(document.slug, [...(groups.get(document.slug) ?? []), document]);
  const taken = new Set<string>();
  return documents.map((document) => {
    const shared = (groups.get(document.slug)?.length ?? 1) > 1;
    const wished = shared && !keeps(document) ? `${document.date}-${document.slug}` : document.slug;
    let slug = wished;
    for (let number = 2; taken.has(slug); number++) slug = `${wished}-${number}`;
    taken.add(slug);
    return { ...document, slug };
  });
}

/** Longer gaps do not count as weekly: the archive has gaps, or its issues are monthly. */
const MAX_WEEKLY_GAP_DAYS = 16;

/** Returns `weekly` if issues are usually one or two weeks apart. */
export function guessCadence(dates: string[]): 'daily' | 'weekly' {
  const days = [...new Set(dates)].sort().map((date) => Date.parse(date) / DAY_MS);
  const gaps = days.slice(1).map((day, at) => day - (days[at] ?? day));
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
  return median >= 5 && median <= MAX_WEEKLY_GAP_DAYS ? 'weekly' : 'daily';
}
