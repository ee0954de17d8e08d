// Chooses Reddit's "top" listings for a period.
import { DAY_MS } from '../../base/time.js';
import type { Instant, Period } from '../../model.js';

const LISTING_SPANS: { t: TopSpan; ms: number }[] = [
  { t: 'day', ms: DAY_MS },
  { t: 'week', ms: 7 * DAY_MS },
  { t: 'month', ms: 30 * DAY_MS },
  { t: 'year', ms: 365 * DAY_MS },
  { t: 'all', ms: Number.POSITIVE_INFINITY },
];

export type TopSpan = 'day' | 'week' | 'month' | 'year' | 'all';

/**
 * Returns the shortest listing that covers the period's start, preceded by the next shorter one if the period overlaps
 * it: the longer listing has only posts that rank high over its whole span.
 */
export function topSpans(period: Period, now: Instant): TopSpan[] {
  const age = (instant: Instant) => Date.parse(now) - Date.parse(instant);
  const outer = LISTING_SPANS.findIndex((span) => age(period.from) <= span.ms);
  return LISTING_SPANS.slice(Math.max(0, outer - 1), outer + 1)
    .filter((span, at, all) => at === all.length - 1 || age(period.to) < span.ms)
    .map((span) => span.t);
}

/** Whether a post is older than the period by more than a week. */
export function isTooOld(createdAt: Instant, period: Period): boolean {
  return Date.parse(createdAt) < Date.parse(period.from) - 7 * DAY_MS;
}
