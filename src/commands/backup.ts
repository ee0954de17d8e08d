// tidings backup: copies the database to one file without stopping Tidings.
import { resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { findDatabase } from '../config/config.js';
import { backupDatabase } from '../store/maintenance/backup.js';
import type { Command } from './shared/command.js';
import { describeContents, requireFile } from './shared/database-file.js';

export const command: Command = {
  usage: 'FILE',
  summary:
    'Writes a consistent, verified copy of the database to a new file. Tidings keeps running meanwhile.',
  words: 1,
  options: {},
  async run({ dir, positionals }) {
    const [name] = positionals;
    if (!name) throw new UserError('backup needs a file name', 'Example: tidings backup tidings-monday.db');
    const file = resolve(name);
    const contents = backupDatabase(requireFile(findDatabase(dir)), file);
    return { json: { file, ...contents }, text: `Wrote ${file}: ${describeContents(contents)}` };
  },
};
