// Retries while the database is unavailable.
import { setTimeout as sleep } from 'node:timers/promises';
import { retry } from '../../base/retry.js';
import { codeOf } from './postgres-errors.js';

const WAITS_MS = [1000, 5000, 20_000];
// Codes of the operating system and of SQLite, and SQLSTATE classes (PostgreSQL's manual, Appendix A): connections,
// rollbacks because of other transactions, resources, cancelled statements and shutdowns, the server's timeouts for
// locks and idle transactions, a server that is still a replica.
const UNREACHABLE_CODE =
  /^(ECONN|EPIPE|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|SQLITE_(BUSY|FULL|IOERR)|08|25006|25P03|40|53|55P03|57)/;
/** Messages of the package's own errors for broken connections, which have no code. */
const BROKEN_CONNECTION = /^(Connection terminated|timeout exceeded when trying to connect)|not queryable$/;

/**
 * Repeats the work while the database is unavailable; throws any other error at once. `again`: an earlier attempt may
 * have been committed, because its answer was lost.
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

/** Whether the error is temporary: a lock, a full disk, an unavailable server. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // A local server's socket does not exist until the server runs.
  const isSocketMissing =
    codeOf(error) === 'ENOENT' && (error as NodeJS.ErrnoException).syscall === 'connect';
  return isSocketMissing || UNREACHABLE_CODE.test(codeOf(error)) || BROKEN_CONNECTION.test(error.message);
}
