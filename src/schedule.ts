// What is done without being asked: fetching, the daily and the weekly issue, deliveries. Nothing is remembered but
// what the store says was done, so that a machine that slept knows what to catch up with.
import { schedule } from 'node-cron';
import type { Config } from './config.js';
import type { Log } from './log.js';
import type { Cadence, Clock, Instant, Platform } from './model.js';
import { lastPeriod, type NamedPeriod, periodOf } from './period.js';
import { releaseTime } from './stages/release.js';
import type { LastDone } from './store/schedule.js';

export interface State extends LastDone {
  /** Since when somebody has been watching: a process that was killed at its first issue makes it when it is back. */
  since: Instant;
  /** When something went wrong last: by platform or issue id. */
  failed: ReadonlyMap<string, Instant>;
}

export interface Settings {
  publication: Config['publication'];
  /** Those that have sources. */
  platforms: Platform[];
}

export interface Jobs {
  fetch: Platform[];
  issues: NamedPeriod[];
}

const MINUTE = 60_000;
/** X is paid by the post; Reddit changes slower than it counts requests. */
const FETCH_MINUTES: Record<Platform, number> = { web: 30, reddit: 60, x: 360 };
/** What went wrong is not tried again before this. */
const RETRY_MINUTES = 15;

/**
 * What is due at `now`. Of each cadence that is at most one issue, the one of the latest period whose hour has come,
 * when the store has none of it: after three days off, the two before it are not made up for. A publication that has
 * never had an issue of a cadence begins with the first hour that comes while somebody is watching.
 */
export function dueJobs(state: State, now: Date, { publication, platforms }: Settings): Jobs {
  const rests = (what: string) => {
    const failed = state.failed.get(what);
    return failed !== undefined && now.getTime() - Date.parse(failed) < RETRY_MINUTES * MINUTE;
  };
  const issues = (['daily', 'weekly'] as const).flatMap((cadence) => {
    const period = releasedPeriod(now, cadence, publication);
    const id = `${cadence}-${period.name}`;
    const begun = state.issues.some((issue) => issue.startsWith(`${cadence}-`));
    const watched = releaseTime({ cadence, period }, publication) >= state.since;
    return state.issues.includes(id) || rests(id) || !(begun || watched) ? [] : [period];
  });
  const fetch = platforms.filter((platform) => {
    const checked = state.checked[platform];
    const age = checked === undefined ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(checked);
    return age >= FETCH_MINUTES[platform] * MINUTE && !rests(platform);
  });
  return { fetch, issues };
}

/** The latest period of the cadence that is over and whose issue may go out. */
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

/** What the schedule sets in motion. */
export interface Work {
  lastDone(): Promise<LastDone>;
  fetch(platforms: Platform[], signal: AbortSignal): Promise<void>;
  makeIssue(period: NamedPeriod, signal: AbortSignal): Promise<void>;
  /** Everything that is due. */
  deliver(signal: AbortSignal): Promise<void>;
}

/**
 * Looks every minute what is due: fetching and issues one after the other, deliveries beside them. Neither overlaps
 * itself, and what throws is logged and tried again later. `stop` waits for what is under way, which `signal` cuts
 * short.
 */
export function startSchedule(
  work: Work,
  { clock, log, ...settings }: Settings & { clock: Clock; log: Log },
): { stop(): Promise<void> } {
  const since = clock().toISOString();
  const failed = new Map<string, Instant>();
  const ending = new AbortController();
  const attempt = async (what: string, run: () => Promise<void>) => {
    if (ending.signal.aborted) return;
    try {
      await run();
      failed.delete(what);
    } catch (error) {
      if (ending.signal.aborted) return;
      failed.set(what, clock().toISOString());
      log.error({ err: error, job: what }, 'a job of the schedule failed');
    }
  };
  const jobs = async () => dueJobs({ since, ...(await work.lastDone()), failed }, clock(), settings);
  const edit = async () => {
    for (const period of (await jobs()).issues)
      await attempt(`${period.cadence}-${period.name}`, () => work.makeIssue(period, ending.signal));
    // An issue has just fetched everything: what is due is asked again.
    for (const platform of (await jobs()).fetch)
      await attempt(platform, () => work.fetch([platform], ending.signal));
  };
  const deliver = () => attempt('delivery', () => work.deliver(ending.signal));
  const turns: (() => Promise<void> | undefined)[] = [];
  const tasks = Object.entries({ editorial: edit, delivery: deliver }).map(([name, run]) => {
    let turn: Promise<void> | undefined;
    // node-cron's noOverlap does not count what was executed by hand: one turn at a time is seen to here.
    const tick = () => {
      turn ??= run()
        .catch((error: unknown) => log.error({ err: error, job: name }, 'the schedule failed'))
        .finally(() => {
          turn = undefined;
        });
      return turn;
    };
    turns.push(() => turn);
    const { timeZone } = settings.publication;
    const task = schedule('* * * * *', tick, {
      name,
      timezone: timeZone,
      noOverlap: true,
      // A minute that was missed is no news: the next one sees what is due.
      suppressMissedWarning: true,
      logger: {
        info: quiet,
        debug: quiet,
        warn: quiet,
        error: (message) => log.error({ job: name }, String(message)),
      },
    });
    // What waited for this process is done now, not at the next full minute.
    void task.execute();
    return task;
  });
  return {
    async stop() {
      ending.abort();
      for (const task of tasks) await task.destroy();
      await Promise.all(turns.map((turn) => turn()));
    },
  };
}

function quiet(): void {}
