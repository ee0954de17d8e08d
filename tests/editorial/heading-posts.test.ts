// Which posts support a heading.
import { expect, test } from 'vitest';
import { findHeadingPosts } from '../../src/editorial/check.js';
import { makeEvidence } from '../fixtures/evidence.js';

const posts = [
  makeEvidence('hull', 'Oarfish Yard released the Oarfish hull, which is open to every crew in the bay.'),
  makeEvidence('budget', 'Oarfish Yard plans to spend $26 billion over five years.'),
  makeEvidence('fog', 'The fog stays until noon.'),
  makeEvidence('net', 'Nets of hemp last for nine winters.'),
  makeEvidence('pier', 'The pier of Vessa is painted red.'),
];
const evidence = new Map(posts.map((post) => [post.id, post]));

test('a post is chosen for a number that no other post has', () => {
  const ids = posts.map(({ id }) => id);
  expect(findHeadingPosts('Oarfish hull is open; Oarfish Yard budgets $26 billion', ids, evidence)).toEqual(
    expect.arrayContaining(['hull', 'budget']),
  );
});
