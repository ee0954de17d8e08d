// tidings backup: the database in one file, while everything goes on.
import { resolve } from 'node:path';
import { UserError } from '../base/errors.js';
import { findDatabase } from '../config/config.js';
import { backupDatabase } from '../store/maintenance/backup.js';
import type { Command } from './shared/command.js';
import { describeContents, requireFile } from './shared/database-file.js';

export const command: Command = {
  usage: 'FILE',
  summary: 'Writes the database into one new file, consistent and checked, while everything goes on.',
  words: 1,
  options: {},
  async run({ dir, positionals }) {
    const [name] = positionals;
    if (!name) throw new UserError('backup wants a file', 'Such as tidings backup tidings-monday.db');
    const file = resolve(name);
    const contents = backupDatabase(requireFile(findDatabase(dir)), file);
    return { json: { file, ...contents }, text: `Wrote ${file}: ${describeContents(contents)}` };
  },
};
