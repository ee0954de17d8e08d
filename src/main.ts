#!/usr/bin/env node
// The command line: from argv to a command, which is loaded on demand. The only catch and the only exit code.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adviceOn, messageOf, UserError } from './base/errors.js';
import { escapeControls, withoutControls } from './base/text.js';
import {
  type Command,
  type CommandOption,
  nameFolder,
  rejectExtraArguments,
} from './commands/shared/command.js';

const commands: Record<string, () => Promise<{ command: Command }>> = {
  init: () => import('./commands/init.js'),
  vocabulary: () => import('./commands/vocabulary.js'),
  run: () => import('./commands/run.js'),
  backfill: () => import('./commands/backfill.js'),
  edit: () => import('./commands/edit.js'),
  serve: () => import('./commands/serve.js'),
  work: () => import('./commands/work.js'),
  search: () => import('./commands/archive/search.js'),
  sources: () => import('./commands/sources/index.js'),
  mcp: () => import('./commands/archive/mcp.js'),
  send: () => import('./commands/send.js'),
  approve: () => import('./commands/approve.js'),
  subscribers: () => import('./commands/subscribers/index.js'),
  import: () => import('./commands/import/index.js'),
  export: () => import('./commands/export/index.js'),
  backup: () => import('./commands/backup.js'),
  restore: () => import('./commands/restore.js'),
  'migrate-store': () => import('./commands/migrate-store.js'),
  doctor: () => import('./commands/doctor/index.js'),
};

const COMMON_OPTIONS = {
  dir: {
    type: 'string',
    value: 'DIR',
    help: 'The folder with sources.yaml, .env and data/ (default: the current one)',
  },
  json: { type: 'boolean', help: 'Print one JSON document (default: text for people)' },
  help: { type: 'boolean', short: 'h', help: 'Print this help' },
} as const;

async function main(argv: string[]): Promise<number> {
  requireNode();
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await describeAll());
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${(await import('./context.js')).version}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) && commands[name];
  if (!load)
    throw new UserError(
      `Unknown command "${name}"`,
      name.startsWith('-')
        ? 'The command comes first: tidings run --dir DIR. Try tidings --help.'
        : `Commands: ${Object.keys(commands).join(', ')}. Try tidings --help.`,
    );
  const { command } = await load();
  const { values, positionals } = parse(name, rest, command);
  if (values.help) {
    process.stdout.write(describe(name, command));
    return 0;
  }
  rejectExtraArguments(positionals.slice(command.words ?? 0), `${name} ${command.usage}`);
  const [empty] = Object.entries(values).find(([, value]) => [value].flat().includes('')) ?? [];
  if (empty !== undefined)
    throw new UserError(`--${empty} is empty`, `Usage: tidings ${name} ${command.usage}`.trim());
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => ending.abort(new UserError('Stopped.')));
  const json = values.json === true;
  folder = typeof values.dir === 'string' ? values.dir : undefined;
  const output = await command.run({
    dir: folder ?? '.',
    positionals,
    values: values as Record<string, string | boolean | undefined>,
    json,
    say: (line) => process.stderr.write(withoutControls(`${line}\n`)),
    signal: ending.signal,
  });
  // Search results are other people's words, so they are printed unchanged.
  const text = json
    ? escapeControls(JSON.stringify(output.json, null, 2))
    : withoutControls(name === 'search' ? output.text : inFolder(output.text));
  if (text) process.stdout.write(`${text}\n`);
  return output.exitCode ?? 0;
}

/** Throws on a Node older than package.json's `engines`, before loading code that such a Node cannot parse. */
function requireNode(): void {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [oldest, here] = [engines.node.replace('>=', ''), process.versions.node];
  if (oldest.localeCompare(here, 'en', { numeric: true }) > 0)
    throw new UserError(
      `Tidings needs Node ${oldest} or newer; this is ${here}`,
      'Get it from https://nodejs.org, then reinstall Tidings with it.',
    );
}

function parse(name: string, args: string[], command: Command) {
  try {
    return parseArgs({ args, options: { ...COMMON_OPTIONS, ...command.options }, allowPositionals: true });
  } catch (error) {
    // Node's own hint is about its syntax.
    const [message = ''] = messageOf(error).split('. To specify a positional');
    const dash = command.words ? '\n  Put a word that begins with - after --, or in quotes with others.' : '';
    throw new UserError(message, `Usage: tidings ${name} ${command.usage}`.trim() + dash);
  }
}

function describe(name: string, command: Command): string {
  const options = Object.entries<CommandOption>({ ...command.options, ...COMMON_OPTIONS });
  const flags = options.map(([flag, { value }]) => `--${flag}${value ? ` ${value}` : ''}`);
  const width = Math.max(...flags.map((flag) => flag.length)) + 2;
  const lines = options.map(([, { help }], at) => `  ${flags[at]?.padEnd(width)}${help}\n`);
  return `${`tidings ${name} ${command.usage}`.trim()}\n\n${command.summary}\n\nOptions:\n${lines.join('')}`;
}

async function describeAll(): Promise<string> {
  const lines = [
    'tidings: reads what a field said and writes a recap in which every claim carries its source',
    '',
  ];
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load();
    lines.push(`  tidings ${`${name} ${command.usage}`.trim()}`, `      ${command.summary}`);
  }
  lines.push('', 'Every command takes --dir DIR (default: this folder), --json and --help.', '');
  return lines.join('\n');
}

/** The value of `--dir`, once parsed. */
let folder: string | undefined;

const inFolder = (text: string) => nameFolder(text, folder, Object.keys(commands));

/** The database file as a prefix of an SQLite error, which names no file itself. */
async function describeDatabase(error: unknown): Promise<string> {
  if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) return '';
  return `${(await import('./config/config.js')).findDatabase(folder ?? '.')}: `;
}

/** Prints what went wrong. Returns the exit code. */
async function report(error: unknown): Promise<1 | 2> {
  const advice = error instanceof UserError ? (error.hint ?? '') : adviceOn(error);
  if (advice === undefined) {
    process.stderr.write(withoutControls(`${error instanceof Error ? error.stack : String(error)}\n`));
    return 2;
  }
  const message =
    error instanceof UserError ? error.message : (await describeDatabase(error)) + messageOf(error);
  process.stderr.write(withoutControls(`\u2717 ${message}\n${advice && `  ${inFolder(advice)}\n`}`));
  return 1;
}

// The reader of a pipe may close it early: `tidings search x | head -1`. The work still runs to its end. A full disk
// for stdout ends the process, since output comes last; one for stderr leaves nowhere to report it.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(await report(error));
});
process.stderr.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = await report(error);
}
