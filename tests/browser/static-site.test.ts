// The export on a plain file server: read, searched and filtered without a server of ours.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newFolder, tidings } from '../fixtures/cli.js';
import { findAxeViolations } from './axe.js';
import { closePages, hasBrowser, launch, onPage } from './browser.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** The archive is not at its host's root. */
const BASE = '/notes';

/** As simple as file servers are: a folder's index.html, a type by the name's ending, 404. */
function serveFiles(root: string): Promise<Server> {
  const server = createServer((request, answer) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const path = asked.startsWith(`${BASE}/`) ? join(root, asked.slice(BASE.length)) : join(root, 'none');
    const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
    if (!existsSync(file)) {
      answer.writeHead(404).end();
      return;
    }
    answer.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(answer);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(!hasBrowser)('with a browser', () => {
  let browser: Browser;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const home = newFolder();
    await tidings(['run', '--sample', '--no-send'], home);
    const env = { PUBLIC_URL: `https://someone.example${BASE}/` };
    expect((await tidings(['export', 'out'], home, { env })).code).toBe(0);
    server = await serveFiles(join(home, 'out'));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`;
    browser = await launch();
  });
  afterAll(async () => {
    await closePages();
    server?.close();
  });

  test('one reads from page to page', () =>
    onPage(browser, `${url}/`, async (page) => {
      await page.getByRole('link', { name: 'Read the whole issue' }).click();
      const headline = await page.getByRole('heading', { level: 1 }).textContent();
      await page.locator('.tags a').first().click();
      await page
        .getByRole('link', { name: headline ?? '' })
        .first()
        .waitFor();
    }));

  test('one searches as one types, and filters', () =>
    onPage(browser, `${url}/search/`, async (page) => {
      await page.getByRole('searchbox').pressSequentially('quickserve');
      await page.locator('.results mark').first().waitFor();
      const all = await page.locator('#status').textContent();
      await page.getByText('Filters').click();
      await page.getByLabel('Platform').selectOption('reddit');
      await page.waitForURL(/platform=reddit/);
      await page.locator('.results mark').first().waitFor();
      expect(await page.locator('#status').textContent()).not.toBe(all);
      const hit = page.locator('.results a').first();
      const address = new URL((await hit.getAttribute('href')) ?? '', url);
      await hit.click();
      expect(await page.locator(`li${address.hash}`).textContent()).toMatch(/quickserve/i);
    }));

  test('a search from another page and a shared address are answered', () =>
    onPage(browser, `${url}/search/?q=quickserve&since=2026-03-01&sort=date`, async (page) => {
      await page.locator('.results mark').first().waitFor();
      expect(await page.getByLabel('From').inputValue()).toBe('2026-03-01');
      await page.goto(`${url}/`);
      await page.locator('.find input').fill('quickserve');
      await page.keyboard.press('Enter');
      await page.locator('.results mark').first().waitFor();
    }));

  test('days and several tags narrow', () =>
    onPage(browser, `${url}/search/`, async (page) => {
      const count = async (question: string) => {
        await page.goto(`${url}/search/?${question}`);
        await page.getByText(/^(\d+ results?|Try fewer)/).waitFor();
        return Number.parseInt((await page.locator('#status').textContent()) ?? '', 10) || 0;
      };
      const all = await count('q=quickserve');
      expect(all).toBeGreaterThan(0);
      expect(await count('q=quickserve&since=2026-03-17&until=2026-03-17')).toBe(all);
      expect(await count('q=quickserve&since=2026-03-18')).toBe(0);
      const gpus = await count('tag=topic%2Fgpus');
      const both = await count('tag=topic%2Fgpus&tag=topic%2Fbenchmarks');
      expect(both).toBeGreaterThan(0);
      expect(both).toBeLessThan(gpus);
    }));

  test.each(['/', '/search/?q=quickserve', '/search/?q=heron+xyzzyplugh&platform=x'])(
    'axe-core finds nothing on %s',
    (path) =>
      onPage(browser, `${url}${path}`, async (page) => {
        await page.waitForLoadState('networkidle');
        expect(await findAxeViolations(page)).toEqual([]);
      }),
  );
});
