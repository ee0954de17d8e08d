// The moment of publication: the issue and what is to be delivered of it appear together.
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../config.js';
import { UserError } from '../errors.js';
import type { Instant, Issue } from '../model.js';
import { createDeliveries, HELD } from '../store/deliveries.js';
import { lockName } from '../store/dialect.js';
import { findIssue, saveIssue } from '../store/issues.js';
import type { PipelineContext } from './context.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * When the issue of a period goes out: at the publication's hour on the day on which the period ends, or for a weekly
 * one on the first such weekday from then on. When the clocks go forward over that hour, at the moment they do.
 */
export function releaseTime(
  { cadence, period }: Pick<Issue, 'cadence' | 'period'>,
  { timeZone, daily, weekly }: Config['publication'],
): Instant {
  const end = Temporal.Instant.from(period.to).toZonedDateTimeISO(timeZone).toPlainDate();
  const weekday = WEEKDAYS.indexOf(weekly.day) + 1;
  const date = cadence === 'daily' ? end : end.add({ days: (weekday - end.dayOfWeek + 7) % 7 });
  const hour = cadence === 'daily' ? daily.hour : weekly.hour;
  return new Date(date.toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds).toISOString();
}

/**
 * Stores the issue. When it is published, and not for the archive alone, everyone who gets its cadence has a delivery
 * in the same transaction, which waits for `hastenDeliveries` when it shall not be sent: there is no issue without its
 * deliveries, and no second one for anybody. One that is published by now, by whoever was faster, stays as its readers
 * have it, unless it is to be rewritten.
 */
export async function releaseIssue(
  { db, config, clock }: Pick<PipelineContext, 'db' | 'config' | 'clock'>,
  issue: Issue,
  { send, rewrite = false, archive = false }: { send: boolean; rewrite?: boolean; archive?: boolean },
): Promise<Issue> {
  return db.transaction().execute(async (trx) => {
    await lockName(trx, 'archive');
    const present = await findIssue(trx, issue.id);
    const saved = present?.status === 'published' && !rewrite ? present : await saveIssue(trx, issue);
    if (!archive && saved.status === 'published') {
      const from = send ? releaseTime(saved, config.publication) : HELD;
      await createDeliveries(trx, saved, { from, now: clock().toISOString() });
    }
    return saved;
  });
}

/** Publishes a draft as it is, with a delivery for everyone. Throws a UserError when it is none, or not yet its time. */
export async function approveDraft(
  context: Pick<PipelineContext, 'db' | 'config' | 'clock'>,
  draft: Issue,
): Promise<Issue> {
  if (draft.status !== 'draft') {
    throw new UserError(`${draft.id} is published already`, `tidings send ${draft.id} delivers it.`);
  }
  if (draft.period.to > context.clock().toISOString()) {
    throw new UserError(
      `The period of ${draft.id} is not over yet, and a published issue is not changed any more`,
      'Wait until it is over and make the draft again.',
    );
  }
  return releaseIssue(context, { ...draft, status: 'published' }, { send: true });
}
