// tidings migrate-store: copies an SQLite store to PostgreSQL.
import { existsSync, realpathSync } from 'node:fs';
import { UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import { findDatabase } from '../config/config.js';
import { copyStore } from '../store/cluster/copy.js';
import { maskDatabaseUrl } from '../store/database/postgres-errors.js';
import { requireUnused } from '../store/maintenance/backup.js';
import { openDatabase } from '../store/open.js';
import { type Command, optionOf } from './shared/command.js';
import { requireFile } from './shared/database-file.js';

export const command: Command = {
  usage: '--to postgres://USER:PASSWORD@HOST/DATABASE',
  summary: 'Copies the SQLite store to an empty PostgreSQL database and verifies the copy; can be resumed.',
  options: {
    to: { type: 'string', value: 'URL', help: 'The empty PostgreSQL database to copy to (required)' },
  },
  async run(input) {
    const url = optionOf(input, 'to');
    if (!url || !isPostgresUrl(url))
      throw new UserError(
        'migrate-store needs --to with the URL of a PostgreSQL database',
        'Example: tidings migrate-store --to postgres://tidings:secret@127.0.0.1/tidings',
      );
    const path = requireFile(findDatabase(input.dir));
    if (!existsSync(path)) throw new UserError(`No store found: ${path}`, 'Set its folder with --dir.');
    requireUnused(path, 'move the store');
    const source = await openDatabase(path);
    try {
      const { signal, say } = input;
      const tables = await copyStore(source, url, { name: realpathSync(path), signal, say });
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      return {
        json: { from: path, to: maskDatabaseUrl(url), tables },
        text: `Moved ${rows} rows of ${tables.length} tables; both stores are equal.\nSet DATABASE_URL to the new store. ${path} is unchanged.`,
      };
    } finally {
      await source.destroy();
    }
  },
};
