// Patience with a database that is away for a moment.
import { setTimeout as sleep } from 'node:timers/promises';
import { retry } from '../../base/retry.js';
import { codeOf } from './postgres-errors.js';

const WAITS_MS = [1000, 5000, 20_000];
// Codes of the system, of SQLite, and SQLSTATE classes (PostgreSQL's manual, Appendix A): connections, rollbacks for the
// sake of others, resources, shutdowns, a server that is still a replica.
const AWAY = /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|SQLITE_(BUSY|FULL|IOERR)|08|25006|40|53|57P)/;
/** The package's own errors for connections that broke have no code. */
const BROKEN = /^(Connection terminated|timeout exceeded when trying to connect)|not queryable$/;

/**
 * Does the work again while the database is away; all else that goes wrong is thrown at once. `again`: one before may
 * have been committed all the same, and only the answer was lost.
 */
export async function retryWhileDatabaseDown<T>(
  work: (again: boolean) => Promise<T>,
  waitsMs = WAITS_MS,
): Promise<T> {
  return retry((failures) => work(failures > 0), {
    attempts: waitsMs.length + 1,
    waitMs: (error, failures) => (isDatabaseAway(error) ? waitsMs[failures - 1] : undefined),
    sleep,
  });
}

/** Whether the database does not answer for now: a lock, a full disk, a server that is away. */
export function isDatabaseAway(error: unknown): boolean {
  return AWAY.test(codeOf(error)) || (error instanceof Error && BROKEN.test(error.message));
}
