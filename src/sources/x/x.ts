// Creates sources for X lists and accounts, with one lane and one budget.
import type { FetchOutcome, FetchRequest, Reads, Source, SourceRef } from '../../model.js';
import { fetchAccounts } from './accounts.js';
import { type BudgetStore, openBudget } from './budget.js';
import type { XClientOptions } from './client.js';
import { fetchList } from './lists.js';
import type { XSession } from './pages.js';
import { billingDay } from './prices.js';
import { refreshTweets } from './refresh.js';

export interface XOptions extends Omit<XClientOptions, 'bearerToken'> {
  /** Without a token, every source is skipped. */
  bearerToken?: string;
  /** Stores the budget, since X bills by the post; default: unlimited. */
  budgetStore?: BudgetStore;
  /** Milliseconds before each request to the full archive, which allows one per second; default 1000. */
  archivePauseMs?: number;
}

/** Creates one source for all accounts and one for each list. Accounts use the budget first. */
export function createXSources(refs: SourceRef[], options: XOptions): Source[] {
  const { bearerToken, budgetStore, archivePauseMs = 1000, ...rest } = options;
  if (!refs.length) return [];
  if (!bearerToken) return [skippedSource(refs, 'no X_BEARER_TOKEN')];
  const openSession = async (now: string): Promise<XSession> => {
    // Loads the package on demand, because only fetching commands need it.
    const { createXClient } = await import('./client.js');
    const client = createXClient({ bearerToken, ...rest });
    return { client, budget: openBudget(budgetStore, now), archivePauseMs };
  };
  const priced = <T extends { reads?: Reads }>(made: T, now: string): T =>
    budgetStore && made.reads ? { ...made, reservedOn: billingDay(now) } : made;
  // One lane: each source uses the budget that the previous one left.
  const createSource = (
    own: SourceRef[],
    fetch: (session: XSession, request: FetchRequest) => Promise<FetchOutcome[]>,
  ): Source => ({
    refs: own,
    lane: 'x',
    fetch: async (request) =>
      (await fetch(await openSession(request.now), request)).map((outcome) => priced(outcome, request.now)),
    refresh: async (posts, { now, signal }) =>
      priced(await refreshTweets(posts, await openSession(now), signal), now),
  });
  const accounts = refs.filter((ref) => ref.kind === 'x-account');
  const lists = refs.filter((ref) => ref.kind === 'x-list');
  return [
    ...(accounts.length ? [createSource(accounts, (...asked) => fetchAccounts(accounts, ...asked))] : []),
    ...lists.map((ref) => createSource([ref], async (...asked) => [await fetchList(ref, ...asked)])),
  ];
}

function skippedSource(refs: SourceRef[], skipped: string): Source {
  return {
    refs,
    lane: 'x',
    fetch: async () => refs.map((ref) => ({ sourceId: ref.id, posts: [], skipped })),
  };
}
