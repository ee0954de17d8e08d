// tidings init: writes the files that an operator starts from.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors.js';
import { fieldsFolder } from '../context.js';
import { type Command, optionOf } from './shared/command.js';

const DEFAULT_FIELD = 'ai';

export const command: Command = {
  usage: '[--field ai|rust|security|climate|empty]',
  summary: 'Writes a commented sources.yaml, vocabulary.yaml and .env.example; never overwrites.',
  options: {
    field: { type: 'string', help: 'The field to start from. Default: asks on a terminal, else ai' },
  },
  async run(input) {
    const root = resolve(input.dir);
    const field = optionOf(input, 'field') ?? (input.json ? undefined : await askForField()) ?? DEFAULT_FIELD;
    const files = filesOf(field);
    mkdirSync(root, { recursive: true });
    const written: string[] = [];
    const kept: string[] = [];
    for (const [name, text] of files) {
      try {
        writeFileSync(join(root, name), text, { flag: 'wx' });
        written.push(name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        kept.push(name);
      }
    }
    const text = [
      ...written.map((name) => `wrote ${name}`),
      ...kept.map((name) => `kept ${name}, which already exists`),
      'Next: edit sources.yaml, copy .env.example to .env for keys, then `tidings sources check` and `tidings run`.',
    ].join('\n');
    return { json: { field, written, kept }, text };
  },
};

function listFields(): string[] {
  return readdirSync(fieldsFolder).sort();
}

async function askForField(): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (
      (await prompt.question(`Field (${listFields().join(', ')}) [${DEFAULT_FIELD}]: `)).trim() || undefined
    );
  } finally {
    prompt.close();
  }
}

/** The files to write, by name. Throws a UserError for a field that is not shipped. */
function filesOf(field: string): [name: string, text: string][] {
  if (!listFields().includes(field))
    throw new UserError(`Unknown field "${field}": expected one of ${listFields().join(', ')}`);
  const shipped = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
  const own = (name: string) => readFileSync(join(fieldsFolder, field, name), 'utf8');
  // The AI field's sources are those at the root of the package.
  const sources = field === DEFAULT_FIELD ? shipped('sources.yaml') : own('sources.yaml');
  return [
    ['sources.yaml', fillTone(sources, own).replace(/^vocabulary: .*$/m, 'vocabulary: ./vocabulary.yaml')],
    ['sources.schema.json', shipped('sources.schema.json')],
    ['vocabulary.yaml', own('vocabulary.yaml')],
    ['vocabulary.schema.json', shipped('vocabulary.schema.json')],
    ['.env.example', shipped('.env.example')],
  ];
}

/** Inserts the field's notes for the editor. The AI field's file already contains them. */
function fillTone(sources: string, own: (name: string) => string): string {
  return sources.replace(/^( *)tone: \{tone\.md\}$/m, (_, indent: string) => {
    const lines = own('tone.md').trim().split('\n');
    return [`${indent}tone: |`, ...lines.map((line) => `${indent}  ${line}`)].join('\n');
  });
}
