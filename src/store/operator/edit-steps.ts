// The steps of undo and redo: an issue as it was before each of its last edits.
import { versionOf } from '../../base/issue-version.js';
import type { Instant, Issue } from '../../model.js';
import type { Db } from '../database/schema.js';

export type EditStack = 'undo' | 'redo';

export interface EditStep {
  /** What the edit did: `Dropped “Lantern 4 ships”`. */
  what: string;
  /** When it was done. */
  at: Instant;
}

/** A draft's edits that can be undone. A published issue has one: each edit of it is listed as a correction anyway. */
const MAX_STEPS = 20;

/**
 * Adds a step from `source` back to `target`. Deletes steps that do not lead to `target`: somebody else changed the issue
 * since. Call it inside the transaction that saves `source`.
 */
export async function addEditStep(
  db: Db,
  stack: EditStack,
  { target, source, what, at }: EditStep & { target: Issue; source: Issue },
): Promise<void> {
  const steps = await db
    .selectFrom('edit_steps')
    .select(['number', 'version'])
    .where('issue_id', '=', source.id)
    .where('stack', '=', stack)
    .orderBy('number', 'desc')
    .execute();
  const leads = steps[0]?.version === versionOf(target);
  const kept = leads ? steps.slice(0, source.status === 'draft' ? MAX_STEPS - 1 : 0) : [];
  const oldest = kept.at(-1)?.number;
  let outdated = db.deleteFrom('edit_steps').where('issue_id', '=', source.id).where('stack', '=', stack);
  if (oldest !== undefined) outdated = outdated.where('number', '<', oldest);
  await outdated.execute();
  await db
    .insertInto('edit_steps')
    .values({
      ...{ issue_id: source.id, stack, number: (kept[0]?.number ?? 0) + 1 },
      ...{ version: versionOf(source), body: JSON.stringify(target), what, at },
    })
    .execute();
}

/** The step that leads away from the issue as it is stored now. Undefined when anything else changed the issue since. */
export async function findEditStep(db: Db, stack: EditStack, issue: Issue): Promise<EditStep | undefined> {
  const step = await findLast(db, stack, issue);
  return step && { what: step.what, at: step.at };
}

/** Returns that step and removes it from its stack. Call it inside a transaction. */
export async function takeEditStep(
  db: Db,
  stack: EditStack,
  issue: Issue,
): Promise<(EditStep & { target: Issue }) | undefined> {
  const step = await findLast(db, stack, issue);
  if (!step) return undefined;
  await db
    .deleteFrom('edit_steps')
    .where('issue_id', '=', issue.id)
    .where('stack', '=', stack)
    .where('number', '=', step.number)
    .execute();
  return { what: step.what, at: step.at, target: JSON.parse(step.body) as Issue };
}

/** `stack`: default both. */
export async function deleteEditSteps(db: Db, issueId: string, stack?: EditStack): Promise<void> {
  let steps = db.deleteFrom('edit_steps').where('issue_id', '=', issueId);
  if (stack) steps = steps.where('stack', '=', stack);
  await steps.execute();
}

async function findLast(db: Db, stack: EditStack, issue: Issue) {
  const step = await db
    .selectFrom('edit_steps')
    .selectAll()
    .where('issue_id', '=', issue.id)
    .where('stack', '=', stack)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return step?.version === versionOf(issue) ? step : undefined;
}
