// Fetches posts into the store and reads back the candidates of an issue.

import { UserError } from '../../base/errors.js';
import type { NamedPeriod } from '../../base/time.js';
import { DAY_MS, HOUR_MS } from '../../base/time.js';
import { countAnswered } from '../../editorial/assemble.js';
import type { Checked, FetchOutcome, Metrics, Period, Post, Source } from '../../model.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import { namesOfKind } from '../../sources/index.js';
import { findCited, findReported, findReportedPosts } from '../../store/issues.js';
import {
  deleteWithdrawn,
  findFeedEntries,
  findPastMetrics,
  findPosts,
  findPostsById,
  saveComments,
  savePosts,
} from '../../store/posts.js';
import { resolveIdentities } from '../../store/sources/post-identity.js';
import { findSources, nameSources, saveSources } from '../../store/sources/sources.js';
import type { PipelineContext } from '../context.js';
import { describeCauses } from './causes.js';
import { fetchAll } from './fetch-all.js';
import { recordOutcome } from './outcomes.js';
import { restingOutcomes } from './resting.js';

export interface Collected {
  outcomes: FetchOutcome[];
  fetched: number;
  /** How many of those are new. */
  added: number;
  /** A sentence for the issue's "checked" line. */
  note?: string;
}

/** A source's usual engagement is measured on this many posts of the last days. */
const PAST_WINDOW = { perSource: 100, days: 30 };
/** A story is not reported again for this long. */
const MEMORY_DAYS = 7;

/**
 * Fetches every source and stores its posts as soon as they arrive, so that nothing fetched is lost. `scheduled`: skip
 * sources that asked to wait and those that rest after failures.
 */
export async function collectPosts(
  context: PipelineContext,
  period: Period,
  { scheduled = false }: { scheduled?: boolean } = {},
): Promise<Collected> {
  const { config, db, sources, clock, progress, signal } = context;
  const refs = sources.flatMap((source) => source.refs);
  await db.transaction().execute((trx) => saveSources(trx, refs));
  const collected: Collected = { outcomes: [], fetched: 0, added: 0 };
  const known = await findSources(
    db,
    refs.map(({ id }) => id),
  );
  const start = clock().toISOString();
  const resting = restingOutcomes(known.values(), { now: start, scheduled, sources });
  const request = {
    period: { from: subtractMs(period.from, config.editorial.lookbackHours * HOUR_MS), to: period.to },
    lateFrom: subtractMs(
      period.from,
      Math.max(config.editorial.lookbackHours * HOUR_MS, config.editorial.lateDays * DAY_MS),
    ),
    now: start,
    cursors: new Map([...known].flatMap(([id, { cursor }]) => (cursor ? [[id, cursor]] : []))),
    resting,
    signal,
  };
  progress('fetch', `${refs.length} sources`);
  await fetchAll(sources, request, {
    concurrency: config.network.concurrency,
    onOutcome: async (outcome) => {
      // An aborted run is no evidence about sources that it did not reach.
      if (signal.aborted && outcome.error && outcome.posts.length === 0) return;
      const now = clock().toISOString();
      // Posts and cursor are stored in one transaction: a cursor ahead of its posts would lose them.
      const added = await db.transaction().execute(async (trx) => {
        if (resting.has(outcome.sourceId)) return 0;
        const failures = known.get(outcome.sourceId)?.failures ?? 0;
        await recordOutcome(trx, outcome, { now, failures });
        await deleteWithdrawn(trx, outcome.withdrawn ?? []);
        const posts = await resolveIdentities(trx, outcome.posts, outcome.identities);
        return (await savePosts(trx, posts, now, outcome.coveredFrom)).size;
      });
      collected.outcomes.push({ ...outcome, posts: [] });
      collected.fetched += outcome.posts.length;
      collected.added += added;
      progress('fetch', `${collected.outcomes.length} of ${refs.length} sources, ${collected.fetched} posts`);
    },
  });
  signal.throwIfAborted();
  await nameSources(db, [...config.refs, ...refs]);
  return collected;
}

/**
 * The sources checked in a run, with their results. For readers, a source that rests after a failure did not answer.
 * With `asksOnly` it counts as skipped, because this run did not ask it.
 */
export function sourcesChecked(
  sources: Source[],
  { outcomes, note }: Collected,
  { asksOnly = false } = {},
): Checked {
  const byId = new Map(outcomes.map((outcome) => [outcome.sourceId, outcome]));
  const checked: Checked = { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] };
  const partial: NonNullable<Checked['partial']> = [];
  for (const ref of sources.flatMap((source) => source.refs)) {
    const outcome = byId.get(ref.id);
    const error = outcome?.error ?? (asksOnly ? undefined : outcome?.failedBefore);
    if (outcome?.skipped && !error) checked.skipped.push({ source: ref.name, why: outcome.skipped });
    else addToChecked(checked, namesOfKind(ref.kind).noun);
    if (error) checked.failed.push({ source: ref.name, error });
    if (outcome?.partial) partial.push({ source: ref.name, why: outcome.partial });
  }
  if (partial.length > 0) checked.partial = partial;
  if (note) checked.note = note;
  return checked;
}

