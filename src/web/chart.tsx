// Mentions a week as a small bar chart, drawn on the server.
import type { Cadence, Instant } from '../model.js';
import { formatCount, formatNumber } from '../render/format.js';

export interface WeekCount {
  /** The Monday, as a UTC day: `2026-03-16`. */
  monday: string;
  count: number;
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const FEWEST = 12;
const MOST = 53;
const WIDTH = 600;
const HEIGHT = 64;

/**
 * The weeks up to now, oldest first, empty ones included: from the first mention on, at least 12 and at most 53. A
 * week's mentions are those of its daily issues, or those of its weekly issue where these are more: the weekly one
 * tells the same stories again.
 */
export function countWeeks(
  mentions: { cadence: Cadence; to: Instant; count: number }[],
  now: Date,
): WeekCount[] {
  const counts = new Map<number, Record<Cadence, number>>();
  for (const { cadence, to, count } of mentions) {
    // A period's end is the first moment after it; twelve hours earlier is its last day in every time zone.
    const week = mondayOf(Date.parse(to) - DAY / 2);
    const sums = counts.get(week) ?? { daily: 0, weekly: 0 };
    sums[cadence] += count;
    counts.set(week, sums);
  }
  const last = Math.max(mondayOf(now.getTime()), ...counts.keys());
  const first = Math.min(last - (FEWEST - 1) * WEEK, ...counts.keys());
  const from = Math.max(first, last - (MOST - 1) * WEEK);
  const weeks: WeekCount[] = [];
  for (let week = from; week <= last; week += WEEK) {
    const { daily = 0, weekly = 0 } = counts.get(week) ?? {};
    weeks.push({ monday: new Date(week).toISOString().slice(0, 10), count: Math.max(daily, weekly) });
  }
  return weeks;
}

function mondayOf(moment: number): number {
  // 1 January 1970 was a Thursday: three days after a Monday.
  return Math.floor((moment + 3 * DAY) / WEEK) * WEEK - 3 * DAY;
}

/** The chart, and the same figures as a table that opens. The style sheet stretches it to the column's width. */
export function MentionChart({ weeks, name }: { weeks: WeekCount[]; name: string }) {
  const greatest = Math.max(1, ...weeks.map(({ count }) => count));
  const peak = weeks.findLast(({ count }) => count === greatest);
  const step = WIDTH / weeks.length;
  return (
    <figure>
      <svg
        class="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Mentions of ${name} a week`}
      >
        {weeks.map(({ monday, count }, index) => {
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
                Week of {dayLabel(monday)}: {formatCount(count, 'mention')}
              </title>
            </rect>
          );
        })}
      </svg>
      <p class="scale">
        <span>{dayLabel(weeks[0]?.monday)}</span>
        <span>{dayLabel(weeks.at(-1)?.monday)}</span>
      </p>
      <figcaption>
        Mentions a week
        {peak && `; the most, ${formatNumber(greatest)}, in that of ${dayLabel(peak.monday)}`}.
        <WeekTable weeks={weeks} />
      </figcaption>
    </figure>
  );
}

function WeekTable({ weeks }: { weeks: WeekCount[] }) {
  return (
    <details>
      <summary>The figures</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Week of</th>
            <th scope="col" class="number">
              Mentions
            </th>
          </tr>
        </thead>
        <tbody>
          {weeks
            .filter(({ count }) => count > 0)
            .reverse()
            .map(({ monday, count }) => (
              <tr>
                <td>{dayLabel(monday)}</td>
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
