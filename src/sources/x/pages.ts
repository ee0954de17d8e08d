// Reads an X timeline or search page by page within a limit and a budget.
import { pause, SourceError } from '../http/failure.js';
import type { XCallBudget } from './budget.js';
import type { XClient } from './client.js';
import type { Page, Tweet } from './responses.js';

/** Shared state of one fetch. */
export interface XSession {
  client: XClient;
  budget: XCallBudget;
  /** Milliseconds before each request to the full archive, which allows one per second. */
  archivePauseMs: number;
}

export type PageQuery = Record<string, string | number | undefined>;

export interface PageRequest {
  ask(query: PageQuery): Promise<Page>;
  query: PageQuery;
  /** `next_token` for searches, `pagination_token` for timelines. */
  tokenName: string;
  pageSize: number;
  /** Size of the first page; each further page is twice as long. X bills whole pages. */
  firstPage?: number;
  /** The smallest page size that the endpoint accepts. */
  smallestPage: number;
  /** Read no more than this many posts. */
  limit: number;
  pauseMs?: number;
  /** Stops after a page with such a post. */
  isOld?(tweet: Tweet): boolean;
  signal: AbortSignal;
}

/** The result of reading. Posts are kept even if reading ended early. */
export interface Reading {
  /** Tweets, newest first. */
  tweets: Tweet[];
  /** Why the reading is incomplete. */
  cut?: 'limit' | 'budget' | SourceError;
}

/** Maximum pages; a search may return empty pages before further results. */
const MAX_PAGES = 200;

export async function readPages(request: PageRequest, budget: XCallBudget): Promise<Reading> {
  const tweets: Tweet[] = [];
  let token: string | undefined;
  try {
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const wanted = request.limit - tweets.length;
      if (wanted <= 0) return { tweets, cut: 'limit' };
      const largest = Math.min(request.pageSize, (request.firstPage ?? request.pageSize) * 2 ** pages);
      if (request.pauseMs) await pause(request.pauseMs, request.signal);
      const page = await budget.spend(
        Math.max(request.smallestPage, Math.min(largest, wanted)),
        async (size) => {
          if (size < request.smallestPage) return undefined;
          const query = { ...request.query, max_results: size, [request.tokenName]: token };
          const answer = await request.ask(query);
          budget.pay(tweetsOn(answer).length);
          return answer;
        },
      );
      if (!page) return { tweets, cut: 'budget' };
      const found = tweetsOn(page);
      tweets.push(...found);
      const next = page.meta?.next_token;
      if (!next || next === token || (request.isOld && found.some(request.isOld))) break;
      token = next;
    }
    return { tweets };
  } catch (error) {
    if (error instanceof SourceError) return { tweets, cut: error };
    throw error;
  }
}

function tweetsOn(page: Page): Tweet[] {
  if (page.data || page.meta) return page.data ?? [];
  const problem = page.errors?.[0]?.title;
  throw new SourceError(
    problem === 'Not Found Error' ? 'no such list or account on X' : 'X sent an unexpected response',
  );
}
