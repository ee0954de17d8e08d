// The counts of posts on X as they are now, a hundred a call. Each is paid for, unless it was read on the same UTC day.
import type { Post, Refreshed } from '../../model.js';
import { SourceError } from '../http/failure.js';
import type { XSession } from './pages.js';
import { countsSchema } from './responses.js';
import { metricsOf } from './tweet.js';

/** Ids that a lookup takes. */
const LOOKUP = 100;

/** As many of `posts`, from the first on, as the budget allows. */
export async function refreshTweets(
  posts: Post[],
  { client, budget }: XSession,
  signal: AbortSignal,
): Promise<Refreshed> {
  const refreshed: Refreshed = { metrics: new Map(), withdrawn: [] };
  try {
    for (let start = 0; start < posts.length && !refreshed.error; start += LOOKUP) {
      const some = posts.slice(start, start + LOOKUP);
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

/** The tweet that a post shows: after an edit not the first one, whose id the post has. */
function findVersion({ id, url, repostOf }: Post): string {
  return (!repostOf && /\/status\/(\d+)$/.exec(url)?.[1]) || id.replace(/^x:/, '');
}
