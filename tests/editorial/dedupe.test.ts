import { expect, test } from 'vitest';
import { markRepeats } from '../../src/editorial/dedupe.js';
import type { Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const originals = (posts: Post[]) => markRepeats(posts).map((post) => post.repostOf);
const LONG =
  'Heron 3 27B runs at 41 tok/s on a 16 GB card with the new kernels and keeps its accuracy on MMLU';
const at = (hour: number) => `2026-03-17T${String(hour).padStart(2, '0')}:00:00.000Z`;

test('a retweet repeats its original, in either order', () => {
  const one = makePost('x:1', { text: LONG });
  const two = makePost('x:2', { text: `RT @ada: ${LONG}`, repostOf: 'x:1', createdAt: at(1) });
  expect(originals([one, two])).toEqual([undefined, 'x:1']);
  expect(originals([two, one])).toEqual(['x:1', undefined]);
});
test('two retweets of a post that was not fetched are repeats', () =>
  expect(
    originals([
      makePost('x:1', { repostOf: 'x:0', text: '' }),
      makePost('x:2', { repostOf: 'x:0', text: '' }),
    ]),
  ).toEqual([undefined, 'x:1']));
test('addresses of one page with different tracking parameters are repeats; the earliest is the original', () => {
  const late = makePost('feed:1', {
    sourceId: 'feed:planet',
    url: 'https://a.example/x?utm_source=y',
    createdAt: at(9),
  });
  const early = makePost('feed:2', { url: 'http://www.a.example/x/', createdAt: at(8) });
  expect(originals([late, early])).toEqual(['feed:2', undefined]);
});
test('entries of one feed that share a page are different; another source joins the entry with its address', () => {
  const page = 'https://a.example/notes';
  const entry = (id: string, url: string) => makePost(id, { platform: 'web', sourceId: 'feed:a', url });
  const copy = makePost('feed:9', { sourceId: 'feed:planet', url: `${page}#v2`, createdAt: at(23) });
  expect(originals([entry('feed:1', `${page}#v1`), entry('feed:2', `${page}#v2`), copy])).toEqual([
    undefined,
    undefined,
    'feed:2',
  ]);
  expect(originals([entry('feed:1', page), entry('feed:2', page)])).toEqual([undefined, undefined]);
});
test('entries of one feed with different titles are different, however similar their words are', () => {
  const entry = (id: string, title: string) =>
    makePost(id, {
      platform: 'web',
      sourceId: 'feed:a',
      url: `https://a.example/${title}`,
      title,
      text: LONG,
    });
  expect(originals([entry('feed:1', 'One'), entry('feed:2', 'Two')])).toEqual([undefined, undefined]);
});
test('a near-duplicate text is a repeat', () =>
  expect(
    originals([
      makePost('x:1', { title: '', text: LONG }),
      makePost('x:2', { title: '', text: `${LONG}!! https://t.example/a` }),
    ]),
  ).toEqual([undefined, 'x:1']));
test('equal words with different numbers are not repeats', () =>
  expect(
    originals([
      makePost('x:1', { title: '', text: LONG }),
      makePost('x:2', { title: '', text: LONG.replace('41', '61') }),
    ]),
  ).toEqual([undefined, undefined]));
test('short greetings are not repeats of each other', () =>
  expect(
    originals(['x:1', 'x:2'].map((id) => makePost(id, { title: '', text: 'Good morning all!' }))),
  ).toEqual([undefined, undefined]));
