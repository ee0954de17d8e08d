// Finds incidents in the store: late issues, failed runs, paused deliveries, used-up budgets, silent sources.

import { truncate } from '../base/text.js';
import { HOUR_MS, minuteOf, type NamedPeriod } from '../base/time.js';
import { releaseTime } from '../config/release-time.js';
import { formatCount, joinWords } from '../render/format.js';
import type { PipelineContext } from '../stages/context.js';
import { listChannelFaults } from '../store/deliveries/channels.js';
import { countUncertain } from '../store/deliveries/counts.js';
import { listPauses } from '../store/deliveries/deliveries.js';
import type { Incident } from '../store/incidents.js';
import { listRuns, type RunRecord } from '../store/runs.js';
import { listSources } from '../store/sources/sources.js';
import { countWaitingRequests } from '../store/subscribers/confirmation-requests.js';

type Watched = Pick<PipelineContext, 'config' | 'db' | 'clock'>;

/** An issue counts as late after this delay. */
const LATE_MS = HOUR_MS;
/** How many of the latest runs of each kind are read: three platforms have up to 512 parts each. */
const MAX_RUNS = { issue: 20, fetch: 2000, delivery: 20 };
/** Failing sources are an incident if at least this many, and this share of all, failed twice in a row. */
const MIN_FAILING_SOURCES = 3;
const FAILING_SHARE = 0.2;
const MAX_NAMED_SOURCES = 5;
/** Fewer waiting mails are normal, because some servers greylist. */
const MIN_WAITING_FOR_SERVER = 5;

/** All current incidents. `due`: periods whose issue is due and missing. */
export async function findIncidents(context: Watched, due: NamedPeriod[]): Promise<Incident[]> {
  const runs = await listLatest(context);
  return [
    ...findLate(context, due),
    ...findFailed(runs),
    ...findSpent(runs),
    ...(await findPaused(context)),
    ...(await findUncertain(context)),
    ...(await findWaitingRequests(context)),
    ...(await findChannelFaults(context)),
    ...(await findSilent(context)),
  ];
}

/** The latest runs that were not interrupted, newest first. */
async function listLatest({ db }: Watched): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const kind of ['issue', 'fetch', 'delivery'] as const)
    runs.push(...(await listRuns(db, { kind, limit: MAX_RUNS[kind] })));
  return runs
    .filter(({ outcome }) => outcome === 'done' || outcome === 'failed')
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function findLate({ config, clock }: Watched, due: NamedPeriod[]): Incident[] {
  return due.flatMap((period) => {
    const { cadence, name } = period;
    const time = releaseTime({ cadence, period }, config.publication);
    if (clock().getTime() - Date.parse(time) < LATE_MS) return [];
    const at = minuteOf(time);
    return [{ key: `late:${cadence}`, what: `The issue ${cadence}-${name} was due at ${at} and is missing` }];
  });
}

const RUN_VERBS = { issue: 'Making', fetch: 'Fetching', delivery: 'Delivering', backfill: 'Backfilling' };

/** Kinds of runs whose latest run failed. */
function findFailed(runs: RunRecord[]): Incident[] {
  const latest = new Map<string, RunRecord>();
  for (const run of runs) {
    const of =
      run.kind === 'issue' ? run.subject.replace(/-.*/, '') : run.kind === 'fetch' ? run.subject : '';
    const lane = `failed:${run.kind}:${of}`;
    if (!latest.has(lane)) latest.set(lane, run);
  }
  return [...latest]
    .filter(([, run]) => run.outcome === 'failed')
    .map(([key, { kind, subject, error = 'unknown error' }]) => ({
      key,
      what: `${RUN_VERBS[kind]} ${subject} failed: ${error}`,
    }));
}

