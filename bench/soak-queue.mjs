// The shared queue under the soak's moved clock: the server's own clock is not moved, so that what the queue measures by
// it is aged by hand; and a look at what is due, to its end.
import PgBoss from 'pg-boss';
import { openServer } from './soak-store.mjs';

const JOBS = ['plan', 'fetch', 'issue', 'deliver'];
/** Of real time, without any job that begins or ends: on a busy machine one fetch can take minutes. */
const MAX_STANDSTILL_MS = 300_000;

/** `now`: the moved clock. Waits until the first process has made pg-boss's tables. */
export async function openQueue(url, now) {
  const db = await openServer(url);
  const ready = () =>
    db.value(`select name from tidings_jobs.queue where name = 'plan'`).catch(() => undefined);
  while ((await ready()) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  const boss = new PgBoss({
    ...{ connectionString: url, schema: 'tidings_jobs' },
    ...{ supervise: false, schedule: false, migrate: false, max: 1 },
  });
  boss.on('error', () => {});
  await boss.start();
  let seen = { moved: now(), real: Date.now() };
  const age = async () => {
    const next = { moved: now(), real: Date.now() };
    const ms = next.moved - seen.moved - (next.real - seen.real);
    seen = next;
    await db.all(
      // It waits for nobody, so that nobody and it wait for each other.
      `with open as materialized (
        select name, id from tidings_jobs.job where state < 'completed' for update skip locked)
      update tidings_jobs.job j set created_on = created_on - make_interval(secs => $1),
        start_after = start_after - make_interval(secs => $1), started_on = started_on - make_interval(secs => $1)
        from open where j.name = open.name and j.id = open.id`,
      [ms / 1000],
    );
  };
  const open = () =>
    db.all(
      `select name, singleton_key as key, state::text, retry_count, output, now() - started_on as since from tidings_jobs.job
        where name = any($1) and (state = 'active' or (state < 'active' and start_after <= now()))`,
      [JOBS],
    );
  /** What tells a hanging process from a lost job. */
  const standstill = async () => ({
    runs: await db.all(`select kind, subject, owner, started_at from runs where outcome = 'running'`),
    locks: await db.all(`select pid, granted from pg_locks where locktype = 'advisory'`),
    busy: await db.all(`select pid, state, query from pg_stat_activity where state <> 'idle'`),
  });
  return {
    /** What pg-boss itself sets off each minute; ends when there is nothing to do any more, or nobody to do it. */
    async look(isThere) {
      await age();
      await boss.send('plan', {}, { singletonKey: 'plan' });
      let shownBefore;
      let until = 0;
      // The end of one job and the plan that it asks for are two statements.
      for (let quiet = 0; quiet < 3 && isThere(); ) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const jobs = await open();
        quiet = jobs.length === 0 ? quiet + 1 : 0;
        const shown = jobs.map(({ name, key, state }) => `${name} ${key} ${state}`).join();
        if (shown !== shownBefore) until = Date.now() + MAX_STANDSTILL_MS;
        shownBefore = shown;
        if (Date.now() > until) throw new Error(`not done: ${JSON.stringify([jobs, await standstill()])}`);
        await age();
      }
    },
    /** Jobs that failed for good. */
    dead: () => db.values(`select data ->> 'key' from tidings_jobs.job where name = 'dead'`),
    async close() {
      await boss.stop({ graceful: false });
      await db.close();
    },
  };
}
