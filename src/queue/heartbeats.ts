// Which jobs are in the hands of a living process, and what the dead leave behind.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Log } from '../base/log.js';

/** One statement to the database; gives its rows. `{schema}` is pg-boss's. */
export type Ask = (text: string, values: unknown[]) => Promise<Record<string, unknown>[]>;

export interface Heartbeats {
  /** The job is this process's now. */
  take(name: string, id: string): Promise<void>;
  leave(id: string): void;
  /** Puts a job back as it was before it was taken: that counts as no try. */
  giveBack(id: string): Promise<void>;
  stop(): Promise<void>;
}

export interface HeartbeatOptions {
  /** What to watch. */
  names: string[];
  /** A connection of its own, not yet open. */
  connect: () => Client;
  ask: Ask;
  /** A job of a dead process is lost after so long. */
  silenceSeconds: number;
  /** Fails a job for good. */
  fail: (name: string, id: string, why: string) => Promise<void>;
  log: Log;
}

/** A job whose process died so often is what they die of. */
const MOST_LOSSES = 20;
/** Seconds: a machine that vanished is noticed by its server after some 25. */
const KEEPALIVE =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/**
 * A process shows in two ways that it lives: it moves on `started_on` of its jobs, and its connection holds a lock in
 * the server. The lock outlasts a long computation, in which no timer runs; the beat outlasts a lost connection. Only
 * jobs that have neither are given to others. (pg-boss 10 has no heartbeat; 12 does, which needs Node 22.)
 */
export function watchHeartbeats(options: HeartbeatOptions): Heartbeats {
  const { names, connect, ask, silenceSeconds, fail, log } = options;
  const owner = randomUUID();
  const running = new Set<string>();
  let client: Client | undefined;
  let since = 0;

  const holdLock = async () => {
    if (client) return;
    const fresh = connect();
    fresh.on('error', () => {
      client = undefined;
    });
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(KEEPALIVE);
      await fresh.query('select pg_advisory_lock(hashtextextended($1, 2))', [owner]);
      since = performance.now();
    } catch (error) {
      client = undefined;
      // Not waited for: of a connection that did not come about, its end may not come either.
      void fresh.end().catch(() => {});
      throw error;
    }
  };
  const giveBack = async (id: string) => {
    await ask(
      `update {schema}.job set state = 'retry', start_after = now(), started_on = null
        where name = any($1) and id = $2 and state = 'active'`,
      [names, id],
    );
  };
  const takeBack = async () => {
    const lost = await ask(
      `with silent as materialized (
        select name, id, output ->> 'owner' as owner from {schema}.job
        where name = any($1) and state = 'active' and started_on < now() - make_interval(secs => $2))
      update {schema}.job j set started_on = now(),
        output = jsonb_build_object('lost', coalesce((output ->> 'lost')::int, 0) + 1)
      from silent s
      where j.name = s.name and j.id = s.id and j.state = 'active'
        and j.started_on < now() - make_interval(secs => $2)
        and case s.owner when $3 then j.id <> all($4::uuid[])
          else pg_try_advisory_xact_lock(hashtextextended(coalesce(s.owner, s.id::text), 2)) end
      returning j.name, j.id, (j.output ->> 'lost')::int as lost, j.singleton_key as key`,
      // One's own that does not run any more: its end could not be said, since the database was away.
      [names, silenceSeconds, owner, [...running]],
    );
    for (const { name, id, lost: times, key } of lost) {
      log.warn({ job: key, times }, 'the process that had a job is gone: it is done again');
      if (Number(times) < MOST_LOSSES) await giveBack(String(id));
      else await fail(String(name), String(id), `the process that did it ended, ${times} times`);
    }
  };
  const beat = async () => {
    await holdLock();
    if (running.size > 0)
      await ask(
        `update {schema}.job set started_on = now() where name = any($1) and id = any($2) and state = 'active'`,
        [names, [...running]],
      );
    // After an outage all are silent: who is back first gives the others time to be back, too.
    if (performance.now() - since > silenceSeconds * 1000) await takeBack();
  };
  let beating: Promise<void> | undefined;
  const heart = setInterval(
    () => {
      beating ??= beat()
        .catch((error: unknown) => log.warn({ err: error }, 'the queue'))
        .finally(() => {
          beating = undefined;
        });
    },
    (silenceSeconds * 1000) / 5,
  ).unref();

  return {
    async take(name, id) {
      await holdLock();
      running.add(id);
      await ask(
        `update {schema}.job set output = coalesce(output, '{}') || jsonb_build_object('owner', $3::text)
          where name = $1 and id = $2`,
        [name, id, owner],
      );
    },
    leave: (id) => {
      running.delete(id);
    },
    giveBack,
    async stop() {
      clearInterval(heart);
      await beating;
      await client?.end().catch(() => {});
    },
  };
}
