import { expect, test } from 'vitest';
import { makeIssue } from '../../fixtures/issue.js';
import { openSite } from '../setup.js';

const issue = makeIssue({ headline: '東京の新しいモデル' });
const [tag] = issue.tags;
if (!tag) throw new Error('the sample has tags');

test('proposals need two letters or one character of a dense script; before that, they are general', async () => {
  const { get } = await openSite([issue]);
  const ask = async (q: string) => {
    const { status, text } = await get(`/suggest.json?${new URLSearchParams({ q })}`);
    expect(status).toBe(200);
    return JSON.parse(text).proposals as { label: string; detail: string; path: string }[];
  };
  const first = await ask('');
  expect(first[0]).toMatchObject({ label: issue.headline, path: `/issues/${issue.slug}` });
  expect(first.length).toBeGreaterThan(3);
  expect(await ask('h')).toEqual(first);
  const begun = await ask(tag.name.slice(0, 2).toLowerCase());
  expect(begun.map(({ path }) => path)).toContain(`/tags/${tag.kind}/${tag.slug}`);
  expect((await ask('halya')).some(({ path }) => /#b\d+$/.test(path))).toBe(true);
  expect((await ask('京')).map(({ path }) => path)).not.toEqual(first.map(({ path }) => path));
  expect(await ask('zzzz')).toEqual([]);
  for (const hostile of ['"', '<script>', 'a" OR b', '§§', '\u0000\u0000'])
    expect(Array.isArray(await ask(hostile))).toBe(true);
});
