// Links between the pages of a long list.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import { usePhrases } from './language.js';

interface PagerProps {
  page: number;
  last: number;
  /** The address of a page. */
  pathOf(page: number): string;
  /** The links' labels. */
  back: string;
  on: string;
}

/** Renders nothing when there is only one page. */
export function Pager({ page, last, pathOf, back, on }: PagerProps) {
  if (last <= 1) return null;
  const phrases = usePhrases().page;
  return (
    <nav class="chips" aria-label={phrases.pages}>
      {page > 1 && (
        <a rel="prev" href={pathOf(page - 1)}>
          {back}
        </a>
      )}
      <span class="soft">{fillPhrase(phrases.pageOf, { page, last })}</span>
      {page < last && (
        <a rel="next" href={pathOf(page + 1)}>
          {on}
        </a>
      )}
    </nav>
  );
}
