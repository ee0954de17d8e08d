// The filters of a search in words.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import type { Phrases } from '../../base/language/phrases/type.js';
import type { Platform, Tag } from '../../model.js';
import { platformNames } from '../ui/marks.js';
import type { Filter } from './params.js';

/** The text of a chip: `Platform: Reddit`, or a tag's name, which `tags` gives. */
export function describeFilter({ name, value }: Filter, tags: Tag[], { page, colon }: Phrases): string {
  if (name === 'tag') return tags.find(({ kind, slug }) => `${kind}/${slug}` === value)?.name ?? value;
  if (name === 'doubts') return page.doubts;
  const label = { since: page.from, until: page.to }[name as string] ?? page[name as 'platform'];
  const shown = name === 'platform' ? platformNames(page)[value as Platform] : value;
  return `${label}${colon}${shown}`;
}

/** The search without the filter: `without Platform: Reddit`. */
export function describeRemoval(filter: Filter, tags: Tag[], phrases: Phrases): string {
  return fillPhrase(phrases.search.withoutFilter, { filter: describeFilter(filter, tags, phrases) });
}
