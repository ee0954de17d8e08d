// Undoes and redoes edits of an issue.
import { UserError } from '../../base/errors.js';
import type { Issue } from '../../model.js';
import { saveIssue } from '../../store/issues.js';
import { addEditStep, type EditStack, takeEditStep } from '../../store/operator/edit-steps.js';
import type { PipelineContext } from '../context.js';
import { recordCorrection } from './corrections.js';
import { changeStoredIssue } from './release.js';

/**
 * Restores the issue as it was before its last edit (undo) or after the last undone one (redo). Returns that edit's
 * description.
 * Undoing an edit of a published issue also adds a correction. Throws a UserError if the stored issue is no longer
 * `issue`, or if something other than an edit changed it since.
 */
export function applyEditStep(
  { db, clock }: Pick<PipelineContext, 'db' | 'clock'>,
  issue: Issue,
  direction: EditStack,
): Promise<string> {
  return changeStoredIssue(db, issue.id, async (trx, present) => {
    if (!present || JSON.stringify(present) !== JSON.stringify(issue))
      throw new UserError(`${issue.id} has changed since you read it`, 'Reload it and try again.');
    const step = await takeEditStep(trx, direction, present);
    if (!step) throw new UserError(`There is nothing to ${direction}`);
    const at = clock().toISOString();
    const { target } = step;
    const saved = await saveIssue(
      trx,
      present.status === 'published'
        ? { ...(await recordCorrection(trx, present, target, at)), edited: true, editedAt: at }
        : target,
    );
    const { what } = step;
    await addEditStep(trx, direction === 'undo' ? 'redo' : 'undo', {
      what,
      at,
      target: present,
      source: saved,
    });
    return what;
  });
}
