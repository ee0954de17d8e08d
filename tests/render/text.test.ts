// The text part: lines that fit, numbered references, the same content as the HTML part.
import { describe, expect, test } from 'vitest';
import { createReferences, underline, wrapText } from '../../src/render/layout.js';
import { fillReaderText } from '../../src/render/reader.js';
import { renderText } from '../../src/render/text.js';
import { makeIssue } from '../fixtures/issue.js';
import { ATTACK, citedUrls, makeHostileIssue } from './hostile.js';

const publicUrl = 'https://news.example';
const reader = {
  preferencesUrl: 'https://news.example/preferences?a=1&b=2',
  unsubscribeUrl: 'https://news.example/unsubscribe',
  cadence: 'weekly' as const,
};

describe('layout', () => {
  test('wraps between words, with a hanging indent', () => {
    const lines = wrapText('word '.repeat(40), '* ').split('\n');
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['* w', '  w', '  w']);
    expect(Math.max(...lines.map((line) => line.length))).toBe(76);
  });
  test('a reference stays with its word, and a long word gets its own line', () => {
    expect(wrapText(`${'x'.repeat(72)} ab\u00a0[123]`)).toBe(`${'x'.repeat(72)}\nab [123]`);
    expect(wrapText(`a ${'y'.repeat(90)} b`)).toBe(`a\n${'y'.repeat(90)}\nb`);
  });
  test('underlines', () => expect(underline('Title', '=')).toBe('Title\n====='));
  test('an address has one number until the next flush', () => {
    const references = createReferences();
    expect(['a', 'b', 'a'].map(references.refer)).toEqual(['\u00a0[1]', '\u00a0[2]', '\u00a0[1]']);
    expect(references.flush()).toBe('[1] a\n[2] b');
    expect(references.flush()).toBe('');
    expect(references.refer('a')).toBe('\u00a0[3]');
  });
});

test('only addresses make a line wider than 78', () => {
  for (const issue of [makeIssue(), makeHostileIssue()]) {
    const wide = renderText(issue, { publicUrl, reader })
      .split('\n')
      .filter((line) => line.length > 78);
    expect(wide.filter((line) => !/^(\[\d+\]|[\w ]+:) https:\/\/\S+$/.test(line))).toEqual([]);
  }
});

test('order, words and references', () => {
  const text = renderText(makeIssue({ intro: 'Hello *you*.' }), {
    publicUrl,
    reader,
    address: 'Example Street',
  });
  expect(text).toMatch(
    /^Field Notes · Tuesday, 17 March 2026 · \d+ min read\nRead on the web: https:\S+\n\nHalyard 3.*\n=+\n\nQuill/,
  );
  expect(text).toContain('Hello *you*.');
  expect(text).toContain('own coding suite and names the two runs that went wrong.');
  expect(text).toMatch(/model card \[2\][\s\S]*\n\[2\] https:\/\/marlowlabs\.example\/halyard-3\n/);
  expect(text).toContain(
    '* Halyard 3 27B at 4 bits fits in 16 GB and does not fall apart [37]\n  r/LocalLLaMA · 1,240 points',
  );
  expect(text).toMatch(/\* Update \[20\]: Halyard 2/);
  expect(text).toMatch(
    /You get Field Notes every week\.\nChange how often: https:\S+a=1&b=2\nUnsubscribe: https:\S+\n\nExample Street\n$/,
  );
});

test('matches the HTML part', () => {
  const shown = { bullets: new Set(['b1', 'b4']), topPosts: new Set<string>() };
  const text = renderText(makeIssue(), { publicUrl, shown });
  expect(text.match(/^\* /gm)).toHaveLength(1);
  expect(text.match(/^.* Recap.*\n=+$/gm)).toHaveLength(1);
  expect(text).toMatch(/29 more items are on the web page: 2 in the lead, 10 in X Recap,/);
});

test('hostile text cannot create lines, tokens or references', () => {
  const issue = makeHostileIssue();
  const text = fillReaderText(renderText(issue, { publicUrl, address: ATTACK }), reader);
  const references = [...text.matchAll(/^\[\d+\] (.*)$/gm)].map(([, href]) => href ?? '');
  expect(
    references.filter((href) => !href.startsWith(publicUrl) && !citedUrls(issue).includes(href)),
  ).toEqual([]);
  expect(text.split(reader.unsubscribeUrl)).toHaveLength(2);
  expect(text).not.toMatch(/^(Bcc:|# Heading)/m);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('without a public address, no page is linked', () => {
  const text = renderText(makeIssue());
  expect(text).not.toMatch(/Read on the web|All issues|Your preferences|(?!\n)\p{Cc}/u);
  expect(text).toMatch(/reply to this\s+mail/);
});
