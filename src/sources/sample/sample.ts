// The bundled sample day: invented posts for a complete issue without keys or network.
import { DAY_MS } from '../../base/time.js';
import type { Comment, FetchOutcome, FetchRequest, Post, Source, SourceRef } from '../../model.js';
import { followedSchema, sourceRefs } from '../index.js';
import sample from './sample.json' with { type: 'json' };

/** The UTC day of the sample. */
export const sampleDay = sample.day;

/** The sample's recaps and sources, in the form of `sources.yaml`. */
export const sampleConfig = { recaps: sample.recaps, sources: sample.sources };

/** Two sources fail, so that the "checked" line shows failures. */
const FAILED_SOURCES = new Map([
  ['feed:https://gradientpress.example/feed.xml', 'timed out after 20 s'],
  ['reddit:promptlab', 'private or banned (403)'],
]);

const WEEK_MS = 7 * DAY_MS;

const posts = sample.posts as Post[];

/** Every source of the sample. */
export function sampleRefs(): SourceRef[] {
  return sourceRefs(followedSchema.parse(sample.sources));
}

/**
 * Creates one source for each platform. `fetch` returns posts from a week before the period to its end, without
 * comments; `fetchComments` returns comments.
 */
export function createSampleSources(): Source[] {
  return (['x', 'reddit', 'web'] as const).map((platform) => {
    const refs = sampleRefs().filter((ref) => ref.platform === platform);
    return {
      refs,
      lane: 'sample',
      fetch: async (request) => refs.map((ref) => fetchRef(ref, request)),
      ...(platform === 'reddit' && { fetchComments: async (wanted) => commentsOf(wanted) }),
    };
  });
}

function fetchRef(ref: SourceRef, { period }: FetchRequest): FetchOutcome {
  const error = FAILED_SOURCES.get(ref.id);
  if (error) return { sourceId: ref.id, posts: [], error };
  const from = new Date(Date.parse(period.from) - WEEK_MS).toISOString();
  return {
    sourceId: ref.id,
    posts: posts
      .filter((post) => post.sourceId === ref.id && post.createdAt >= from && post.createdAt < period.to)
      .map((post) => ({ ...structuredClone(post), comments: [] })),
  };
}

function commentsOf(wanted: Post[]): Map<string, Comment[]> {
  const ids = new Set(wanted.map((post) => post.id));
  return new Map(
    posts
      .filter((post) => ids.has(post.id) && post.comments.length > 0)
      .map((post) => [post.id, structuredClone(post.comments)]),
  );
}
