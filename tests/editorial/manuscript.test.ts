import { expect, test } from 'vitest';
import { readManuscript, writeManuscript } from '../../src/editorial/manuscript.js';
import type { Bullet } from '../../src/model.js';
import { makeIssue } from '../fixtures/issue.js';

const issue = makeIssue();
const text = writeManuscript(issue);
const words = (bullet: Bullet | undefined) =>
  [...(bullet?.claim ?? []), ...(bullet?.text ?? [])]
    .map((span) => span.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

test('readManuscript restores every word and citation of writeManuscript', () => {
  const back = readManuscript(text, issue);
  const flat = (from: typeof issue) => [
    ...from.lead,
    ...from.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.bullets)),
  ];
  expect(flat(back).map(words)).toEqual(flat(issue).map(words));
  expect(flat(back).map(({ id, citations }) => ({ id, citations }))).toEqual(
    flat(issue).map(({ id, citations }) => ({ id, citations })),
  );
  expect(back.recaps.map(({ id, topPosts }) => ({ id, topPosts }))).toEqual(
    issue.recaps.map(({ id, topPosts }) => ({ id, topPosts })),
  );
  expect({ ...back, lead: [], recaps: [] }).toEqual({ ...issue, lead: [], recaps: [], edited: true });
});
test('readManuscript applies edits and deletions', () => {
  const first = issue.recaps[0]?.sections[0]?.bullets[0];
  const changed = text
    .split('\n')
    .filter((line) => !line.includes(`{${issue.recaps[0]?.sections[0]?.bullets[1]?.id}}`))
    .join('\n')
    .replace(issue.headline, 'Another \\*headline\\*');
  const back = readManuscript(changed, issue);
  expect(back.headline).toBe('Another *headline*');
  expect(back.recaps[0]?.sections[0]?.bullets.map(({ id }) => id)).not.toContain(
    issue.recaps[0]?.sections[0]?.bullets[1]?.id,
  );
  expect(words(back.recaps[0]?.sections[0]?.bullets[0])).toBe(words(first));
});
test('readManuscript marks a statement whose words changed, so that it is checked like a model’s', () => {
  const quoted = {
    ...issue,
    lead: issue.lead.map((bullet) => ({ ...bullet, origin: 'extract' as const })),
  };
  const [first, ...others] = quoted.lead;
  const word = /\p{L}{6,}/u.exec(words(first))?.[0] ?? '';
  const back = readManuscript(writeManuscript(quoted).replace(word, `never ${word}`), quoted);
  expect(back.lead.map(({ origin }) => origin)).toEqual(['edited', ...others.map(() => 'extract')]);
  expect(back.recaps).toEqual(readManuscript(writeManuscript(quoted), quoted).recaps);
});

test('writeManuscript escapes hostile text', () => {
  const hostile = makeIssue({ headline: 'a [b](x:1) {c} **d** \\ <!-- e' });
  expect(readManuscript(writeManuscript(hostile).replace('<!-- e', ''), hostile).headline).toContain(
    '[b](x:1) {c} **d** \\',
  );
});
test.each([
  ['- A new claim without a source', /cites no post/],
  ['- See [this](x:999)', /cites x:999, which is not a post of this issue/],
  ['Some words on their own', /in the wrong place/],
])('%j is refused with its line', (line, message) => {
  const at = text.split('\n').length;
  expect(() => readManuscript(`${text}${line}\n`, issue)).toThrow(message);
  expect(() => readManuscript(`${text}${line}\n`, issue)).toThrow(new RegExp(`Line ${at} `));
});
