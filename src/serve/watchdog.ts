// Checks for incidents every minute and notifies the operator.
import { MINUTE_MS } from '../base/time.js';
import { releaseTime } from '../config/release-time.js';
import type { Context } from '../context.js';
import { alertOperator } from '../operations/alerts.js';
import { findIncidents } from '../operations/incidents.js';
import { markInterrupted } from '../stages/runs.js';
import type { News } from '../store/incidents.js';
import { findScheduleState } from '../store/schedule.js';
import { dueJobs } from './schedule.js';

/** Checks once. A check that fails is logged. */
export async function watchHealth(context: Context): Promise<News> {
  try {
    await markInterrupted(context);
    return await alertOperator(context, await findIncidents(context, await findMissingIssues(context)));
  } catch (err) {
    context.log.error({ err }, 'health check failed');
    return { begun: [], over: [] };
  }
}

/**
 * Periods whose issue is due and missing, since the schedule first ran, of cadences with at least one issue: an operator
 * who makes daily issues by `cron` is not warned about weekly ones.
 */
export async function findMissingIssues({ config, db, clock }: Pick<Context, 'config' | 'db' | 'clock'>) {
  const { publication } = config;
  const now = clock();
  const since = now.toISOString();
  const state = { since, ...(await findScheduleState(db, since)), failed: new Map() };
  return dueJobs(state, now, { publication, platforms: [] }).issues.filter((period) => {
    const hasIssues = state.issues.some((issue) => issue.startsWith(`${period.cadence}-`));
    return hasIssues && releaseTime({ cadence: period.cadence, period }, publication) >= state.since;
  });
}

/** Checks every minute, independently of the schedule. `stop` waits for a running check. */
export function startWatchdog(context: Context): { stop(): Promise<void> } {
  const { log } = context;
  let runningCheck: Promise<void> | undefined;
  const tick = () => {
    runningCheck ??= watchHealth(context)
      .then(({ begun, over }) => {
        for (const { key, what } of begun) log.warn({ incident: key }, what);
        for (const { key, what } of over) log.info({ incident: key }, `resolved: ${what}`);
      })
      .finally(() => {
        runningCheck = undefined;
      });
  };
  const timer = setInterval(tick, MINUTE_MS);
  tick();
  return {
    async stop() {
      clearInterval(timer);
      await runningCheck;
    },
  };
}
