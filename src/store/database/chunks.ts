// Splits long lists, since a statement takes a limited number of values.

/** Yields the items in their order, at most `size` at a time. */
export function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
