// A PostgreSQL server as the store: connections, and what makes it behave as SQLite does.
import {
  AlterTableNode,
  type ColumnDefinitionNode,
  CreateTableNode,
  DataTypeNode,
  Kysely,
  type KyselyPlugin,
  PostgresDialect,
  RawNode,
  type Transaction,
} from 'kysely';
import { UserError } from '../errors.js';
import type { Tables } from './schema.js';

/** Connections that one process holds at most; a server allows some 100 in all. */
const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** Transactions that the server broke off for the sake of others are done again so often. */
const TRIES = 6;

/** Whether the text is the URL of a PostgreSQL database. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//i.test(text);
}

/** The URL without its password, for messages. */
export function shownUrl(text: string): string {
  return text
    .replace(/^(postgres(?:ql)?:\/\/[^/@]*?):.*@/i, '$1@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1…');
}

/**
 * Connects to the database at `url`; the package is loaded only here. Its schema is left as it is. Throws a UserError
 * when the server does not answer or refuses.
 */
export async function connectPostgres(url: string, connections = CONNECTIONS): Promise<Kysely<Tables>> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'tidings',
    types: { getTypeParser: (id, format) => (NUMBERS.has(id) ? Number : pg.types.getTypeParser(id, format)) },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
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
    throw explained(error, url);
  }
  return repeating(new Kysely<Tables>({ dialect }));
}

// int8 and numeric, which counts and sums have: never beyond 2^53 here.
const NUMBERS = new Set([20, 1700]);

/** PostgreSQL's text holds every character but this one, and posts hold everything. */
function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value;
  return Array.isArray(value) ? value.map(withoutNul) : value;
}

/** Transactions that met a deadlock are done again, from their beginning. */
function repeating(db: Kysely<Tables>): Kysely<Tables> {
  const begin = db.transaction.bind(db);
  db.transaction = () => {
    const builder = begin();
    const execute = builder.execute.bind(builder);
    builder.execute = async <T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> => {
      for (let left = TRIES - 1; ; left--) {
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

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What a server answers, as something that can be mended. The password is in no message. */
export function explained(error: unknown, url: string): UserError {
  const shown = shownUrl(url);
  const code = codeOf(error);
  const [what, hint] = REASONS.find(([codes]) => codes.test(code))?.slice(1) ?? [
    `answers ${code || 'with an error'}${messageWithout(error, url)}`,
    'Look into the log of the server.',
  ];
  return new UserError(`The database ${shown} ${what}`, String(hint), { cause: error });
}

function messageWithout(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message.replaceAll(url, '…') : '';
  const password = /:\/\/[^/@]*?:(.*)@/.exec(url)?.[1];
  return message ? `: ${password ? message.replaceAll(password, '…') : message}` : '';
}

// Codes of the system, and SQLSTATE classes of PostgreSQL (Appendix A of its manual).
const REASONS: [RegExp, string, string][] = [
  [
    /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ENOENT|57P03)/,
    'cannot be reached',
    'Check host and port in DATABASE_URL, and whether the server runs and lets this machine in.',
  ],
  [
    /^28/,
    'refuses the user or the password',
    'Check both in DATABASE_URL; special characters are %-encoded.',
  ],
  [
    /^3D000/,
    'does not exist on its server',
    'Make it: createdb --encoding=UTF8 NAME, or check the name in DATABASE_URL.',
  ],
  [
    /^(42501|25006)/,
    'gives its user no right to make and to change tables',
    'Let the user own the database, or grant create and usage on its schema.',
  ],
  [/^53300/, 'has no connection left', 'Raise max_connections there, or start fewer processes.'],
];

/** Columns that hold, compare and order as SQLite's do: integers of 64 bits, text by its code points. */
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
