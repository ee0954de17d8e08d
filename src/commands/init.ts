// tidings init: the files that an operator starts from.
import { constants, copyFileSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from './shared/command.js';

const shipped = ['sources.yaml', 'sources.schema.json', '.env.example'];

export const command: Command = {
  usage: '',
  summary: 'Writes a commented sources.yaml and .env.example; never overwrites.',
  options: {},
  async run({ dir }) {
    const root = resolve(dir);
    mkdirSync(root, { recursive: true });
    const written: string[] = [];
    const kept: string[] = [];
    for (const name of shipped) {
      const from = fileURLToPath(new URL(`../../${name}`, import.meta.url));
      try {
        copyFileSync(from, join(root, name), constants.COPYFILE_EXCL);
        written.push(name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        kept.push(name);
      }
    }
    const text = [
      ...written.map((name) => `wrote ${name}`),
      ...kept.map((name) => `kept ${name}, which was there`),
      'Next: edit sources.yaml, copy .env.example to .env for keys, then `tidings sources check` and `tidings run`.',
    ].join('\n');
    return { json: { written, kept }, text };
  },
};
