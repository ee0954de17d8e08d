// tidings sources check: fetches each source once and shows the result.

import { UserError } from '../../base/errors.js';
import { truncate } from '../../base/text.js';
import { DAY_MS } from '../../base/time.js';
import { parseHttpUrl } from '../../base/url.js';
import { type Context, openContext } from '../../context.js';
import type { FetchOutcome, SourceRef } from '../../model.js';
import { formatCount } from '../../render/format.js';
import { adviseOnRefusedAddress } from '../../sources/http/public-address.js';
import { fetchAll } from '../../stages/fetching/fetch-all.js';
import { recordOutcome } from '../../stages/fetching/outcomes.js';
import { findSources, nameSources, saveSources } from '../../store/sources/sources.js';
import type { Input, Output } from '../shared/command.js';
import { describeNames, groupFailures } from '../shared/source-failures.js';

/** Fetches sources, also those that wait after failures or are gone. Stores only their health and costs. */
export async function checkSources(input: Input, names: string[]): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    const wanted = findWanted(context, names);
    const outcomes = await askEach(context, wanted, names.length > 0, input.signal);
    await nameSources(context.db, context.config.refs);
    const results = outcomes.map((outcome) => describeResult(outcome, wanted.get(outcome.sourceId)));
    const failed = results.filter((result) => result.error);
    return {
      json: { checked: results },
      text: [...describeResults(results, names.length > 0), summarize(results)].join('\n'),
      exitCode: failed.length > 0 ? 1 : 0,
    };
  } finally {
    await context.close();
  }
}

type Result = ReturnType<typeof describeResult>;

/** Lists failures first, grouped by cause, then skipped sources, then successful ones. */
function describeResults(results: Result[], withPosts: boolean): string[] {
  const failures = results.flatMap(({ source, error }) => (error ? [{ name: source, error }] : []));
  const failed = groupFailures(failures).map(({ names, error, variables }) => {
    const remedy =
      variables.length > 0 ? `Check ${variables.join(' and ')} in .env` : adviseOnRefusedAddress(error);
    const advice = remedy ? `. ${remedy}` : '';
    const count = names.length > 1 ? `${names.length} sources (${describeNames(names)})` : names[0];
    return `✗ ${count}: ${error}${advice}`;
  });
  const skipped = results.filter((result) => result.skipped && !result.error);
  const answered = results.filter((result) => !result.skipped && !result.error);
  return [
    ...failed,
    ...groupFailures(skipped.map(({ source, skipped: error }) => ({ name: source, error: error ?? '' }))).map(
      ({ names, error }) => `– ${describeNames(names)}: ${error}`,
    ),
    ...answered.flatMap(({ source, posts, note, newest }) => [
      `✓ ${source}: ${formatCount(posts, 'post')}${note ? ` (${note})` : ''}`,
      ...(withPosts
        ? newest.map((post) => `    ${post.createdAt.slice(0, 16)}  ${post.title.replace(/\s+/g, ' ')}`)
        : []),
    ]),
  ];
}

function summarize(results: Result[]): string {
  const asked = results.filter((result) => !result.skipped);
  const answered = asked.filter((result) => !result.error).length;
  const skipped = results.length - asked.length;
  return `${answered} of ${asked.length} answered${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Days to look back for the newest posts, tried in order until three are found. */
const LOOKBACK_DAYS = [1, 7, 90];
/** X's search does not reach further back, and X bills each post. */
const MAX_PAID_DAYS = 7;
const SHOWN_POSTS = 3;

function needsMore(ref: SourceRef, outcomes: FetchOutcome[], days: number): boolean {
  const outcome = outcomes.find(({ sourceId }) => sourceId === ref.id);
  if (!outcome || outcome.error || outcome.skipped || /^(feed|youtube)$/.test(ref.kind)) return false;
  return outcome.posts.length < SHOWN_POSTS && (ref.platform !== 'x' || days < MAX_PAID_DAYS);
}

/** The sources with these names, by id; all sources if no name is given. */
function findWanted({ config }: Context, names: string[]): Map<string, SourceRef> {
  const isCalled = (ref: SourceRef, name: string) =>
    [ref.name, ref.target, parseHttpUrl(ref.target)?.hostname.replace(/^www\./, '')].some(
      (own) => own?.toLowerCase() === name.toLowerCase(),
    );
  const stranger = names.find((name) => !config.refs.some((ref) => isCalled(ref, name)));
  if (stranger)
    throw new UserError(`${stranger} is not a source in sources.yaml`, '`tidings sources` lists them all.');
  const refs = config.refs.filter((ref) => names.length === 0 || names.some((name) => isCalled(ref, name)));
  return new Map(refs.map((ref) => [ref.id, ref]));
}

async function askEach(
  { config, db, clock, sources }: Context,
  wanted: ReadonlyMap<string, SourceRef>,
  untilThree: boolean,
  signal: AbortSignal,
): Promise<FetchOutcome[]> {
  const now = clock();
  const outcomes: FetchOutcome[] = [];
  await db.transaction().execute((trx) => saveSources(trx, config.refs));
  const known = await findSources(db, [...wanted.keys()]);
  const failures = new Map([...known].map(([id, row]) => [id, row.failures]));
  const record = async (outcome: FetchOutcome) => {
    // The posts are not stored, so the cursor must not be either.
    const { cursor: _, ...kept } = outcome;
    const before = failures.get(outcome.sourceId) ?? 0;
    await db
      .transaction()
      .execute((trx) => recordOutcome(trx, kept, { now: now.toISOString(), failures: before }));
  };
  let asked = config.refs.filter((ref) => wanted.has(ref.id));
  for (const days of LOOKBACK_DAYS) {
    const ids = new Set(asked.map(({ id }) => id));
    const others = config.refs.filter((ref) => !ids.has(ref.id));
    const from = new Date(now.getTime() - days * DAY_MS).toISOString();
    await fetchAll(
      sources.filter((source) => source.refs.some((ref) => ids.has(ref.id))),
      {
        period: { from, to: now.toISOString() },
        // A feed's document holds its newest posts, whatever their age.
        ...(untilThree && { lateFrom: new Date(0).toISOString() }),
        now: now.toISOString(),
        cursors: new Map(),
        resting: new Map(others.map(({ id }) => [id, { sourceId: id, posts: [] }])),
        signal,
      },
      {
        concurrency: config.network.concurrency,
        onOutcome: async (outcome) => {
          if (!ids.has(outcome.sourceId)) return;
          // An aborted check is no evidence about the source.
          if (signal.aborted && outcome.error) return;
          await record(outcome);
          const at = outcomes.findIndex(({ sourceId }) => sourceId === outcome.sourceId);
          outcomes.splice(at < 0 ? outcomes.length : at, at < 0 ? 0 : 1, outcome);
        },
      },
    );
    asked = untilThree && !signal.aborted ? asked.filter((ref) => needsMore(ref, outcomes, days)) : [];
    if (asked.length === 0) break;
  }
  signal.throwIfAborted();
  return outcomes;
}

function describeResult(
  { sourceId, posts, error, skipped, partial, note, reads }: FetchOutcome,
  ref: SourceRef | undefined,
) {
  return {
    source: ref?.name ?? sourceId,
    posts: posts.length,
    error: error ?? null,
    skipped: skipped ?? null,
    note: partial ?? note ?? null,
    ...(reads && { reads }),
    newest: posts
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .slice(0, SHOWN_POSTS)
      .map(({ createdAt, title, text, url }) => ({ createdAt, title: title || truncate(text, 100), url })),
  };
}
