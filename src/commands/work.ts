// What the schedule sets in motion, in the words of the pipeline.
import type { Context } from '../context.js';
import type { Platform, Source } from '../model.js';
import { lastPeriod } from '../period.js';
import { runPipeline } from '../pipeline.js';
import type { Work } from '../schedule.js';
import { collectPosts, sourcesChecked } from '../stages/collect.js';
import { deliverAllDue } from '../stages/delivery.js';
import { forgetByAge } from '../stages/retention.js';
import { figuresOfFetch, recordRun } from '../stages/runs.js';
import { findLastDone } from '../store/schedule.js';

/** The work of an open folder. What came of it is logged. */
export function createWork(context: Context): Work {
  const { config, db, clock, log } = context;
  const quiet = { ...context, progress: () => {} };
  return {
    lastDone: () => findLastDone(db, clock().toISOString()),
    async fetch(platforms, signal) {
      const sources = context.sources.filter((source) => platforms.includes(platformOf(source)));
      const now = clock();
      // From the beginning of the last day on: what an issue of the running day or week may still be made of.
      const period = { ...lastPeriod(now, 'daily', config.publication.timeZone), to: now.toISOString() };
      const subject = platforms.join(', ');
      await recordRun({ ...quiet, signal }, { kind: 'fetch', subject }, async (note) => {
        const collected = await collectPosts({ ...quiet, sources, signal }, period, { scheduled: true });
        const { fetched, added } = collected;
        await note(figuresOfFetch(collected, sourcesChecked(sources, collected)));
        log.info({ platforms, fetched, added }, 'fetched');
      });
    },
    async makeIssue(period, signal) {
      const { issue, deliveries } = await runPipeline({ ...quiet, signal }, period, {
        draft: false,
        send: true,
        scheduled: true,
      });
      log.info({ issue: issue.id, headline: issue.headline, ...deliveries }, 'published');
      log.info(await forgetByAge(context), 'removed what is older than it is kept');
    },
    async deliver(signal) {
      for (const [issue, deliveries] of await deliverAllDue({ ...quiet, signal })) {
        log.info({ issue, ...deliveries }, 'delivered');
      }
    },
  };
}

/** The platforms that the folder follows. */
export function platformsOf({ sources }: Pick<Context, 'sources'>): Platform[] {
  return [...new Set(sources.map(platformOf))];
}

/** All sources of one adapter are of one platform. */
function platformOf({ refs }: Source): Platform {
  return refs[0]?.platform ?? 'web';
}
