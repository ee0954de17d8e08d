// A list in columns whose less important items are folded away below it.
import type { Child } from 'hono/jsx';

interface FoldedListProps<T> {
  items: T[];
  isFolded(item: T): boolean;
  /** Of the summary, by the number of folded items. */
  label(count: number): string;
  children(item: T): Child;
}

/** When every item would be folded, none is. */
export function FoldedList<T>({ items, isFolded, label, children }: FoldedListProps<T>) {
  const shown = items.filter((item) => !isFolded(item));
  const folded = shown.length > 0 ? items.filter(isFolded) : [];
  const list = (some: T[]) => (
    <ul class="cloud">
      {some.map((item) => (
        <li>{children(item)}</li>
      ))}
    </ul>
  );
  return (
    <>
      {list(shown.length > 0 ? shown : items)}
      {folded.length > 0 && (
        <details>
          <summary class="meta">{label(folded.length)}</summary>
          {list(folded)}
        </details>
      )}
    </>
  );
}
