// Fetches X accounts, several per search query, continuing from the last fetch.
import type { FetchOutcome, FetchRequest, SourceRef } from '../../model.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import {
  idAt,
  moveCursor,
  newerId,
  parseCursor,
  planReading,
  type ReadingPlan,
  type XCursor,
} from './cursor.js';
import { type Reading, readPages, type XSession } from './pages.js';
import { USER_IN_POSTS } from './prices.js';
import { MAX_QUERY_CHARACTERS, type PackedQuery, packQueries } from './queries.js';
import { lookupSchema, pageSchema } from './responses.js';
import { latestVersions, TWEET_FIELDS, tweetToPost } from './tweet.js';

interface Account {
  ref: SourceRef;
  handle: string;
  cursor: XCursor;
  /** Whether this fetch looked up, and paid for, the account's id. */
  lookedUp?: boolean;
}

/** Maximum handles per user lookup. */
const MAX_LOOKUP_HANDLES = 100;
/** Maximum share of the budget for looking up accounts; the rest is for posts. */
const LOOKUP_SHARE = 0.5;
/** `end_time` must be 10 seconds before the request; the rest allows for clock differences. */
const END_MARGIN_MS = 30_000;

/** Fetches all accounts together: accounts with the same reading plan share a query. */
export async function fetchAccounts(
  refs: SourceRef[],
  session: XSession,
  request: FetchRequest,
): Promise<FetchOutcome[]> {
  const outcomes = new Map<string, FetchOutcome>();
  const awake = refs.filter((ref) => !request.resting?.has(ref.id));
  const accounts: Account[] = awake.map((ref) => ({
    ref,
    handle: ref.target.replace(/^@/, ''),
    cursor: parseCursor(request.cursors.get(ref.id)),
  }));
  try {
    for (const [account, problem] of await identify(accounts, session, request))
      outcomes.set(account.ref.id, { sourceId: account.ref.id, posts: [], ...problem });
    const known = accounts.filter((account) => !outcomes.has(account.ref.id));
    for (const { plan, members } of groupByPlan(known, request)) {
      const maxLength = plan.archive ? MAX_QUERY_CHARACTERS.archive : MAX_QUERY_CHARACTERS.recent;
      for (const packed of packQueries(members, maxLength)) {
        const reading = await readQuery(packed, plan, session, request);
        for (const account of packed.accounts)
          outcomes.set(account.ref.id, outcomeOf(account, packed, plan, reading, session, request));
        if (reading.cut instanceof SourceError && reading.cut.next.affectsAll) throw reading.cut;
      }
    }
    for (const { ref } of known)
      if (!outcomes.has(ref.id)) outcomes.set(ref.id, { sourceId: ref.id, posts: [], unchanged: true });
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    for (const account of accounts) {
      if (outcomes.has(account.ref.id)) continue;
      // Keeps posts that were paid for.
      const paid = account.lookedUp && {
        cursor: JSON.stringify(account.cursor),
        reads: { posts: 0, users: 1 },
      };
      outcomes.set(account.ref.id, { ...outcomeOfFailure(account.ref.id, error, request.now), ...paid });
    }
  }
  return [...outcomes.values()];
}

/** Looks up ids missing in the accounts' cursors and stores them there. Returns the problems by account. */
async function identify(
  accounts: Account[],
  { client, budget }: XSession,
  { signal, now }: FetchRequest,
): Promise<Map<Account, Partial<FetchOutcome>>> {
  const problems = new Map<Account, Partial<FetchOutcome>>();
  const unknown = accounts.filter((account) => !account.cursor.userId);
  for (const account of unknown)
    if (!/^\w{1,20}$/.test(account.handle)) problems.set(account, { error: 'no such account' });
  const wanted = unknown.filter((account) => !problems.has(account));
  const lookUp = async (some: Account[]) => {
    const usernames = some.map((account) => account.handle).join(',');
    const answer = await client.get('users/by', { usernames }, lookupSchema, signal);
    for (const account of some) {
      const same = (name: string | undefined) => name?.toLowerCase() === account.handle.toLowerCase();
      const user = answer.data?.find((found) => same(found.username));
      const problem = answer.errors?.find((found) => same(found.value));
      if (user) {
        account.cursor.userId = user.id;
        account.lookedUp = true;
        budget.pay(USER_IN_POSTS);
      } else {
        const error = problem?.title === 'Forbidden' ? 'suspended or closed' : 'no such account';
        problems.set(account, { error });
      }
    }
  };
  for (let start = 0; start < wanted.length; start += MAX_LOOKUP_HANDLES) {
    const some = wanted.slice(start, start + MAX_LOOKUP_HANDLES);
    let asked: Account[] = [];
    const ask = async (posts: number) => {
      const affordable = Math.floor(posts / USER_IN_POSTS);
      asked = some.slice(0, affordable);
      for (const account of some.slice(affordable)) problems.set(account, { skipped: budget.spent() });
      if (asked.length > 0) await lookUp(asked);
    };
    try {
      await budget.spend(some.length * USER_IN_POSTS, ask, LOOKUP_SHARE);
    } catch (error) {
      if (!(error instanceof SourceError) || error.next.affectsAll) throw error;
      for (const account of asked) problems.set(account, outcomeOfFailure(account.ref.id, error, now));
    }
  }
  return problems;
}

