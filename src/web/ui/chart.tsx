// A bar chart of mentions over time, rendered on the server. By hand: two functions, no client script.
import { fillPhrase, formatNumberIn, phrasesOf } from '../../base/language/phrases/phrases.js';
import { DAY_MS } from '../../base/time.js';
import type { Cadence, Instant } from '../../model.js';
import { dayLabel, monthName } from './dates.js';
import { useLanguage } from './language.js';

export interface ChartBar {
  /** Its first UTC day: a Monday, or the first of a month. */
  day: string;
  count: number;
}

export interface Chart {
  unit: 'week' | 'month';
  bars: ChartBar[];
}

type Mentions = { cadence: Cadence; to: Instant; count: number }[];

const WEEK_MS = 7 * DAY_MS;
const MIN_WEEKS = 12;
/** More than a year is shown by month. */
const MAX_WEEKS = 53;
const CHART_WIDTH = 600;
const CHART_HEIGHT = 64;

/** Mentions up to now by week; beyond a year, by the month in which a week begins. */
export function chartOf(mentions: Mentions, now: Date): Chart {
  const weeks = countWeeks(mentions, now);
  if (weeks.length <= MAX_WEEKS) return { unit: 'week', bars: weeks };
  const months = new Map<string, number>();
  for (const { day, count } of weeks) {
    const month = `${day.slice(0, 7)}-01`;
    months.set(month, (months.get(month) ?? 0) + count);
  }
  return { unit: 'month', bars: [...months].map(([day, count]) => ({ day, count })) };
}

/**
 * The weeks up to now, oldest first, empty ones included: from the first mention on, at least 12. A week counts the
 * mentions of its daily issues or of its weekly issue, whichever are more: the weekly issue repeats the same stories.
 */
export function countWeeks(mentions: Mentions, now: Date): ChartBar[] {
  const counts = new Map<number, Record<Cadence, number>>();
  for (const { cadence, to, count } of mentions) {
    // A period's end is the first moment after it; twelve hours earlier is its last day in every time zone.
    const week = mondayOf(Date.parse(to) - DAY_MS / 2);
    const sums = counts.get(week) ?? { daily: 0, weekly: 0 };
    sums[cadence] += count;
    counts.set(week, sums);
  }
  const last = Math.max(mondayOf(now.getTime()), ...counts.keys());
  const first = Math.min(last - (MIN_WEEKS - 1) * WEEK_MS, ...counts.keys());
  const weeks: ChartBar[] = [];
  for (let week = first; week <= last; week += WEEK_MS) {
    const { daily = 0, weekly = 0 } = counts.get(week) ?? {};
    weeks.push({ day: new Date(week).toISOString().slice(0, 10), count: Math.max(daily, weekly) });
  }
  return weeks;
}

function mondayOf(moment: number): number {
  // 1 January 1970 was a Thursday: three days after a Monday.
  return Math.floor((moment + 3 * DAY_MS) / WEEK_MS) * WEEK_MS - 3 * DAY_MS;
}

/** The chart, with its figures in a table that opens. The style sheet stretches it to the column's width. */
export function MentionChart({ chart, name }: { chart: Chart; name: string }) {
  const { unit, bars } = chart;
  const greatest = Math.max(1, ...bars.map(({ count }) => count));
  const peak = bars.findLast(({ count }) => count === greatest);
  const step = CHART_WIDTH / bars.length;
  const language = useLanguage();
  const { page, colon } = phrasesOf(language);
  const label = (day = '') =>
    unit === 'week' ? dayLabel(day, language) : monthName(day.slice(0, 7), language);
  const named = (day: string) =>
    unit === 'week' ? fillPhrase(page.weekOf, { day: label(day) }) : label(day);
  const heading = unit === 'week' ? page.mentionsPerWeek : page.mentionsPerMonth;
  return (
    <figure>
      <svg
        class="chart"
        viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}${colon}${heading}`}
      >
        {bars.map(({ day, count }, index) => {
          const height = count === 0 ? 1 : Math.max(3, (count / greatest) * CHART_HEIGHT);
          return (
            <rect
              class={count === 0 ? 'none' : undefined}
              x={round((index + 0.15) * step)}
              y={round(CHART_HEIGHT - height)}
              width={round(step * 0.7)}
              height={round(height)}
            >
              <title>
                {named(day)}
                {colon}
                {formatNumberIn(language, count)}
              </title>
            </rect>
          );
        })}
      </svg>
      <p class="scale">
        <span>{label(bars[0]?.day)}</span>
        <span>{label(bars.at(-1)?.day)}</span>
      </p>
      <figcaption>
        {heading}
        {peak &&
          `; ${fillPhrase(page.mostMentions, { n: formatNumberIn(language, greatest), when: named(peak.day) })}`}
        <Figures chart={chart} label={label} />
      </figcaption>
    </figure>
  );
}

function Figures({ chart, label }: { chart: Chart; label: (day: string) => string }) {
  const language = useLanguage();
  const { page } = phrasesOf(language);
  return (
    <details>
      <summary>{page.figures}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{chart.unit === 'week' ? page.week : page.month}</th>
            <th scope="col" class="number">
              {page.mentions}
            </th>
          </tr>
        </thead>
        <tbody>
          {chart.bars
            .filter(({ count }) => count > 0)
            .reverse()
            .map(({ day, count }) => (
              <tr>
                <td>{label(day)}</td>
                <td class="number">{formatNumberIn(language, count)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
