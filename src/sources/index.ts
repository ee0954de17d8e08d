// The registry of source kinds, and the fetching of everything side by side.
import { setMaxListeners } from 'node:events';
import { messageOf } from '../base/errors.js';
import { addJitter } from '../base/retry.js';
import { createSemaphore } from '../base/semaphore.js';
import type { FetchOutcome, FetchRequest, Post, Source, SourceKind, SourceRef } from '../model.js';
import { createBlueskySources } from './bluesky.js';
import { createFeedSource, type FeedSourceOptions } from './feed/feed-source.js';
import { createHackerNewsSources } from './hacker-news.js';
import { pause } from './http/failure.js';
import { createRedditSources, type RedditOptions } from './reddit/reddit.js';
import { createXSources, type XOptions } from './x/x.js';
import { createYoutubeSources } from './youtube.js';

export interface SourceOptions {
  /** For feeds, and for all kinds that are read without a key. */
  feeds: FeedSourceOptions;
  reddit: RedditOptions;
  x: XOptions;
  /** Takes secrets out of what is told: services repeat in their errors what they were sent. */
  mask?: (text: string) => string;
  /** Stand in for the real services, by kind. */
  baseUrls?: Partial<Record<'hacker-news' | 'bluesky' | 'youtube', string>>;
}

type Adapter = (refs: SourceRef[], options: SourceOptions) => Source[];

const createFeedSources: Adapter = (refs, { feeds }) => refs.map((ref) => createFeedSource(ref, feeds));
const createSubredditSources: Adapter = (refs, { reddit }) => createRedditSources(refs, reddit);
const createXAccountsAndLists: Adapter = (refs, { x }) => createXSources(refs, x);
/** The adapter of a kind that needs no key. */
function keyless(
  kind: 'hacker-news' | 'bluesky' | 'youtube',
  create: (refs: SourceRef[], options: FeedSourceOptions & { baseUrl?: string }) => Source[],
): Adapter {
  return (refs, { feeds, baseUrls }) => {
    const baseUrl = baseUrls?.[kind];
    return create(refs, { ...feeds, ...(baseUrl !== undefined && { baseUrl }) });
  };
}

/** A new kind is one file and one line here. Kinds with the same adapter are handed to it together. */
const ADAPTERS: Record<SourceKind, Adapter> = {
  subreddit: createSubredditSources,
  'x-account': createXAccountsAndLists,
  'x-list': createXAccountsAndLists,
  feed: createFeedSources,
  'hacker-news': keyless('hacker-news', createHackerNewsSources),
  bluesky: keyless('bluesky', createBlueskySources),
  youtube: keyless('youtube', createYoutubeSources),
};

/** What to ask for the posts of `refs`. Nothing is fetched yet. */
export function createSources(refs: SourceRef[], options: SourceOptions): Source[] {
  const byAdapter = new Map<Adapter, SourceRef[]>();
  for (const ref of refs) {
    const adapter = ADAPTERS[ref.kind];
    byAdapter.set(adapter, [...(byAdapter.get(adapter) ?? []), ref]);
  }
  const sources = [...byAdapter].flatMap(([adapter, some]) => adapter(some, options));
  const { mask } = options;
  return mask ? sources.map((source) => withoutSecrets(source, mask)) : sources;
}

function withoutSecrets(source: Source, mask: (text: string) => string): Source {
  const tell = <T extends { error?: string; note?: string }>(outcome: T): T => ({
    ...outcome,
    ...(outcome.error !== undefined && { error: mask(outcome.error) }),
    ...(outcome.note !== undefined && { note: mask(outcome.note) }),
  });
  const { fetch, refresh } = source;
  return {
    ...source,
    fetch: async (request) => (await fetch(request)).map(tell),
    ...(refresh && { refresh: async (posts, request) => tell(await refresh(posts, request)) }),
  };
}

export interface FetchAllOptions {
  /** How many requests run at once, one a lane. */
  concurrency: number;
  /** Told of every outcome as soon as it is there; waited for before the lane goes on. */
  onOutcome?: (outcome: FetchOutcome, source: Source) => void | Promise<void>;
}

export interface Fetched {
  /** One for every ref, in the order of `sources`. */
  outcomes: FetchOutcome[];
  /** Of all outcomes; a post that two sources gave is there twice. */
  posts: Post[];
  failures: { source: SourceRef; error: string }[];
}

/**
 * Asks every source: lanes side by side, one source after another within a lane. Whatever one source does, even
 * throw, is only its own failure. Rejects only with what `onOutcome` throws. After an abort, sources that were not
 * yet asked fail with `stopped`.
 */
export async function fetchAll(
  sources: Source[],
  request: FetchRequest,
  { concurrency, onOutcome }: FetchAllOptions,
): Promise<Fetched> {
  // Every lane listens to it: Node would warn of a leak from the eleventh on.
  setMaxListeners(0, request.signal);
  const names = new Set(sources.map((source) => source.lane));
  const lanes = [...names].map((name) => sources.filter((source) => source.lane === name));
  const results = new Map<Source, FetchOutcome[]>();
  const asking = createSemaphore(concurrency);
  // As many answers may wait to be read as are waited for: they are held in memory.
  const reading = createSemaphore(concurrency);
  async function ask(source: Source, begun: boolean): Promise<number> {
    // A lane that was begun goes on first: else all the second ones would come at the end, one long after another.
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
  await Promise.all(
    lanes.map(async (lane) => {
      for (const [at, source] of lane.entries()) {
        const tookMs = await ask(source, at > 0);
        if (at < lane.length - 1) await rest(tookMs, request.signal);
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

/** A host that needs time to answer gets twice that before it is asked again, never more than this. */
const LONGEST_GAP_MS = 2_000;

/** Between two requests to one host, in no slot: others are asked meanwhile. Never as regular as a machine. */
async function rest(tookMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await pause(addJitter(Math.min(2 * tookMs, LONGEST_GAP_MS)), signal).catch(() => {});
}

/** One outcome for every ref, in their order, whatever the adapter gave. */
async function fetchSource(source: Source, request: FetchRequest): Promise<FetchOutcome[]> {
  const failAll = (error: string) => source.refs.map((ref) => ({ sourceId: ref.id, posts: [], error }));
  if (request.signal.aborted) return failAll('stopped');
  const resting = source.refs.flatMap((ref) => request.resting?.get(ref.id) ?? []);
  if (resting.length === source.refs.length) return resting;
  try {
    const given = new Map(
      [...(await source.fetch(request)), ...resting].map((outcome) => [outcome.sourceId, outcome]),
    );
    return source.refs.map(
      (ref) => given.get(ref.id) ?? { sourceId: ref.id, posts: [], error: 'its adapter gave no answer' },
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
