// Fetches all sources in parallel.
import { setMaxListeners } from 'node:events';
import { messageOf } from '../../base/errors.js';
import { addJitter } from '../../base/retry.js';
import { createSemaphore } from '../../base/semaphore.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../model.js';
import { pause } from '../../sources/http/failure.js';
import { restWithHost } from './resting.js';

export interface FetchAllOptions {
  /** Maximum concurrent requests; one in each lane. */
  concurrency: number;
  /** Receives every outcome as it arrives. The lane waits for it. */
  onOutcome?: (outcome: FetchOutcome, source: Source) => void | Promise<void>;
}

export interface Fetched {
  /** One for each ref, in the order of `sources`. */
  outcomes: FetchOutcome[];
  /** The posts of all outcomes. A post of two sources appears twice. */
  posts: Post[];
  failures: { source: SourceRef; error: string }[];
}

/**
 * Fetches every source: lanes in parallel, one source after another within a lane. A source that throws does not affect
 * others. Rejects only with errors of `onOutcome`. After an abort, the remaining sources fail with `stopped`.
 */
export async function fetchAll(
  sources: Source[],
  request: FetchRequest,
  { concurrency, onOutcome }: FetchAllOptions,
): Promise<Fetched> {
  // Every lane listens to the signal; Node warns of a leak above ten listeners.
  setMaxListeners(0, request.signal);
  const names = new Set(sources.map((source) => source.lane));
  const lanes = [...names].map((name) => sources.filter((source) => source.lane === name));
  const results = new Map<Source, FetchOutcome[]>();
  const asking = createSemaphore(concurrency);
  // Waiting responses are held in memory, so at most one per request.
  const reading = createSemaphore(concurrency);
  async function ask(source: Source, begun: boolean): Promise<number> {
    // Lanes that have started go first; otherwise their second sources would come last.
    const taken = [await asking.acquire(begun)];
    const start = performance.now();
    let tookMs: number | undefined;
    const onAnswered = async () => {
      tookMs ??= performance.now() - start;
      taken.push(await reading.acquire());
      taken[0]?.();
    };
    try {
      const outcomes = await fetchSource(source, { ...request, onAnswered });
      tookMs ??= performance.now() - start;
      results.set(source, outcomes);
      for (const outcome of outcomes) await onOutcome?.(outcome, source);
      return tookMs;
    } finally {
      for (const free of taken) free();
    }
  }
  async function leaveAlone(source: Source, refusal: FetchOutcome): Promise<void> {
    const outcomes = restWithHost(source, request, refusal);
    results.set(source, outcomes);
    for (const outcome of outcomes) await onOutcome?.(outcome, source);
  }
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [at, source] of lane.entries()) {
        const tookMs = await ask(source, at > 0);
        const refusal = results.get(source)?.find((outcome) => outcome.laneRefused);
        if (refusal) {
          for (const other of lane.slice(at + 1)) await leaveAlone(other, refusal);
          return;
        }
        if (at < lane.length - 1) await pauseLane(tookMs, request.signal);
      }
    }),
  );
  const outcomes = sources.flatMap((source) => results.get(source) ?? []);
  return {
    outcomes,
    posts: outcomes.flatMap((outcome) => outcome.posts),
    failures: failuresOf(sources, outcomes),
  };
}

/** The maximum pause between two requests to a host; the pause is twice the last response time. */
const MAX_PAUSE_MS = 2_000;

/** Pauses between two requests to a host without occupying a slot. */
async function pauseLane(tookMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await pause(addJitter(Math.min(2 * tookMs, MAX_PAUSE_MS)), signal).catch(() => {});
}

/** One outcome for each ref, in order, whatever the adapter returned. */
async function fetchSource(source: Source, request: FetchRequest): Promise<FetchOutcome[]> {
  const failAll = (error: string) => source.refs.map((ref) => ({ sourceId: ref.id, posts: [], error }));
  if (request.signal.aborted) return failAll('stopped');
  const resting = source.refs.flatMap((ref) => request.resting?.get(ref.id) ?? []);
  if (resting.length === source.refs.length) return resting;
  try {
    const returned = new Map(
      [...(await source.fetch(request)), ...resting].map((outcome) => [outcome.sourceId, outcome]),
    );
    return source.refs.map(
      (ref) =>
        returned.get(ref.id) ?? { sourceId: ref.id, posts: [], error: 'its adapter returned no outcome' },
    );
  } catch (error) {
    return failAll(request.signal.aborted ? 'stopped' : messageOf(error));
  }
}

function failuresOf(sources: Source[], outcomes: FetchOutcome[]): Fetched['failures'] {
  const refs = new Map(sources.flatMap((source) => source.refs).map((ref) => [ref.id, ref]));
  return outcomes.flatMap(({ sourceId, error }) => {
    const source = refs.get(sourceId);
    return source && error ? [{ source, error }] : [];
  });
}
