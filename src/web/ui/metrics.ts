// Metrics for Prometheus: what the runs in the store tell, what waits, and how this server answers.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DAY_MS, MINUTE_MS } from '../../base/time.js';
import type { Clock, Instant } from '../../model.js';
import type { Db } from '../../store/database/schema.js';
import { countRecent, findWaiting } from '../../store/deliveries/counts.js';
import { listRunsEnded, type RunRecord } from '../../store/runs.js';
import { listSources } from '../../store/sources/sources.js';

export interface Metrics {
  /** In Prometheus' text format. */
  render(): Promise<string>;
  contentType: string;
  observeRequest(labels: { route: string; method: string; status: number }, seconds: number): void;
  observeSearch(seconds: number): void;
  registry: Registry;
}

/** A source beyond these is counted as `other`: a label must not grow without end. */
const MOST_SOURCES = 200;
/** So far back runs are read again: another machine's clock may be behind. */
const OVERLAP_MS = 5 * MINUTE_MS;
const RUNS_AT_ONCE = 5000;
const DELIVERY_DAYS = 7;
/** What is read for a scrape is good for the next ones within this time. */
const KEPT_MS = 10_000;

/** Makes them anew, counting from now on: each server has its own. */
export function createMetrics(db: Db, clock: Clock): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = createRunCounters(registry);
  const gauges = createGauges(registry);
  const requests = new Histogram({
    name: 'tidings_http_request_seconds',
    help: 'How long a request took',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const searches = new Histogram({
    name: 'tidings_search_seconds',
    help: 'How long a search of the archive took, answers from memory left out',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers: [registry],
  });
  let since: Instant = clock().toISOString();
  let counted = new Set<string>();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const countRuns = async () => {
    const runs = await listRunsEnded(db, since, RUNS_AT_ONCE);
    for (const run of runs) if (!counted.has(run.id)) counters(run);
    // What is still within the overlap is read again, and must be known then.
    const last = runs.at(-1)?.endedAt ?? since;
    const from = new Date(Date.parse(last) - OVERLAP_MS).toISOString();
    if (from > since) since = from;
    counted = new Set(runs.filter(({ endedAt = '' }) => endedAt >= since).map(({ id }) => id));
  };
  const read = async () => {
    if (Math.abs(clock().getTime() - readAt) < KEPT_MS) return;
    reading ??= Promise.all([countRuns(), readGauges(db, clock(), gauges)])
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

/** Gives what counts a run that has ended. */
function createRunCounters(registry: Registry): (run: RunRecord) => void {
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const runs = counter('tidings_runs_total', 'Runs that ended', 'kind', 'outcome');
  const fetches = counter('tidings_fetches_total', 'Sources that were asked', 'outcome');
  const posts = counter('tidings_posts_total', 'Posts that were fetched', 'state');
  const failures = counter('tidings_source_failures_total', 'Times that a source did not answer', 'source');
  const seconds = counter('tidings_stage_seconds_total', 'Seconds that the stages took', 'stage');
  const tokens = counter('tidings_tokens_total', 'Tokens of language models', 'direction');
  const dollars = counter('tidings_model_usd_total', 'Dollars that language models cost');
  const mails = counter('tidings_mails_total', 'Mails that were handed over', 'outcome');
  const sources = new Set<string>();
  const labelOf = (source: string) => {
    if (sources.size < MOST_SOURCES) sources.add(source);
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
    mails.inc({ outcome: 'sent' }, figures.deliveries?.sent ?? 0);
    mails.inc({ outcome: 'failed' }, figures.deliveries?.failed ?? 0);
  };
}

function createGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    deliveries: gauge('tidings_deliveries', 'Deliveries of the last week’s issues', 'state'),
    queue: gauge('tidings_delivery_queue', 'Deliveries that are due and not sent'),
    queueAge: gauge('tidings_delivery_queue_age_seconds', 'How long the oldest of them has been due'),
    failing: gauge('tidings_sources_failing', 'Sources that did not answer when last asked'),
  };
}

async function readGauges(db: Db, now: Date, gauges: ReturnType<typeof createGauges>): Promise<void> {
  const since = new Date(now.getTime() - DELIVERY_DAYS * DAY_MS).toISOString();
  const states = await countRecent(db, since);
  gauges.deliveries.reset();
  for (const [state, count] of Object.entries(states)) gauges.deliveries.set({ state }, count);
  const waiting = await findWaiting(db, now.toISOString());
  gauges.queue.set(waiting.due);
  gauges.queueAge.set(waiting.since ? (now.getTime() - Date.parse(waiting.since)) / 1000 : 0);
  const failing = (await listSources(db)).filter(({ failures, retired_at }) => failures > 0 && !retired_at);
  gauges.failing.set(failing.length);
}
