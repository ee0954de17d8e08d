// A stranger with a browser and a mailbox: from the form to the digest, and out again.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Issue } from '../../src/model.js';
import { deliverAllDue } from '../../src/stages/delivering/delivery.js';
import { releaseIssue } from '../../src/stages/editing/release.js';
import { makeIssue } from '../fixtures/issue.js';
import { findAxeViolations } from './axe.js';
import { closePages, hasBrowser, launch } from './browser.js';
import { readMail, startSite } from './setup.js';

const runs = hasBrowser;
const RECAPS = makeIssue().recaps.map(({ title }) => title);
let browser: Browser;
let site: Awaited<ReturnType<typeof startSite>>;
beforeAll(async () => {
  if (!runs) return;
  site = await startSite(RECAPS);
  browser = await launch();
});
afterAll(async () => {
  await closePages();
  await site?.close();
});

/** A weekly issue, and the moment at which a reader in New York wants it: Monday at 7. */
const weekly = (number: number, from: string, to: string): Issue =>
  makeIssue({
    id: `weekly-2026-w${number}`,
    slug: `week-${number}`,
    cadence: 'weekly',
    period: { from, to },
    headline: `Week ${number}`,
  });

async function publish(issue: Issue, now: string) {
  site.time.now = now;
  await releaseIssue(site.context, issue, { send: true });
  site.time.now = new Date(Date.parse(now) + 86_400_000).toISOString();
  await deliverAllDue(site.context);
}

test.runIf(runs)(
  'subscribes, confirms, changes to weekly, receives, leaves, and receives no more',
  async () => {
    const { url, sink } = site;
    const context = await browser.newContext({ timezoneId: 'America/New_York', bypassCSP: true });
    const page = await context.newPage();

    await page.goto(`${url}/subscribe`);
    expect(await page.locator('#zone').inputValue()).toBe('America/New_York');
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByLabel('Your address').fill('ann@bücher.example');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
    expect(await findAxeViolations(page)).toEqual([]);

    await expect.poll(() => sink.received.length).toBe(1);
    const request = readMail(sink.received[0]?.source ?? '');
    expect(request.header('To')).toContain('ann@xn--bcher-kva.example');
    await page.goto(request.link('/confirm/'));
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();

    await page.getByRole('link', { name: 'Your preferences' }).click();
    expect(await page.locator('#zone').inputValue()).toBe('America/New_York');
    await page.getByLabel(/^Every week/).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await findAxeViolations(page)).toEqual([]);

    await publish(makeIssue(), '2026-03-19T06:00:00.000Z');
    expect(sink.received).toHaveLength(1);
    await publish(
      weekly(12, '2026-03-15T23:00:00.000Z', '2026-03-22T23:00:00.000Z'),
      '2026-03-23T07:00:00.000Z',
    );
    expect(sink.received).toHaveLength(2);
    const mail = readMail(sink.received[1]?.source ?? '');
    expect(mail.header('Subject')).toBe('Week 12');
    expect(mail.header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');

    const leave = /^<(.+)>$/.exec(mail.header('List-Unsubscribe') ?? '')?.[1] ?? '';
    await page.goto(leave);
    expect(await findAxeViolations(page)).toEqual([]);
    const answer = await fetch(leave, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([answer.status, answer.redirected]).toEqual([200, false]);
    await publish(
      weekly(13, '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'),
      '2026-03-30T06:00:00.000Z',
    );
    expect(sink.received).toHaveLength(2);
  },
);

test.runIf(runs)('all of it works without a script, at 320 pixels', async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  });
  const page = await context.newPage();
  const width = () => page.locator('body').evaluate((body) => body.scrollWidth);
  await page.goto(`${site.url}/subscribe`);
  expect(await width()).toBeLessThanOrEqual(320);
  await page.getByLabel('Your address').fill('bob');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByText('No mail can be sent to this address').waitFor();
  expect(await page.getByLabel('Your address').inputValue()).toBe('bob');
  expect(await page.getByLabel('Your address').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Your address').fill('bob@example.org');
  await page.getByLabel('Time zone').selectOption('Pacific/Auckland');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByText('bob@example.org').first().waitFor();
  const latest = () => readMail(site.sink.received.at(-1)?.source ?? '');
  await expect.poll(() => latest().header('To')).toContain('bob@example.org');
  const { link } = latest();
  await page.goto(link('/confirm/'));
  await page.getByRole('button').click();
  await page.getByText('Pacific/Auckland time').waitFor();
  expect(await width()).toBeLessThanOrEqual(320);
});
