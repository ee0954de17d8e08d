// An operator's day in a browser: a source, a draft that is edited and tested, its approval, and a reader restored.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listIssues } from '../../src/store/issues.js';
import { closePages, hasBrowser, launch } from './browser.js';
import { startOperatorSite, TOKEN } from './operator-site.js';

let browser: Browser;
let site: Awaited<ReturnType<typeof startOperatorSite>>;
beforeAll(async () => {
  if (!hasBrowser) return;
  site = await startOperatorSite();
  browser = await launch();
});
afterAll(async () => {
  await closePages();
  await site?.close();
});

async function openPage({ javaScriptEnabled }: { javaScriptEnabled: boolean }): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${site.url}/admin`);
  await page.getByLabel('Token').fill(TOKEN);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

async function waitForRun(page: Page) {
  for (let tries = 0; tries < 240; tries++) {
    await page.goto(`${site.url}/admin`);
    if ((await page.locator('[data-reload]').count()) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the run does not end');
}

const noticeOf = (page: Page) => page.locator('.notice').innerText();

test.skipIf(!hasBrowser)('an operator does the day without script', { timeout: 180_000 }, async () => {
  const page = await openPage({ javaScriptEnabled: false });

  // A source is looked up, shown with its newest posts, and added.
  await page.getByRole('link', { name: 'Sources' }).first().click();
  await page.getByLabel('Add by address').fill(`${site.feedUrl}/Second`);
  await page.getByRole('button', { name: 'Look it up' }).click();
  expect(await page.locator('section.card li').count()).toBe(3);
  await page.getByRole('button', { name: 'Add Second' }).click();
  expect(await noticeOf(page)).toBe('Added. It is fetched with the next run.');
  expect(await page.locator('main').innerText()).toContain('2 sources');

  // A draft is made.
  await page.goto(`${site.url}/admin`);
  await page.getByRole('button', { name: /^Make a draft: daily/ }).click();
  await waitForRun(page);
  await page.getByRole('link', { name: /^Draft:/ }).click();
  await page.getByRole('link', { name: 'Edit' }).click();

  // A section is dropped, another retitled; nothing else changes.
  const titles = page.getByLabel('Title of the section');
  const before = await titles.count();
  expect(before).toBeGreaterThan(1);
  await page
    .getByRole('button', { name: /^Drop: section/ })
    .last()
    .click();
  expect(await titles.count()).toBe(before - 1);
  await page.getByRole('button', { name: /^Undo: Dropped section/ }).click();
  expect(await titles.count()).toBe(before);
  await page.getByRole('button', { name: /^Redo: Dropped section/ }).click();
  expect(await titles.count()).toBe(before - 1);
  await titles.first().fill('Models on one card');
  const area = page.locator('textarea[name^="text-"]').first();
  const text = await area.inputValue();
  const number = /\d{3}/.exec(text.replace(/\([^)]*\)/g, ''))?.[0] ?? '';
  await area.fill(text.replaceAll(number, '77777'));
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();

  // The sentence that no post supports is marked, and fixed.
  expect(await page.locator('.doubt').count()).toBeGreaterThan(0);
  expect(await page.locator('.doubt').first().innerText()).toContain('77777');
  expect(await page.locator('.doubt blockquote').first().innerText()).toContain(number);
  await page.locator('textarea[name^="text-"]').first().fill(text);
  await page.getByLabel('Headline').fill('A quiet day for models');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  expect(await page.locator('.doubt').count()).toBe(0);
  expect(await titles.first().inputValue()).toBe('Models on one card');

  // A test mail, then the approval.
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByLabel('Send a test mail to').fill('tester@example.org');
  await page.getByRole('button', { name: 'Send test' }).click();
  expect(await noticeOf(page)).toBe('The test mail to tester@example.org was sent.');
  expect(site.sink.received.map(({ to }) => to)).toEqual(['tester@example.org']);
  await page.getByRole('button', { name: 'Approve and publish' }).click();
  expect(await noticeOf(page)).toContain('Published.');
  const [published] = await listIssues(site.context.db, { status: 'published', limit: 1 });
  expect(published?.headline).toBe('A quiet day for models');

  // A reader is added, leaves, is found and restored.
  await page.getByRole('link', { name: 'Readers' }).click();
  await page.getByRole('textbox', { name: 'Address' }).last().fill('ann@example.org');
  await page.getByLabel('They have already agreed').check();
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await page.getByRole('link', { name: 'Readers' }).first().click();
  await page.getByRole('searchbox').fill('ANN@');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('link', { name: 'ann@example.org' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  expect(await noticeOf(page)).toContain('Restored');

  // Everything is in the audit log.
  await page.goto(`${site.url}/admin/security`);
  const log = await page.getByRole('table', { name: 'Audit log' }).innerText();
  for (const action of [
    'sign in',
    'add source',
    'make a draft',
    'edit',
    'test mail',
    'approve',
    'restore reader',
  ])
    expect(log).toContain(action);
  await page.context().close();
});

test.skipIf(!hasBrowser)('a link by mail signs in once', { timeout: 60_000 }, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/admin`);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  const mail = site.sink.received.at(-1);
  expect(mail?.to).toBe('operator@example.org');
  const link = /http:\/\/[^\s"<>]+\/admin\/link\?token=[\w-]+/.exec(
    (mail?.source ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '='),
  )?.[0];
  expect(link).toBeDefined();
  for (const heading of ['Today', 'Operator']) {
    await page.goto(link ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.locator('h1').innerText()).toBe(heading);
  }
  await context.close();
});
