// axe-core finds nothing on any kind of page, light and dark.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importedToHtml } from '../../src/render/imported.js';
import { updateIncidents } from '../../src/store/incidents.js';
import { addRun, endRun } from '../../src/store/runs.js';
import { saveSources } from '../../src/store/sources/sources.js';
import { makeIssue } from '../fixtures/issue.js';
import { addReader } from '../fixtures/readers.js';
import { makeRef } from '../fixtures/store.js';
import { everyPage, makeEarlier, openSite } from '../web/setup.js';
import { findAxeViolations } from './axe.js';
import { hasBrowser, launch, listen } from './browser.js';

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
const draft = makeEarlier(2, { status: 'draft' });
const TOKEN = 'operator-token-0123456789';
const paths = [
  ...everyPage(issue),
  '/issues/2026',
  '/issues/old',
  '/authors/x/nadia_kern',
  '/sources/reddit-localllama',
  '/search?q=halyard&platform=x&since=2026-01-01',
  '/search?q=spreadshets',
  '/subscribe',
  ...['', '/runs', '/runs/r1', '/sources', '/issues', '/deliveries', '/subscribers'].map(
    (path) => `/admin${path}`,
  ),
  `/admin/issues/${issue.id}`,
  `/admin/issues/${draft.id}`,
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
    const { app, db } = await openSite([old, draft, makeEarlier(1), issue], {
      mail,
      operator: { token: TOKEN, approve: async () => {} },
    });
    await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
    browser = await launch();
    page = await browser.newPage();
    site = await listen(app);
    const at = '2026-03-18T07:00:00.000Z';
    const figures = {
      ms: { fetch: 900, editorial: 500, deliver: 100 },
      sources: { asked: 2, failed: [{ source: 'r/X', error: 'private' }] },
    };
    await addRun(db, { id: 'r1', kind: 'issue', subject: issue.id, owner: 'o', startedAt: at, figures });
    await endRun(db, 'r1', { at, outcome: 'failed', error: 'no route', figures });
    await db.transaction().execute((trx) => updateIncidents(trx, [{ key: 'k', what: 'Late' }], at));
    await db.transaction().execute((trx) => addReader(trx, 'ann@example.org'));
    await page.goto(`${site.url}/admin`);
    await page.fill('#token', TOKEN);
    await page.click('main button');
    await page.waitForSelector('text=Sign out');
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test.each(paths)('%s', async (path) => {
    await page.goto(site.url + path);
    expect(await findAxeViolations(page)).toEqual([]);
  });
});
