// tidings restore: a backup in the place of the database, which is kept beside it.
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { findDatabase } from '../config/config.js';
import { restoreDatabase } from '../store/maintenance/backup.js';
import type { Command } from './shared/command.js';
import { describeContents, requireFile } from './shared/database-file.js';

export const command: Command = {
  usage: 'FILE',
  summary: 'Puts a backup in the place of the database; what was there is kept beside it.',
  words: 1,
  options: {},
  async run({ dir, positionals }) {
    const [name] = positionals;
    if (!name) throw new UserError('restore wants a file', 'One that `tidings backup FILE` wrote.');
    const file = resolve(name);
    const database = requireFile(findDatabase(dir));
    const stamp = new Date().toISOString().replace(/[-:.]/g, '');
    const aside = join(dirname(database), `before-restore-${stamp}.db`);
    const { contents, kept } = restoreDatabase(file, database, aside);
    return {
      json: { database, ...contents, kept: kept ? aside : null },
      text: [
        `Restored ${database}: ${describeContents(contents)}`,
        ...(kept ? [`What was there is kept as ${aside}`] : []),
      ].join('\n'),
    };
  },
};