/** Budgets that ran out in the latest run that could spend them. */
function findSpent(runs: RunRecord[]): Incident[] {
  const isOfX = (stop: string) => /\bX budget\b/.test(stop);
  const asksX = ({ kind, subject, figures }: RunRecord) =>
    figures.sources && (kind === 'issue' || /^x\b/.test(subject));
  const x = runs.find(asksX)?.figures.stops?.find(isOfX);
  const latestIssueRun = runs.find(({ kind, figures }) => kind === 'issue' && figures.model);
  const model = latestIssueRun?.figures.stops?.find((stop) => !isOfX(stop));
  return [
    ...(x ? [{ key: 'budget:x', what: `Reading X has stopped: ${x}` }] : []),
    ...(model && latestIssueRun
      ? [{ key: 'budget:model', what: `The model did only part of ${latestIssueRun.subject}: ${model}` }]
      : []),
  ];
}

async function findPaused({ db }: Watched): Promise<Incident[]> {
  return (await listPauses(db)).map(({ issueId, why }) => ({
    key: `paused:${issueId}`,
    what: `The delivery of ${issueId} is paused: ${why}`,
    command: `Continue with: tidings send ${issueId} --resume`,
  }));
}

async function findUncertain({ db }: Watched): Promise<Incident[]> {
  return [...(await countUncertain(db))].map(([issueId, count]) => ({
    key: `uncertain:${issueId}`,
    what: `${formatCount(count, 'mail')} of ${issueId} may or may not have arrived: a process or its connection ended while it sent them. Check the mail server's log before you send them again`,
    command: `To send them again: tidings send ${issueId} --resume --uncertain`,
  }));
}

async function findWaitingRequests({ db, config }: Watched): Promise<Incident[]> {
  const { limit, server } = await countWaitingRequests(db);
  const { confirmationsPerHour } = config.delivery;
  return [
    ...(limit > 0
      ? [
          {
            key: 'confirmations:limit',
            what: `${formatCount(limit, 'request')} to subscribe ${limit === 1 ? 'waits' : 'wait'}: more than ${confirmationsPerHour} confirmation mails an hour (delivery.confirmationsPerHour). Unless the publication was just mentioned somewhere, somebody may be entering other people's addresses`,
          },
        ]
      : []),
    ...(server >= MIN_WAITING_FOR_SERVER
      ? [
          {
            key: 'confirmations:server',
            what: `${formatCount(server, 'confirmation mail')} could not be sent yet and will be tried again`,
            command: 'Check the mail server with: tidings doctor',
          },
        ]
      : []),
  ];
}

/** Channels to which an issue of the last week was not posted, or possibly not. */
async function findChannelFaults({ db, clock }: Watched): Promise<Incident[]> {
  const faults = (await listChannelFaults(db, clock())).filter(({ state }) => state !== 'queued');
  return faults.map(({ issue_id, channel, state, error }) => ({
    key: `channel:${issue_id}:${channel}`,
    what:
      state === 'failed'
        ? `${issue_id} was not posted to ${channel}: ${error}`
        : `${issue_id} may or may not be in ${channel}: ${error}`,
    command: `To post it again: tidings send ${issue_id} --resume${state === 'failed' ? '' : ' --uncertain'}`,
  }));
}

async function findSilent({ db, config }: Watched): Promise<Incident[]> {
  const followed = new Set(config.refs.map(({ id }) => id));
  const asked = (await listSources(db)).filter(({ id, checked_at }) => followed.has(id) && checked_at);
  const failing = asked.filter(({ failures, retired_at }) => failures > 1 && !retired_at);
  if (failing.length < MIN_FAILING_SOURCES || failing.length < asked.length * FAILING_SHARE) return [];
  const names = failing
    .slice(0, MAX_NAMED_SOURCES)
    .map(({ name, error }) => `${name} (${truncate(error ?? '', 80)})`);
  const more = failing.length - names.length;
  const named = joinWords(more > 0 ? [...names, `${more} more`] : names);
  return [{ key: 'sources', what: `${failing.length} of ${asked.length} sources are failing: ${named}` }];
}
