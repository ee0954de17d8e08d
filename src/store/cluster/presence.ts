// Which processes are alive. Each holds one lock in the PostgreSQL server under its name, which the ledgers of jobs,
// deliveries and runs record. A process that finds the lock of another one free takes over its work.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Client } from 'pg';
import { isProcessGone, processOf, processOwner } from '../../base/process-owner.js';
import { isPostgres } from '../database/dialect.js';
import type { Db } from '../database/schema.js';
import { requireSessionPooling } from './pooling.js';

interface Presence {
  hold(): Promise<void>;
  release(): Promise<void>;
}

/** Time for a process that lost its connection to take its lock again, in ms. */
const GRACE_MS = 5000;
const RECONNECT_MS = 1000;
const TIMEOUT_MS = 10_000;
/** TCP keepalive in seconds: the server notices a vanished machine after about 25 s. */
const KEEPALIVE_OPTIONS =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

const presences = new WeakMap<Db, Presence>();
/** A process that opens a store twice shares one lock. */
const byUrl = new Map<string, { presence: Presence; stores: number }>();

/** Prepares the lock of this process for the store at `url`. It connects only in `announceProcess`. */
export function attachPresence(db: Db & { destroy(): Promise<void> }, url: string): void {
  const shared = byUrl.get(url) ?? { presence: createPresence(url), stores: 0 };
  byUrl.set(url, shared);
  shared.stores++;
  presences.set(db, shared.presence);
  const destroy = db.destroy.bind(db);
  db.destroy = async () => {
    if (presences.delete(db) && --shared.stores === 0) {
      byUrl.delete(url);
      await shared.presence.release();
    }
    await destroy();
  };
}

/**
 * Takes the lock of this process and holds it until the store is closed. Call it before claiming work. Throws a UserError
 * when a pooler in transaction mode would give the lock to other processes.
 */
export async function announceProcess(db: Db): Promise<void> {
  await presences.get(db)?.hold();
}

/**
 * Returns the owners whose process has ended. On PostgreSQL: whose lock is free twice within the grace period. On SQLite
 * all processes are on this machine and are checked by their ids.
 */
export async function findEndedOwners(
  db: Db,
  owners: Iterable<string>,
  graceMs = GRACE_MS,
): Promise<Set<string>> {
  const others = [...new Set(owners)].filter((owner) => processOf(owner) !== processOwner);
  if (!isPostgres(db)) return new Set(others.filter(isProcessGone));
  const silent = await findUnlocked(db, new Set(others.map(processOf)));
  if (silent.size === 0) return silent;
  await sleep(graceMs);
  const ended = await findUnlocked(db, silent);
  return new Set(others.filter((owner) => ended.has(processOf(owner))));
}

async function findUnlocked(db: Db, processes: Set<string>): Promise<Set<string>> {
  if (processes.size === 0) return new Set();
  // The probing locks are released when the statement ends.
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${[...processes]}::text[]) as name
    where pg_try_advisory_xact_lock(hashtextextended(name, 2))`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

function createPresence(url: string): Presence {
  let client: Client | undefined;
  let isPoolingKnown = false;
  let holding: Promise<void> | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const lock = async () => {
    if (!isPoolingKnown) await requireSessionPooling(url);
    isPoolingKnown = true;
    const { default: pg } = await import('pg');
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'tidings',
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    });
    const drop = () => {
      if (client === fresh) client = undefined;
    };
    fresh.on('error', drop).on('end', drop);
    try {
      await fresh.connect();
      await fresh.query(KEEPALIVE_OPTIONS);
      // A shared lock: the server may not have noticed yet that an earlier connection of this process is gone.
      await fresh.query('select pg_advisory_lock_shared(hashtextextended($1, 2))', [processOwner]);
      client = fresh;
    } catch (error) {
      // Not awaited: a connection that never opened may never report its end.
      void fresh.end().catch(() => {});
      throw error;
    }
  };
  const hold = async () => {
    timer ??= setInterval(() => void hold().catch(() => {}), RECONNECT_MS).unref();
    if (client) return;
    holding ??= lock().finally(() => {
      holding = undefined;
    });
    await holding;
  };
  return {
    hold,
    async release() {
      clearInterval(timer);
      timer = undefined;
      await holding?.catch(() => {});
      // A server that does not answer must not delay the shutdown.
      await Promise.race([client?.end().catch(() => {}), sleep(1000, undefined, { ref: false })]);
      client = undefined;
    },
  };
}
