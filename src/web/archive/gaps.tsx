// Calendar months without an issue, between months with issues: readers see that nothing is missing from the page.
import { countPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { monthName } from '../ui/dates.js';
import { useLanguage } from '../ui/language.js';

/** A span of whole months, `2026-05` to `2026-10`. */
export interface Gap {
  from: string;
  to: string;
}

/** The gaps between months with issues, in any order; the earliest gap first. */
export function listGaps(months: string[]): Gap[] {
  const sorted = [...new Set(months)].sort();
  return sorted.slice(1).flatMap((month, at) => {
    const [first, last] = [numberOf(sorted[at] ?? month) + 1, numberOf(month) - 1];
    return first <= last ? [{ from: nameOf(first), to: nameOf(last) }] : [];
  });
}

/** `May 2026 – October 2026: 0 issues` */
export function GapLine({ gap: { from, to } }: { gap: Gap }) {
  const language = useLanguage();
  const { page, colon } = phrasesOf(language);
  const names = [...new Set([from, to])].map((month) => monthName(month, language));
  return (
    <p class="gap soft">
      {names.join(' – ')}
      {colon}
      <bdi>{countPhrase(language, page.issueCount, 0)}</bdi>
    </p>
  );
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function nameOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}
