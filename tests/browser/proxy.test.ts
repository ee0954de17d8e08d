// Behind a real nginx, at the root with https and under a path with http: reads, searches, subscribes and unsubscribes.
import { request as httpsRequest } from 'node:https';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveIssue } from '../../src/store/issues.js';
import { findSubscriberByAddress } from '../../src/store/subscribers/subscribers.js';
import { makeIssue } from '../fixtures/issue.js';
import { closePages, hasBrowser, launch, onPage } from './browser.js';
import { findFreePort, hasNginx, type ProxiedSite, startNginx } from './nginx.js';
import { readMail, startSite } from './setup.js';

const issue = makeIssue();
const runs = hasBrowser && hasNginx;
const PROXIES: Omit<ProxiedSite, 'port' | 'upstream'>[] = [
  { https: true },
  { path: '/news' },
  { https: true, path: '/news', isPathRemoved: true },
];
const sites: Awaited<ReturnType<typeof startSite>>[] = [];
let stopNginx: (() => Promise<void>) | undefined;
let browser: Browser | undefined;
beforeAll(async () => {
  if (!runs) return;
  const proxied: ProxiedSite[] = [];
  for (const proxy of PROXIES) {
    const port = await findFreePort();
    const publicUrl = `http${proxy.https ? 's' : ''}://127.0.0.1:${port}${proxy.path ?? ''}`;
    const site = await startSite([], { publicUrl });
    await saveIssue(site.context.db, issue);
    sites.push(site);
    proxied.push({ ...proxy, port, upstream: site.ownUrl });
  }
  stopNginx = await startNginx(proxied);
  browser = await launch();
});
afterAll(async () => {
  await closePages();
  await stopNginx?.();
  for (const site of sites) await site.close();
});

test.runIf(runs).each([0, 1])('a reader behind proxy %i', async (number) => {
  const site = sites[number];
  if (!site || !browser) throw new Error('not started');
  const { url, sink, context } = site;
  const seen: string[] = [];
  const look = { ignoreHTTPSErrors: true, bypassCSP: true, serviceWorkers: 'allow' } as const;
  await onPage(
    browser,
    `${url}/`,
    async (page) => {
      page.on('response', (answer) => seen.push(`${answer.status()} ${answer.url()}`));
      await page.getByRole('link', { name: issue.headline }).first().click();
      expect(page.url()).toBe(`${url}/issues/${issue.slug}`);
      const word = /\p{L}{6,}/u.exec(issue.headline)?.[0] ?? '';
      await page.goto(`${url}/search`);
      await page.getByRole('searchbox').last().fill(word);
      await page.getByRole('searchbox').last().press('Enter');
      await page.waitForURL(/\?.*q=/);
      expect(await page.locator(`a[href*="/issues/${issue.slug}"]`).count()).toBeGreaterThan(0);

      await page.goto(`${url}/subscribe/`);
      expect(page.url()).toBe(`${url}/subscribe`);
      await page.getByLabel('Your address').fill('ann@example.org');
      await page.getByRole('button', { name: 'Subscribe' }).click();
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
      await expect.poll(() => sink.received.length).toBe(1);
      const confirm = readMail(sink.received[0]?.source ?? '').link('/confirm/');
      expect(confirm.startsWith(`${url}/confirm/`)).toBe(true);
      await page.goto(confirm);
      await page.getByRole('button', { name: 'Confirm the address' }).click();
      await page.getByRole('heading', { name: 'You are subscribed' }).waitFor();
      await page.getByRole('link', { name: 'Your preferences' }).click();
      await page.waitForURL(`${url}/preferences/**`);
      await page.goto(page.url().replace('/preferences/', '/unsubscribe/'));
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await expect
        .poll(async () => (await findSubscriberByAddress(context.db, 'ann@example.org'))?.status)
        .toBe('unsubscribed');
    },
    look,
  );
  const fetched = seen.filter((line) => /^\d+ http/.test(line));
  expect(fetched.filter((line) => /^[45]/.test(line) || !line.slice(4).startsWith(url))).toEqual([]);
});

test.runIf(runs)('a proxy that removes the path: redirects, links and one-click', async () => {
  const url = sites[2]?.url ?? '';
  const home = await get(`${url}/`);
  expect(home.text).toContain(`href="/news/issues/${issue.slug}"`);
  expect(await get(`${url}/issues/`)).toMatchObject({ status: 301, location: '/news/issues' });
  expect((await get(`${url}/feed.xml`)).text).toContain(`${url}/issues/${issue.slug}`);
  expect((await get(`${url}/unsubscribe/none/`, 'POST')).status).toBe(
    (await get(`${url}/unsubscribe/none`, 'POST')).status,
  );
});

/** Accepts nginx's own certificate, which fetch does not. */
function get(url: string, method = 'GET'): Promise<{ status?: number; location?: string; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(url, { method, rejectUnauthorized: false }, (answer) => {
      let text = '';
      answer.on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, text }));
    });
    sent.once('error', reject);
    sent.end();
  });
}
