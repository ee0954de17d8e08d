// X as sources: lists and accounts by twitter-api-v2, on one lane and one budget.
import type { Instant, Source, SourceRef } from '../model.js';
import { createAccountsSource } from './x-accounts.js';
import { createXClient, type XClientOptions } from './x-client.js';
import { createListSource } from './x-lists.js';
import type { Allowance } from './x-prices.js';
import type { XSession } from './x-reading.js';
import { refreshTweets } from './x-refresh.js';

export interface XOptions extends Omit<XClientOptions, 'bearerToken'> {
  /** Without one, every source is skipped. */
  bearerToken?: string;
  /** Asked before each fetch how much may be read, since X bills by the post; default: no bound. */
  allowance?: (now: Instant) => Promise<Allowance>;
  /** Pause before each request to the full archive, which allows one a second; default 1000. */
  archivePauseMs?: number;
}

/** One source for all accounts, one for each list; accounts come first in what the budget pays for. */
export function createXSources(refs: SourceRef[], options: XOptions): Source[] {
  const { bearerToken, allowance, archivePauseMs = 1000, ...rest } = options;
  if (!refs.length) return [];
  if (!bearerToken) return [skippedSource(refs, 'no X_BEARER_TOKEN')];
  const session: XSession = {
    client: createXClient({ bearerToken, ...rest }),
    budget: { left: Number.POSITIVE_INFINITY, spent: '' },
    archivePauseMs,
  };
  const accounts = refs.filter((ref) => ref.kind === 'x-account');
  const lists = refs.filter((ref) => ref.kind === 'x-list');
  const sources = [
    ...(accounts.length ? [createAccountsSource(accounts, session)] : []),
    ...lists.map((ref) => createListSource(ref, session)),
  ];
  // One lane, one after another: each finds what the one before has left.
  const settle = async (now: Instant) => {
    if (!allowance) return;
    const { posts, spent } = await allowance(now);
    session.budget = { left: posts, spent };
  };
  return sources.map((source) => ({
    ...source,
    fetch: async (request) => {
      await settle(request.now);
      return source.fetch(request);
    },
    refresh: async (posts, { now, signal }) => {
      await settle(now);
      return refreshTweets(posts, session, signal);
    },
  }));
}

function skippedSource(refs: SourceRef[], skipped: string): Source {
  return {
    refs,
    lane: 'x',
    fetch: async () => refs.map((ref) => ({ sourceId: ref.id, posts: [], skipped })),
  };
}
