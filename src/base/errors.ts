// UserError for problems that the user can fix, and hints for errors of the operating system and the database.

/** Printed as `✗ message` with the hint under it, exit code 1. Anything else is a defect: stack, exit code 2. */
export class UserError extends Error {
  override name = 'UserError';
  constructor(
    message: string,
    /** How the user can fix it. */
    readonly hint?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The message of any thrown value, on one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').trim() || 'unknown error';
}

/** Hints by the error code of the operating system, SQLite or Node. */
const HINTS_BY_CODE: [RegExp, string][] = [
  [/^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN)/, 'Check the path and its permissions.'],
  [/^(ENOENT|ENOTDIR|EISDIR|EEXIST)$/, 'Check the path.'],
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)/, 'The disk is full: free some space.'],
  [/^SQLITE_(BUSY|LOCKED)/, 'Another process is writing to the database: try again later.'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'The database is damaged: restore a backup with `tidings restore FILE`.'],
  [
    /^ERR_DLOPEN_FAILED$/,
    'The version of Node changed since the installation: run `npm rebuild` where Tidings is installed.',
  ],
  [/^SQLITE_IOERR/, 'The disk could not be read or written: check the system logs.'],
];

/** A hint for a file or a database that could not be used; undefined for any other error. */
export function adviceOn(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? HINTS_BY_CODE.find(([codes]) => codes.test(code))?.[1] : undefined;
}
