// tidings subscribers restore: ends the suppression of readers whose mail bounced by mistake.
import { UserError } from '../../base/errors.js';
import { parseAddress } from '../../base/mail-address.js';
import { isCalendarDay, periodOf } from '../../base/time.js';
import type { Context } from '../../context.js';
import {
  type Restoration,
  type RestoreRefusal,
  restoreBounced,
  restoreBouncedSince,
} from '../../store/subscribers/restore.js';
import { type Input, type Output, optionOf } from '../shared/command.js';

const REFUSAL_REASONS: Record<RestoreRefusal, string> = {
  complaint: 'reported a mail as spam, or is blocked by the mail service',
  unsubscribed: 'had unsubscribed before it bounced',
  'not suppressed': 'is not suppressed',
};

/** Restores the given addresses, all or none, or every address that bounced since a day. Each gets the next issue. */
export async function restore(context: Context, input: Input, addresses: string[]): Promise<Output> {
  const since = optionOf(input, 'since');
  if ((since === undefined) === (addresses.length === 0))
    throw new UserError(
      'restore needs addresses or --since',
      'tidings subscribers restore ANN@EXAMPLE.ORG, or tidings subscribers restore --since 2026-04-06',
    );
  const restoration = await context.db.transaction().execute(async (trx) => {
    if (since !== undefined) return restoreBouncedSince(trx, startOf(since, context));
    const found = await restoreBounced(trx, addresses.map(toKey));
    const [first] = found.refused;
    if (first)
      throw new UserError(
        `${first.address} ${REFUSAL_REASONS[first.reason]}`,
        'Only bounces are restored. Nobody was restored.',
      );
    return found;
  });
  return { json: restoration, text: describeRestored(restoration) };
}

/** The start of the day in the publication's time zone. */
function startOf(day: string, { config }: Context): string {
  if (!isCalendarDay(day))
    throw new UserError(`Invalid date "${day}" in --since: expected YYYY-MM-DD`, 'Nobody was restored.');
  return periodOf(day, 'daily', config.publication.timeZone).from;
}

function toKey(address: string): string {
  const key = parseAddress(address)?.key;
  if (!key)
    throw new UserError(`${JSON.stringify(address.slice(0, 80))} is not an address`, 'Nobody was restored.');
  return key;
}

function describeRestored({ restored, refused }: Restoration): string {
  const pending = restored.filter(({ status }) => status === 'pending').length;
  const kept = new Map<RestoreRefusal, number>();
  for (const { reason } of refused) kept.set(reason, (kept.get(reason) ?? 0) + 1);
  return [
    `Restored ${restored.length}; they get the next issue.`,
    ...(pending > 0 ? [`${pending} of them have not confirmed yet and get mail once they do.`] : []),
    ...[...kept].map(([reason, count]) => `${count} stay suppressed: each ${REFUSAL_REASONS[reason]}.`),
  ].join('\n');
}
