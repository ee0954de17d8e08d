// Detects a connection pooler in transaction mode before the PostgreSQL server.
import type { Client } from 'pg';
import { UserError } from '../../base/errors.js';

export const POOLING_HINT =
  'Use session pooling (pool_mode = session in PgBouncer): locks of a process live in its connection.';

/** Throws a UserError for a pooler in transaction mode. */
export async function requireSessionPooling(url: string): Promise<void> {
  if (await isTransactionPooled(url))
    throw new UserError(
      'The pooler before the database gives each transaction a different connection',
      POOLING_HINT,
    );
}

/**
 * Whether two connections to `url` share one connection of the server, as with PgBouncer's pool_mode = transaction. A
 * lock held beyond a transaction would then belong to no particular process.
 */
export async function isTransactionPooled(url: string): Promise<boolean> {
  const { default: pg } = await import('pg');
  const open = async () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'tidings',
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const processId = async (client: Client) =>
    Number((await client.query('select pg_backend_pid() as id')).rows[0]?.id);
  const [one, two] = [await open(), await open()];
  try {
    const before = await processId(one);
    await two.query('begin');
    const held = await processId(two);
    const after = await processId(one);
    await two.query('rollback');
    return before !== after || before === held;
  } finally {
    await Promise.all([one.end(), two.end()].map((end) => end.catch(() => {})));
  }
}
