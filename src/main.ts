#!/usr/bin/env node
// The command line: from argv to a command, loaded when it is asked for. The only catch and the only exit code.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { adviceOn, messageOf, UserError } from './base/errors.js';
import { escapeControls, withoutControls } from './base/text.js';
import { type Command, nameFolder, refuseStray } from './commands/shared/command.js';

const commands: Record<string, () => Promise<{ command: Command }>> = {
  init: () => import('./commands/init.js'),
  run: () => import('./commands/run.js'),
  backfill: () => import('./commands/backfill.js'),
  edit: () => import('./commands/edit.js'),
  serve: () => import('./commands/serve.js'),
  work: () => import('./commands/work.js'),
  search: () => import('./commands/search.js'),
  sources: () => import('./commands/sources/index.js'),
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

const common = {
  dir: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
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
      `There is no command "${name}"`,
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
  refuseStray(positionals.slice(command.words ?? 0), `${name} ${command.usage}`);
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
  // What a search finds is others' words.
  const text = json
    ? escapeControls(JSON.stringify(output.json, null, 2))
    : withoutControls(name === 'search' ? output.text : inFolder(output.text));
  if (text) process.stdout.write(`${text}\n`);
  return output.exitCode ?? 0;
}

/** Refuses a Node older than package.json's `engines`, before anything is loaded that such a Node cannot read. */
function requireNode(): void {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [oldest, here] = [engines.node.replace('>=', ''), process.versions.node];
  if (oldest.localeCompare(here, 'en', { numeric: true }) > 0)
    throw new UserError(
      `Tidings needs Node ${oldest} or newer; this is ${here}`,
      'Get it from https://nodejs.org, then install Tidings anew with it.',
    );
}

function parse(name: string, args: string[], command: Command) {
  try {
    return parseArgs({ args, options: { ...common, ...command.options }, allowPositionals: true });
  } catch (error) {
    // Node's own advice is about its grammar.
    const [message = ''] = messageOf(error).split('. To specify a positional');
    const dash = command.words
      ? '\n  A word that begins with - stands after --, or in quotes with others.'
      : '';
    throw new UserError(message, `Usage: tidings ${name} ${command.usage}`.trim() + dash);
  }
}

function describe(name: string, command: Command): string {
  const flags = Object.keys({ ...command.options, ...common }).map((flag) => `--${flag}`);
  return `tidings ${name} ${command.usage}\n\n${command.summary}\n\nOptions: ${flags.join(' ')}\n`;
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

/** What `--dir` named, once it is known. */
let folder: string | undefined;

const inFolder = (text: string) => nameFolder(text, folder, Object.keys(commands));

/** The database before what SQLite says of it, which names no file. */
async function placeOf(error: unknown): Promise<string> {
  if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) return '';
  return `${(await import('./config/config.js')).findDatabase(folder ?? '.')}: `;
}

/** Says what went wrong. Gives the exit code. */
async function report(error: unknown): Promise<1 | 2> {
  const advice = error instanceof UserError ? (error.hint ?? '') : adviceOn(error);
  if (advice === undefined) {
    process.stderr.write(withoutControls(`${error instanceof Error ? error.stack : String(error)}\n`));
    return 2;
  }
  const message = error instanceof UserError ? error.message : (await placeOf(error)) + messageOf(error);
  process.stderr.write(withoutControls(`\u2717 ${message}\n${advice && `  ${inFolder(advice)}\n`}`));
  return 1;
}

// Who reads the output may leave: `tidings search x | head -1`. The work goes on to its end. A full disk under the
// output is an end, since it comes last; one under the messages can be told to nobody.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exit(await report(error));
});
process.stderr.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = await report(error);
}
