// Loaded into a process before anything else (--import): its clock is where the soak sets it, and runs SPEED times as
// fast from there on, timers included. The real code then does what it does at that time.
import diagnostics from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';

/** So many seconds of the moved clock pass in a second; limits that services set are waited for that much faster. */
export const SPEED = 20;
/** Of a millisecond each. */
const IDLE_TURNS = 10;

const realNow = performance.now.bind(performance);
let base = Number(process.env.SOAK_NOW ?? Date.now());
let since = realNow();
const now = () => Math.floor(base + (realNow() - since) * SPEED);
/** Never back. */
const moveTo = (ms) => {
  base = Math.max(ms, now());
  since = realNow();
};

/** What the process waits for: requests of its own, and pauses that it makes before it asks again. */
let open = 0;
const counted = (promise) => {
  open++;
  return promise.finally(() => open--);
};

if (process.env.SOAK_NOW) {
  performance.now = () => realNow() * SPEED;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()], target),
    apply: () => new Date().toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  const { setTimeout: real } = globalThis;
  // How long a PostgreSQL server is waited for stays as it is: its own clock is not moved. So does the time that a process
  // has to end: the machine is no faster.
  const isReal = () =>
    /node_modules\/pg(-pool)?\/|commands\/shared\/command\.js/.test(new Error().stack ?? '');
  const faster = (run, ms = 0, ...rest) => real(run, isReal() ? ms : ms / SPEED, ...rest);
  globalThis.setTimeout = timers.setTimeout = Object.assign(faster, real);
  const realWait = timersPromises.setTimeout;
  timersPromises.setTimeout = (ms = 0, ...rest) => counted(realWait(ms / SPEED, ...rest));
  syncBuiltinESMExports();
  diagnostics.subscribe('http.client.request.start', ({ request }) => {
    open++;
    request.once('close', () => open--);
  });
  const { fetch: realFetch } = globalThis;
  globalThis.fetch = (...args) => counted(realFetch(...args));
  process.on('message', async ({ id, to, measure, tick }) => {
    if (to !== undefined) moveTo(to);
    if (tick) await lookWhatIsDue(realWait);
    process.send?.({ id, ...(measure && memory()) }, () => {});
  });
  process.channel?.unref();
}

/** Each task of the schedule once, to its end: what node-cron does at the full minute. */
async function lookWhatIsDue(realWait) {
  const { getTasks } = await import('node-cron');
  const tasks = [...getTasks().values()];
  // The soak is its minute hand from now on.
  for (const task of tasks) task.stop();
  await Promise.all(tasks.map((task) => task.execute().catch(() => {})));
  // What it set in motion has ended when nothing is waited for and the process turns idly for a while.
  for (let idle = 0; idle < IDLE_TURNS; ) {
    await realWait(1);
    idle = open > 0 ? 0 : idle + 1;
  }
}

function memory() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external, resources: process.getActiveResourcesInfo().length };
}
