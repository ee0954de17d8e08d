// A PostgreSQL server for a bench: that of BENCH_DATABASE_URL, or the packaged one with its usual settings.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPackaged } from '../tests/fixtures/packaged-postgres.mjs';

/** Gives the URL of a new, empty database; `stop` ends what was started here. */
export async function startPostgres() {
  const given = process.env.BENCH_DATABASE_URL;
  const { url, stop } = given ? { url: given, stop: async () => {} } : await startPackaged();
  const name = `tidings_bench_${randomBytes(4).toString('hex')}`;
  const ask = (statement) => askDatabase(url, statement);
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

/** The rows that a statement gives. */
export async function askDatabase(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
