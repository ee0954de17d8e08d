// Turns errors of a PostgreSQL server into errors that the operator can fix. No message contains a password.
import { UserError } from '../../base/errors.js';

/** The URL without its password, for messages. */
export function maskDatabaseUrl(text: string): string {
  return text
    .replace(/^(postgres(?:ql)?:\/\/[^/@]*?):.*@/i, '$1@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1…');
}

/** The error's code: an SQLSTATE or an operating system's code. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The UserError for a failed connection. */
export function explainConnectionError(error: unknown, url: string): UserError {
  const message = messageWithout(error, url);
  return (
    explainKnownError(error, url) ??
    new UserError(
      `Cannot use the database ${maskDatabaseUrl(url)}${message}`,
      'Check DATABASE_URL, and the log of the server.',
      { cause: error },
    )
  );
}

/** Converts an error of a statement: to a UserError if the operator can fix it, otherwise returns the error itself. */
export function explainStatementError(error: unknown, url: string): unknown {
  return error instanceof UserError ? error : (explainKnownError(error, url) ?? error);
}

function explainKnownError(error: unknown, url: string): UserError | undefined {
  // The package's own error for a server that does not answer has no code.
  const isTimeout = error instanceof Error && /\btimeout\b/.test(error.message) && codeOf(error) === '';
  const code = isTimeout ? 'ETIMEDOUT' : codeOf(error);
  const reason = REASONS_BY_ERROR.find(([codes]) => codes.test(code));
  // An unencoded character of this kind ends the password or the host.
  const isMisread = /^\w+:\/\/[^?]*[@#/?][^?]*@/.test(url);
  const encode = isMisread ? ' In a password, write @ as %40, # as %23, / as %2F and ? as %3F.' : '';
  return (
    reason &&
    new UserError(`The database ${maskDatabaseUrl(url)} ${reason[1]}`, reason[2] + encode, { cause: error })
  );
}

function messageWithout(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message.replaceAll(url, '…') : '';
  const password = /:\/\/[^/@]*?:(.*)@/.exec(url)?.[1];
  return message ? `: ${password ? message.replaceAll(password, '…') : message}` : '';
}

// Codes of the operating system, and SQLSTATE classes of PostgreSQL (Appendix A of its manual).
const REASONS_BY_ERROR: [RegExp, string, string][] = [
  [
    /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|ENOENT|57P03)/,
    'cannot be reached',
    'Check host and port in DATABASE_URL, and that the server runs and accepts connections from this machine.',
  ],
  [
    /^28/,
    'rejects the user or the password',
    'Check both in DATABASE_URL; special characters must be %-encoded.',
  ],
  [
    /^3D000/,
    'does not exist on its server',
    'Create it with createdb --encoding=UTF8 NAME, or check the name in DATABASE_URL.',
  ],
  [
    /^(42501|25006)/,
    'does not allow this user to create and change tables',
    'Make the user the owner of the database, or grant create and usage on its schema.',
  ],
  [/^53300/, 'has no connection left', 'Raise max_connections there, or start fewer processes.'],
];
