// Which of Reddit's "top" listings hold a period. Pure.
import { DAY_MS } from '../../base/time.js';
import type { Instant, Period } from '../../model.js';

const SPANS: { t: TopSpan; ms: number }[] = [
  { t: 'day', ms: DAY_MS },
  { t: 'week', ms: 7 * DAY_MS },
  { t: 'month', ms: 30 * DAY_MS },
  { t: 'year', ms: 365 * DAY_MS },
  { t: 'all', ms: Number.POSITIVE_INFINITY },
];

export type TopSpan = 'day' | 'week' | 'month' | 'year' | 'all';

/**
 * The shortest listing that reaches back to the period's start, preceded by the next shorter one when the period
 * reaches into that: of yesterday, seen this morning, the top of the week shows only what beat the whole week.
 */
export function topSpans(period: Period, now: Instant): TopSpan[] {
  const age = (instant: Instant) => Date.parse(now) - Date.parse(instant);
  const outer = SPANS.findIndex((span) => age(period.from) <= span.ms);
  return SPANS.slice(Math.max(0, outer - 1), outer + 1)
    .filter((span, at, all) => at === all.length - 1 || age(period.to) < span.ms)
    .map((span) => span.t);
}

/** A post from more than a week before the period has nothing to say about it. */
export function isTooOld(createdAt: Instant, period: Period): boolean {
  return Date.parse(createdAt) < Date.parse(period.from) - 7 * DAY_MS;
}
