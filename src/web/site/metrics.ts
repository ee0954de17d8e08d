// Metrics for Prometheus: runs, queued deliveries, response times.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DAY_MS, MINUTE_MS } from '../../base/time.js';
import type { Clock, Instant } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { countRecent, findWaiting } from '../../store/deliveries/counts.js';
import { listRunsEnded, type RunRecord } from '../../store/runs.js';
import { listSources } from '../../store/sources/sources.js';
import { type FollowedSources, onlyFollowed } from './followed-sources.js';

export interface Metrics {
  /** In Prometheus' text format. */
  render(): Promise<string>;
  contentType: string;
  observeRequest(labels: { route: string; method: string; status: number }, seconds: number): void;
  observeSearch(seconds: number): void;
  registry: Registry;
}

/** Further sources are counted as `other`, so that the label's values stay bounded. */
const MAX_SOURCE_LABELS = 200;
/** Runs that ended up to this long ago are read again, since another machine's clock may be behind. */
const OVERLAP_MS = 5 * MINUTE_MS;
const MAX_RUNS_READ = 5000;
const DELIVERY_DAYS = 7;
/** Scrapes within this time share one result. */
const SCRAPE_CACHE_MS = 10_000;

/** Creates the metrics of one server, counting from now on. */
export function createMetrics(db: Db, clock: Clock, followedSources?: FollowedSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = createRunCounters(registry);
  const gauges = createGauges(registry);
  const requests = new Histogram({
    name: 'tidings_http_request_seconds',
    help: 'Duration of requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const searches = new Histogram({
    name: 'tidings_search_seconds',
    help: 'Duration of archive searches, cached answers excluded',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers: [registry],
  });
  let since: Instant = clock().toISOString();
  let counted = new Set<string>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const countRuns = async () => {
    const runs = await listRunsEnded(db, since, MAX_RUNS_READ);
    for (const run of runs) if (!counted.has(run.id)) counters(run);
    // Runs within the overlap are read again: remember which were counted.
    const last = runs.at(-1)?.endedAt ?? since;
    const from = new Date(Date.parse(last) - OVERLAP_MS).toISOString();
    if (from > since) since = from;
    counted = new Set(runs.filter(({ endedAt = '' }) => endedAt >= since).map(({ id }) => id));
  };
  const read = async () => {
    if (Math.abs(clock().getTime() - readAt) < SCRAPE_CACHE_MS) return;
    reading ??= Promise.all([countRuns(), readGauges(db, clock(), gauges, followedSources)])
      .then(() => {
        readAt = clock().getTime();
      })
      .finally(() => {
        reading = undefined;
      });
    await reading;
  };
  return {
    registry,
    contentType: registry.contentType,
    async render() {
      await read();
      return registry.metrics();
    },
    observeRequest: ({ route, method, status }, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    observeSearch: (seconds) => searches.observe(seconds),
  };
}

/** Returns a function that counts one finished run. */
function createRunCounters(registry: Registry): (run: RunRecord) => void {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const runs = counter('tidings_runs_total', 'Runs that ended', 'kind', 'outcome');
  const fetches = counter('tidings_fetches_total', 'Fetches by outcome', 'outcome');
  const posts = counter('tidings_posts_total', 'Fetched posts', 'state');
  const failures = counter('tidings_source_failures_total', 'Failed fetches by source', 'source');
  const seconds = counter('tidings_stage_seconds_total', 'Seconds spent in each stage', 'stage');
  const tokens = counter('tidings_tokens_total', 'Tokens of language models', 'direction');
  const dollars = counter('tidings_model_usd_total', 'Cost of language models in dollars');
  const refusals = counter('tidings_refusals_total', 'Texts that the check refused, by reason', 'reason');
  const mails = counter('tidings_mails_total', 'Mails handed to the provider', 'outcome');
  const sources = new Set<string>();
  const labelOf = (source: string) => {
    if (sources.size < MAX_SOURCE_LABELS) sources.add(source);
    return sources.has(source) ? source : 'other';
  };
  return ({ kind, outcome, figures }) => {
    runs.inc({ kind, outcome });
    const failed = figures.sources?.failed ?? [];
    if (figures.sources)
      fetches.inc({ outcome: 'answered' }, Math.max(0, figures.sources.asked - failed.length));
    fetches.inc({ outcome: 'failed' }, failed.length);
    for (const { source } of failed) failures.inc({ source: labelOf(source) });
    posts.inc({ state: 'new' }, figures.posts?.added ?? 0);
    posts.inc({ state: 'known' }, Math.max(0, (figures.posts?.fetched ?? 0) - (figures.posts?.added ?? 0)));
    for (const [stage, ms] of Object.entries(figures.ms ?? {})) seconds.inc({ stage }, ms / 1000);
    tokens.inc({ direction: 'in' }, figures.model?.tokensIn ?? 0);
    tokens.inc({ direction: 'out' }, figures.model?.tokensOut ?? 0);
    dollars.inc(figures.model?.costUsd ?? 0);
    for (const [reason, count] of Object.entries(figures.refusals ?? {})) refusals.inc({ reason }, count);
    mails.inc({ outcome: 'sent' }, figures.deliveries?.sent ?? 0);
    mails.inc({ outcome: 'failed' }, figures.deliveries?.failed ?? 0);
  };
}

function createGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    deliveries: gauge('tidings_deliveries', 'Deliveries of the last week’s issues', 'state'),
    queue: gauge('tidings_delivery_queue', 'Deliveries that are due and not yet sent'),
    queueAge: gauge('tidings_delivery_queue_age_seconds', 'How long the oldest due delivery has waited'),
    failing: gauge('tidings_sources_failing', 'Sources whose last fetch failed'),
  };
}

async function readGauges(
  db: Db,
  now: Date,
  gauges: ReturnType<typeof createGauges>,
  followedSources: FollowedSources | undefined,
): Promise<void> {
  const since = new Date(now.getTime() - DELIVERY_DAYS * DAY_MS).toISOString();
  const states = await countRecent(db, since);
  gauges.deliveries.reset();
  for (const [state, count] of Object.entries(states)) gauges.deliveries.set({ state }, count);
  const waiting = await findWaiting(db, now.toISOString());
  gauges.queue.set(waiting.due);
  gauges.queueAge.set(waiting.since ? (now.getTime() - Date.parse(waiting.since)) / 1000 : 0);
  const failing = onlyFollowed(followedSources, await listSources(db)).filter(
    ({ failures, retired_at }) => failures > 0 && !retired_at,
  );
  gauges.failing.set(failing.length);
}
