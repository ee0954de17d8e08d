// The form of the mail for screen readers, dark mode and mail programs with little CSS.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderEmail } from '../../src/render/email.js';
import { makeIssue } from '../fixtures/issue.js';

const templates = fileURLToPath(new URL('../../templates', import.meta.url));
const mail = renderEmail(makeIssue({ language: 'en-GB' }), {
  templates,
  publicUrl: 'https://news.example',
  address: 'Field Notes, 12 Example Street',
  reader: {
    preferencesUrl: 'https://news.example/preferences?token=abc',
    unsubscribeUrl: 'https://news.example/unsubscribe?token=abc',
    cadence: 'daily',
  },
});
const read = async () => (await mail).html.replace(/<!--[\s\S]*?-->/g, '');

test('one wrapper with language and direction contains everything, including the preheader', async () => {
  const body = (await read())
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replace(/<\/body>[\s\S]*$/, '')
    .trim();
  const wrapper = /^<div\s[^>]*>/.exec(body)?.[0] ?? '';
  expect(wrapper).toMatch(/lang="en-GB"/);
  expect(wrapper).toMatch(/dir="(?:auto|ltr)"/);
  let depth = 0;
  for (const { 0: tag, index } of body.matchAll(/<\/?div\b[^>]*>/g)) {
    depth += tag.startsWith('</') ? -1 : 1;
    if (depth === 0) expect(body.slice(index + tag.length).trim()).toBe('');
  }
  expect(body.indexOf((await mail).preheader)).toBeGreaterThan(0);
});

test('tables are only for layout, headings are in order, and links describe their target', async () => {
  const html = await read();
  for (const [table] of html.matchAll(/<table[^>]*>/g)) expect(table).toContain('role="presentation"');
  const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels[0]).toBe(1);
  const steps = levels.map((level, at) => level - (levels[at - 1] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(1);
  for (const [link, , words = ''] of html.matchAll(/<a\s([^>]*)>([\s\S]*?)<\/a>/g)) {
    const text = words.replace(/<[^>]+>/g, '').trim();
    expect(text, link).toMatch(/[\p{L}\p{N}]/u);
    expect(text.toLowerCase()).not.toMatch(/^(?:here|link|click here|read more|more)$/);
  }
  for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/\salt="/);
});

/** WCAG's relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
const coloursOf = (css: string) =>
  [...css.matchAll(/(?<![\w-])color:\s*(#[\da-f]{6})\b/gi)].map(([, colour]) => colour ?? '');

test('text has enough contrast, light and dark', async () => {
  const html = await read();
  const dark = /@media \(prefers-color-scheme: dark\) \{([\s\S]*?\})\s*\}/.exec(html)?.[1] ?? '';
  const ground = /background-color: (#[\da-f]{6})/i.exec(dark)?.[1] ?? '';
  expect(coloursOf(dark).length).toBeGreaterThan(2);
  for (const colour of coloursOf(dark))
    expect(contrast(colour, ground), `${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  // The preheader is invisible.
  const light = html.replace(dark, '').replace(/style="display:none;[^"]*"/g, '');
  expect(coloursOf(light).length).toBeGreaterThan(2);
  for (const colour of coloursOf(light))
    expect(contrast(colour, '#ffffff'), `${colour} on white`).toBeGreaterThanOrEqual(4.5);
});

/** Supported by Gmail, Outlook and Apple Mail (caniemail.com, 2026). */
const SAFE =
  `background background-color border border-bottom border-color border-top border-collapse border-spacing color
  direction display font font-family font-size font-style font-weight height letter-spacing line-height margin margin-bottom
  margin-left margin-right margin-top max-height max-width min-width overflow padding padding-bottom padding-left padding-right
  padding-top table-layout text-align text-decoration text-indent text-transform vertical-align white-space width word-break
  word-spacing list-style opacity`.split(/\s+/);
/** Dispensable where they are not supported. */
const HARMLESS =
  `color-scheme supported-color-schemes text-decoration-thickness text-underline-offset font-variant-numeric
  text-size-adjust -ms-text-size-adjust -webkit-text-size-adjust -ms-interpolation-mode mso-table-lspace mso-table-rspace
  mso-line-height-rule outline text-wrap overflow-wrap page-break-inside break-inside break-after page-break-after
  orphans widows`.split(/\s+/);

test('every CSS property is widely supported or dispensable', async () => {
  const html = await read();
  const rules = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css = '']) => css);
  const blocks = rules.flatMap((css) => [...css.matchAll(/\{([^{}]*)\}/g)].map(([, block = '']) => block));
  const inline = [...html.matchAll(/\sstyle="([^"]*)"/g)].map(([, block = '']) => block);
  const used = new Set(
    [...blocks, ...inline].flatMap((block) =>
      block.split(';').flatMap((line) => line.split(':')[0]?.trim() || []),
    ),
  );
  expect(used.size).toBeGreaterThan(10);
  expect([...used].filter((property) => !SAFE.includes(property) && !HARMLESS.includes(property))).toEqual(
    [],
  );
});
