// A reader's day: sign up, confirm, search by keyboard, follow a tag, report an error, see the correction, leave, read offline.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeBullets } from '../../src/base/issue-bullets.js';
import { saveEdited } from '../../src/stages/editing/release.js';
import { findIssue, saveIssue } from '../../src/store/issues.js';
import { listReports } from '../../src/store/operator/reports.js';
import { findSubscriberByAddress } from '../../src/store/subscribers/subscribers.js';
import type { OperatorOptions } from '../../src/web/site/site.js';
import { makeIssue } from '../fixtures/issue.js';
import { makeEarlier } from '../web/setup.js';
import { becomesTrue, closePages, hasBrowser, launch } from './browser.js';
import { readMail, startSite } from './setup.js';

const issue = makeIssue();
const path = `/issues/${issue.slug}`;
const bullet = issue.recaps[0]?.sections[0]?.bullets[0]?.id ?? '';
let browser: Browser;
let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  if (!hasBrowser) return;
  // Reports need an operator; this test never signs in.
  const operator = { token: 'a-token-of-no-one' } as OperatorOptions;
  site = await startSite([], { operator });
  for (const one of [makeEarlier(1), issue]) await saveIssue(site.context.db, one);
  browser = await launch();
});
afterAll(async () => {
  await closePages();
});

test.runIf(hasBrowser)('a reader signs up, searches, reports and leaves', { timeout: 60_000 }, async () => {
  const { url, sink, context: delivery } = site;
  const { db } = delivery;
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));

  await page.goto(url);
  await page.locator('.sign-up input[type=email]').fill('ann@example.org');
  await page.locator('.sign-up button').click();
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
  await expect.poll(() => sink.received.length).toBe(1);
  const request = readMail(sink.received[0]?.source ?? '');
  await page.goto(request.link('/confirm/'));
  await page.locator('main button').click();
  await page.locator('a[href*="/preferences/"]').waitFor();
  const preferences = (await page.locator('a[href*="/preferences/"]').getAttribute('href')) ?? '';
  expect(await findSubscriberByAddress(db, 'ann@example.org')).toMatchObject({
    status: 'active',
    timeZone: 'Asia/Tokyo',
  });

  await page.goto(url + path);
  await page.keyboard.press('/');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.type('halyard');
  await page.getByRole('option').filter({ hasText: 'alyard' }).first().waitFor();
  await page.keyboard.press('Escape');
  expect(await page.locator('#proposals').isHidden()).toBe(true);
  await page.keyboard.type(' ');
  await page.getByRole('option').first().waitFor();
  // Late suggestions clear the selection, so press until it stays.
  await expect
    .poll(async () => {
      await page.keyboard.press('ArrowDown');
      return page.locator('[role=combobox]').getAttribute('aria-activedescendant');
    })
    .toBe('proposal-0');
  const wanted = await page.locator('#proposal-0').getAttribute('data-href');
  await page.keyboard.press('Enter');
  await page.waitForURL(url + wanted);

  await page.goto(url + path);
  const tag = page.locator('.tags a').first();
  const name = (await tag.textContent()) ?? '';
  await tag.click();
  expect(await page.locator('h1').textContent()).toBe(name);

  await page.goto(`${url}${path}/report/${bullet}`);
  await page.locator('textarea').fill('It was 12, not 21.');
  await page.locator('main button').click();
  await page.locator(`main a[href="${path}#${bullet}"]`).waitFor();
  expect(await listReports(db, 'open', 9)).toMatchObject([{ text: 'It was 12, not 21.', anchor: bullet }]);
  const present = await findIssue(db, issue.id);
  if (!present) throw new Error('the issue is not stored');
  const corrected = changeBullets(present, (one) =>
    one.id === bullet ? { ...one, claim: [{ text: 'It was 12' }] } : one,
  );
  await saveEdited({ db, clock: delivery.clock }, present, corrected);
  await page.goto(`${url}${path}#corrections`);
  // Browsers keep a page for a minute.
  await page.reload();
  await page.locator('.changes ins', { hasText: 'It was 12' }).waitFor();

  await page.goto(url + preferences.replace('/preferences/', '/unsubscribe/'));
  await page.locator('main button').first().click();
  await page.waitForLoadState();
  expect(await findSubscriberByAddress(db, 'ann@example.org')).toMatchObject({ status: 'unsubscribed' });

  await page.goto(url + path);
  await becomesTrue(page, "caches.match(location.href.split('#')[0]).then(Boolean)");
  await site.close();
  await page.goto(url + path);
  expect(await page.locator('h1').textContent()).toBe(issue.headline);
  expect(await page.evaluate("getComputedStyle(document.querySelector('.column')).maxWidth")).not.toBe(
    'none',
  );
  expect(errors).toEqual([]);
});
