import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Confirmation, prepareConfirmation } from '../../../src/render/mail/confirm.js';

const TEMPLATES = fileURLToPath(new URL('../../../templates', import.meta.url));
const asked: Confirmation = {
  kind: 'confirm',
  url: 'https://news.example/confirm/a.0.1.b?x=1&y=2',
  days: 7,
  cadence: 'weekly',
  hour: 6,
  timeZone: 'Asia/Tokyo',
};

test('both parts contain the request and the validity of the link', async () => {
  const render = await prepareConfirmation(TEMPLATES, {
    name: 'Field Notes',
    language: 'en',
    address: 'Row 1',
  });
  const { subject, html, text } = render(asked);
  expect(subject).toBe('Confirm your address for Field Notes');
  for (const part of [html, text.replace(/\s+/g, ' ')]) {
    expect(part).toContain('Field Notes every week at 06:00, Asia/Tokyo time');
    expect(part).toContain('7 days');
    expect(part).toContain('Row 1');
  }
  expect(text).toContain(`\n${asked.url}\n`);
  expect(html.match(/href="https:\/\/news\.example\/confirm\/a\.0\.1\.b\?x=1&amp;y=2"/g)).toHaveLength(2);
  expect(html).not.toContain('{{');
});

test('a current subscriber gets a different mail, which mentions a pause', async () => {
  const render = await prepareConfirmation(TEMPLATES, { name: 'Field Notes', language: 'en' });
  const { subject, text } = render({ ...asked, kind: 'known', pausedUntil: '2026-05-12T00:00:00.000Z' });
  expect(subject).toBe('You already get Field Notes');
  expect(text.replace(/\s+/g, ' ')).toContain(
    'nothing was changed. It is paused until Tuesday, 12 May 2026.',
  );
  expect(text).not.toContain('Confirm');
});

test('a hostile name is plain text on one line', async () => {
  const name = 'A\r\nBcc: x@example.org <script>alert(1)</script>{{url}}';
  const render = await prepareConfirmation(TEMPLATES, { name, language: 'en' });
  const { subject, html } = render(asked);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain('<script>');
  expect(html).toContain('{{url}}');
});
