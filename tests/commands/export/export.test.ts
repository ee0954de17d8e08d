// The archive as files: all links lead to files, and a second export writes nothing.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { command } from '../../../src/commands/export/index.js';
import { linksOf, staticFile, staticLinks, staticPath } from '../../../src/web/site/static-site.js';
import { newFolder, tidings } from '../../fixtures/cli.js';
import { newPublication, runCommand } from '../../fixtures/publication.js';

// 100 characters, 300 bytes: more than a file's name may have.
const LONG = encodeURIComponent('日'.repeat(100));

test.each([
  ['/', '/', 'index.html'],
  ['/issues/a#b1', '/issues/a/#b1', 'issues/a/index.html'],
  ['/issues/a.md', '/issues/a.md', 'issues/a.md'],
  ['/issues?cadence=daily', '/issues/cadence-daily/', 'issues/cadence-daily/index.html'],
  ['/tags/model/x?page=2', '/tags/model/x/page-2/', 'tags/model/x/page-2/index.html'],
  ['/authors/web/A%20B', '/authors/web/A%20B/', 'authors/web/A B/index.html'],
  ['/authors/web/..%2F..%2Fetc', '/authors/web/..%2F..%2Fetc/', undefined],
  [`/authors/web/${LONG}`, `/authors/web/${LONG}/`, undefined],
])('%s is %s', (path, still, file) => {
  expect(staticPath(path)).toBe(still);
  expect(staticFile(path)).toBe(file);
});

test('links to a search keep their query, and external links do not change', () => {
  const html =
    '<a href="/search?q=a&amp;tag=b">x</a><a href="https://a.example/b">y</a><a href="//b.example">z</a>';
  expect(staticLinks(html)).toBe(html.replace('/search?', '/search/?'));
});

const home = newFolder();
const out = join(home, 'out');
const env = { PUBLIC_URL: 'https://notes.example' };
const run = async () => JSON.parse((await tidings(['export', 'out', '--json'], home, { env })).stdout);
let first: { files: number; written: number };
beforeAll(async () => {
  await tidings(['run', '--sample', '--no-send'], home);
  first = await run();
});

test('every link in an export leads to one of its files', () => {
  const pages = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  expect(pages.length).toBeGreaterThan(10);
  const dead = pages.flatMap((page) =>
    linksOf(readFileSync(join(out, page), 'utf8')).filter(
      (link) => !link.startsWith('/search/?') && !existsSync(join(out, staticFile(link) ?? 'no file')),
    ),
  );
  expect([...new Set(dead)]).toEqual([]);
});

test('an export’s subscribe link leads to the server, and its search uses the index', () => {
  const front = readFileSync(join(out, 'index.html'), 'utf8');
  expect(front).toContain('href="https://notes.example/subscribe"');
  expect(front).toContain('method="post" action="https://notes.example/subscribe"');
  expect(front).toContain("form-action 'self' https://notes.example;".replaceAll("'", '&#39;'));
  expect(readFileSync(join(out, 'search', 'index.html'), 'utf8')).toContain('data-still');
  expect(existsSync(join(out, 'pagefind', 'pagefind.js'))).toBe(true);
});

test('the sitemap and the pages name addresses of existing files that need no redirect', () => {
  const map = readFileSync(join(out, 'sitemap.xml'), 'utf8');
  const addresses = [...map.matchAll(/<loc>https:\/\/notes\.example([^<]*)<\/loc>/g)].map(
    ([, path = '']) => path,
  );
  expect(addresses.length).toBeGreaterThan(20);
  for (const path of addresses) {
    expect(path).toMatch(/\/$/);
    expect(existsSync(join(out, staticFile(path) ?? 'no file'))).toBe(true);
  }
  const page = readFileSync(join(out, 'issues', 'index.html'), 'utf8');
  expect(page).toContain('<link rel="canonical" href="https://notes.example/issues/"/>');
  expect(readFileSync(join(out, 'llms.txt'), 'utf8')).not.toContain('search.json');
});

test('an export rewrites only changed files, removes its old files, and keeps other files', async () => {
  writeFileSync(join(out, 'CNAME'), 'notes.example');
  writeFileSync(join(out, 'stale.html'), '');
  const manifest = join(out, '.tidings-export.json');
  const made = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify([...made, 'stale.html', '../outside']));
  rmSync(join(out, 'index.html'));
  expect(await run()).toMatchObject({ files: first.files, written: 1, removed: 1 });
  expect(existsSync(join(out, 'CNAME'))).toBe(true);
  expect(existsSync(join(out, 'stale.html'))).toBe(false);
});

test('an export refuses folders with keys or addresses, and files that no export wrote', async () => {
  const publication = await newPublication(0);
  for (const target of [publication, join(publication, '..'), join(publication, 'data')])
    await expect(runCommand(command, publication, [target])).rejects.toThrow('readers’ addresses');
  const site = newFolder();
  writeFileSync(join(site, 'index.html'), 'mine');
  for (let time = 0; time < 2; time++)
    await expect(runCommand(command, publication, [site])).rejects.toThrow('index.html already exists');
  expect(readdirSync(site)).toEqual(['index.html']);
  expect(readFileSync(join(site, 'index.html'), 'utf8')).toBe('mine');
});
