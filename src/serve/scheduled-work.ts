// Runs the schedule's jobs through the pipeline.

import { lastPeriod } from '../base/time.js';
import { isPostgresUrl } from '../base/url.js';
import type { Config } from '../config/config.js';
import type { Context } from '../context.js';
import type { Platform, Source } from '../model.js';
import { forgetByAge } from '../operations/retention.js';
import { runPipeline } from '../pipeline.js';
import { createInProcessQueue } from '../queue/in-process.js';
import { isInPart } from '../queue/parts.js';
import type { Queue, Role } from '../queue/queue.js';
import { channelsOf } from '../stages/delivering/channels.js';
import { deliverAllDue } from '../stages/delivering/delivery.js';
import { publishDueDrafts } from '../stages/editing/scheduled-drafts.js';
import { collectPosts } from '../stages/fetching/collect.js';
import { findCollected } from '../stages/fetching/collected-parts.js';
import { figuresOfFetch, recordRun } from '../stages/runs.js';
import { countDueChannels } from '../store/deliveries/channels.js';
import { countDue } from '../store/deliveries/deliveries.js';
import { listDueDraftIds } from '../store/issues.js';
import {
  findScheduleState,
  findSharedFetch,
  recordFetch,
  recordPlanning,
  saveSharedFetch,
} from '../store/schedule.js';
import { startSchedule, type Work } from './schedule.js';

/** Counting stops here: more due mails do not change the plan. */
const MAX_COUNTED_MAILS = 20_000;

/** Parallel fetch jobs, so that a slow one does not delay the others. They share `network.concurrency`. */
const PARALLEL_FETCHES = 3;

/** Starts running jobs of the queue. `stop` waits for running work and closes the queue. */
export function startWork(context: Context, queue: Queue): Promise<{ stop(): Promise<void> }> {
  return startSchedule(createWork(context), {
    clock: context.clock,
    publication: context.config.publication,
    platforms: platformsOf(context),
    queue,
  });
}

/** Creates the work of a folder. Logs results. */
function createWork(context: Context): Work {
  const { db, clock, log } = context;
  // Read at each use: the configuration may be reloaded.
  const quiet = () => ({ ...context, progress: () => {} });
  const sourcesOf = (platform: Platform) =>
    context.sources.filter((source) => platformOf(source) === platform);
  return {
    async lastDone() {
      const now = clock().toISOString();
      await recordPlanning(db, now);
      return findScheduleState(db, now);
    },
    lanesOf: (platform) => [...new Set(sourcesOf(platform).map(({ lane }) => lane))],
    gathering: (cadence) => findSharedFetch(db, cadence),
    beginGathering: (cadence, gathering) => saveSharedFetch(db, cadence, gathering),
    async countDue() {
      const now = clock().toISOString();
      const drafts = await listDueDraftIds(db, now);
      const channels = await countDueChannels(db, channelsOf(context), now);
      return drafts.length + channels + (await countDue(db, now, MAX_COUNTED_MAILS));
    },
    async fetch(platform, part, signal) {
      const sources = sourcesOf(platform).filter(({ lane }) => !part || isInPart(lane, part));
      const now = clock();
      // From the start of the previous day: posts that an issue of the current day or week may still need.
      const period = {
        ...lastPeriod(now, 'daily', context.config.publication.timeZone),
        to: now.toISOString(),
      };
      const subject = part && part.of > 1 ? `${platform} ${part.at + 1}/${part.of}` : platform;
      await recordRun({ ...quiet(), signal }, { kind: 'fetch', subject }, async (note) => {
        const collected = await collectPosts(
          { ...quiet(), ...(part && { config: shareOf(context.config) }), sources, signal },
          period,
          { scheduled: true },
        );
        const { fetched, added } = collected;
        await note(figuresOfFetch(sources, collected));
        await recordFetch(db, platform, clock().toISOString());
        log.info({ subject, fetched, added }, 'fetched');
      });
    },
    async makeIssue(period, gathered, signal) {
      const { issue, deliveries } = await runPipeline({ ...quiet(), signal }, period, {
        draft: false,
        send: true,
        scheduled: true,
        // Processes that shared the fetching also share the delivery.
        leaveDelivery: gathered !== undefined,
        ...(gathered && { collected: await findCollected(context, gathered.at) }),
      });
      log.info({ issue: issue.id, headline: issue.headline, ...deliveries }, 'published');
      log.info(await forgetByAge(context), 'removed expired data');
    },
    async deliver(signal) {
      for (const { id, headline } of await publishDueDrafts(context))
        log.info({ issue: id, headline }, 'published at its time');
      for (const [issue, deliveries] of await deliverAllDue({ ...quiet(), signal })) {
        log.info({ issue, ...deliveries }, 'delivered');
      }
    },
  };
}

/** The share of the concurrency for one of several fetch jobs. */
function shareOf({ network, ...config }: Config): Config {
  const concurrency = Math.ceil(network.concurrency / PARALLEL_FETCHES);
  return { ...config, network: { ...network, concurrency } };
}

/** The platforms of the folder's sources. */
function platformsOf({ sources }: Pick<Context, 'sources'>): Platform[] {
  return [...new Set(sources.map(platformOf))];
}

/** All sources of one adapter belong to one platform. */
function platformOf({ refs }: Source): Platform {
  return refs[0]?.platform ?? 'web';
}

/**
 * Opens the queue of a folder: in its PostgreSQL database, shared with other processes, or in this process. `roles`:
 * the kinds of jobs to take. Throws a UserError if the database does not allow it.
 */
export async function openQueue({ config, clock, log }: Context, roles: Role[]): Promise<Queue> {
  if (!isPostgresUrl(config.database)) return createInProcessQueue({ clock, log });
  const { openPostgresQueue } = await import('../queue/postgres.js');
  const concurrency = { fetch: PARALLEL_FETCHES, issue: 1, deliver: 1 };
  return openPostgresQueue({ url: config.database, roles, log, concurrency });
}
