// What bench/disturbed.mjs disturbs: a database behind a door that can be shut, PgBouncer, and workers on named hosts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** A proxy before the server of `url`. While it is shut, open connections end and new ones are refused. */
export async function openDoor(url) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  let isShut = false;
  const server = createServer((client) => {
    if (isShut) return client.destroy();
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: withAddress(url, server.address().port),
    setShut(shut) {
      isShut = shut;
      if (shut) for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** PgBouncer in session mode before the server of `url`; undefined where it is not installed. */
export async function startPgBouncer(url, port) {
  const { hostname, port: target, username, password, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pgbouncer-'));
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`, { mode: 0o644 });
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, 'users.txt')}
pool_mode = session
default_pool_size = 60
ignore_startup_parameters = extra_float_digits
`,
  );
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  spawn('chmod', ['755', folder]);
  const child = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...nobody });
  const failed = new Promise((resolve) => child.once('error', () => resolve(true)));
  if (await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 1000))])) return undefined;
  return { url: withAddress(url, port), close: () => child.kill('SIGKILL') };
}

/** `tidings work` in the folder as if on the host of that name; its log is kept there. */
export function startWorker(folder, host) {
  const child = spawn(
    process.execPath,
    ['--import', here('./disturbed-host.mjs'), here('../dist/main.js'), 'work', '--dir', folder],
    { env: { PATH: process.env.PATH, BENCH_HOST: host }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  child.stderr.pipe(createWriteStream(join(folder, `${host}.log`), { flags: 'a' }));
  return { child, ended: once(child, 'exit') };
}

function withAddress(url, port) {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}
