// The documentation and the program agree.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { environmentVariables } from '../src/config/config.js';
import { followedSchema } from '../src/sources/index.js';
import { settingsPage } from './fixtures/settings-page.js';

const read = (path: string) => readFileSync(path, 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const commandFiles = new Map(
  [...read('src/main.ts').matchAll(/^ {2}'?([\w-]+)'?: \(\) => import\('\.\/commands\/(.+)\.js'\)/gm)].map(
    ([, name = '', file = '']) => [name, resolve('src/commands', `${file}.ts`)],
  ),
);
const commands = [...commandFiles.keys()];
const codeBlocks = (text: string) =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code]) => (code ?? '').trim());

test('the README names every command, with each of its options', async () => {
  const readme = read('README.md');
  for (const [name, file] of commandFiles) {
    const { command } = await import(file);
    expect(readme, name).toContain(`\`tidings ${name}`);
    for (const option of Object.keys(command.options))
      expect(readme, `tidings ${name} --${option}`).toContain(`--${option}`);
  }
});

test('every command in the README and the docs exists', () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/`(?:npx )?tidings (\w[\w-]*)/g)].map(([, name]) => name ?? ''),
  );
  expect([...new Set(named)].filter((name) => !commands.includes(name))).toEqual([]);
});

test('examples run the sample in a separate folder, because the checkout has a sources.yaml', () => {
  const lines = ['README.md', 'docs/getting-started.md'].flatMap((page) =>
    codeBlocks(read(page)).flatMap((code) =>
      code.split('\n').filter((line) => line.includes('run --sample')),
    ),
  );
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toContain('--dir');
});

test('every environment variable is documented', () => {
  const all = pages.map(read).join('\n');
  expect(environmentVariables.filter((name) => !all.includes(name))).toEqual([]);
});

test('CI runs exactly the README’s first two commands', () => {
  const [first = '', second = ''] = codeBlocks(read('README.md'));
  const script = read('.ci/run');
  // Each run uses a new folder.
  expect(script).toContain(first.replace('../try', '"$(mktemp -d)"'));
  expect(script.split('\n')).toContain(second);
});

test('links within the repository have a target', () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)[^)]*\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => /[./]/.test(target) && !existsSync(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every prompt and its places are documented', () => {
  const page = read('docs/model.md');
  for (const file of readdirSync('templates/prompts')) {
    expect(page).toContain(file.replace('.md', ''));
    for (const [place] of read(join('templates/prompts', file)).matchAll(/\{\{\w+\}\}/g))
      expect(page).toContain(place);
  }
});

test('docs/settings.md lists every setting and variable as the program reads it', async () => {
  await expect(settingsPage(read('.env.example'))).toMatchFileSnapshot('../docs/settings.md');
});

test('docs/dependencies.md lists all dependencies and overrides', () => {
  const page = read('docs/dependencies.md');
  const listed = [...page.matchAll(/^\| `([^`]+)` \|(?:[^|]+\|){4}$/gm)].map(([, name]) => name);
  const { dependencies, overrides } = JSON.parse(read('package.json'));
  expect(listed).toEqual(Object.keys(dependencies));
  for (const name of Object.keys(overrides)) expect(page).toMatch(new RegExp(`^\\| \`${name}\``, 'm'));
});

test('every kind of source has its own page, linked from the overview', () => {
  const overview = read('docs/sources.md');
  const settings = Object.keys(followedSchema.shape);
  for (const setting of settings)
    expect(
      pages.filter(
        (page) => page.startsWith(join('docs', 'sources-')) && read(page).includes(`  ${setting}:\n`),
      ),
      `sources.${setting}`,
    ).toHaveLength(1);
  for (const page of pages.filter((name) => name.startsWith(join('docs', 'sources-'))))
    expect(overview).toContain(`(${page.slice('docs/'.length)})`);
});
