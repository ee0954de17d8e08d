// Publishes drafts at a time that the operator chose.
import { Temporal } from 'temporal-polyfill';
import { UserError } from '../../base/errors.js';
import { DAY_MS } from '../../base/time.js';
import type { Instant, Issue } from '../../model.js';
import { listDueDraftIds, saveIssue } from '../../store/issues.js';
import type { PipelineContext } from '../context.js';
import { approveDraft, changeStoredIssue } from './release.js';

const MAX_DAYS_AHEAD = 60;

type Context = Pick<PipelineContext, 'db' | 'config' | 'clock'>;

/**
 * Schedules the draft for `local`, such as `2026-03-18T07:30` in the publication's time zone; without `local`, cancels
 * the schedule. Throws a UserError if the time is past, the period is not over by then, or the draft has changed.
 */
export async function scheduleDraft(
  context: Context,
  draft: Issue,
  local: string | undefined,
): Promise<void> {
  const publishAt = local === undefined ? undefined : readTime(context, draft, local);
  await changeStoredIssue(context.db, draft.id, async (trx, present) => {
    if (present?.status !== 'draft' || JSON.stringify(present) !== JSON.stringify(draft))
      throw new UserError(`${draft.id} has changed since you read it`, 'Reload it and try again.');
    await saveIssue(trx, { ...present, publishAt, held: publishAt ? undefined : present.held });
  });
}

/** Publishes drafts whose time has come. If publishing a draft fails, the next call tries again. */
export async function publishDueDrafts(context: Context): Promise<Issue[]> {
  const published: Issue[] = [];
  const now = context.clock().toISOString();
  for (const id of await listDueDraftIds(context.db, now))
    try {
      published.push(await approveDraft(context, { id }, { dueBy: now }));
    } catch (error) {
      // Another process published it first, or changed its time.
      if (!(error instanceof UserError)) throw error;
    }
  return published;
}

function readTime({ config, clock }: Context, { period }: Issue, local: string): Instant {
  const { timeZone } = config.publication;
  const at = parseLocal(local, timeZone);
  if (!at) throw new UserError(`Invalid time "${local.slice(0, 40)}"`, 'Expected YYYY-MM-DDTHH:MM.');
  const now = clock().getTime();
  if (Date.parse(at) <= now)
    throw new UserError(`${local.replace('T', ' ')} is in the past (${timeZone})`, 'Choose a later time.');
  if (Date.parse(at) > now + MAX_DAYS_AHEAD * DAY_MS)
    throw new UserError(`${local} is more than ${MAX_DAYS_AHEAD} days ahead`);
  if (at < period.to)
    throw new UserError('The period of this draft is not over by then', `It ends at ${period.to}.`);
  return at;
}

function parseLocal(local: string, timeZone: string): Instant | undefined {
  try {
    const { epochMilliseconds } = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone);
    return new Date(epochMilliseconds).toISOString();
  } catch {
    return undefined;
  }
}
