// Mentions over time as a small bar chart, drawn on the server.
import { DAY_MS } from '../../base/time.js';
import type { Cadence, Instant } from '../../model.js';
import { formatCount, formatNumber } from '../../render/format.js';

export interface ChartBar {
  /** The UTC day that it begins with: a Monday, or the first of a month. */
  day: string;
  count: number;
}

export interface Chart {
  unit: 'week' | 'month';
  bars: ChartBar[];
}

type Mentions = { cadence: Cadence; to: Instant; count: number }[];

const WEEK = 7 * DAY_MS;
const FEWEST = 12;
/** More weeks than a year has are drawn as months. */
const MOST = 53;
const WIDTH = 600;
const HEIGHT = 64;

/** All mentions up to now, by the week; where they go back more than a year, by the month that a week begins in. */
export function chartOf(mentions: Mentions, now: Date): Chart {
  const weeks = countWeeks(mentions, now);
  if (weeks.length <= MOST) return { unit: 'week', bars: weeks };
  const months = new Map<string, number>();
  for (const { day, count } of weeks) {
    const month = `${day.slice(0, 7)}-01`;
    months.set(month, (months.get(month) ?? 0) + count);
  }
  return { unit: 'month', bars: [...months].map(([day, count]) => ({ day, count })) };
}

/**
 * The weeks up to now, oldest first, empty ones included: from the first mention on, at least 12. A week's mentions are
 * those of its daily issues, or those of its weekly issue where these are more: the weekly one tells the same stories
 * again.
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
  const first = Math.min(last - (FEWEST - 1) * WEEK, ...counts.keys());
  const weeks: ChartBar[] = [];
  for (let week = first; week <= last; week += WEEK) {
    const { daily = 0, weekly = 0 } = counts.get(week) ?? {};
    weeks.push({ day: new Date(week).toISOString().slice(0, 10), count: Math.max(daily, weekly) });
  }
  return weeks;
}

function mondayOf(moment: number): number {
  // 1 January 1970 was a Thursday: three days after a Monday.
  return Math.floor((moment + 3 * DAY_MS) / WEEK) * WEEK - 3 * DAY_MS;
}

/** The chart, and the same figures as a table that opens. The style sheet stretches it to the column's width. */
export function MentionChart({ chart, name }: { chart: Chart; name: string }) {
  const { unit, bars } = chart;
  const greatest = Math.max(1, ...bars.map(({ count }) => count));
  const peak = bars.findLast(({ count }) => count === greatest);
  const step = WIDTH / bars.length;
  const label = (day?: string) => (unit === 'week' ? dayLabel(day) : dayLabel(day).replace(/^\d+ /, ''));
  return (
    <figure>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Mentions of ${name} a ${unit}`}
      >
        {bars.map(({ day, count }, index) => {
          const height = count === 0 ? 1 : Math.max(3, (count / greatest) * HEIGHT);
          return (
            <rect
              class={count === 0 ? 'none' : undefined}
              x={round((index + 0.15) * step)}
              y={round(HEIGHT - height)}
              width={round(step * 0.7)}
              height={round(height)}
            >
              <title>
                {unit === 'week' && 'Week of '}
                {label(day)}: {formatCount(count, 'mention')}
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
        Mentions a {unit}
        {peak &&
          `; the most, ${formatNumber(greatest)}, in ${unit === 'week' ? 'that of ' : ''}${label(peak.day)}`}
        .
        <Figures chart={chart} label={label} />
      </figcaption>
    </figure>
  );
}

function Figures({ chart, label }: { chart: Chart; label: (day: string) => string }) {
  return (
    <details>
      <summary>The figures</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{chart.unit === 'week' ? 'Week of' : 'Month'}</th>
            <th scope="col" class="number">
              Mentions
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
                <td class="number">{formatNumber(count)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}

/** `2026-04-06` as `6 Apr 2026`. */
export function dayLabel(day = ''): string {
  const [year, month, date] = day.split('-').map(Number);
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${date} ${names[(month ?? 1) - 1]} ${year}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
