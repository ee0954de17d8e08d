// What readers of a public post did not see stays out: what follows its paywall, notes of its author, hidden elements.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDocuments } from '../../../src/commands/import/find-documents.js';
import { readFrontMatter } from '../../../src/commands/import/front-matter.js';
import { cutAtPaywall, readObsidian } from '../../../src/commands/import/hidden-parts.js';
import { lexicalToHtml } from '../../../src/commands/import/hosts/ghost-lexical.js';
import { mobiledocToHtml } from '../../../src/commands/import/hosts/ghost-mobiledoc.js';
import { summarize } from '../../../src/commands/import/imported-issue.js';
import { importedToHtml } from '../../../src/render/imported.js';
import { newFolder } from '../../fixtures/cli.js';

test.each([
  'Open.\n<!--members-only-->\nPaid.',
  'Open.\n<!-- paywall -->\nPaid.',
  '<p>Open.</p><div class="paywall-jump" data-component-name="PaywallToDOM"></div><p>Paid.</p>',
])('%j ends at its paywall', (text) => {
  const cut = cutAtPaywall(text);
  expect(cut).toMatchObject({ text: expect.stringContaining('Open.'), isCut: true });
  expect(cut.text).not.toContain('Paid');
});

test('a text about paywalls is whole', () =>
  expect(cutAtPaywall('The paywall <p class="intro">rose</p> <!-- more -->').isCut).toBe(false));

test('Obsidian: comments go, links become their words, code keeps its signs', () => {
  const text =
    '[[Kites|A kite]] and [[Wind#North]] %%ask Ann%%\n%%\nsecret\n%%\n![[a.png]]\n```\n%%x%%\n```\n[[1]](https://a.example)';
  expect(readObsidian(text)).toBe('A kite and Wind \n\n```\n%%x%%\n```\n[[1]](https://a.example)');
});

test('elements that no reader saw, and calls to subscribe, are left out', () => {
  const html =
    '<p>Seen.</p><div hidden>a1</div><span style="color:red; display: none">a2 <b>a3</b></span>' +
    '<div class="kg-card kg-email-card">a4</div><div class="subscription-widget-wrap"><p>a5</p></div><p style="display:block">Too.</p>';
  expect(importedToHtml(html, 'html').replace(/<[^>]+>/g, ' ')).not.toMatch(/a\d/);
  expect(importedToHtml(html, 'html')).toContain('Too.');
});

test('Ghost: the sections of a Mobiledoc document up to its paywall', () => {
  const document = {
    version: '0.3.1',
    atoms: [['soft-return', '', {}]],
    cards: [
      ['markdown', { markdown: '## Wind' }],
      ['paywall', {}],
      ['email', { html: 'mailed' }],
    ],
    markups: [['strong'], ['a', ['href', 'https://a.example/?a=1&b=2']]],
    sections: [
      [10, 0],
      [
        1,
        'p',
        [
          [0, [], 0, 'It '],
          [0, [1, 0], 2, 'blew'],
          [1, [], 0, 0],
          [0, [], 0, 'a < b'],
        ],
      ],
      [3, 'ul', [[[0, [], 0, 'one']], [[0, [], 0, 'two']]]],
      [10, 2],
      [10, 1],
      [1, 'p', [[0, [], 0, 'Paid']]],
    ],
  };
  const html = cutAtPaywall(mobiledocToHtml(JSON.stringify(document))).text;
  expect(html).toContain(
    '<p>It <a href="https://a.example/?a=1&amp;b=2"><strong>blew</strong></a><br>a &lt; b</p><ul><li>one</li><li>two</li></ul>',
  );
  expect(html).toContain('Wind');
  expect(html).not.toMatch(/mailed|Paid/);
});

test('Ghost: cards and emphasis of a Lexical document', () => {
  const children = [
    { type: 'paragraph', children: [{ type: 'extended-text', text: 'Bold', format: 1 }] },
    { type: 'toggle', heading: 'More', content: '<p>inside</p>' },
    { type: 'markdown', markdown: 'a *card*' },
    { type: 'email', html: 'mailed' },
    { type: 'paywall' },
    { type: 'paragraph', children: [{ type: 'text', text: 'Paid' }] },
  ];
  const html = cutAtPaywall(lexicalToHtml(JSON.stringify({ root: { type: 'root', children } }))).text;
  for (const part of ['<strong>Bold</strong>', 'More', '<p>inside</p>', '<em>card</em>'])
    expect(html).toContain(part);
  expect(html).not.toMatch(/mailed|Paid/);
});

test('files without a title or with a date in words are read; programs are not', () => {
  const folder = newFolder();
  mkdirSync(join(folder, '_posts'));
  const files = {
    '_posts/2024-01-05-on-the-wind.md': 'Words only.',
    'Issue 3 - 18 September 2024.md': '# Three\n\nWords.',
    '2024-01-06-a.md': '---js\n{ title: "A", draft: true }\n---\nWords.',
    '2024-01-07-b.md': '{ "title": "B", "draft": true }\nWords.',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const read = findDocuments(folder).documents.map(({ load }) => {
    try {
      const { title, date } = summarize(load(), 'UTC');
      return [title, date, load().fields.draft ?? false];
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(read).toEqual([
    'its front matter is a program (js), which Tidings does not run',
    ['B', '2024-01-07', true],
    ['Three', '2024-09-18', false],
    ['On the wind', '2024-01-05', false],
  ]);
});

test('values without their quotation marks are read, except where YAML has another meaning', () => {
  const { fields } = readFrontMatter('---\ntitle: Wind: a story\nauthor: @kites\ndraft: true\n---\nWords.');
  expect(fields).toEqual({ title: 'Wind: a story', author: '@kites', draft: true });
  expect(() => readFrontMatter('---\ntitle: "Open\ndraft: true\n---\nWords.')).toThrow('front matter');
});
