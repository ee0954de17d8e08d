// On any kind of page axe-core finds nothing, light and dark; it is small, stands still, fits a phone and asks nobody else.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeBullets } from '../../src/base/issue-bullets.js';
import { readManuscript, writeBullets } from '../../src/editorial/manuscript.js';
import { importedToHtml } from '../../src/render/imported.js';
import { saveEdited } from '../../src/stages/editing/release.js';
import { updateIncidents } from '../../src/store/incidents.js';
import { addReport } from '../../src/store/operator/reports.js';
import { addRun, endRun } from '../../src/store/runs.js';
import { saveSources } from '../../src/store/sources/sources.js';
import { makeIssue } from '../fixtures/issue.js';
import { addReader } from '../fixtures/readers.js';
import { makeRef } from '../fixtures/store.js';
import { everyPage, makeEarlier, openSite } from '../web/setup.js';
import { findAxeViolations } from './axe.js';
import { closePages, hasBrowser, launch, listen } from './browser.js';

const issue = makeIssue();
const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const old = makeEarlier(30, {
  ...{ id: 'imported-old', slug: 'old', headline: `${LONG_WORD} of old` },
  lead: [],
  recaps: [],
  body: importedToHtml(
    'Words.\n\n## Part\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n`code`',
    'markdown',
  ),
});
const bullet = issue.recaps[0]?.sections[0]?.bullets[0]?.id ?? '';
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
  ...['/versions', '/versions/1', `/report/${bullet}`].map((path) => `/issues/${issue.slug}${path}`),
  ...[
    '',
    '/runs',
    '/runs/r1',
    '/sources',
    '/issues',
    '/deliveries',
    '/subscribers',
    '/subscribers/import',
  ].map((path) => `/admin${path}`),
  ...['/corrections', '/vocabulary', '/settings', '/security'].map((path) => `/admin${path}`),
  `/admin/issues/${issue.id}`,
  ...['', '/edit', '/preview'].map((path) => `/admin/issues/${draft.id}${path}`),
];
const MAX_PAGE_BYTES = 150_000;
/** Nobody sees less. A table that comes in two parts may move by a thousandth. */
const MAX_SHIFT = 0.01;
const COUNT_SHIFT =
  'window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });';

describe.skipIf(!hasBrowser)('with a browser', () => {
  let browser: Browser;
  let page: Page;
  let site: Awaited<ReturnType<typeof listen>>;
  let bytes = 0;
  const foreign: string[] = [];
  beforeAll(async () => {
    const mail = {
      sendConfirmation: async () => 'sent' as const,
      recaps: ['X Recap'],
      hour: 7,
      softBounces: 5,
    };
    const { app, db } = await openSite([old, draft, makeEarlier(1), issue], {
      mail,
      operator: {
        token: TOKEN,
        approve: async () => {},
        schedule: async () => {},
        editor: {
          ...{ writeBullets, readManuscript },
          findDoubts: async () => [],
          save: async () => {},
          move: async () => '',
          discard: async () => {},
          renderMail: async () => ({
            subject: 's',
            html: '<html lang="en"><head><title>m</title></head><body>m</body></html>',
            bytes: 9,
          }),
          sendTest: async () => {},
        },
        vocabulary: {
          kinds: ['company', 'topic'],
          isEditable: () => true,
          proposals: async () => [
            {
              name: 'Quill',
              posts: 4,
              authors: 3,
              days: 3,
              examples: [{ title: 'A post', url: 'https://a.example/' }],
            },
          ],
          accept: async () => {},
          ignored: () => ['Quelle'],
          show: async () => {},
          ignore: async () => {},
        },
      },
    });
    await saveSources(db, [{ ...makeRef('LocalLLaMA'), name: 'r/LocalLLaMA' }]);
    browser = await launch();
    // A service worker fetches each page again.
    page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
    site = await listen(app);
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(site.url)) foreign.push(request.url());
    });
    page.on('response', async (answer) => {
      bytes += (await answer.body().catch(() => Buffer.alloc(0))).byteLength;
    });
    await page.addInitScript(COUNT_SHIFT);
    const corrected = changeBullets(issue, (one) =>
      one.id === bullet ? { ...one, claim: [{ text: 'Put right' }] } : one,
    );
    const clock = () => new Date('2026-03-18T07:30:00Z');
    await saveEdited({ db, clock }, issue, corrected);
    await addReport(
      db,
      { issueId: issue.id, anchor: bullet, claim: 'x', text: 'Wrong' },
      clock().toISOString(),
    );
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
    await closePages();
    await site?.close();
  });

  test.each(paths)('%s', async (path) => {
    bytes = 0;
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(site.url + path, { waitUntil: 'load' });
    expect(await page.evaluate('window.shift')).toBeLessThan(MAX_SHIFT);
    expect(bytes).toBeLessThan(MAX_PAGE_BYTES);
    expect(await findAxeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(foreign).toEqual([]);
  });
});
