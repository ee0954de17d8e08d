// Looks whether all is well, and tells the operator when it is not.
import { MINUTE_MS } from '../base/time.js';
import type { Context } from '../context.js';
import { alertOperator } from '../operations/alerts.js';
import { findIncidents } from '../operations/incidents.js';
import { releaseTime } from '../stages/editing/release.js';
import { markInterrupted } from '../stages/runs.js';
import type { News } from '../store/incidents.js';
import { findLastDone } from '../store/schedule.js';
import { dueJobs } from './schedule.js';

const EVERY_MS = MINUTE_MS;

/** Looks once. What cannot be looked at is logged. */
export async function watchHealth(context: Context): Promise<News> {
  try {
    await markInterrupted(context);
    return await alertOperator(context, await findIncidents(context, await findMissing(context)));
  } catch (err) {
    context.log.error({ err }, 'nobody could look whether all is well');
    return { begun: [], over: [] };
  }
}

/**
 * The periods whose issues should be there and are not: since somebody watches, and of cadences that there are issues
 * of. Whoever makes daily issues by `cron` does not miss a weekly one.
 */
export async function findMissing({ config, db, clock }: Pick<Context, 'config' | 'db' | 'clock'>) {
  const { publication } = config;
  const now = clock();
  const since = now.toISOString();
  const state = { since, ...(await findLastDone(db, since)), failed: new Map() };
  return dueJobs(state, now, { publication, platforms: [] }).issues.filter((period) => {
    const begun = state.issues.some((issue) => issue.startsWith(`${period.cadence}-`));
    return begun && releaseTime({ cadence: period.cadence, period }, publication) >= state.since;
  });
}

/** Looks every minute, whatever the schedule does. `stop` waits for the look under way. */
export function startWatchdog(context: Context): { stop(): Promise<void> } {
  const { log } = context;
  let look: Promise<void> | undefined;
  const tick = () => {
    look ??= watchHealth(context)
      .then(({ begun, over }) => {
        for (const { key, what } of begun) log.warn({ incident: key }, what);
        for (const { key, what } of over) log.info({ incident: key }, `over: ${what}`);
      })
      .finally(() => {
        look = undefined;
      });
  };
  const timer = setInterval(tick, EVERY_MS);
  tick();
  return {
    async stop() {
      clearInterval(timer);
      await look;
    },
  };
}
