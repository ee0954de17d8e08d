// Publishes issues: stores an issue and its deliveries in one transaction.
import { UserError } from '../../base/errors.js';
import { slugify } from '../../base/text.js';
import { releaseTime } from '../../config/release-time.js';
import type { Instant, Issue } from '../../model.js';
import { lockName } from '../../store/database/dialect.js';
import type { Db } from '../../store/database/schema.js';
import { createChannelDeliveries } from '../../store/deliveries/channels.js';
import { createDeliveries, HELD_UNTIL } from '../../store/deliveries/deliveries.js';
import { deleteIssue, findIssue, saveIssue } from '../../store/issues.js';
import { addEditStep, deleteEditSteps } from '../../store/operator/edit-steps.js';
import type { PipelineContext } from '../context.js';
import { channelsOf } from '../delivering/channels.js';
import { recordCorrection } from './corrections.js';

type Release = Pick<PipelineContext, 'db' | 'config' | 'clock'>;

/**
 * Stores the issue. If it is published, and not for the archive only, the same transaction creates a delivery for every
 * subscriber of its cadence, so that none is missing and nobody gets two. With `--no-send` they wait for
 * `bringForwardDeliveries`. Keeps an issue that another process has published meanwhile, unless it is to be rewritten,
 * and always keeps one that was edited by hand or scheduled meanwhile.
 */
export function releaseIssue(
  { db, config, clock }: Release,
  issue: Issue,
  { send, rewrite = false, archive = false }: { send: boolean; rewrite?: boolean; archive?: boolean },
): Promise<Issue> {
  return changeStoredIssue(db, issue.id, async (trx, present) => {
    const isOwn = present?.edited || present?.publishAt !== undefined;
    const stays = (present?.status === 'published' && !rewrite) || (isOwn && !issue.edited);
    const isChange = present?.status === 'published' && issue.status === 'published';
    const next =
      isChange && !stays ? await recordCorrection(trx, present, issue, clock().toISOString()) : issue;
    const saved = present && stays ? present : await saveIssue(trx, next);
    if (!stays) await deleteEditSteps(trx, issue.id);
    if (!archive && saved.status === 'published') {
      await createAllDeliveries(
        trx,
        { config, clock },
        saved,
        send ? releaseTime(saved, config.publication) : HELD_UNTIL,
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

/**
 * Publishes a draft unchanged, with a delivery for everyone. `dueBy`: only if it is scheduled for then or earlier.
 * Throws a UserError if it is not a draft or its period is not over.
 */
export function approveDraft(
  { db, config, clock }: Release,
  { id }: Pick<Issue, 'id'>,
  { dueBy }: { dueBy?: Instant } = {},
): Promise<Issue> {
  return changeStoredIssue(db, id, async (trx, draft) => {
    const now = clock().toISOString();
    if (draft?.status !== 'draft')
      throw new UserError(`${id} is already published`, `tidings send ${id} delivers it.`);
    if (draft.period.to > now)
      throw new UserError(
        `The period of ${id} is not over yet, and a published issue can no longer change`,
        'Wait until it is over and make the draft again.',
      );
    if (dueBy !== undefined && !(draft.publishAt !== undefined && draft.publishAt <= dueBy))
      throw new UserError(`${id} is not scheduled to be published yet`);
    await deleteEditSteps(trx, id);
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

/**
 * Stores an edited version of the issue `before`; undo.ts can restore `before`. `what` describes the edit in a few
 * words. Throws a UserError if the stored issue has changed since.
 */
export async function saveEdited(
  { db, clock }: Pick<PipelineContext, 'db' | 'clock'>,
  before: Issue,
  edited: Issue,
  what = 'Edited',
): Promise<void> {
  await changeStoredIssue(db, before.id, async (trx, present) => {
    if (JSON.stringify(present) !== JSON.stringify(before))
      throw new UserError(
        `${before.id} was ${present && present.status !== before.status ? present.status : 'changed'} while you edited it`,
        `See the current version with tidings edit ${before.id}.`,
      );
    const at = clock().toISOString();
    const saved = await saveIssue(
      trx,
      edited.status === 'published'
        ? { ...(await recordCorrection(trx, before, edited, at)), editedAt: at }
        : withSlugOfTitle(before, edited),
    );
    await deleteEditSteps(trx, saved.id, 'redo');
    await addEditStep(trx, 'undo', { what, at, target: before, source: saved });
  });
}

/** Updates a draft's slug from its title, because a draft has no readers yet. */
function withSlugOfTitle(before: Issue, edited: Issue): Issue {
  if (edited.headline === before.headline || edited.slug !== before.slug) return edited;
  const period = edited.id.slice(edited.cadence.length + 1);
  return { ...edited, slug: `${period}-${slugify(edited.headline)}`.replace(/-$/, '') };
}

/** Deletes a draft. Throws a UserError if it is published or has changed since `draft` was read. */
export async function discardDraft(db: PipelineContext['db'], draft: Issue): Promise<void> {
  await changeStoredIssue(db, draft.id, async (trx, present) => {
    if (present?.status !== 'draft' || JSON.stringify(present) !== JSON.stringify(draft))
      throw new UserError(`${draft.id} has changed since you read it`, 'Reload it and try again.');
    await deleteIssue(trx, draft.id);
  });
}

/** Changes the stored issue in a transaction that excludes other changes. */
export function changeStoredIssue<T>(
  db: PipelineContext['db'],
  id: string,
  work: (trx: Db, present: Issue | undefined) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await lockName(trx, 'archive');
    return work(trx, await findIssue(trx, id));
  });
}
