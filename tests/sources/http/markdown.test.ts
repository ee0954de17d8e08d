// Reddit's Markdown as plain text.
import { expect, test } from 'vitest';
import { cleanText, markdownUrls, plainMarkdown } from '../../../src/sources/http/markdown.js';

test.each([
  ['**Bold**, *slanted*, ~~gone~~ and `code`', 'Bold, slanted, and code'],
  ['[the paper](https://a.example/x_(1) "title") says', 'the paper says'],
  ['![picture](https://a.example/p.png)', 'picture'],
  ['# Title\n\ntext', 'Title\n\ntext'],
  ['> quoted\n> more', 'quoted\nmore'],
  ['* one\n+ two\n    - three', '- one\n- two\n- three'],
  ['a\n\n---\n\n\n\nb', 'a\n\nb'],
  ['a | b\n:--|--:\n1 | 2', 'a | b\n1 | 2'],
  ['```python\nx = a * b * c\n```', 'x = a * b * c'],
  ['>!secret!<', 'secret'],
  ['gpt_4_turbo and snake_case, 2 * 3 * 4, 2^10', 'gpt_4_turbo and snake_case, 2 * 3 * 4, 2^10'],
  ['1\\. not a list, \\*literal\\*', '1. not a list, *literal*'],
  ['R&amp;D &#x200B;&lt;b&gt; &#8217; &bogus;', 'R&D <b> \u2019 &bogus;'],
  ['a\u200b\u202eb\u0000c\r\nd', 'abc\nd'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
])('%j → %j', (markdown, plain) => {
  expect(plainMarkdown(markdown)).toBe(plain);
});

test('lists addresses in links and in text, once per place', () => {
  const markdown =
    '[a](https://a.example/x_(1)) https://b.example/y. [https://c.example](https://c.example) [r](/r/x)';
  expect(markdownUrls(markdown)).toEqual([
    'https://a.example/x_(1)',
    'https://c.example',
    '/r/x',
    'https://b.example/y',
  ]);
});

test('emoji keep their joiners', () => {
  expect(cleanText('👩‍🔬')).toBe('👩‍🔬');
});

// Quadratic work would take minutes and exceed the test's timeout.
test.each(['[', '](', '[a](', '[a]( ', '*', '**a', '_a ', '`', '^(', '>!', '&', '    ', '\n', '|-'])(
  'handles many %j in little time',
  (piece) => {
    expect(plainMarkdown(piece.repeat(40_000)).length).toBeLessThanOrEqual(piece.length * 40_000);
    expect(markdownUrls(piece.repeat(40_000))).toEqual([]);
  },
);
