// What a command is: its words, its options, and a function from them to a result.
import { once } from 'node:events';
import type { ParseArgsConfig } from 'node:util';
import { UserError } from '../../base/errors.js';

export interface Input {
  /** The folder that holds sources.yaml, .env and data/. */
  dir: string;
  positionals: string[];
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  /** Whether the result goes out as JSON. */
  json: boolean;
  /** A line for the person who looks on (stderr). */
  say: (line: string) => void;
  /** Set when the person pressed Ctrl-C or the process was asked to end. */
  signal: AbortSignal;
}

export interface Output {
  /** For --json. */
  json: unknown;
  /** For people. */
  text: string;
  /** 1 when the command did its work and found something that the user can mend. */
  exitCode?: 0 | 1;
}

export interface Command {
  /** What follows the command's name: `QUERY [--since D]`. */
  usage: string;
  summary: string;
  /** The most words that it takes after its name, options aside; none when it is left out. */
  words?: number;
  options: NonNullable<ParseArgsConfig['options']>;
  run(input: Input): Promise<Output>;
}

/** The string value of an option, if it was given. */
export function optionOf(input: Pick<Input, 'values'>, name: string): string | undefined {
  const value = input.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** All values of an option that may be given more than once. */
export function optionsOf(input: Pick<Input, 'values'>, name: string): string[] {
  return [input.values[name] ?? []].flat().filter((value) => typeof value === 'string');
}

/** Throws a UserError when an option was given that does nothing `unless`, as in `without --resume`, this holds. */
export function refuseIdle(input: Pick<Input, 'values'>, name: string, unless: string, holds: boolean): void {
  if (input.values[name] !== undefined && !holds) throw new UserError(`--${name} has no effect ${unless}`);
}

/** Throws a UserError that shows `usage` for the first of the words that has no place. */
export function refuseStray([stray]: string[], usage: string): void {
  if (stray !== undefined)
    throw new UserError(`"${stray}" has no place here`, `Usage: tidings ${usage}`.trim());
}

/** The text with `--dir DIR` in each command that it advises, when the `folder` was named so. */
export function nameFolder(text: string, folder: string | undefined, commands: string[]): string {
  if (folder === undefined) return text;
  const quoted = /^[\w./~-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`;
  const advised = new RegExp(`(?<!Usage: )\\btidings (${commands.join('|')})\\b(?![^\`\n]*--dir)`, 'g');
  return text.replace(advised, (command) => `${command} --dir ${quoted}`);
}

/** Waits until the command shall end. */
export async function untilTerminated(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
