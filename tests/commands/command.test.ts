import { expect, test } from 'vitest';
import { nameFolder } from '../../src/commands/command.js';

const commands = ['run', 'send', 'serve'];

test.each([
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
])('%s', (text, named) => {
  expect(nameFolder(text, '../ai', commands)).toBe(named);
  expect(nameFolder(text, undefined, commands)).toBe(text);
});

test('a folder is named as a shell takes it', () =>
  expect(nameFolder('tidings run', "Ann's news $(x)", commands)).toBe(
    "tidings run --dir 'Ann'\\''s news $(x)'",
  ));
