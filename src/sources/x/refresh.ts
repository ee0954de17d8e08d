// Reads the current counts of X posts, a hundred per call. X bills each post once per UTC day.
import type { Post, Refreshed } from '../../model.js';
import { SourceError } from '../http/failure.js';
import type { XSession } from './pages.js';
import { countsSchema } from './responses.js';
import { metricsOf } from './tweet.js';

/** Maximum ids per lookup. */
const MAX_LOOKUP_IDS = 100;

/** Refreshes as many of `posts` as the budget allows, in order. */
export async function refreshTweets(
  posts: Post[],
  { client, budget }: XSession,
  signal: AbortSignal,
): Promise<Refreshed> {
  const refreshed: Refreshed = { metrics: new Map(), withdrawn: [] };
  try {
    for (let start = 0; start < posts.length && !refreshed.error; start += MAX_LOOKUP_IDS) {
      const some = posts.slice(start, start + MAX_LOOKUP_IDS);
      const { data = [], errors = [] } = await budget.spend(some.length, async (affordable) => {
        if (affordable < some.length) refreshed.error = budget.spent();
        if (affordable === 0) return {};
        const ids = some.slice(0, affordable).map(findVersion);
        const query = { ids: ids.join(','), 'tweet.fields': 'public_metrics' };
        const counts = await client.get('tweets', query, countsSchema, signal);
        budget.pay(counts.data?.length ?? 0);
        return counts;
      });
      const postIds = new Map(some.map((post) => [findVersion(post), post.id]));
      const postIdOf = (id: string | undefined) => postIds.get(id ?? '') ?? `x:${id}`;
      for (const { id, public_metrics } of data)
        refreshed.metrics.set(postIdOf(id), metricsOf(public_metrics));
      const gone = errors.filter(({ title }) => title === 'Not Found Error');
      refreshed.withdrawn.push(...gone.map(({ resource_id }) => postIdOf(resource_id)));
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    refreshed.error = error.message;
  }
  return { ...refreshed, reads: { posts: refreshed.metrics.size, users: 0 } };
}

/** The id of the tweet that a post shows: after an edit it differs from the post's id. */
function findVersion({ id, url, repostOf }: Post): string {
  return (!repostOf && /\/status\/(\d+)$/.exec(url)?.[1]) || id.replace(/^x:/, '');
}
