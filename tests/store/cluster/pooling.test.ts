// PgBouncer before the server, where it is installed.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isTransactionPooled } from '../../../src/store/cluster/pooling.js';
import { announceProcess, attachPresence } from '../../../src/store/cluster/presence.js';
import { connectPostgres } from '../../../src/store/database/postgres.js';
import { makeDatabase, onPostgres } from '../../fixtures/store.js';

const isInstalled = spawnSync('pgbouncer', ['--version']).status === 0;
let pooler: ChildProcess | undefined;
afterEach(() => void pooler?.kill('SIGKILL'));

async function startPooler(target: string, mode: 'session' | 'transaction'): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const { hostname, port: serverPort, username, password, pathname } = new URL(target);
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pooler-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, 'users.txt')}
pool_mode = ${mode}
`,
  );
  // It does not run as root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  pooler = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...user });
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  await expect.poll(() => connectPostgres(url.href, 1).then((db) => db.destroy())).toBeUndefined();
  return url.href;
}

test.runIf(onPostgres && isInstalled)(
  'sessions are needed, since a lock of a process lives in one',
  async () => {
    const url = await makeDatabase();
    for (const mode of ['session', 'transaction'] as const) {
      const pooled = await startPooler(url, mode);
      expect(await isTransactionPooled(pooled)).toBe(mode === 'transaction');
      const db = await connectPostgres(pooled, 2);
      attachPresence(db, pooled);
      const announced = announceProcess(db);
      if (mode === 'session') await announced;
      else await expect(announced).rejects.toThrow('gives each transaction a different connection');
      await db.destroy();
      pooler?.kill('SIGKILL');
    }
  },
);