/** Groups accounts that can share a query, least recently read first, so that a small budget does not always starve the same ones. */
function groupByPlan(
  accounts: Account[],
  request: FetchRequest,
): { plan: ReadingPlan; members: Account[] }[] {
  const groups = new Map<string, { plan: ReadingPlan; members: Account[] }>();
  for (const account of accounts) {
    const plan = planReading(account.cursor, request.period, request.now);
    if (!plan) continue;
    const key = plan.sinceId ? `since ${plan.from}` : '';
    const group = groups.get(key) ?? { plan, members: [] };
    group.members.push(account);
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function readQuery(
  { query, accounts }: PackedQuery<Account>,
  plan: ReadingPlan,
  { client, budget, archivePauseMs }: XSession,
  request: FetchRequest,
): Promise<Reading> {
  const { signal, now } = request;
  const path = plan.archive ? 'tweets/search/all' : 'tweets/search/recent';
  // X allows only one kind of bound in a search.
  const bounds = plan.sinceId
    ? { since_id: oldestSince(accounts, plan.sinceId), ...untilOf(plan, now) }
    : timesOf(plan, now);
  return readPages(
    {
      ask: (page) => client.get(path, page, pageSchema, signal),
      query: { query, 'tweet.fields': TWEET_FIELDS, ...bounds },
      tokenName: 'next_token',
      pageSize: plan.archive ? 500 : 100,
      smallestPage: 10,
      limit: accounts.reduce((sum, account) => sum + account.ref.limit, 0),
      ...(plan.archive && { pauseMs: archivePauseMs }),
      signal,
    },
    budget,
  );
}

function timesOf({ from, to }: ReadingPlan, now: string): Record<string, string> {
  const seconds = (instant: string) => `${instant.slice(0, 19)}Z`;
  return { start_time: seconds(from), ...(hasEnded(to, now) && { end_time: seconds(to) }) };
}

/** The upper bound of a search by ids, also an id. */
function untilOf({ to }: ReadingPlan, now: string): Record<string, string> {
  return hasEnded(to, now) ? { until_id: idAt(Date.parse(to)) } : {};
}

function hasEnded(to: string, now: string): boolean {
  return Date.parse(to) < Date.parse(now) - END_MARGIN_MS;
}

function oldestSince(accounts: Account[], sinceId: string): string {
  return accounts.reduce((oldest, { cursor }) => {
    const own = cursor.sinceId ?? oldest;
    return newerId(own, oldest) === oldest ? own : oldest;
  }, sinceId);
}

function outcomeOf(
  account: Account,
  packed: PackedQuery<Account>,
  plan: ReadingPlan,
  { tweets, cut }: Reading,
  session: XSession,
  request: FetchRequest,
): FetchOutcome {
  const { ref, handle, cursor } = account;
  const own = tweets.filter((tweet) => tweet.author_id === cursor.userId);
  const posts = latestVersions(own.slice(0, ref.limit)).flatMap(
    (tweet) => tweetToPost(tweet, handle, ref) ?? [],
  );
  const ids = tweets.map((tweet) => tweet.id);
  const moved = cut === undefined || cut === 'limit' ? moveCursor(cursor, plan, ids) : cursor;
  // X also bills posts that belong to none of them; they count for the first account.
  const members = new Set(packed.accounts.map((each) => each.cursor.userId));
  const strays =
    account === packed.accounts[0] ? tweets.filter((tweet) => !members.has(tweet.author_id)) : [];
  const reads = { posts: own.length + strays.length, users: account.lookedUp ? 1 : 0 };
  const outcome: FetchOutcome = { sourceId: ref.id, posts, cursor: JSON.stringify(moved), reads };
  if (cut instanceof SourceError) return { ...outcome, ...outcomeOfFailure(ref.id, cut, request.now), posts };
  const spent = session.budget.spent();
  if (cut === 'budget') return { ...outcome, ...(tweets.length ? { partial: spent } : { skipped: spent }) };
  if (cut === 'limit' || own.length > ref.limit)
    return { ...outcome, note: `stopped at its limit of ${ref.limit} posts` };
  return outcome;
}
