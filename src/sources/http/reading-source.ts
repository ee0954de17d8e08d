// Creates sources that read posts one by one: handles periods, limits, cursors and failures.
import type { FetchOutcome, FetchRequest, Instant, Post, Source, SourceRef } from '../../model.js';
import { outcomeOfFailure, SourceError } from './failure.js';

/**
 * Yields posts created since `from`, most important first. The returned value is added to the outcome. Throws a
 * SourceError.
 */
export type ReadPosts = (
  ref: SourceRef,
  request: FetchRequest,
  from: Instant,
) => AsyncGenerator<Post, Partial<FetchOutcome> | undefined>;

export interface ReadingOptions {
  /** Requests of one lane run one after another. */
  laneOf(ref: SourceRef): string;
  /** Posts appear later than they are dated, so posts since `FetchRequest.lateFrom` count. */
  isLate?: boolean;
}

/**
 * Creates one source for each ref. Keeps posts of the period, each once, up to the ref's limit, including posts read
 * before a failure.
 */
export function createReadingSources(
  refs: SourceRef[],
  read: ReadPosts,
  { laneOf, isLate = false }: ReadingOptions,
): Source[] {
  return refs.map((ref) => ({
    refs: [ref],
    lane: laneOf(ref),
    fetch: async (request) => [await fetchPosts(ref, request, read, isLate)],
  }));
}

async function fetchPosts(
  ref: SourceRef,
  request: FetchRequest,
  read: ReadPosts,
  isLate: boolean,
): Promise<FetchOutcome> {
  const { period, lateFrom = period.from } = request;
  const from = isLate && lateFrom < period.from ? lateFrom : period.from;
  const posts = new Map<string, Post>();
  const outcome = (): FetchOutcome => ({ sourceId: ref.id, posts: [...posts.values()] });
  try {
    const reading = read(ref, request, from);
    for (;;) {
      const { value, done } = await reading.next();
      if (done) return { ...outcome(), ...value, ...(isLate && describeCoverage(ref, request, from)) };
      if (value.createdAt < from || value.createdAt >= period.to) continue;
      posts.set(value.id, value);
      if (posts.size >= ref.limit) {
        // Ends the reader, which may pause before the next source's request.
        await reading.return(undefined);
        return { ...outcome(), ...(isLate && describeCoverage(ref, request, from)) };
      }
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...outcomeOfFailure(ref.id, error, request.now), posts: outcome().posts };
  }
}

/** The cursor is the start of the span that the last fetch read. */
function describeCoverage(
  { id }: SourceRef,
  { cursors }: FetchRequest,
  from: Instant,
): Partial<FetchOutcome> {
  return { coveredFrom: cursors.get(id), cursor: from };
}
