import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nameFolder } from '../../../src/commands/shared/command.js';

const commands = ['run', 'send', 'serve', 'sources'];

test.each([
  ['`tidings sources check r/x`', '`tidings sources check --dir ../ai r/x`'],
  ['Make one with `tidings run`.', 'Make one with `tidings run --dir ../ai`.'],
  [
    'tidings send ID --resume; else tidings run',
    'tidings send --dir ../ai ID --resume; else tidings run --dir ../ai',
  ],
  [
    '`tidings run --sample --dir sample`, or `tidings run`',
    '`tidings run --sample --dir sample`, or `tidings run --dir ../ai`',
  ],
  ['Usage: tidings run [--sample]', 'Usage: tidings run [--sample]'],
  ['tidings runs well; tidings doctors', 'tidings runs well; tidings doctors'],
])('adds the folder to the commands in “%s”', (text, named) => {
  expect(nameFolder(text, '../ai', commands)).toBe(named);
  expect(nameFolder(text, undefined, commands)).toBe(text);
});

test('a folder’s name is quoted for a shell', () =>
  expect(nameFolder('tidings run', "Ann's news $(x)", commands)).toBe(
    "tidings run --dir 'Ann'\\''s news $(x)'",
  ));

test.runIf(existsSync('/dev/full'))('output that finds no room ends with 1 and the way out', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, ['dist/main.js', 'init', '--help'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: '✗ ENOSPC: no space left on device, write\n  The disk is full: free some space.\n',
  });
});
