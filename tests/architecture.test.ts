// The import rule of the house: downward only. CONTRIBUTING.md has the picture.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Rooms and single files by level; a file may import what lies on lower levels, and its own room. */
const LEVELS: string[][] = [
  ['model', 'errors', 'url', 'text', 'threads'],
  ['period'],
  ['followed'],
  ['sources-file'],
  ['sources-edit'],
  ['config'],
  ['log'],
  ['sources', 'store', 'editorial', 'render', 'deliver', 'llm', 'queue'],
  ['stages', 'web'],
  ['pipeline', 'schedule'],
  ['context'],
  ['commands'],
  ['main'],
];
/** Beyond the levels: readers' pages know nothing of how an issue is made. */
const FORBIDDEN: [string, string][] = [
  ['web', 'sources'],
  ['web', 'editorial'],
  ['web', 'llm'],
  ['web', 'stages'],
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);
const roomOf = (path: string) => path.split(/[\\/]/)[0]?.replace(/\.tsx?$/, '') ?? '';
const levelOf = (room: string) => LEVELS.findIndex((level) => level.includes(room));
const importsOf = (path: string) =>
  [...readFileSync(join('src', path), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
    ([, target]) => relative('src', join('src', dirname(path), target ?? '')),
  );

test('every file stands in a room that the picture has', () =>
  expect(files.filter((path) => levelOf(roomOf(path)) < 0)).toEqual([]));

test('imports lead downward only', () => {
  const upward = files.flatMap((path) => {
    const room = roomOf(path);
    return importsOf(path)
      .filter((target) => {
        const other = roomOf(target.replace(/\.js(on)?$/, ''));
        return (
          other !== room &&
          (levelOf(other) >= levelOf(room) || FORBIDDEN.some(([a, b]) => a === room && b === other))
        );
      })
      .map((target) => `${path} imports ${target}`);
  });
  expect(upward).toEqual([]);
});

test('only config.ts reads the environment, and nothing below context asks for the time', () => {
  const below = (path: string) => levelOf(roomOf(path)) < levelOf('context');
  const code = (path: string) =>
    readFileSync(join('src', path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const offenders = files.filter(
    (path) =>
      (path !== 'config.ts' &&
        levelOf(roomOf(path)) < levelOf('context') &&
        /process\.env/.test(code(path))) ||
      (below(path) && /Date\.now\(\)|new Date\(\)/.test(code(path))),
  );
  expect(offenders).toEqual([]);
});

test('SQL stands in store only', () => {
  const offenders = files.filter(
    (path) =>
      roomOf(path) !== 'store' &&
      /\bsql`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.test(
        readFileSync(join('src', path), 'utf8'),
      ),
  );
  expect(offenders).toEqual([]);
});

test('every file says in its first line what it is for', () => {
  const silent = files.filter((path) => !/^(#!.*\n)?\/\/ \S/.test(readFileSync(join('src', path), 'utf8')));
  expect(silent).toEqual([]);
});
