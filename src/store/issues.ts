// Stores issues: the whole value as JSON, and the rows for lists, citations and search.

import { isImported } from '../base/imported-id.js';
import type { Cadence, Instant, Issue, IssueStatus } from '../model.js';
import { chunks } from './database/chunks.js';
import { deleteCitations, saveCitations } from './database/citations.js';
import { lockName } from './database/dialect.js';
import type { Db, IssueRow } from './database/schema.js';
import { indexIssues, unindexIssue } from './search/index-bullets.js';

export interface IssueSummary {
  id: string;
  slug: string;
  cadence: Cadence;
  period: { from: Instant; to: Instant };
  headline: string;
  subtitle: string;
  status: IssueStatus;
  createdAt: Instant;
  /** No check has read its text. */
  imported: boolean;
}

/**
 * Writes the issue and all rows derived from it. An issue with the same id is replaced, except for its creation time and
 * slug: permalinks never change. Only an editor may change a draft's slug. Call it inside a transaction.
 */
export async function saveIssue(db: Db, issue: Issue): Promise<Issue> {
  const saved = await saveWithoutIndex(db, issue);
  await indexIssues(db, [saved]);
  return saved;
}

/** Like `saveIssue`, for several issues with different ids. Indexing them at once takes less time. */
export async function saveIssues(db: Db, issues: Issue[]): Promise<void> {
  const saved: Issue[] = [];
  for (const issue of issues) saved.push(await saveWithoutIndex(db, issue));
  await indexIssues(db, saved);
}

