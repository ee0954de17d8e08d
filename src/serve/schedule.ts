// Schedules fetches, daily and weekly issues, and deliveries. The state is in the store, so that the schedule catches
// up after a pause.

import { lastPeriod, MINUTE_MS, type NamedPeriod, periodOf } from '../base/time.js';
import type { Config } from '../config/config.js';
import { releaseTime } from '../config/release-time.js';
import type { Cadence, Clock, Instant, Platform } from '../model.js';
import { partsOf } from '../queue/parts.js';
import { type Job, type Part, type Queue, RETRY_MINUTES } from '../queue/queue.js';
import type { ScheduleState, SharedFetch } from '../store/schedule.js';

export interface State extends ScheduleState {
  /** When the schedule first ran: a process killed during its first issue makes it after a restart. */
  since: Instant;
  /** Time of the last failure, by platform or issue id. */
  failed: ReadonlyMap<string, Instant>;
}

export interface Settings {
  publication: Config['publication'];
  /** Platforms with sources. */
  platforms: Platform[];
}

export interface DueJobs {
  fetch: Platform[];
  issues: NamedPeriod[];
}

/** X bills each post. Reddit's rate limit allows fewer fetches than its posts would need. */
const FETCH_MINUTES: Record<Platform, number> = { web: 30, discord: 60, reddit: 60, x: 360 };

/**
 * Lists the jobs due at `now`. At most one issue per cadence is due: that of the latest period whose hour has passed,
 * if the store has none. After three days offline, the two earlier issues are not made. A publication without an issue
 * of a cadence starts at the first hour that passes while the schedule runs.
 */
export function dueJobs(state: State, now: Date, { publication, platforms }: Settings): DueJobs {
  const rests = (what: string) => {
    const failed = state.failed.get(what);
    return failed !== undefined && now.getTime() - Date.parse(failed) < RETRY_MINUTES * MINUTE_MS;
  };
  const issues = (['daily', 'weekly'] as const).flatMap((cadence) => {
    const period = releasedPeriod(now, cadence, publication);
    const id = `${cadence}-${period.name}`;
    // Names of periods sort by time. Periods before the first issue are not made.
    const hasEarlier = state.issues.some((issue) => issue.startsWith(`${cadence}-`) && issue < id);
    const watched = releaseTime({ cadence, period }, publication) >= state.since;
    return state.issues.includes(id) || rests(id) || !(hasEarlier || watched) ? [] : [period];
  });
  const fetch = platforms.filter((platform) => {
    const checked = state.checked[platform];
    const age = checked === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(checked);
    return age >= FETCH_MINUTES[platform] * MINUTE_MS && !rests(platform);
  });
  return { fetch, issues };
}

/** The latest period of the cadence that is over and whose issue may be published. */
function releasedPeriod(now: Date, cadence: Cadence, publication: Config['publication']): NamedPeriod {
  const { timeZone } = publication;
  const latest = lastPeriod(now, cadence, timeZone);
  if (releaseTime({ cadence, period: latest }, publication) <= now.toISOString()) return latest;
  const before = new Date(Date.parse(latest.from) - 1);
  const day = before.toLocaleDateString('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return periodOf(day, cadence, timeZone);
}

/** The work that the schedule starts. */
export interface Work {
  lastDone(): Promise<ScheduleState>;
  /** The lanes of a platform's sources; see `Source`. */
  lanesOf(platform: Platform): string[];
  /** Fetches the platform's sources, or one part of them. */
  fetch(platform: Platform, part: Part | undefined, signal: AbortSignal): Promise<void>;
  /** The issue that all sources are being fetched for, and since when. Kept in the store. */
  gathering(cadence: Cadence): Promise<SharedFetch | undefined>;
  beginGathering(cadence: Cadence, gathering: SharedFetch): Promise<void>;
  /** `gathered`: uses the posts in the store; otherwise fetches all sources itself. */
  makeIssue(period: NamedPeriod, gathered: SharedFetch | undefined, signal: AbortSignal): Promise<void>;
  /** Number of deliveries due. */
  countDue(): Promise<number>;
  /** Sends due deliveries, in parallel with other processes. */
  deliver(signal: AbortSignal): Promise<void>;
}

/** Maximum time that an issue waits for its sources. */
const MAX_GATHER_MINUTES = 15;
/** One process delivers per this many mails. */
const MAILS_PER_PROCESS = 500;
const MAX_DELIVERY_JOBS = 32;

/**
 * Plans due work every minute and runs it through the queue. `stop` aborts running work and waits for it.
 */
export async function startSchedule(
  work: Work,
  { clock, queue, ...settings }: Settings & { clock: Clock; queue: Queue },
): Promise<{ stop(): Promise<void> }> {
  const since = clock().toISOString();
  const due = async () =>
    dueJobs({ since, ...(await work.lastDone()), failed: await queue.failed() }, clock(), settings);
  const fetchJobs = (platforms: Platform[]): Job[] =>
    platforms.flatMap((platform): Job[] =>
      queue.shared
        ? partsOf(work.lanesOf(platform)).map((part) => ({
            kind: 'fetch',
            key: `${platform} ${part.at + 1}/${part.of}`,
            platform,
            part,
          }))
        : [{ kind: 'fetch', key: platform, platform }],
    );
  /** With a shared queue, all processes first fetch an issue's sources together. */
  const isGathered = async (id: string, cadence: Cadence) => {
    const sharedFetch = await work.gathering(cadence);
    if (sharedFetch?.issue !== id) {
      await queue.add(fetchJobs(settings.platforms));
      await work.beginGathering(cadence, { issue: id, at: clock().toISOString() });
      return false;
    }
    const minutes = (clock().getTime() - Date.parse(sharedFetch.at)) / MINUTE_MS;
    return minutes > MAX_GATHER_MINUTES || (await queue.count('fetch')) === 0;
  };
  const plan = async () => {
    const { issues, fetch } = await due();
    const ready: Job[] = [];
    for (const period of issues) {
      const id = `${period.cadence}-${period.name}`;
      if (!queue.shared || (await isGathered(id, period.cadence)))
        ready.push({ kind: 'issue', key: id, period });
    }
    // An issue fetches everything; the fetches that are due are planned again afterwards.
    await queue.add(issues.length > 0 ? ready : fetchJobs(fetch));
    const parts = queue.shared
      ? Math.min(MAX_DELIVERY_JOBS, Math.ceil((await work.countDue()) / MAILS_PER_PROCESS))
      : 1;
    await queue.add(
      Array.from({ length: parts }, (_, part) => ({ kind: 'deliver', key: `delivery ${part}` })),
    );
  };
  await queue.start(
    {
      fetch: ({ platform, part }, signal) => work.fetch(platform, part, signal),
      issue: async ({ period }, signal) => {
        const gathered = queue.shared ? await work.gathering(period.cadence) : undefined;
        await work.makeIssue(period, gathered, signal);
        // Its deliveries and the jobs that waited for it are now due.
        await plan();
      },
      deliver: async (_, signal) => {
        await work.deliver(signal);
        // After an abort there may be more to do.
        signal.throwIfAborted();
      },
    },
    plan,
  );
  return { stop: () => queue.stop() };
}