const FIELDS_BY_NOUN: Record<string, 'subreddits' | 'accounts' | 'lists' | 'feeds'> = {
  subreddit: 'subreddits',
  'X account': 'accounts',
  'X list': 'lists',
  feed: 'feeds',
};

function addToChecked(checked: Checked, noun: string): void {
  const field = FIELDS_BY_NOUN[noun];
  if (field) checked[field] += 1;
  else checked.others = { ...checked.others, [noun]: (checked.others?.[noun] ?? 0) + 1 };
}

/**
 * Throws a UserError if no source answered and nothing is stored for the period: the issue would wrongly claim that
 * there was no news.
 */
export function checkAnswered({ posts, told }: Candidates, checked: Checked, { name }: NamedPeriod): void {
  if (countAnswered(checked) > 0 || posts.some(({ id }) => !told.has(id))) return;
  const { failed, skipped } = checked;
  const reason = describeCauses(
    failed.length > 0 ? failed : skipped.map(({ source, why }) => ({ source, error: why })),
  );
  throw new UserError(
    `No source answered${reason ? ` (${reason})` : ''}, and no posts of ${name} are stored, so no issue was made`,
    reason
      ? `${adviseOnRefusedAddress(reason) ?? 'Run it again later.'} \`tidings sources check\` shows each source.`
      : 'Add sources to sources.yaml.',
  );
}

export interface Candidates {
  /** Posts of the period and of its lookback hours, and posts of earlier issues; oldest first. */
  posts: Post[];
  /** Slug of the issue that reported a post, by its id. */
  told: Map<string, string>;
  /** Ids of posts cited in earlier issues, including top posts. */
  listed: Set<string>;
  /** Engagement of each source's earlier posts. */
  past: Map<string, Metrics[]>;
}

/** Finds all stored candidates for the issue of the period. */
export async function findCandidates(
  { db, config }: PipelineContext,
  period: NamedPeriod,
): Promise<Candidates> {
  const from = subtractMs(period.from, config.editorial.lookbackHours * HOUR_MS);
  const since = subtractMs(period.from, MEMORY_DAYS * DAY_MS);
  const told = await findReported(db, { cadence: period.cadence, since, until: period.from });
  const listed = await findCited(db, { cadence: period.cadence, since, until: period.from });
  const own = await findPosts(db, { from, to: period.to }, config.editorial.lateDays);
  // An issue made after later ones must not repeat them, and a late post must not repeat an issue of its own date.
  const ids = own.map((post) => post.id).filter((id) => !told.has(id));
  const reported = await findReportedPosts(db, ids, period);
  const posts = new Map((await findPostsById(db, [...told.keys()])).map((post) => [post.id, post]));
  for (const post of own) if (!reported.has(post.id)) posts.set(post.id, post);
  return {
    posts: [...posts.values()].sort((a, b) => (`${a.createdAt} ${a.id}` < `${b.createdAt} ${b.id}` ? -1 : 1)),
    told,
    listed,
    past: await findPastMetrics(db, {
      since: subtractMs(from, PAST_WINDOW.days * DAY_MS),
      before: from,
      perSource: PAST_WINDOW.perSource,
    }),
  };
}

/** Feed entries of the weeks before the period, used to detect boilerplate. */
export function findEarlierEntries({ db }: PipelineContext, period: NamedPeriod): Promise<Post[]> {
  const since = subtractMs(period.from, BOILERPLATE_WINDOW.days * DAY_MS);
  return findFeedEntries(db, { since, before: period.from, perSource: BOILERPLATE_WINDOW.perSource });
}

const BOILERPLATE_WINDOW = { days: 30, perSource: 8 };

/** Fetches and stores the comments of the selected posts, and adds them to the posts. */
export async function addComments(
  { sources, db, progress, signal }: PipelineContext,
  posts: Post[],
): Promise<void> {
  for (const source of sources) {
    const ids = new Set(source.refs.map((ref) => ref.id));
    const wanted = posts.filter((post) => ids.has(post.sourceId) && post.comments.length === 0);
    if (!source.fetchComments || wanted.length === 0) continue;
    progress('editorial', `comments of ${wanted.length} posts`);
    const comments = await source.fetchComments(wanted, signal);
    await db.transaction().execute((trx) => saveComments(trx, comments));
    for (const post of wanted) post.comments = comments.get(post.id) ?? [];
  }
}

function subtractMs(instant: string, ms: number): string {
  return new Date(Date.parse(instant) - ms).toISOString();
}
