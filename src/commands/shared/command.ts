// The interface of a command: arguments, options, and a function that returns a result.
import { once } from 'node:events';
import { UserError } from '../../base/errors.js';

export interface Input {
  /** The folder that holds sources.yaml, .env and data/. */
  dir: string;
  positionals: string[];
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  /** Whether the result is printed as JSON. */
  json: boolean;
  /** Prints a line for people (stderr). */
  say: (line: string) => void;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

export interface Output {
  /** For --json. */
  json: unknown;
  /** For people. */
  text: string;
  /** 1 if the command succeeded but found something that the user can fix. */
  exitCode?: 0 | 1;
}

/** An option, for `parseArgs` and `--help`. */
export interface CommandOption {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** Placeholder of the value in the help: `YYYY-MM-DD`. */
  value?: string;
  /** One line for `--help`, with the default. */
  help: string;
}

export interface Command {
  /** Arguments after the command's name: `QUERY [--since D]`. */
  usage: string;
  summary: string;
  /** Maximum number of arguments, without options. Absent: none. */
  words?: number;
  options: Record<string, CommandOption>;
  run(input: Input): Promise<Output>;
}

/** The string value of an option, if it was given. */
export function optionOf(input: Pick<Input, 'values'>, name: string): string | undefined {
  const value = input.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** All values of a repeatable option. */
export function optionsOf(input: Pick<Input, 'values'>, name: string): string[] {
  return [input.values[name] ?? []].flat().filter((value) => typeof value === 'string');
}

/**
 * Throws a UserError for a given option that would have no effect. `unless` describes the missing condition: `without --resume`.
 */
export function requireUsed(
  input: Pick<Input, 'values'>,
  name: string,
  unless: string,
  holds: boolean,
): void {
  if (input.values[name] !== undefined && !holds) throw new UserError(`--${name} has no effect ${unless}`);
}

/** Throws a UserError with `usage` for the first unexpected argument. */
export function rejectExtraArguments([stray]: string[], usage: string): void {
  if (stray !== undefined)
    throw new UserError(`Unexpected argument "${stray}"`, `Usage: tidings ${usage}`.trim());
}

/** Adds `--dir DIR` to each command in the text, after its verb, if the user set the `folder`. */
export function nameFolder(text: string, folder: string | undefined, commands: string[]): string {
  if (folder === undefined) return text;
  const quoted = /^[\w./~-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  const verb = '(?: (?:check|add|import|export|accept|alias|ignore|list)\\b)?';
  const advised = new RegExp(
    `(?<!Usage: )\\btidings (${commands.join('|')})\\b${verb}(?![^\`\n]*--dir)`,
    'g',
  );
  return text.replace(advised, (command) => `${command} --dir ${quoted}`);
}

/** Maximum time for a shutdown; supervisors kill a process after ten seconds. */
const EXIT_DEADLINE_MS = 8000;

/**
 * Runs a process's work until it receives a signal. Exits at the deadline even if something keeps the process alive,
 * such as an unresponsive database. Unfinished work is repeated, as after a crash.
 */
export async function withExitDeadline<T>(
  { signal, say }: Pick<Input, 'signal' | 'say'>,
  work: () => Promise<T>,
): Promise<T> {
  const setDeadline = () => {
    const expire = () => {
      say('Some connections could not be closed in time');
      process.exit(process.exitCode ?? 1);
    };
    setTimeout(expire, EXIT_DEADLINE_MS).unref();
  };
  signal.addEventListener('abort', setDeadline, { once: true });
  try {
    return await work();
  } finally {
    setDeadline();
  }
}

/** Waits until the signal is aborted. */
export async function untilTerminated(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
