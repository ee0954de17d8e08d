// axe-core finds nothing on any kind of page, light and dark.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { importedToHtml } from '../../src/render/imported.js';
import { saveSources } from '../../src/store/sources.js';
import { makeIssue } from '../fixtures/issue.js';
import { makeRef } from '../fixtures/store.js';
import { everyPage, makeEarlier, openSite } from '../web/setup.js';
import { hasBrowser, launch, listen } from './browser.js';

// A browser that starts on a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });
const issue = makeIssue();
const old = makeEarlier(30, {
  slug: 'old',
  lead: [],
  recaps: [],
  body: importedToHtml(
    'Words.\n\n## Part\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n`code`',
    'markdown',
  ),
});
const paths = [
  ...everyPage(issue),
  '/issues/2026',
  '/issues/old',
  '/authors/x/nadia_kern',
  '/sources/reddit-localllama',
  '/search?q=halyard&platform=x&since=2026-01-01',
  '/search?q=spreadshets',
  '/subscribe',
];

describe.skipIf(!hasBrowser)('with a browser', () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    const mail = {
      sendConfirmation: async () => 'sent' as const,
      recaps: ['X Recap'],
      hour: 7,
      softBounces: 5,
    };
    const { app, db } = await openSite([old, makeEarlier(1), issue], { mail });
    await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
    browser = await launch();
    page = await browser.newPage();
    site = await listen(app);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test.each(paths)('%s', async (path) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(site.url + path);
    await page.evaluate(axe.source);
    expect(await violations(), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(), 'dark').toEqual([]);
  });

  const violations = async () => {
    const found = (await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] })",
    )) as axe.AxeResults;
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
});
