// X as sources: lists and accounts by twitter-api-v2, on one lane and one budget.
import type { Source, SourceRef } from '../model.js';
import { createAccountsSource } from './x-accounts.js';
import { createXClient, type XClientOptions } from './x-client.js';
import { createListSource } from './x-lists.js';
import type { XSession } from './x-reading.js';

export interface XOptions extends Omit<XClientOptions, 'bearerToken'> {
  /** Without one, every source is skipped. */
  bearerToken?: string;
  /** The most posts that these sources read between them, since X bills by the post; default: no bound. */
  maxPosts?: number;
  /** Pause before each request to the full archive, which allows one a second; default 1000. */
  archivePauseMs?: number;
}

/** One source for all accounts, one for each list; accounts come first in what the budget pays for. */
export function createXSources(refs: SourceRef[], options: XOptions): Source[] {
  const { bearerToken, maxPosts = Number.POSITIVE_INFINITY, archivePauseMs = 1000, ...rest } = options;
  if (!refs.length) return [];
  if (!bearerToken) return [skippedSource(refs, 'no X_BEARER_TOKEN')];
  const session: XSession = {
    client: createXClient({ bearerToken, ...rest }),
    budget: { total: maxPosts, left: maxPosts },
    archivePauseMs,
  };
  const accounts = refs.filter((ref) => ref.kind === 'x-account');
  const lists = refs.filter((ref) => ref.kind === 'x-list');
  return [
    ...(accounts.length ? [createAccountsSource(accounts, session)] : []),
    ...lists.map((ref) => createListSource(ref, session)),
  ];
}

function skippedSource(refs: SourceRef[], skipped: string): Source {
  return {
    refs,
    lane: 'x',
    fetch: async () => refs.map((ref) => ({ sourceId: ref.id, posts: [], skipped })),
  };
}
