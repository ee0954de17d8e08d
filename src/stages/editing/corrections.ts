// Corrections: textual differences between two versions of a published issue.
import { bulletText, listStatements } from '../../base/issue-bullets.js';
import { oneLine } from '../../base/text.js';
import type { Instant, Issue, TextChange } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { addIssueVersion } from '../../store/operator/issue-versions.js';

/**
 * Returns `next` with a correction that records its differences from the published issue `present`, and stores the
 * present version. If the text is equal, the corrections do not change. Call it inside the transaction that saves the
 * issue.
 */
export async function recordCorrection(db: Db, present: Issue, next: Issue, at: Instant): Promise<Issue> {
  const changes = compareIssues(present, next);
  const corrections = present.corrections ?? [];
  if (changes.length === 0) return { ...next, corrections: present.corrections };
  await addIssueVersion(db, present, at);
  return { ...next, corrections: [...corrections, { at, changes }] };
}

/** The differences in the text, in reading order. Moving a text is not a difference. */
export function compareIssues(before: Issue, after: Issue): TextChange[] {
  const single = (part: TextChange['part'], from: string | undefined, to: string | undefined) =>
    compareTexts(part, from ? new Map([['', from]]) : new Map(), to ? new Map([['', to]]) : new Map());
  return [
    ...single('headline', before.headline, after.headline),
    ...single('subtitle', before.subtitle, after.subtitle),
    ...single('introduction', before.intro, after.intro),
    ...compareTexts('title', titlesOf(before), titlesOf(after)),
    ...compareTexts('statement', statementsOf(before), statementsOf(after)),
  ];
}

function titlesOf({ recaps }: Issue): Map<string, string> {
  const titled = recaps.flatMap((recap) => [recap, ...recap.sections]);
  return new Map(titled.map(({ id, title }) => [id, oneLine(title)]));
}

function statementsOf(issue: Issue): Map<string, string> {
  return new Map(listStatements(issue).map((bullet) => [bullet.id, bulletText({ ...bullet, points: [] })]));
}

/** Both maps have the shape anchor → text. */
function compareTexts(
  part: TextChange['part'],
  before: Map<string, string>,
  after: Map<string, string>,
): TextChange[] {
  const kept = new Set(after.values());
  const known = new Set(before.values());
  const changes: TextChange[] = [];
  for (const [anchor, text] of after) {
    if (known.has(text)) continue;
    const old = before.get(anchor);
    const replaced = old !== undefined && !kept.has(old) ? old : undefined;
    changes.push({ part, anchor: anchor || undefined, before: replaced, after: text });
  }
  for (const [anchor, text] of before) {
    const isReplaced = changes.some((change) => change.before === text);
    if (!kept.has(text) && !isReplaced) changes.push({ part, anchor: anchor || undefined, before: text });
  }
  return changes;
}
