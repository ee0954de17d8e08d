// How many readers there are, and how their number changed. The chart is rendered on the server.
import { DAY_MS } from '../../../base/time.js';
import { formatNumber } from '../../../render/format.js';
import type { DayOfList } from '../../../store/subscribers/counts-over-time.js';
import type { SubscriberStatus } from '../../../store/subscribers/subscribers.js';
import { dayLabel, monthName } from '../../ui/dates.js';
import { FoldingTable } from '../../ui/folding-table.js';
import type { AdminProps } from '../frame.js';

const CHART_WIDTH = 720;
const CHART_HEIGHT = 180;
/** A chart of fewer days would not show a trend. */
const MIN_CHART_DAYS = 28;
const MONTHS_SHOWN = 24;

export const STATUS_NAMES: [SubscriberStatus, string][] = [
  ['active', 'active'],
  ['pending', 'not confirmed'],
  ['paused', 'paused'],
  ['unsubscribed', 'left'],
  ['suppressed', 'suppressed'],
];

export function statusName(status: SubscriberStatus): string {
  return STATUS_NAMES.find(([name]) => name === status)?.[1] ?? status;
}

export interface ReaderCountsProps extends AdminProps {
  counts: Record<SubscriberStatus, number>;
  days: DayOfList[];
}

export function ReaderCounts(props: ReaderCountsProps) {
  const { site, counts, days } = props;
  return (
    <section class="month">
      <h2>Counts</h2>
      <p>
        {STATUS_NAMES.filter(([status]) => counts[status] > 0 || status === 'active')
          .map(([status, name]) => `${formatNumber(counts[status])} ${name}`)
          .join(', ')}
        .
      </p>
      {days.length === 0 ? (
        <p>Nobody has confirmed an address yet.</p>
      ) : (
        <SubscriberChart points={countReaders(days, site.clock())} />
      )}
      {days.length > 0 && <Months days={days} />}
    </section>
  );
}

export interface ReadersOnDay {
  /** UTC */
  day: string;
  readers: number;
}

/** How many readers there were at the end of each day, from the first change to today, at least four weeks. */
export function countReaders(days: DayOfList[], now: Date): ReadersOnDay[] {
  const changes = new Map(days.map(({ day, joined, left }) => [day, joined - left]));
  const last = Math.floor(now.getTime() / DAY_MS);
  const first = Math.min(
    last - MIN_CHART_DAYS + 1,
    Math.floor(Date.parse(days[0]?.day ?? '') / DAY_MS) || last,
  );
  const points: ReadersOnDay[] = [];
  let readers = 0;
  for (let at = first; at <= last; at++) {
    const day = new Date(at * DAY_MS).toISOString().slice(0, 10);
    readers += changes.get(day) ?? 0;
    points.push({ day, readers });
  }
  return points;
}

/** An area chart of the number of readers. Its scale is HTML, so that it stays readable at any width. */
function SubscriberChart({ points }: { points: ReadersOnDay[] }) {
  const most = Math.max(1, ...points.map(({ readers }) => readers));
  const x = (index: number) => ((index / Math.max(1, points.length - 1)) * CHART_WIDTH).toFixed(1);
  const y = (readers: number) =>
    (CHART_HEIGHT - 2 - (Math.max(0, readers) / most) * (CHART_HEIGHT - 6)).toFixed(1);
  const line = points.map(({ readers }, index) => `${x(index)},${y(readers)}`).join(' ');
  const [first, last] = [points[0], points.at(-1)];
  const label = `Readers from ${dayLabel(first?.day ?? '')} to ${dayLabel(last?.day ?? '')}: ${first?.readers} at first, ${last?.readers} at last, ${most} at most`;
  return (
    <figure>
      <p class="scale top-scale">
        <span>{formatNumber(most)}</span>
      </p>
      <svg
        class="chart readers"
        viewBox={`0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <polygon points={`0,${CHART_HEIGHT} ${line} ${CHART_WIDTH},${CHART_HEIGHT}`} />
        <polyline points={line} vector-effect="non-scaling-stroke" />
      </svg>
      <p class="scale">
        <span>{dayLabel(first?.day ?? '')}</span>
        <span>{dayLabel(last?.day ?? '')}</span>
      </p>
      <figcaption>
        Readers with a confirmed address at the end of each day. Readers whose data was deleted are not
        counted.
      </figcaption>
    </figure>
  );
}

function Months({ days }: { days: DayOfList[] }) {
  const months = new Map<string, { joined: number; left: number }>();
  for (const { day, joined, left } of days) {
    const month = months.get(day.slice(0, 7)) ?? { joined: 0, left: 0 };
    months.set(day.slice(0, 7), { joined: month.joined + joined, left: month.left + left });
  }
  let readers = 0;
  const rows = [...months].map(([month, { joined, left }]) => {
    readers += joined - left;
    return [monthName(month), formatNumber(joined), formatNumber(left), formatNumber(readers)];
  });
  return (
    <section class="few">
      <h3>By month</h3>
      <FoldingTable
        label="Subscribers by month"
        columns={[
          { head: 'Month' },
          { head: 'Joined', number: true },
          { head: 'Left', number: true },
          { head: 'Readers at its end', number: true },
        ]}
        rows={rows.reverse().slice(0, MONTHS_SHOWN)}
      />
    </section>
  );
}
