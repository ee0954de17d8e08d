// Reading, searching and keys, as a reader does it.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeIssue } from '../fixtures/issue.js';
import { makeEarlier, openSite } from '../web/setup.js';
import { becomesTrue, closePages, hasBrowser, launch, listen, onPage } from './browser.js';

const issue = makeIssue();
const earlier = makeEarlier(1);
const short = makeEarlier(40, {
  lead: [],
  recaps: [],
  tags: [],
  posts: {},
  headline: 'Short',
  subtitle: '',
  body: '<p id="b1">Words.</p>',
});

describe.skipIf(!hasBrowser)('with a browser', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    browser = await launch();
    site = await listen((await openSite([short, earlier, issue])).app);
  });
  afterAll(async () => {
    await closePages();
    await site?.close();
  });

  test('the front page leads to the issue, and the issue to the one before', () =>
    onPage(browser, site.url, async (page) => {
      await page.getByRole('link', { name: 'Read the whole issue' }).click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(issue.headline);
      await page.locator('a[rel=prev]').click();
      await page.waitForURL(`${site.url}/issues/${earlier.slug}`);
    }));

  test('results come as one types, and the address can be shared', () =>
    onPage(browser, `${site.url}/search`, async (page) => {
      await page.getByRole('searchbox').pressSequentially('spreadshe');
      await page.getByText('2 results for spreadshe*').waitFor();
      await page.getByRole('searchbox').fill('spreadsheets tables');
      await page.getByText('2 results', { exact: true }).waitFor();
      expect(page.url()).toBe(`${site.url}/search?q=spreadsheets+tables`);
      await page.locator('.results a').first().click();
      expect(await page.locator(':target').textContent()).toContain('371 now pass');
    }));

  test('filters narrow without a reload, and a chip takes them off', () =>
    onPage(browser, `${site.url}/search?q=halyard`, async (page) => {
      const before = await page.locator('#status').textContent();
      await page.getByText('Filters').click();
      await page.getByLabel('Platform').selectOption('reddit');
      const chip = page.getByRole('link', { name: 'Remove filter: Platform: Reddit' });
      await chip.waitFor();
      expect(await page.locator('#status').textContent()).not.toBe(before);
      await chip.click();
      await page.waitForURL(`${site.url}/search?q=halyard`);
      expect(await page.locator('#status').textContent()).toBe(before);
    }));

  test('keys lead to the search, through sections and to the issue before; typing is left alone', () =>
    onPage(browser, `${site.url}/issues/${issue.slug}`, async (page) => {
      const top = () => page.evaluate('scrollY') as Promise<number>;
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.keyboard.press('j');
      await becomesTrue(page, 'scrollY > 100');
      const first = await top();
      await page.keyboard.press('j');
      await becomesTrue(page, `scrollY > ${first}`);
      await page.keyboard.press('k');
      await becomesTrue(page, `scrollY <= ${first}`);
      await page.keyboard.press('/');
      await page.keyboard.type('j[k');
      expect(await page.locator('.find input').inputValue()).toBe('j[k');
      await page.locator('.find input').blur();
      await page.keyboard.press('[');
      await page.waitForURL(`${site.url}/issues/${earlier.slug}`);
      await page.keyboard.press('Control+k');
      expect(await page.evaluate('document.activeElement.name')).toBe('q');
    }));

  test('keys lead from result to result, also where all are in sight, and Enter opens one', () =>
    onPage(
      browser,
      `${site.url}/search?q=halyard`,
      async (page) => {
        await page.getByRole('searchbox').focus();
        await page.keyboard.press('Escape');
        const focused = 'document.activeElement.getAttribute("href")';
        const links = await page
          .locator('.results h2 a')
          .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
        await page.keyboard.press('j');
        expect(await page.evaluate(focused)).toBe(links[0]);
        await page.keyboard.press('j');
        expect(await page.evaluate(focused)).toBe(links[1]);
        await page.keyboard.press('k');
        await page.keyboard.press('Enter');
        await page.waitForURL(`${site.url}${links[0]}`);
      },
      { viewport: { width: 1280, height: 2000 }, reducedMotion: 'reduce' },
    ));

  test('contents follow the reader, within a frame that is too small for them', () =>
    onPage(
      browser,
      `${site.url}/issues/${issue.slug}`,
      async (page) => {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        const place = `(() => { const link = document.querySelector('.toc.beside [aria-current]');
          const frame = link?.closest('.toc').getBoundingClientRect(); const { top, bottom } = link?.getBoundingClientRect() ?? {};
          return link && { hash: link.hash, seen: top >= frame.top && bottom <= frame.bottom }; })()`;
        const last = (await page.locator('.recap h3').last().getAttribute('id')) ?? '';
        expect(await page.evaluate("document.querySelector('.toc.beside').scrollHeight > 200")).toBe(true);
        await page.evaluate(`document.getElementById('${last}').scrollIntoView()`);
        await becomesTrue(page, `${place}?.hash === '#${last}'`);
        expect(await page.evaluate(place)).toEqual({ hash: `#${last}`, seen: true });
      },
      { viewport: { width: 1280, height: 200 } },
    ));

  test('the place that was linked to is printed dark on light, also from a dark screen', () =>
    onPage(
      browser,
      `${site.url}/issues/${issue.slug}#${issue.recaps[0]?.sections[0]?.bullets[0]?.id}`,
      async (page) => {
        const light = "getComputedStyle(document.querySelector('li:target')).backgroundColor";
        expect(await page.evaluate(light)).not.toBe('rgb(255, 255, 255)');
        await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
        expect(await page.evaluate(light)).toBe('rgb(255, 255, 255)');
      },
      { colorScheme: 'dark' },
    ));

  test('a short issue stands where a long one does', () =>
    onPage(
      browser,
      `${site.url}/issues/${issue.slug}`,
      async (page) => {
        const place =
          "JSON.stringify([...['x', 'width'].map((side) => document.querySelector('article').getBoundingClientRect()[side])])";
        const long = await page.evaluate(place);
        await page.goto(`${site.url}/issues/${short.slug}`);
        expect(await page.evaluate(place)).toBe(long);
      },
      { viewport: { width: 1440, height: 900 } },
    ));

  test('all of it works without a script', () =>
    onPage(
      browser,
      `${site.url}/search`,
      async (page) => {
        await page.getByRole('searchbox').fill('spreadsheets');
        await page.getByRole('button', { name: 'Search' }).click();
        expect(await page.locator('#status').textContent()).toBe('2 results');
        await page.locator('.results a').first().click();
        expect(await page.locator(':target').textContent()).toContain('371 now pass');
      },
      { javaScriptEnabled: false },
    ));

  test('an issue is small, stands still while it loads, and fits a small phone', () =>
    onPage(
      browser,
      `${site.url}/issues`,
      async (page) => {
        let bytes = 0;
        page.on('response', async (answer) => {
          bytes += (await answer.body().catch(() => Buffer.alloc(0))).byteLength;
        });
        await page.addInitScript(
          'window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });',
        );
        await page.goto(`${site.url}/issues/${issue.slug}`, { waitUntil: 'networkidle' });
        expect(await page.evaluate('window.shift')).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
        expect(bytes).toBeLessThan(150_000);
      },
      { viewport: { width: 320, height: 640 } },
    ));
});
