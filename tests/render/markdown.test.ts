// The Markdown file: valid front matter, and post text that stays text.
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { introToHtml } from '../../src/render/intro.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { toHtml } from '../../src/render/spans.js';
import { makeIssue } from '../fixtures/issue.js';
import { ATTACK, citedUrls, hrefs, makeHostileIssue, tagNames } from './hostile.js';

function split(markdown: string): { data: Record<string, unknown>; html: string } {
  const [, front = '', body = ''] = /^---\n(.*?\n)---\n(.*)$/s.exec(markdown) ?? [];
  return { data: parse(front), html: marked.parse(body, { async: false }) };
}

test('front matter', () => {
  const issue = makeIssue();
  expect(split(renderMarkdown(issue)).data).toEqual({
    title: issue.headline,
    subtitle: issue.subtitle,
    date: '2026-03-17',
    slug: issue.slug,
    cadence: 'daily',
    tags: ['Marlow Labs', 'Castellan', 'Halyard 3', 'Quill', 'Mira Holt', 'quantisation', 'agents'],
  });
});

test('contains every part, and links only to cited posts', () => {
  const issue = makeIssue({ intro: '# Hello\n\nsee [this](https://mine.example/)' });
  const { html } = split(renderMarkdown(issue, { publicUrl: 'https://news.example' }));
  expect(tagNames(html).filter((name) => /^h\d$/.test(name))).toHaveLength(1 + 1 + 4 + 9 + 3);
  expect(html).toContain('(r/LocalLLaMA · 1,240 points, 310 comments). The author ran');
  expect(new Set(hrefs(html))).toEqual(
    new Set([
      ...citedUrls(issue),
      'https://mine.example/',
      'https://news.example/issues/halyard-2-sets-the-bar',
    ]),
  );
});

test('hostile text cannot create markup, links or front matter', () => {
  const issue = makeHostileIssue();
  const { data, html } = split(renderMarkdown(issue));
  expect(Object.keys(data)).toEqual(['title', 'subtitle', 'date', 'slug', 'cadence', 'tags']);
  expect(tagNames(html)).toEqual(tagNames(split(renderMarkdown(makeIssue())).html));
  expect(hrefs(html).filter((href) => !citedUrls(issue).includes(href))).toEqual([]);
  expect(html).toContain(`<h1>${toHtml(ATTACK).trim()}</h1>`);
});

test('a bullet without a claim does not become a list', () => {
  const issue = makeIssue();
  const bullet = issue.recaps[0]?.sections[0]?.bullets[0];
  Object.assign(bullet ?? {}, { claim: [], text: [{ text: ' 1. May was hot' }] });
  expect(split(renderMarkdown(issue)).html).toContain('<li>1. May was hot');
});

test('the operator’s introduction may use Markdown, but not scripts or images', () => {
  const html = introToHtml(
    '**Hi** <script>x</script>![p](https://t.example/p.gif)\r\n\r\n- [a](javascript:x) \u0002cadence\u0003',
  );
  expect(html).toBe('<p><strong>Hi</strong> </p>\n<ul>\n<li><a>a</a> cadence</li>\n</ul>');
});
