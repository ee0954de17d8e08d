// What the configured X sources cost, from what they gave so far, else from stated assumptions.
import type { Config } from '../config.js';
import type { Clock, Reads, SourceRef } from '../model.js';
import { parseCursor } from '../sources/x-cursor.js';
import { billingDay, costOf, estimateReading, type XEstimate } from '../sources/x-prices.js';
import { findReads } from '../store/reads.js';
import type { Db } from '../store/schema.js';
import { listHealth, type SourceHealth } from '../store/source-health.js';

const DAY_MS = 86_400_000;
/** 544 accounts that write about AI gave some 2,200 posts a day without reposts. */
export const ASSUMED = { postsADay: 4 };

export interface CostReport extends XEstimate {
  accounts: number;
  lists: number;
  /** Of how many sources the rate is known from what was read of them. */
  fromHistory: number;
  budget: { dailyUsd: number; monthlyUsd: number };
  read: { today: Reads; month: Reads };
  spentUsd: { today: number; month: number };
}

/** Nothing is asked for this: it costs nothing. */
export async function estimateCost({
  config,
  db,
  clock,
}: {
  config: Config;
  db: Db;
  clock: Clock;
}): Promise<CostReport> {
  const refs = config.refs.filter((ref) => ref.platform === 'x');
  const health = new Map((await listHealth(db)).map((row) => [row.id, row]));
  const rates = refs.map((ref) => rateOf(ref, health.get(ref.id)));
  const read = await findReads(db, billingDay(clock().toISOString()));
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    accounts: refs.filter((ref) => ref.kind === 'x-account').length,
    lists: refs.filter((ref) => ref.kind === 'x-list').length,
    fromHistory: rates.filter((rate) => rate.known).length,
    ...estimateReading(
      Math.round(sum(rates.map((rate) => rate.postsADay))),
      sum(rates.map((rate) => rate.usersOnce)),
    ),
    budget: { ...config.sources.x.budget },
    read,
    spentUsd: { today: costOf(read.today), month: costOf(read.month) },
  };
}

interface Rate {
  postsADay: number;
  usersOnce: number;
  known: boolean;
}

function rateOf(ref: SourceRef, health: SourceHealth | undefined): Rate {
  const { from, until, userId, handles } = parseCursor(health?.cursor ?? undefined);
  const days = from && until ? (Date.parse(until) - Date.parse(from)) / DAY_MS : 0;
  const known = days >= 1 && health !== undefined;
  // How many a list has is not known before it is read: no more than its limit can come.
  const assumed = ref.kind === 'x-list' ? ref.limit : ASSUMED.postsADay;
  const postsADay = known ? health.posts / days : assumed;
  if (ref.kind === 'x-account') return { postsADay, usersOnce: userId ? 0 : 1, known };
  return { postsADay, usersOnce: handles ? 0 : Math.ceil(assumed / ASSUMED.postsADay), known };
}
