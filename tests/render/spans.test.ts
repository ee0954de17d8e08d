// Post text: escaped in every format, and linked only to what it cites.
import { marked } from 'marked';
import { expect, test } from 'vitest';
import type { CitedPost } from '../../src/model.js';
import { bulletHtml, topPostHtml } from '../../src/render/bullet-html.js';
import * as spans from '../../src/render/spans.js';
import { ATTACK } from './hostile.js';

const post = (id: string, url: string): CitedPost => ({
  id,
  url,
  platform: 'x',
  sourceId: 'x:a',
  sourceName: '@a',
  author: id,
  title: '',
  createdAt: '2026-03-17T00:00:00.000Z',
  metrics: {},
});
const posts = {
  a: post('a', 'https://x.com/a?b=1&c="2"'),
  b: post('b', 'javascript:alert(1)'),
  c: post('c', 'https://x.com/c_(d)\\e?&copy;=1'),
};

test('spansToHtml makes a link of a cited span and escapes its text and address', () =>
  expect(spans.spansToHtml([{ text: 'so <says> ' }, { text: '@a', cite: 'a' }], posts)).toBe(
    'so &lt;says&gt; <a href="https://x.com/a?b=1&amp;c=%222%22">@a</a>',
  ));
test.each([
  ['https://bank.example/login', true],
  ['Log in at https://bank.example now', true],
  ['at www.bank.example', true],
  ['bank.example', true],
  ['bank.example/login', true],
  ['https://x.com@bank.example/', true],
  ['https://x.com/a and https://bank.example', true],
  ['https://x.com/other', false],
  ['www.x.com', false],
  ['Node.js 26 is out at last', false],
  ['GPT-5.5 beats llama.cpp', false],
])('%j names another site than its target: %s', (words, decoy) =>
  expect(spans.isDecoy(words, 'https://x.com/a')).toBe(decoy),
);
test('withoutDecoys removes the link of text that names another site', () => {
  const decoy = [{ text: 'https://bank.example', cite: 'a' }];
  const bullet = {
    id: 'b1',
    claim: decoy,
    text: [],
    citations: ['a'],
    points: [],
    origin: 'model' as const,
  };
  expect(bulletHtml(bullet, posts)).toBe(
    '<b>https://bank.example</b> <span class="m">— <a href="https://x.com/a?b=1&amp;c=%222%22">@a</a></span>',
  );
  const article = { ...posts.a, platform: 'web' as const, sourceName: 'Bank news' };
  expect(topPostHtml({ postId: 'a', line: 'bank.example' }, { a: article })).toContain(
    '<a href="https://x.com/a?b=1&amp;c=%222%22">Bank news</a>: bank.example',
  );
});
test.each(['b', 'nobody', '__proto__', 'constructor'])('%s is not linked', (cite) =>
  expect(spans.spansToHtml([{ text: 'x', cite, strong: true }], posts)).toBe('<b>x</b>'),
);
test('findPost finds only posts of the issue', () =>
  expect(['constructor', undefined].map((id) => spans.findPost(posts, id))).toEqual([undefined, undefined]));
test('cleanText collapses spaces to one', () => expect(spans.cleanText('\n a\u0000\r\n\tb ')).toBe(' a b '));
test('cleanText removes lone surrogates and direction overrides', () =>
  expect(spans.cleanText('a\ud800b\u202ec\u2069😀')).toBe('a\ufffdbc😀'));
test('spansToText writes the words, then the reference mark', () =>
  expect(spans.spansToText([{ text: '@a', cite: 'a' }, { text: ' says' }], posts, () => ' [1]')).toBe(
    '@a [1] says',
  ));

test('toMarkdown escapes all markup', () => {
  for (const text of [
    ATTACK,
    '1. x',
    '- x',
    '+ x',
    '# x',
    '> x',
    '=== x',
    '***',
    '    x',
    ': x',
    '[^1]',
    '$5 or $6',
  ]) {
    const html = marked.parse(spans.toMarkdownBlock(spans.toMarkdown(text)), { async: false });
    expect(html.trim()).toBe(`<p>${spans.toHtml(text).trim()}</p>`);
  }
});
test('spansToMarkdown supports strong text and links with unusual addresses', () => {
  const markdown = spans.spansToMarkdown(
    [
      { text: ' so ', strong: true },
      { text: '[c]', cite: 'c' },
    ],
    posts,
  );
  expect(marked.parseInline(markdown)).toBe(
    ' <strong>so</strong> <a href="https://x.com/c_(d)/e?&amp;copy;=1">[c]</a>',
  );
});

test('findUnlinked lists cited posts without a link, each page once', () => {
  const bullet = { id: 'b1', text: [], points: [], origin: 'extract' as const };
  const found = (citations: string[]) =>
    spans
      .findUnlinked({ ...bullet, claim: [{ text: 'a', cite: 'a' }], citations }, posts)
      .map(({ id }) => id);
  expect(found(['a', 'c', 'b', 'c', 'nobody'])).toEqual(['c']);
});
