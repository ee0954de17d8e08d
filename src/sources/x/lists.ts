// Fetches an X list: its newest posts, back to the last fetch. X shows only 800.
import type { FetchOutcome, FetchRequest, SourceRef } from '../../model.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import { moveCursor, parseCursor, planReading, type ReadingPlan, timeOfId } from './cursor.js';
import { type PageQuery, readPages, type XSession } from './pages.js';
import { USER_IN_POSTS } from './prices.js';
import { type Page, pageSchema, type Tweet } from './responses.js';
import { latestVersions, TWEET_FIELDS, tweetToPost } from './tweet.js';

const MAX_POSTS = 800;

export async function fetchList(
  ref: SourceRef,
  session: XSession,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const cursor = parseCursor(request.cursors.get(ref.id));
  const planned = planReading(cursor, request.period, request.now);
  if (!planned) return { sourceId: ref.id, posts: [], unchanged: true };
  // A timeline is always read from its newest post down.
  const plan = { ...planned, to: request.now };
  const handles = new Map(Object.entries(cursor.handles ?? {}));
  const paid = new Set<string>();
  const { tweets, cut } = await readPages(
    {
      ask: askWithAuthors(`lists/${ref.target}/tweets`, { handles, paid }, session, request.signal),
      query: { 'tweet.fields': TWEET_FIELDS },
      tokenName: 'pagination_token',
      pageSize: 100,
      firstPage: 20,
      smallestPage: 1,
      limit: Math.min(ref.limit, MAX_POSTS),
      isOld: (tweet) => isBefore(tweet, plan),
      signal: request.signal,
    },
    session.budget,
  );
  const posts = latestVersions(tweets).flatMap((tweet) => {
    const handle = handles.get(tweet.author_id);
    return (handle && tweetToPost(tweet, handle, ref)) || [];
  });
  const ids = tweets.map((tweet) => tweet.id);
  const moved = cut === undefined || cut === 'limit' ? moveCursor(cursor, plan, ids) : cursor;
  const outcome: FetchOutcome = {
    sourceId: ref.id,
    posts,
    cursor: JSON.stringify({ ...moved, handles: Object.fromEntries(handles) }),
    reads: { posts: tweets.length, users: paid.size },
  };
  if (cut instanceof SourceError) return { ...outcome, ...outcomeOfFailure(ref.id, cut, request.now), posts };
  if (cut === 'limit') return { ...outcome, note: `stopped at ${tweets.length} posts` };
  const spent = session.budget.spent();
  if (cut === 'budget') return { ...outcome, ...(tweets.length ? { partial: spent } : { skipped: spent }) };
  return outcome;
}

/**
 * Requests pages; adds their authors to `handles`, and the billed ones to `paid`. Author expansions cost twice as much
 * as a post, so from the second fetch on, a page is first requested without them; repeating the request on the same day
 * is free.
 */
function askWithAuthors(
  path: string,
  { handles, paid }: { handles: Map<string, string>; paid: Set<string> },
  { client, budget }: XSession,
  signal: AbortSignal,
): (query: PageQuery) => Promise<Page> {
  const first = handles.size === 0;
  return async (query) => {
    const plain = first ? undefined : await client.get(path, query, pageSchema, signal);
    if (plain && (plain.data ?? []).every((tweet) => handles.has(tweet.author_id))) return plain;
    const expanded = { ...query, expansions: 'author_id', 'user.fields': 'username' };
    const page = await client.get(path, expanded, pageSchema, signal);
    for (const { id, username } of page.includes?.users ?? []) {
      handles.set(id, username);
      if (!paid.has(id)) budget.pay(USER_IN_POSTS);
      paid.add(id);
    }
    return page;
  };
}

function isBefore(tweet: Tweet, plan: ReadingPlan): boolean {
  if (plan.sinceId) return BigInt(tweet.id) <= BigInt(plan.sinceId);
  return timeOfId(tweet.id) < Date.parse(plan.from);
}