async function saveWithoutIndex(db: Db, issue: Issue): Promise<Issue> {
  await lockName(db, 'archive');
  const before = await findIssue(db, issue.id);
  const saved: Issue = before
    ? { ...issue, slug: await slugAfter(db, before, issue), createdAt: before.createdAt }
    : { ...issue, slug: await freeSlug(db, issue.slug) };
  const row = {
    slug: saved.slug,
    cadence: saved.cadence,
    period_from: saved.period.from,
    period_to: saved.period.to,
    headline: saved.headline,
    subtitle: saved.subtitle,
    status: saved.status,
    created_at: saved.createdAt,
    publish_at: saved.publishAt ?? null,
    body: JSON.stringify(saved),
  };
  await db
    .insertInto('issues')
    .values({ id: saved.id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  await deleteRowsMadeFrom(db, saved.id);
  await saveCitations(db, saved);
  for (const { kind, slug, name } of saved.tags) {
    await db.insertInto('tags').values({ issue_id: saved.id, kind, slug, name }).execute();
  }
  return saved;
}

async function slugAfter(db: Db, before: Issue, issue: Issue): Promise<string> {
  // An undo restores a draft without manual edits.
  const isEditors = issue.edited || before.edited;
  if (issue.slug === before.slug || before.status !== 'draft' || !isEditors) return before.slug;
  return freeSlug(db, issue.slug);
}

/** Finds an issue by id or slug. */
export async function findIssue(db: Db, idOrSlug: string): Promise<Issue | undefined> {
  const row = await db
    .selectFrom('issues')
    .select('body')
    .where((eb) => eb.or([eb('id', '=', idOrSlug), eb('slug', '=', idOrSlug)]))
    .executeTakeFirst();
  return row && (JSON.parse(row.body) as Issue);
}

const SUMMARY_COLUMNS = [
  'id',
  'slug',
  'cadence',
  'period_from',
  'period_to',
  'headline',
  'subtitle',
  'status',
  'created_at',
] as const;

/** Issues whose period ends before `before` and after `after`, newest first. `citing`: only those that cite posts. */
export async function listIssues(
  db: Db,
  options: {
    status?: IssueStatus;
    cadence?: Cadence;
    before?: Instant;
    after?: Instant;
    citing?: boolean;
    limit: number;
    offset?: number;
  },
): Promise<IssueSummary[]> {
  let query = db
    .selectFrom('issues')
    .select(SUMMARY_COLUMNS)
    .orderBy('period_to', 'desc')
    .orderBy('cadence')
    .orderBy('id')
    .limit(options.limit);
  if (options.offset) query = query.offset(options.offset);
  if (options.status) query = query.where('status', '=', options.status);
  if (options.cadence) query = query.where('cadence', '=', options.cadence);
  if (options.citing)
    query = query.where((eb) =>
      eb.exists(
        eb.selectFrom('citations').select('post_id').whereRef('citations.issue_id', '=', 'issues.id'),
      ),
    );
  if (options.after) query = query.where('period_to', '>', options.after);
  if (options.before) query = query.where('period_to', '<', options.before);
  return (await query.execute()).map(summaryOf);
}

/** Ids of the drafts scheduled for `now` or earlier, earliest first. */
export async function listDueDraftIds(db: Db, now: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('issues')
    .select('id')
    .where('status', '=', 'draft')
    .where('publish_at', '<=', now)
    .orderBy('publish_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Number of issues with the status and cadence. */
export async function countIssues(
  db: Db,
  { status, cadence }: { status?: IssueStatus; cadence?: Cadence } = {},
): Promise<number> {
  let query = db.selectFrom('issues').select((eb) => eb.fn.countAll().as('issues'));
  if (status) query = query.where('status', '=', status);
  if (cadence) query = query.where('cadence', '=', cadence);
  return Number((await query.executeTakeFirstOrThrow()).issues);
}

/** Each period with published issues once, newest first: enough to list the years and days with issues. */
export async function listPeriods(db: Db): Promise<{ from: Instant; to: Instant }[]> {
  const rows = await db
    .selectFrom('issues')
    .select(['period_from', 'period_to'])
    .distinct()
    .where('status', '=', 'published')
    .orderBy('period_to', 'desc')
    .orderBy('period_from', 'desc')
    .execute();
  return rows.map((row) => ({ from: row.period_from, to: row.period_to }));
}

/** The published issues of the same cadence just before and after this one. */
export async function findNeighbours(
  db: Db,
  issue: Pick<Issue, 'id' | 'cadence' | 'period'>,
): Promise<{ previous?: IssueSummary; next?: IssueSummary }> {
  const others = db
    .selectFrom('issues')
    .select(SUMMARY_COLUMNS)
    .where('status', '=', 'published')
    .where('cadence', '=', issue.cadence)
    .where('id', '!=', issue.id)
    .limit(1);
  const previous = await others
    .where('period_to', '<=', issue.period.from)
    .orderBy('period_to', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  const next = await others
    .where('period_from', '>=', issue.period.to)
    .orderBy('period_from')
    .orderBy('id')
    .executeTakeFirst();
  return { ...(previous && { previous: summaryOf(previous) }), ...(next && { next: summaryOf(next) }) };
}

const MAX_IDS_PER_STATEMENT = 500;

/** Posts reported by published issues of the cadence that end in the span. Shape: post id → slug of the latest issue. */
export async function findReported(
  db: Db,
  told: { cadence: Cadence; since: Instant; until: Instant },
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('told')
    .innerJoin('issues', 'issues.id', 'told.issue_id')
    .select(['told.post_id', 'issues.slug'])
    .where('issues.status', '=', 'published')
    .where('issues.cadence', '=', told.cadence)
    .where('issues.period_to', '>', told.since)
    .where('issues.period_to', '<=', told.until)
    .orderBy('issues.period_to')
    .orderBy('issues.id')
    .orderBy('told.post_id')
    .execute();
  return new Map(rows.map((row) => [row.post_id, row.slug]));
}

/** Ids of the posts that published issues of the cadence that end in the span cite, lists of top posts included. */
export async function findCited(
  db: Db,
  told: { cadence: Cadence; since: Instant; until: Instant },
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('citations')
    .innerJoin('issues', 'issues.id', 'citations.issue_id')
    .select('citations.post_id')
    .distinct()
    .where('issues.status', '=', 'published')
    .where('issues.cadence', '=', told.cadence)
    .where('issues.period_to', '>', told.since)
    .where('issues.period_to', '<=', told.until)
    .execute();
  return new Set(rows.map((row) => row.post_id));
}

/** The posts among `ids` that a published issue of the cadence reported, not counting the issue of the period itself. */
export async function findReportedPosts(
  db: Db,
  ids: string[],
  { cadence, from }: { cadence: Cadence; from: Instant },
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const chunk of chunks(ids, MAX_IDS_PER_STATEMENT)) {
    const rows = await db
      .selectFrom('told')
      .innerJoin('issues', 'issues.id', 'told.issue_id')
      .select('told.post_id')
      .where('told.post_id', 'in', chunk)
      .where('issues.status', '=', 'published')
      .where('issues.cadence', '=', cadence)
      .where('issues.period_from', '!=', from)
      .execute();
    for (const row of rows) found.add(row.post_id);
  }
  return found;
}

/** Removes an issue and all rows derived from it. */
export async function deleteIssue(db: Db, id: string): Promise<void> {
  await lockName(db, 'archive');
  await deleteRowsMadeFrom(db, id);
  await db.deleteFrom('issues').where('id', '=', id).execute();
}

async function deleteRowsMadeFrom(db: Db, issueId: string): Promise<void> {
  await unindexIssue(db, issueId);
  await deleteCitations(db, issueId);
  await db.deleteFrom('tags').where('issue_id', '=', issueId).execute();
}

async function freeSlug(db: Db, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`;
    const taken = await db.selectFrom('issues').select('id').where('slug', '=', slug).executeTakeFirst();
    if (!taken) return slug;
  }
}

function summaryOf(row: Pick<IssueRow, (typeof SUMMARY_COLUMNS)[number]>): IssueSummary {
  return {
    id: row.id,
    slug: row.slug,
    cadence: row.cadence as Cadence,
    period: { from: row.period_from, to: row.period_to },
    headline: row.headline,
    subtitle: row.subtitle,
    status: row.status as IssueStatus,
    createdAt: row.created_at,
    imported: isImported(row.id),
  };
}
