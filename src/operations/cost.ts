// Estimates the cost of the configured X sources, from their past posts or from assumptions.
import { DAY_MS, HOUR_MS } from '../base/time.js';
import type { Config } from '../config/config.js';
import type { Clock, Period, Reads, SourceRef } from '../model.js';
import { parseCursor, planReading, type XCursor } from '../sources/x/cursor.js';
import { billingDay, estimateReadCost, estimateReading, type XEstimate } from '../sources/x/prices.js';
import type { Db } from '../store/database/schema.js';
import { findReads } from '../store/sources/reads.js';
import { countPostsBySource, listHealth, type SourceHealth } from '../store/sources/source-health.js';

/** 544 accounts that write about AI posted about 2,200 times a day, without reposts. */
export const ASSUMED_RATE = { postsADay: 4 };

export interface CostContext {
  config: Config;
  db: Db;
  clock: Clock;
}

export interface CostReport extends XEstimate {
  accounts: number;
  lists: number;
  /** Posts a day whose counts are read again before an issue. */
  refreshed: number;
  /** Number of sources with a measured rate. */
  fromHistory: number;
  budget: { dailyUsd: number; monthlyUsd: number };
  read: { today: Reads; month: Reads };
  spentUsd: { today: number; month: number };
}

/** Estimates the monthly cost without any request. */
export async function estimateCost(context: CostContext): Promise<CostReport> {
  const { config, db, clock } = context;
  const found = await findRates(context);
  const refs = found.map(({ ref }) => ref);
  const rates = found.map(({ rate }) => rate);
  const read = await findReads(db, billingDay(clock().toISOString()));
  const refreshed = refs.length > 0 ? config.sources.x.refreshPosts : 0;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    accounts: refs.filter((ref) => ref.kind === 'x-account').length,
    lists: refs.filter((ref) => ref.kind === 'x-list').length,
    fromHistory: rates.filter((rate) => rate.known).length,
    refreshed,
    ...estimateReading(
      Math.round(sum(rates.map((rate) => rate.postsADay))) + refreshed,
      sum(rates.map((rate) => rate.usersOnce)),
    ),
    budget: { ...config.sources.x.budget },
    read,
    spentUsd: { today: estimateReadCost(read.today), month: estimateReadCost(read.month) },
  };
}

export interface SpanCost extends Reads {
  usd: number;
}

/** Estimates the cost of reading a past span, without posts that are already stored. */
export async function estimateSpan(context: CostContext, span: Period): Promise<SpanCost> {
  const now = context.clock().toISOString();
  const lookback = context.config.editorial.lookbackHours * HOUR_MS;
  const period = { from: new Date(Date.parse(span.from) - lookback).toISOString(), to: span.to };
  const reads = { posts: 0, users: 0 };
  for (const { ref, rate, cursor } of await findRates(context)) {
    const plan = planReading(cursor, period, now);
    const days = plan ? (Date.parse(plan.to) - Date.parse(plan.from)) / DAY_MS : 0;
    reads.posts += ref.kind === 'x-list' ? Math.min(ref.limit, rate.postsADay * days) : rate.postsADay * days;
    reads.users += rate.usersOnce;
  }
  reads.posts = Math.round(reads.posts);
  return { ...reads, usd: estimateReadCost(reads) };
}

async function findRates({ config, db }: CostContext) {
  const health = new Map((await listHealth(db)).map((row) => [row.id, row]));
  const counts = await countPostsBySource(db);
  return config.refs
    .filter((ref) => ref.platform === 'x')
    .map((ref) => {
      const own = health.get(ref.id);
      const cursor = parseCursor(own?.cursor ?? undefined);
      return { ref, cursor, rate: rateOf(ref, own, counts.get(ref.id) ?? 0, cursor) };
    });
}

interface Rate {
  postsADay: number;
  usersOnce: number;
  known: boolean;
}

function rateOf(
  ref: SourceRef,
  health: SourceHealth | undefined,
  posts: number,
  { from, until, userId, handles }: XCursor,
): Rate {
  // An account that does not exist or does not respond costs nothing.
  if (health?.error && !userId && !handles) return { postsADay: 0, usersOnce: 0, known: true };
  const days = from && until ? (Date.parse(until) - Date.parse(from)) / DAY_MS : 0;
  const known = days >= 1 && health !== undefined;
  // The size of a list is unknown before it is read; its limit is the maximum.
  const assumed = ref.kind === 'x-list' ? ref.limit : ASSUMED_RATE.postsADay;
  const postsADay = known ? posts / days : assumed;
  if (ref.kind === 'x-account') return { postsADay, usersOnce: userId ? 0 : 1, known };
  return { postsADay, usersOnce: handles ? 0 : Math.ceil(assumed / ASSUMED_RATE.postsADay), known };
}
