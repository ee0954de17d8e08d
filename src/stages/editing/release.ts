// The moment of publication: the issue and what is to be delivered of it appear together.
import { Temporal } from 'temporal-polyfill';
import { UserError } from '../../base/errors.js';
import { slugify } from '../../base/text.js';
import type { Config } from '../../config/config.js';
import { WEEKDAYS } from '../../config/sources-file.js';
import type { Instant, Issue } from '../../model.js';
import { lockName } from '../../store/database/dialect.js';
import type { Db } from '../../store/database/schema.js';
import { createChannelDeliveries } from '../../store/deliveries/channels.js';
import { createDeliveries, HELD } from '../../store/deliveries/deliveries.js';
import { deleteIssue, findIssue, saveIssue } from '../../store/issues.js';
import type { PipelineContext } from '../context.js';
import { channelsOf } from '../delivering/channels.js';
import { recordCorrection } from './corrections.js';

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

type Release = Pick<PipelineContext, 'db' | 'config' | 'clock'>;

/**
 * Stores the issue. When it is published, and not for the archive alone, everyone who gets its cadence has a delivery
 * in the same transaction, which waits for `bringForwardDeliveries` when it shall not be sent: there is no issue without its
 * deliveries, and no second one for anybody. One that is published by now, by whoever was faster, stays as its readers
 * have it, unless it is to be rewritten; one that was edited by hand or scheduled meanwhile stays in any case.
 */
export function releaseIssue(
  { db, config, clock }: Release,
  issue: Issue,
  { send, rewrite = false, archive = false }: { send: boolean; rewrite?: boolean; archive?: boolean },
): Promise<Issue> {
  return changeIssue(db, issue.id, async (trx, present) => {
    const isOwn = present?.edited || present?.publishAt !== undefined;
    const stays = (present?.status === 'published' && !rewrite) || (isOwn && !issue.edited);
    const isChange = present?.status === 'published' && issue.status === 'published';
    const next =
      isChange && !stays ? await recordCorrection(trx, present, issue, clock().toISOString()) : issue;
    const saved = present && stays ? present : await saveIssue(trx, next);
    if (!archive && saved.status === 'published') {
      await createAllDeliveries(
        trx,
        { config, clock },
        saved,
        send ? releaseTime(saved, config.publication) : HELD,
      );
    }
    return saved;
  });
}

/** Creates the deliveries of a published issue, by mail and to channels, due from `from` on. */
async function createAllDeliveries(
  trx: Db,
  { config, clock }: Pick<Release, 'config' | 'clock'>,
  issue: Issue,
  from: Instant,
): Promise<void> {
  const now = clock().toISOString();
  await createDeliveries(trx, issue, { from, now });
  const channels = channelsOf({ config, clock }, issue.cadence);
  await createChannelDeliveries(trx, issue.id, channels, { dueAt: from > now ? from : now, now });
}

/** Publishes a draft as it is now, with a delivery for everyone. Throws a UserError when it is none, or not yet its time. */
export function approveDraft({ db, config, clock }: Release, { id }: Pick<Issue, 'id'>): Promise<Issue> {
  return changeIssue(db, id, async (trx, draft) => {
    const now = clock().toISOString();
    if (draft?.status !== 'draft')
      throw new UserError(`${id} is published already`, `tidings send ${id} delivers it.`);
    if (draft.period.to > now)
      throw new UserError(
        `The period of ${id} is not over yet, and a published issue is not changed any more`,
        'Wait until it is over and make the draft again.',
      );
    const issue = await saveIssue(trx, {
      ...draft,
      status: 'published',
      held: undefined,
      publishAt: undefined,
    });
    await createAllDeliveries(trx, { config, clock }, issue, releaseTime(issue, config.publication));
    return issue;
  });
}

/** Stores what somebody made of the issue `before`. Throws a UserError when that is not what is stored any more. */
export async function saveEdited(
  { db, clock }: Pick<PipelineContext, 'db' | 'clock'>,
  before: Issue,
  edited: Issue,
): Promise<void> {
  await changeIssue(db, before.id, async (trx, present) => {
    if (JSON.stringify(present) !== JSON.stringify(before))
      throw new UserError(
        `${before.id} was ${present && present.status !== before.status ? present.status : 'changed'} while you edited it`,
        `Look at what it is now with tidings edit ${before.id}.`,
      );
    if (edited.status !== 'published') await saveIssue(trx, withSlugOfTitle(before, edited));
    else {
      const editedAt = clock().toISOString();
      await saveIssue(trx, { ...(await recordCorrection(trx, before, edited, editedAt)), editedAt });
    }
  });
}

/** A draft has no readers yet: its address follows its title. */
function withSlugOfTitle(before: Issue, edited: Issue): Issue {
  if (edited.headline === before.headline || edited.slug !== before.slug) return edited;
  const period = edited.id.slice(edited.cadence.length + 1);
  return { ...edited, slug: `${period}-${slugify(edited.headline)}`.replace(/-$/, '') };
}

/** Deletes a draft. Throws a UserError when it is published, or not stored as `draft` any more. */
export async function discardDraft(db: PipelineContext['db'], draft: Issue): Promise<void> {
  await changeIssue(db, draft.id, async (trx, present) => {
    if (present?.status !== 'draft' || JSON.stringify(present) !== JSON.stringify(draft))
      throw new UserError(`${draft.id} has changed since you read it`, 'Look at what it is now.');
    await deleteIssue(trx, draft.id);
  });
}

/** Works on an issue as it is stored, while nobody else changes it. */
export function changeIssue<T>(
  db: PipelineContext['db'],
  id: string,
  work: (trx: Db, present: Issue | undefined) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await lockName(trx, 'archive');
    return work(trx, await findIssue(trx, id));
  });
}
