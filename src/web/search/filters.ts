// The filters of a search in words.
import type { Platform, Tag } from '../../model.js';
import { PLATFORM_NAMES } from '../ui/marks.js';
import type { Filter } from './params.js';

/** The text of a chip: `on Reddit`, `about Agents`. `tags` gives their names. */
export function describeFilter({ name, value }: Filter, tags: Tag[]): string {
  const words = {
    platform: `on ${PLATFORM_NAMES[value as Platform]}`,
    recap: `in ${value}`,
    source: `from ${value}`,
    author: `by ${value}`,
    tag: `about ${nameOf(value, tags)}`,
    since: `since ${value}`,
    until: `until ${value}`,
  };
  return words[name];
}

/** The search without the filter: `on any platform`. */
export function describeRemoval({ name, value }: Filter, tags: Tag[]): string {
  const words = {
    platform: 'on any platform',
    recap: 'in any recap',
    source: 'from any source',
    author: 'by any author',
    tag: `not only about ${nameOf(value, tags)}`,
    since: `also before ${value}`,
    until: `also after ${value}`,
  };
  return words[name];
}

function nameOf(value: string, tags: Tag[]): string {
  return tags.find(({ kind, slug }) => `${kind}/${slug}` === value)?.name ?? value;
}
