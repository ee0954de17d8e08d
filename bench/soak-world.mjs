// What the soak's server lives in: the replay of real days that grows with the moved clock, and the processes.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const clockModule = new URL('./soak-clock.mjs', import.meta.url).href;
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const DAY = 86_400_000;
/** The replay holds so much of the past. */
const PAST = 8 * DAY;

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A child with a moved clock: `ask` sends it a message and waits for its answer, or for its end (undefined). */
export function startChild(file, args, { now, env = {}, gc = false }) {
  const child = fork(file, args, {
    execArgv: [...(gc ? ['--expose-gc'] : []), '--import', clockModule],
    env: { PATH: process.env.PATH, SOAK_NOW: String(Math.floor(now)), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.on('error', () => {});
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const waiting = new Map();
  child.on('message', (answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  ended.then(() => {
    for (const give of waiting.values()) give(undefined);
  });
  let last = 0;
  const ask = (message) =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null || !child.connected) return resolve(undefined);
      const id = ++last;
      waiting.set(id, resolve);
      child.send({ id, ...message }, (error) => error && resolve(undefined));
    });
  return { child, pid: child.pid, ended, ask };
}

/** The replay on a fixed port: `moveTo` gives it everything that was said until then, and nothing later. */
export function openReplay({ tools, data, folder, port }) {
  const days = readdirSync(join(data, 'ainews'))
    .filter((name) => /^\d{4}-.*\.json$/.test(name))
    .map((name) => ({ name, day: JSON.parse(readFileSync(join(data, 'ainews', name), 'utf8')) }));
  // As the replay itself dates a submission.
  const submitted = (name, { id }) =>
    Date.parse(`${name.slice(0, 10)}T00:00:00Z`) +
    (createHash('sha256').update(id).digest().readUInt32BE(0) % 80_000) * 1000;
  let running;
  let generation = 0;
  const stop = async () => {
    if (!running) return;
    running.child.kill('SIGKILL');
    await running.ended;
    running = undefined;
  };
  return {
    stop,
    async moveTo(now) {
      await stop();
      const dir = join(folder, `replay-${generation++ % 2}`);
      mkdirSync(dir, { recursive: true });
      const dates = days
        .map(({ day }) => day.date)
        .filter((date) => Math.abs(Date.parse(date) - now) < PAST + 2 * DAY);
      for (const { name, day } of days.filter((one) => dates.includes(one.day.date))) {
        const heard = (at) => at <= now && at > now - PAST;
        const tweets = day.tweets.filter(({ createdAt }) => heard(Date.parse(createdAt)));
        const posts = day.posts.filter((post) => heard(submitted(name, post)));
        writeFileSync(join(dir, name), JSON.stringify({ ...day, tweets, posts }));
      }
      const args = ['--data', dir, '--port', String(port), '--faults', '--day', dates.join(',')];
      running = startChild(join(tools, 'replay.mjs'), args, { now });
      await once(running.child.stdout, 'data');
    },
    /** Its own clock, for the limits that it names. */
    async tell(now) {
      await running?.ask({ to: now });
    },
  };
}

/** `tidings serve` in the folder, once it listens. */
export async function startServer(folder, { now, port, log }) {
  const server = startChild(main, ['serve', '--dir', folder, '--port', String(port)], { now, gc: true });
  await untilSaid(' on http://', server, log);
  return server;
}

/** `tidings work` in the folder: with PostgreSQL, beside the server. */
export async function startWorker(folder, { now, log }) {
  const worker = startChild(main, ['work', '--dir', folder], { now });
  await untilSaid(': working (', worker, log);
  return worker;
}

/** Waits until the process says `sign`, and counts the lines of its log by message from then on, too. */
async function untilSaid(sign, { child, ended }, log) {
  let open = '';
  const isSaid = new Promise((resolve) => {
    child.stderr.on('data', (data) => {
      const lines = (open + data).split('\n');
      open = lines.pop();
      for (const line of lines) {
        if (line.includes(sign)) resolve(true);
        else noteLine(line, log);
      }
    });
    ended.then(() => resolve(false));
  });
  if (!(await isSaid)) throw new Error(`a process did not start: ${open} ${JSON.stringify([...log])}`);
}

/** A second process beside the server: any command. */
export function startCommand(folder, args, { now, log }) {
  const command = startChild(main, [...args, '--dir', folder], { now });
  command.child.stdout.resume();
  let said = '';
  command.child.stderr.on('data', (data) => {
    said = (said + data).slice(-2000);
  });
  command.ended.then(({ code, signal }) => {
    if (code === 2)
      noteLine(JSON.stringify({ level: 50, msg: `tidings ${args[0]} ended with 2: ${said}` }), log);
    else if (!signal && code !== 0)
      noteLine(JSON.stringify({ level: 40, msg: `tidings ${args[0]}: ${said}` }), log);
  });
  return command;
}

function noteLine(line, log) {
  // The queue finds that our clock is not the database's.
  if (/\[pg-boss-w02\]|--trace-warnings/.test(line)) return;
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    if (line.trim()) entry = { level: 50, msg: line };
    else return;
  }
  if (entry.level < 40) return;
  const why = entry.err?.message ?? entry.error?.message ?? '';
  const text = `${entry.msg}${entry.job ? ` [${entry.job.replace(/\d{4}-.*/, '…')}]` : ''}${why ? `: ${why}` : ''}`;
  log.set(text, (log.get(text) ?? 0) + 1);
}

/** The number of open files of a process, where the system tells. */
export function countFiles(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
