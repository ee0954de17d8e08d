// The contents of the package that `npm pack` makes.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the package contains the program and its files, but no sources, tests, maps or secrets', async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, { maxBuffer: 10_000_000 });
  const [packed] = Object.values(JSON.parse(stdout)) as { files: { path: string }[] }[];
  const paths = (packed?.files ?? [])
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('node_modules/'));
  const built = paths.filter((path) => path.startsWith('dist/'));
  expect(built).toContain('dist/main.js');
  expect(built.filter((path) => !/\.js$|^dist\/sources\/sample\/sample\.json$/.test(path))).toEqual([]);
  const others = paths.filter((path) => !/^(dist|templates)\/|^docs\/[\w-]+\.md$/.test(path));
  expect(others.sort()).toEqual([
    '.env.example',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'package.json',
    'sources.schema.json',
    'sources.yaml',
    'vocabulary.schema.json',
  ]);
  // Messages of `tidings doctor` refer to its pages.
  expect(paths).toContain('docs/deliverability.md');
  // The files that `tidings init` copies must be included.
  for (const [, name] of readFileSync('src/commands/init.ts', 'utf8').matchAll(/'([\w.]+\.\w+)'/g))
    if (name && !name.startsWith('node') && !name.endsWith('.md'))
      expect(
        paths.some((path) => path === name || path === `templates/fields/ai/${name}`),
        name,
      ).toBe(true);
});
