// tidings restore: replaces the database with a backup and keeps the previous database beside it.
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { findDatabase } from '../config/config.js';
import { restoreDatabase } from '../store/maintenance/backup.js';
import type { Command } from './shared/command.js';
import { describeContents, requireFile } from './shared/database-file.js';

export const command: Command = {
  usage: 'FILE',
  summary: 'Replaces the database with a backup; keeps the previous database beside it.',
  words: 1,
  options: {},
  async run({ dir, positionals }) {
    const [name] = positionals;
    if (!name) throw new UserError('restore needs a file', 'Use a file that `tidings backup FILE` wrote.');
    const file = resolve(name);
    const database = requireFile(findDatabase(dir));
    const stamp = new Date().toISOString().replace(/[-:.]/g, '');
    const aside = join(dirname(database), `before-restore-${stamp}.db`);
    const { contents, kept } = restoreDatabase(file, database, aside);
    return {
      json: { database, ...contents, kept: kept ? aside : null },
      text: [
        `Restored ${database}: ${describeContents(contents)}`,
        ...(kept ? [`The previous database is kept as ${aside}`] : []),
      ].join('\n'),
    };
  },
};
