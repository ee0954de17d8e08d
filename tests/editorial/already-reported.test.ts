import { expect, test } from 'vitest';
import { dropReported } from '../../src/editorial/already-reported.js';
import { makePost } from '../fixtures/store.js';

const old = makePost('x:1', {
  text: 'Heron 3 runs at 41 tok/s on a phone.',
  createdAt: '2026-03-16T10:00:00.000Z',
  links: ['https://a.example'],
});
const told = new Map([['x:1', '2026-03-16']]);
const later = { createdAt: '2026-03-17T10:00:00.000Z', links: ['https://b.example'] };

test('unreported posts do not change', () =>
  expect(dropReported([[old]], new Map())).toEqual([{ posts: [old] }]));
test('reported posts and their repeats are dropped', () => {
  const again = makePost('x:2', { ...later, text: 'Heron 3 runs at 41 tok/s on a phone, they say.' });
  expect(dropReported([[old, again]], told)).toEqual([]);
});
test('a new post with news is kept as an update of the earlier issue', () => {
  const news = makePost('x:2', {
    ...later,
    text: 'Tessel withdraws Heron 3 after 412 reports of corrupted files and offers refunds.',
  });
  expect(dropReported([[old, news]], told)).toEqual([{ posts: [news], updates: '2026-03-16' }]);
});
test('a post older than the reported one is not news', () => {
  const older = makePost('x:2', {
    text: 'Tessel withdraws Heron 3 after 412 reports of corrupted files and refunds.',
    createdAt: '2026-03-16T09:00:00.000Z',
    links: ['https://b.example'],
  });
  expect(dropReported([[old, older]], told)).toEqual([]);
});
