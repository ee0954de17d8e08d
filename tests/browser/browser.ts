// Starts Chromium and serves the site for browser tests. Without Chromium, they print a warning and are skipped.
import { existsSync } from 'node:fs';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';

const PATH = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(PATH);
if (!hasBrowser)
  console.warn(
    `Browser tests are skipped: there is no ${PATH}. Install Chromium, or set CHROMIUM to its path.`,
  );

let browser: Promise<Browser> | undefined;

/** The browser that all files of one process share. It ends with the process; each test closes its own pages. */
export function launch(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: PATH,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-sync',
      // Pages can ignore a test's certificate by themselves, but service workers need this flag.
      '--ignore-certificate-errors',
    ],
  });
  return browser;
}

/** Closes what a file has opened. */
export async function closePages(): Promise<void> {
  for (const context of (await browser)?.contexts() ?? []) await context.close();
}

/** Serves the application on a free port of this machine. */
export async function listen(app: Pick<Hono, 'fetch'>): Promise<{ url: string; close(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((done) => server.close(() => done())),
      }),
    );
  });
}

/** Waits until the expression holds. Playwright's own waiting evaluates it in the page, which our pages forbid. */
export function becomesTrue(page: Page, expression: string): Promise<void> {
  return vi.waitFor(async () => expect(await page.evaluate(expression)).toBe(true), { timeout: 10_000 });
}

/** Runs `inspect` on a fresh page; fails on any page error or request to another origin. */
export async function onPage<T>(
  browser: Browser,
  url: string,
  inspect: (page: Page) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  // A service worker fetches each page again.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(new URL(url).origin))
        errors.push(request.url());
    });
    await page.goto(url, { waitUntil: 'load' });
    const seen = await inspect(page);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return seen;
  } finally {
    await context.close();
  }
}
