// The PostgreSQL store: its connections, and the settings that make it behave like SQLite.
import {
  AlterTableNode,
  type ColumnDefinitionNode,
  CreateTableNode,
  DataTypeNode,
  Kysely,
  type KyselyPlugin,
  PostgresDialect,
  RawNode,
  sql,
  type Transaction,
} from 'kysely';
import { codeOf, explainConnectionError } from './postgres-errors.js';
import type { Db, Tables } from './schema.js';

/** Maximum connections per process; a server allows about 100 in all. */
const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** Maximum attempts for a transaction that conflicts with others. */
const MAX_CONNECT_TRIES = 6;

/**
 * Connects to the database at `url` without changing its schema. No other file loads the package. Throws a UserError if
 * the server does not answer or refuses.
 */
export async function connectPostgres(
  url: string,
  connections = MAX_CONNECTIONS,
  queryTimeoutMs?: number,
): Promise<Kysely<Tables>> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    application_name: 'tidings',
    types: {
      getTypeParser: (id, format) => (NUMBER_TYPES.has(id) ? Number : pg.types.getTypeParser(id, format)),
    },
  });
  // A broken idle connection is replaced at the next query. Without a listener, its error would end the process.
  pool.on('error', () => {});
  // On a connection in use, the query itself fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  const dialect = new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => {
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = (query, ...rest) =>
        execute({ ...query, parameters: query.parameters.map(withoutNul) }, ...rest);
    },
  });
  try {
    const client = await pool.connect();
    client.release();
  } catch (error) {
    await pool.end();
    throw explainConnectionError(error, url);
  }
  return withRepeatedTransactions(new Kysely<Tables>({ dialect }));
}

// int8 and numeric are the types of counts and sums, which stay below 2^53 here.
const NUMBER_TYPES = new Set([20, 1700]);

/** The one character that PostgreSQL's text cannot contain. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value;
  return Array.isArray(value) ? value.map(withoutNul) : value;
}

/** Repeats transactions that met a deadlock. */
function withRepeatedTransactions(db: Kysely<Tables>): Kysely<Tables> {
  const begin = db.transaction.bind(db);
  db.transaction = () => {
    const builder = begin();
    const execute = builder.execute.bind(builder);
    builder.execute = async <T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> => {
      for (let left = MAX_CONNECT_TRIES - 1; ; left--) {
        try {
          return await execute(work);
        } catch (error) {
          // serialization_failure, deadlock_detected
          if (left === 0 || !['40001', '40P01'].includes(codeOf(error))) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 50));
        }
      }
    };
    return builder;
  };
  return db;
}

/** Makes columns store, compare and sort like SQLite's: 64-bit integers, text by code points. */
export const sameColumns: KyselyPlugin = {
  transformQuery: ({ node }) => {
    if (CreateTableNode.is(node)) return { ...node, columns: node.columns.map(sameColumn) };
    if (!AlterTableNode.is(node) || !node.columnAlterations) return node;
    const columnAlterations = node.columnAlterations.map((change) =>
      change.kind === 'AddColumnNode' ? { ...change, column: sameColumn(change.column) } : change,
    );
    return { ...node, columnAlterations };
  },
  transformResult: async ({ result }) => result,
};

function sameColumn(column: ColumnDefinitionNode): ColumnDefinitionNode {
  const type = DataTypeNode.is(column.dataType) ? column.dataType.dataType : undefined;
  if (type === 'integer') return { ...column, dataType: DataTypeNode.create('bigint') };
  return type === 'text'
    ? { ...column, dataType: RawNode.createWithSql('text collate "C"') as never }
    : column;
}

/** Whether a migration of a store to this database has begun and not ended. */
export async function isBeingFilled(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 where to_regclass('store_copy') is not null`.execute(db);
  return rows.length > 0;
}
