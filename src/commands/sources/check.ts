// tidings sources check: asks each source once, and shows what Tidings sees.

import { UserError } from '../../base/errors.js';
import { truncate } from '../../base/text.js';
import { DAY_MS } from '../../base/time.js';
import { type Context, openContext } from '../../context.js';
import type { FetchOutcome, SourceRef } from '../../model.js';
import { fetchAll } from '../../stages/fetching/fetch-all.js';
import { recordOutcome } from '../../stages/fetching/outcomes.js';
import { findSources, saveSources } from '../../store/sources/sources.js';
import type { Input, Output } from '../shared/command.js';

/** Stores nothing but the sources' health and what was paid for. Those that rest, or are gone, are asked as well. */
export async function checkSources(input: Input, names: string[]): Promise<Output> {
  const context = await openContext(input.dir);
  try {
    const wanted = findWanted(context, names);
    const outcomes = await askEach(context, wanted, input.signal);
    const results = outcomes.map((outcome) => describe(outcome, wanted.get(outcome.sourceId)));
    const failed = results.filter((result) => result.error);
    const lines = results.flatMap(({ source, posts, error, skipped, note, newest }) => [
      `${error ? '✗' : skipped ? '–' : '✓'} ${source}: ${error ?? skipped ?? `${posts} posts`}${note ? ` (${note})` : ''}`,
      ...(names.length > 0
        ? newest.map((post) => `    ${post.createdAt.slice(0, 16)}  ${post.title.replace(/\s+/g, ' ')}`)
        : []),
    ]);
    const asked = results.filter((result) => !result.skipped);
    const skipped = results.length - asked.length;
    const summary = `${asked.length - failed.length} of ${asked.length} answered${skipped > 0 ? `, ${skipped} were skipped` : ''}`;
    return {
      json: { checked: results },
      text: [...lines, summary].join('\n'),
      exitCode: failed.length > 0 ? 1 : 0,
    };
  } finally {
    await context.close();
  }
}

/** The named sources, by id; all of them when none is named. */
function findWanted({ config }: Context, names: string[]): Map<string, SourceRef> {
  const isCalled = (ref: SourceRef, name: string) =>
    [ref.name, ref.target].some((own) => own.toLowerCase() === name.toLowerCase());
  const stranger = names.find((name) => !config.refs.some((ref) => isCalled(ref, name)));
  if (stranger)
    throw new UserError(`${stranger} is no source of sources.yaml`, 'tidings sources lists them all.');
  const refs = config.refs.filter((ref) => names.length === 0 || names.some((name) => isCalled(ref, name)));
  return new Map(refs.map((ref) => [ref.id, ref]));
}

async function askEach(
  { config, db, clock, sources }: Context,
  wanted: ReadonlyMap<string, SourceRef>,
  signal: AbortSignal,
): Promise<FetchOutcome[]> {
  const now = clock();
  const period = { from: new Date(now.getTime() - DAY_MS).toISOString(), to: now.toISOString() };
  const outcomes: FetchOutcome[] = [];
  await db.transaction().execute((trx) => saveSources(trx, config.refs));
  const known = await findSources(db, [...wanted.keys()]);
  const others = config.refs.filter((ref) => !wanted.has(ref.id));
  const resting = new Map(others.map(({ id }) => [id, { sourceId: id, posts: [] }]));
  await fetchAll(
    sources.filter((source) => source.refs.some((ref) => wanted.has(ref.id))),
    { period, now: now.toISOString(), cursors: new Map(), resting, signal },
    {
      concurrency: config.network.concurrency,
      onOutcome: async (outcome) => {
        if (!wanted.has(outcome.sourceId)) return;
        // Stopped, it says nothing about the source.
        if (signal.aborted && outcome.error) return;
        const failures = known.get(outcome.sourceId)?.failures ?? 0;
        // The posts are not stored, so the cursor must not be either.
        const { cursor: _, ...kept } = outcome;
        await db
          .transaction()
          .execute((trx) => recordOutcome(trx, kept, { now: now.toISOString(), failures }));
        outcomes.push(outcome);
      },
    },
  );
  signal.throwIfAborted();
  return outcomes;
}

function describe(
  { sourceId, posts, error, skipped, note, reads }: FetchOutcome,
  ref: SourceRef | undefined,
) {
  return {
    source: ref?.name ?? sourceId,
    posts: posts.length,
    error: error ?? null,
    skipped: skipped ?? null,
    note: note ?? null,
    ...(reads && { reads }),
    newest: posts
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .slice(0, 3)
      .map(({ createdAt, title, text, url }) => ({ createdAt, title: title || truncate(text, 100), url })),
  };
}
