// Links between the pages of a long list.
import { fillPhrase } from '../../base/language/phrases/phrases.js';
import { usePhrases } from './language.js';

interface PagerProps {
  page: number;
  last: number;
  /** The address of a page. */
  pathOf(page: number): string;
  /** The label of the link to the page before this one. */
  previousLabel: string;
  /** The label of the link to the next page. */
  nextLabel: string;
}

/** Empty if there is only one page. */
export function Pager({ page, last, pathOf, previousLabel, nextLabel }: PagerProps) {
  if (last <= 1) return null;
  const phrases = usePhrases().page;
  return (
    <nav class="chips" aria-label={phrases.pages}>
      {page > 1 && (
        <a rel="prev" href={pathOf(page - 1)}>
          {previousLabel}
        </a>
      )}
      <span class="soft">{fillPhrase(phrases.pageOf, { page, last })}</span>
      {page < last && (
        <a rel="next" href={pathOf(page + 1)}>
          {nextLabel}
        </a>
      )}
    </nav>
  );
}
