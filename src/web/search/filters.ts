// Describes the filters of a search.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import type { Platform, Tag } from '../../model.js';
import { platformNames } from '../ui/marks.js';
import type { Filter } from './params.js';

/** The text of a filter's chip: `Platform: Reddit`, or the name of one of `tags`. */
export function describeFilter({ name, value }: Filter, tags: Tag[], { page, colon }: Phrases): string {
  if (name === 'tag') return tags.find(({ kind, slug }) => `${kind}/${slug}` === value)?.name ?? value;
  if (name === 'doubts') return page.doubts;
  const label = { since: page.from, until: page.to }[name as string] ?? page[name as 'platform'];
  const shown = name === 'platform' ? platformNames(page)[value as Platform] : value;
  return `${label}${colon}${shown}`;
}

/** `without Platform: Reddit` */
export function describeRemoval(filter: Filter, tags: Tag[], phrases: Phrases): string {
  return fillPhrase(phrases.search.withoutFilter, { filter: describeFilter(filter, tags, phrases) });
}
