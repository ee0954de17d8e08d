// The HTML part: safe for any post, complete, of the right size, and personal.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Issue } from '../../src/model.js';
import { listBrief } from '../../src/render/brief.js';
import { type EmailOptions, personalise, renderEmail } from '../../src/render/email.js';
import { allBullets, makeIssue, makeLargeIssue } from '../fixtures/issue.js';
import { ATTACK, citedUrls, HARMLESS, hrefs, makeHostileIssue, tagNames } from './hostile.js';

const templates = fileURLToPath(new URL('../../templates', import.meta.url));
const reader = {
  preferencesUrl: 'https://news.example/preferences?token=abc&to="a"',
  unsubscribeUrl: 'https://news.example/unsubscribe?token=abc',
  cadence: 'daily' as const,
};
const render = (issue: Issue, options: Partial<EmailOptions> = {}) =>
  renderEmail(issue, {
    templates,
    publicUrl: 'https://news.example',
    address: 'Field Notes, 12 Example Street',
    ...options,
  });
const readable = (html: string) => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');

test('contains all parts in order', async () => {
  const issue = makeIssue({ intro: 'Good *morning*.' });
  const { html, subject, preheader, omittedBullets } = await render(issue, { reader });
  expect(subject).toBe(issue.headline);
  expect(preheader).toBe(issue.subtitle);
  expect(omittedBullets).toBe(0);
  const parts = [
    `<title>${issue.headline}</title>`,
    'display:none',
    'Tuesday, 17 March 2026',
    `<h1>${issue.headline}</h1>`,
    'Good <em>morning</em>.',
    'Marlow Labs released the weights',
    'Issue for Tuesday, 17 March 2026. We checked 12 subreddits, 544 X accounts, 1 X list and 41 feeds; 3 did',
    '<h2>X Recap</h2>',
    'Top posts by engagement',
    '18,240 likes, 3,120 reposts',
    '<h2>Reddit Recap: LocalLLaMA and LocalLLM</h2>',
    'r/LocalLLaMA · 1,240 points, 310 comments',
    'A smaller cache type',
    '<h2>Blogs and News</h2>',
    'Tags: Marlow Labs, Castellan',
    'How this issue was made: 41 statements, 51 citations',
    'You get Field Notes every day.',
    'Field Notes, 12 Example Street',
  ];
  const places = parts.map((part) => html.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('language, dark mode, no pixel, no external resources, no open slot or token', async () => {
  const { html } = await render(makeIssue({ language: 'en-GB' }), { reader });
  expect(html).toContain('<html lang="en-GB"');
  expect(html).toContain('<meta name="color-scheme" content="light dark">');
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html.match(/<table(?![^>]*role="presentation")/g)).toBeNull();
  expect(html).not.toMatch(/<img|<link|@import|url\(|<script|\{\{|(?!\n)\p{Cc}/u);
});

test('only cited posts and our own pages are linked', async () => {
  const issue = makeIssue();
  const { html } = await render(issue, { reader });
  const page = `https://news.example/issues/${issue.slug}`;
  const ours = new Set([
    page,
    `${page}/how`,
    'https://news.example/',
    'https://news.example/issues/halyard-2-sets-the-bar',
    ...listBrief(issue).map(({ anchor }) => `${page}#${anchor}`),
  ]);
  const links = hrefs(html).filter((href) => !ours.has(href) && !href.includes('token=abc'));
  expect(new Set(links)).toEqual(new Set(citedUrls(issue)));
});

test('without a public address, no page of ours is linked', async () => {
  const issue = makeIssue();
  const { html } = await render(issue, { publicUrl: undefined });
  expect(hrefs(html).filter((href) => !citedUrls(issue).includes(href))).toEqual([]);
  expect(html).toContain(
    'You get Field Notes every day. To change this or to unsubscribe, reply to this mail.',
  );
  expect(html).not.toMatch(/Read on the web|(?!\n)\p{Cc}/u);
});

test('hostile text cannot create tags, links, headers or readers’ tokens', async () => {
  const issue = makeHostileIssue();
  const email = await render(issue, { reader, address: ATTACK });
  const harmless = await render(makeHostileIssue(HARMLESS), { reader, address: HARMLESS });
  expect(tagNames(email.html)).toEqual(tagNames(harmless.html));
  const good = citedUrls(issue).filter((url) => url.startsWith('https://') && !url.includes('@'));
  const links = hrefs(email.html).filter((href) => !href.startsWith('https://news.example/'));
  expect(new Set(links)).toEqual(new Set(good));
  expect(hrefs(email.html).filter((href) => href === reader.unsubscribeUrl)).toHaveLength(1);
  expect(email.html).not.toMatch(/[\u202a-\u202e]/);
  expect(`${email.subject}${email.preheader}`).not.toMatch(/\p{Cc}/u);
  expect(email.subject.length).toBeLessThanOrEqual(150);
});

test('600 bullets stay under 100 KB, and a line counts those left for the page', async () => {
  const issue = makeLargeIssue(600);
  const email = personalise(await render(issue), {
    ...reader,
    unsubscribeUrl: `https://n.example/?t=${'x'.repeat(490)}`,
  });
  expect(email.bytes).toBe(Buffer.byteLength(email.html));
  expect(email.bytes).toBeLessThan(100_000);
  expect(email.bytes).toBeGreaterThan(95_000);
  const shown = allBullets(issue.recaps).filter(({ claim }) =>
    email.html.includes(claim[0]?.text ?? '?'),
  ).length;
  expect(shown + email.omittedBullets).toBe(600);
  expect(readable(email.html)).toContain(`${email.omittedBullets} more items are on the web page: `);
  for (const { title } of issue.recaps) expect(email.html).toContain(`<h2>${title}</h2>`);
  expect(hrefs(email.html)).toContain(`https://news.example/issues/${issue.slug}#b502`);
});

test('the smaller the limit, the fewer items; at last only the layout', async () => {
  const issue = makeIssue({ lead: makeIssue().lead.slice(0, 1) });
  const small = await render(issue, { maxBytes: 12_500 });
  expect(small.bytes).toBeLessThan(12_500);
  expect(small.omittedBullets).toBeGreaterThan(20);
  await expect(render(issue, { maxBytes: 3_000 })).rejects.toThrow(RangeError);
});

test('one rendering serves all readers', async () => {
  const email = await render(makeIssue());
  const weekly = personalise(email, { ...reader, cadence: 'weekly' });
  expect(weekly.html).toContain('href="https://news.example/preferences?token=abc&amp;to=%22a%22"');
  expect(weekly.html).toContain('You get Field Notes every week.');
  expect(weekly.html).not.toContain('\u0002');
  expect(personalise(email, reader).html).toBe((await render(makeIssue(), { reader })).html);
});
test.each(['javascript:alert(1)', `https://n.example/${'x'.repeat(600)}`])(
  'a reader’s address is refused (%#)',
  async (url) => {
    const email = await render(makeIssue());
    expect(() => personalise(email, { ...reader, unsubscribeUrl: url })).toThrow(RangeError);
  },
);

test('an issue without stories says so', async () => {
  const { html, preheader, subject } = await render(
    makeIssue({ headline: ' ', subtitle: '', lead: [], recaps: [], tags: [] }),
  );
  expect(subject).toBe('Field Notes, Tuesday, 17 March 2026');
  expect(preheader).toBe('');
  expect(html).toContain('There was no news in this period.');
});

test('a post’s bare address is never a link in mail clients', async () => {
  const bait =
    'Refunds at claude-refund.com, help@refund-desk.org, t.me/freecredits and http://get.credits.io/now';
  const { html } = await render(makeHostileIssue(bait), { reader });
  const words = html
    .slice(html.indexOf('<body'))
    .replace(/<a\b[^>]*>[\s\S]*?<\/a>/g, ' ')
    .replace(/<[^>]*>/g, ' ');
  expect(words.split('claude-refund\u2060.com').length).toBeGreaterThan(5);
  expect(words).not.toMatch(/refund\.com|desk\.org|t\.me|credits\.io|help@|https?:\/\//);
  // Readers see and copy the same text, except for the invisible joiners.
  expect(words.replaceAll('\u2060', '')).toContain(bait);
  expect(hrefs(html).filter((href) => /refund|credits/.test(href))).toEqual([]);
});
