// Whether this process can do its work: database, migrations, schedule, jobs, disk. For /readyz; contains no secrets.

import { accessSync, constants } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MINUTE_MS } from '../base/time.js';
import { isPostgresUrl } from '../base/url.js';
import type { Context } from '../context.js';
import type { Queue } from '../queue/queue.js';
import { findMissingMigrations } from '../store/database/migrations.js';
import { findLastPlanning } from '../store/schedule.js';

/** The schedule plans every minute. */
const MAX_PLAN_AGE_MS = 5 * MINUTE_MS;
const MIN_FREE_BYTES = 100_000_000;

/** Returns a check that lists the problems, one sentence each. `queue`: absent without a schedule. */
export function createReadiness(
  { config, db, clock }: Context,
  { queue }: { queue?: Queue },
): () => Promise<string[]> {
  const began = clock().getTime();
  return async () => {
    const disk = await inspectDisk(isPostgresUrl(config.database) ? config.dir : dirname(config.database));
    try {
      const missing = await findMissingMigrations(db);
      const planned = queue
        ? Date.parse((await findLastPlanning(db)) ?? '') || began
        : Number.POSITIVE_INFINITY;
      const silent = clock().getTime() - Math.max(planned, began) > MAX_PLAN_AGE_MS;
      return [
        ...disk,
        ...(missing.length > 0 ? [`migrations are missing: ${missing.join(', ')}`] : []),
        ...(silent ? ['the schedule has not run for five minutes'] : []),
        ...((await queue?.findTroubles()) ?? []),
      ];
    } catch {
      return [...disk, 'the database does not answer'];
    }
  };
}

async function inspectDisk(folder: string): Promise<string[]> {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize < MIN_FREE_BYTES ? ['less than 100 MB are free on the disk'] : [];
  } catch {
    return ['the data folder is not writable'];
  }
}
