// Shared by backup and restore: the database file and a description of its contents.
import { isAbsolute } from 'node:path';
import { UserError } from '../../base/errors.js';
import type { BackupContents } from '../../store/maintenance/backup.js';

/** The database's path. Throws a UserError when it is not a file. */
export function requireFile(database: string): string {
  if (isAbsolute(database)) return database;
  throw new UserError(
    'The database of this folder is not a file',
    'For PostgreSQL, use pg_dump and pg_restore.',
  );
}

export function describeContents({ bytes, issues, posts, subscribers }: BackupContents): string {
  return `${issues} issues, ${posts} posts, ${subscribers} subscribers, ${(bytes / 1e6).toFixed(1)} MB`;
}
