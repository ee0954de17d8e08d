// The import rule: imports point downward only. CONTRIBUTING.md shows the layout.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** Rooms and single files by level. A file may import lower levels and its own room. */
const LEVELS: string[][] = [
  ['model'],
  ['base'],
  ['sources'],
  ['config'],
  ['store', 'editorial', 'render', 'deliver', 'llm'],
  ['queue'],
  ['stages', 'web'],
  ['operations'],
  ['pipeline'],
  ['context'],
  ['serve'],
  ['commands'],
  ['main'],
];

/**
 * Folders inside a room by level, with the same rule. Files of the room itself have the level `.`; where they belong to
 * several levels (editorial/plan.ts is below its folders, edit.ts above), only the ban on cycles holds for them.
 */
const INNER_LEVELS: Record<string, string[][]> = {
  sources: [
    ['http'],
    ['feed'],
    ['discord', 'github', 'mastodon', 'reddit', 'x'],
    ['kinds'],
    ['.'],
    ['sample'],
  ],
  store: [
    ['database'],
    ['search', 'sources', 'subscribers', 'operator'],
    ['deliveries', '.'],
    ['cluster', 'maintenance'],
  ],
  editorial: [['vocabulary'], ['group', 'verify'], ['offline'], ['model']],
  web: [
    ['site'],
    ['http'],
    ['ui'],
    ['search'],
    ['archive'],
    ['subscribers', 'admin', 'mcp'],
    ['machines'],
    ['.'],
  ],
  commands: [
    ['shared'],
    ['archive', 'doctor', 'export', 'import', 'sources', 'subscribers'],
    ['operator'],
    ['.'],
  ],
};

/** Exceptions. Readers' pages do not know how an issue is made; of sources they know only the registry's names. */
const FORBIDDEN: [string, RegExp][] = [
  ['web', /^sources\/(?!(index|kinds\/kind)\.)/],
  ['web', /^(editorial|llm)\//],
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path));
const read = (path: string) => readFileSync(join('src', path), 'utf8');
const withoutEnding = (path: string) => path.replace(/\.(tsx?|js|json)$/, '');
const roomOf = (path: string) => withoutEnding(path.split('/')[0] ?? '');
/** The folder inside the room, or `.` for a file of the room itself. */
const folderOf = (path: string) => (path.split('/').length > 2 ? (path.split('/')[1] ?? '.') : '.');
const levelIn = (levels: string[][], name: string) => levels.findIndex((level) => level.includes(name));
const levelOf = (room: string) => levelIn(LEVELS, room);
const importsOf = (path: string) =>
  [...read(path).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative('src', join('src', dirname(path), target ?? '')).replaceAll('\\', '/'),
  );
const pairs = files.flatMap((path) => importsOf(path).map((target) => ({ path, target })));
const print = ({ path, target }: (typeof pairs)[number]) => `${path} imports ${target}`;

test('every file belongs to a room of the layout', () =>
  expect(files.filter((path) => levelOf(roomOf(path)) < 0)).toEqual([]));

test('imports point downward only', () => {
  const upward = pairs.filter(({ path, target }) => {
    const [room, other] = [roomOf(path), roomOf(target)];
    return (
      other !== room &&
      (levelOf(other) >= levelOf(room) || FORBIDDEN.some(([from, to]) => from === room && to.test(target)))
    );
  });
  expect(upward.map(print)).toEqual([]);
});

test('imports between the folders of one room point downward only', () => {
  const upward = pairs.filter(({ path, target }) => {
    const levels = INNER_LEVELS[roomOf(path)];
    if (!levels || roomOf(path) !== roomOf(target) || folderOf(path) === folderOf(target)) return false;
    const [from, to] = [levelIn(levels, folderOf(path)), levelIn(levels, folderOf(target))];
    return from >= 0 && to >= from;
  });
  expect(upward.map(print)).toEqual([]);
  const unknown = files.filter((path) => {
    const levels = INNER_LEVELS[roomOf(path)];
    return levels && folderOf(path) !== '.' && levelIn(levels, folderOf(path)) < 0;
  });
  expect(unknown).toEqual([]);
});

test('imports form no cycle', () => {
  const byName = new Map(files.map((path) => [withoutEnding(path), path]));
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const target of importsOf(path)) {
      const found = target.endsWith('.json') ? undefined : byName.get(withoutEnding(target));
      if (found) visit(found, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const path of files) visit(path, []);
  expect(cycles).toEqual([]);
});

test('no folder has more than 20 entries, and no room has two files of one name', () => {
  const folders = new Map<string, Set<string>>();
  for (const path of files)
    for (let entry = path; entry !== '.'; entry = dirname(entry))
      folders.set(dirname(entry), (folders.get(dirname(entry)) ?? new Set()).add(basename(entry)));
  expect([...folders].filter(([, entries]) => entries.size > 20).map(([folder]) => folder)).toEqual([]);
  const names = files.map((path) => `${roomOf(path)}: ${basename(withoutEnding(path))}`);
  const twice = names.filter((name, at) => names.indexOf(name) !== at && !name.endsWith(': index'));
  expect(twice).toEqual([]);
});

test('only config reads the environment, and nothing below context reads the clock', () => {
  const code = (path: string) => read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const below = files.filter((path) => levelOf(roomOf(path)) < levelOf('context'));
  expect(below.filter((path) => roomOf(path) !== 'config' && /process\.env/.test(code(path)))).toEqual([]);
  expect(below.filter((path) => /Date\.now\(\)|new Date\(\)/.test(code(path)))).toEqual([]);
});

test('only store contains SQL', () => {
  const sql = /\bsql`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/;
  expect(files.filter((path) => roomOf(path) !== 'store' && sql.test(read(path)))).toEqual([]);
});

test('the first line of every file describes its purpose', () =>
  expect(files.filter((path) => !/^(#!.*\n)?\/\/ \S/.test(read(path)))).toEqual([]));

test('files that comments name exist', () => {
  const names = new Set(files.map((path) => basename(path)));
  const missing = files.flatMap((path) =>
    [...read(path).matchAll(/\/\*[\s\S]*?\*\/|\/\/.*/g)]
      .flatMap(([comment]) => comment.match(/\b[\w-]+\.tsx?\b/g) ?? [])
      .filter((name) => !names.has(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});
