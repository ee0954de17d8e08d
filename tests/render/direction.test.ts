import { expect, test } from 'vitest';
import { isolateHtml, mirrorLayout } from '../../src/render/direction.js';
import { renderEmail } from '../../src/render/email.js';
import { feedBody } from '../../src/render/feed/feed-body.js';
import { formatPeriod } from '../../src/render/format.js';
import { renderText } from '../../src/render/text.js';
import { makeIssue } from '../fixtures/issue.js';

test('isolateHtml keeps names and figures whole, and does not change tags, references and tokens', () => {
  expect(isolateHtml('<a href="/x">نموذج Qwen 3.5 &amp; 70B</a> \u0002cadence\u0003', 'ar')).toBe(
    '<a href="/x">نموذج <bdi>Qwen 3.5</bdi> &amp; <bdi>70B</bdi></a> \u0002cadence\u0003',
  );
  expect(isolateHtml('<b>70B</b>', 'en')).toBe('<b>70B</b>');
  expect(mirrorLayout('<html dir="auto"><p style="text-align:left">', 'he')).toBe(
    '<html dir="rtl"><p style="text-align:right">',
  );
});

test('an Arabic issue is right-to-left in mails, Markdown and feeds, in Arabic', async () => {
  const issue = makeIssue({ language: 'ar', headline: 'نموذج Halyard 3 بحجم 70B' });
  const { html } = await renderEmail(issue, { templates: 'templates' });
  expect(html).toMatch(/<html[^>]*lang="ar"[^>]*dir="rtl"|<html[^>]*dir="rtl"[^>]*lang="ar"/);
  expect(html).toContain('<bdi>70B</bdi>');
  expect(html).not.toContain('text-align:left');
  expect(html).toContain('راجعنا');
  expect(renderText(issue)).toContain('راجعنا');
  expect(feedBody(issue, 'https://a.example/')).toMatch(/^<div dir="rtl">/);
});

test('periods are in the issue’s language', () => {
  const period = { from: '2026-03-16T00:00:00.000Z', to: '2026-03-17T00:00:00.000Z' };
  expect(formatPeriod(period, 'UTC', 'zh')).toBe('2026年3月16日星期一');
  expect(formatPeriod(period, 'UTC', 'de')).toBe('Montag, 16. März 2026');
});
