// Which stored post an entry of a feed is.
import { expect, test } from 'vitest';
import type { Post, PostIdentity } from '../../../src/model.js';
import { savePosts } from '../../../src/store/posts.js';
import { resolveIdentities } from '../../../src/store/sources/post-identity.js';
import { saveSources } from '../../../src/store/sources/sources.js';
import { makePost, makeRef, openTestStore } from '../../fixtures/store.js';

const NOW = '2026-04-06T12:00:00.000Z';
const source = makeRef('Board');
const entry = (name: string, id: string, more: Partial<Post> = {}): Post => ({
  ...makePost(id, { sourceId: source.id }),
  title: name,
  url: `https://board.example/${name}`,
  createdAt: `2026-04-0${name.charCodeAt(0) - 96}T00:00:00.000Z`,
  ...more,
});
const alone = (name: string): PostIdentity => ({ id: 'shared', plain: 'shared', distinct: `own ${name}` });
const sharing = (name: string): PostIdentity => ({ ...alone(name), id: `own ${name}` });

async function storeOf(...posts: Post[]) {
  const db = await openTestStore();
  await saveSources(db, [source]);
  await savePosts(db, posts, NOW);
  return async (found: [Post, PostIdentity][]) =>
    (
      await resolveIdentities(
        db,
        found.map(([post]) => post),
        found.map(([, identity]) => identity),
      )
    ).map(({ id }) => id);
}

test('a unique entry keeps its own id', async () => {
  const resolve = await storeOf();
  expect(await resolve([[entry('a', 'shared'), alone('a')]])).toEqual(['shared']);
});

test('a stored entry keeps its id when others start to share it', async () => {
  const resolve = await storeOf(entry('a', 'shared'));
  const found = ['b', 'a'].map((name): [Post, PostIdentity] => [entry(name, `own ${name}`), sharing(name)]);
  expect(await resolve(found)).toEqual(['own b', 'shared']);
});

test('a stored entry keeps its id when it is unique again', async () => {
  const resolve = await storeOf(entry('a', 'own a'), entry('b', 'own b'));
  expect(await resolve([[entry('b', 'shared'), alone('b')]])).toEqual(['own b']);
});

test('an edited entry stays the same', async () => {
  const resolve = await storeOf(entry('a', 'shared'));
  expect(await resolve([[entry('a', 'shared', { title: 'new' }), alone('a')]])).toEqual(['shared']);
  const moved = entry('a', 'shared', { url: 'https://board.example/moved' });
  expect(await resolve([[moved, alone('a')]])).toEqual(['shared']);
});

test('another entry with the id is another post', async () => {
  const resolve = await storeOf(entry('a', 'shared'));
  expect(await resolve([[entry('b', 'shared'), alone('b')]])).toEqual(['own b']);
});

test('of entries with one page, only the one with the same date or title is the stored one', async () => {
  const url = 'https://board.example/notes';
  const resolve = await storeOf(entry('a', 'shared', { url }));
  const found = ['c', 'b', 'a'].map((name): [Post, PostIdentity] => [
    entry(name, `own ${name}`, { url }),
    sharing(name),
  ]);
  expect(await resolve(found)).toEqual(['own c', 'own b', 'shared']);
});

const changing = (name: string, id: string, isUndated = false): PostIdentity => ({
  id,
  plain: id,
  distinct: `own ${name} ${id}`,
  isUndated,
});

test.each([
  'https://board.example/a',
  'http://www.board.example/a/',
  'https://board.example/a?utm_source=feed',
])('an entry at %s whose id changed is the stored one', async (url) => {
  const resolve = await storeOf(entry('a', 'first'));
  expect(await resolve([[entry('a', 'second', { url }), changing('a', 'second')]])).toEqual(['first']);
});

test('an entry without a date whose id changed is the stored one if its text is equal, too', async () => {
  const resolve = await storeOf(entry('a', 'first', { text: 'Words.' }));
  const later = { createdAt: NOW };
  const found = (text: string): [Post, PostIdentity] => [
    entry('a', 'second', { ...later, text }),
    changing('a', 'second', true),
  ];
  expect(await resolve([found('Words.')])).toEqual(['first']);
  expect(await resolve([found('Other words.')])).toEqual(['second']);
});

test('entries that a document tells apart by id, or by a part of a page, stay apart', async () => {
  const resolve = await storeOf(entry('a', 'first'));
  expect(
    await resolve([
      [entry('a', 'first'), changing('a', 'first')],
      [entry('a', 'second'), changing('a', 'second')],
    ]),
  ).toEqual(['first', 'second']);
  const part = entry('a', 'second', { url: 'https://board.example/a#v2' });
  expect(await resolve([[part, changing('a', 'second')]])).toEqual(['second']);
  const next = entry('a', 'second', { createdAt: '2026-04-03T00:00:00.000Z' });
  expect(await resolve([[next, changing('a', 'second')]])).toEqual(['second']);
});
