// The name of this process in the store's ledgers, and whether another process is still running.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** `HOST/PID/UUID`, unique to this process: process ids are reused. */
export const processOwner = [hostname(), process.pid, randomUUID()].join('/');

/** The process part of a name `HOST/PID/UUID/…`. */
export function processOf(owner: string): string {
  return owner.split('/', 3).join('/');
}

/** Whether a process on this machine has ended; false for other machines. A reused process id counts as running. */
export function isProcessGone(owner: string): boolean {
  const [host, id] = owner.split('/');
  const pid = Number(id);
  if (host !== hostname() || !(pid > 0)) return false;
  return pid === process.pid ? processOf(owner) !== processOwner : !isProcessIdTaken(pid);
}

/** Whether a process on this machine has the id. */
export function isProcessIdTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
