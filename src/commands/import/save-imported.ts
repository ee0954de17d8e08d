// Saves imported issues, several per transaction.
import type { Issue } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { findIssue, saveIssues } from '../../store/issues.js';

export type ImportOutcome = 'added' | 'changed' | 'unchanged';

/**
 * Saves the issues in one transaction, which writes the search index in larger pieces. If that fails, saves each issue by
 * itself, so that one faulty issue does not stop the others. Returns an outcome or an Error for each.
 */
export async function saveImportedIssues(db: Db, issues: Issue[]): Promise<(ImportOutcome | Error)[]> {
  try {
    return await saveTogether(db, issues);
  } catch {
    const outcomes: (ImportOutcome | Error)[] = [];
    for (const issue of issues)
      outcomes.push(
        ...(await saveTogether(db, [issue]).catch((error) => [
          error instanceof Error ? error : new Error(String(error)),
        ])),
      );
    return outcomes;
  }
}

function saveTogether(db: Db, issues: Issue[]): Promise<ImportOutcome[]> {
  return db.transaction().execute(async (trx) => {
    const outcomes: ImportOutcome[] = [];
    for (const issue of issues) outcomes.push(await compareWithStored(trx, issue));
    await saveIssues(
      trx,
      issues.filter((_, at) => outcomes[at] !== 'unchanged'),
    );
    return outcomes;
  });
}

async function compareWithStored(trx: Db, issue: Issue): Promise<ImportOutcome> {
  const present = await findIssue(trx, issue.slug);
  if (present && present.id !== issue.id)
    throw new Error(`the archive already has an issue of its own at ${issue.slug}`);
  if (!present) return 'added';
  return isSame(present, issue) ? 'unchanged' : 'changed';
}

function isSame(present: Issue, issue: Issue): boolean {
  const comparable = (one: Issue) => JSON.stringify({ ...one, slug: '', createdAt: '' });
  return comparable(present) === comparable(issue);
}
