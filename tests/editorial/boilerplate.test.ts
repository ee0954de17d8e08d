import { describe, expect, test } from 'vitest';
import { removeBoilerplate } from '../../src/editorial/boilerplate.js';
import type { Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const entry = (n: number, title: string, text: string): Post =>
  makePost(`feed:${n}`, { sourceId: 'feed:https://a.example/', platform: 'web', title, text });
const TITLES = [
  'Bridge opens in Lund',
  'Ferry line gets 3 boats',
  'Museum closes for repairs',
  'Tram line extended',
];

describe('removeBoilerplate', () => {
  test('removes sentences that a feed repeats under every entry, with or without the title', () => {
    const posts = TITLES.map((title, n) =>
      entry(
        n,
        title,
        `The town says number ${n} is ${title.length} years old.\n${title} was brought to you by Lund Weekly.\nTell a friend about Lund Weekly.`,
      ),
    );
    for (const [n, { text }] of removeBoilerplate(posts).entries())
      expect(text).toBe(`The town says number ${n} is ${TITLES[n]?.length} years old.`);
  });

  test('older entries of the source also count', () => {
    const [post] = [
      entry(
        9,
        'Library reopens',
        'Readers may return on Monday at noon.\nWritten by the desk of Lund Weekly.',
      ),
    ];
    const earlier = TITLES.map((title, n) =>
      entry(n, title, `It is ${title.length}.\nWritten by the desk of Lund Weekly.`),
    );
    expect(removeBoilerplate([post], earlier)[0]?.text).toBe('Readers may return on Monday at noon.');
  });

  test('removes well-known footers from a single entry', () => {
    const [post] = removeBoilerplate([
      entry(
        1,
        'Bridge opens',
        'The bridge opened on Friday.\nThe post Bridge opens appeared first on Lund Weekly.',
      ),
    ]);
    expect(post?.text).toBe('The bridge opened on Friday.');
  });

  test('keeps sentences of a single entry, and repetitions on X', () => {
    const posts = TITLES.map((title, n) => entry(n, title, `${title}, says the council in report ${n}.`));
    posts[1] = entry(1, 'Ferries', 'Tickets rise to 40 crowns. Seats stay free for children under six.');
    expect(removeBoilerplate(posts)[1]).toEqual(posts[1]);
    const said = TITLES.map((_, n) =>
      makePost(`x:${n}`, { platform: 'x', title: '', text: 'Good morning to all of you!' }),
    );
    expect(removeBoilerplate(said)).toEqual(said);
  });
});

test.each([
  'Bridge opens in Lund was originally published in Lund Weekly on Medium, where people are continuing the conversation.',
  'This entry was posted in News and tagged bridge.',
  'Share this: Click to share by mail',
  'Read the full article here.',
  'You are receiving this because you are subscribed to this thread.',
  'submitted by /u/ada to r/lund',
  'Article URL: a page',
  'Upgrade to paid to read the rest.',
  'Subscribe to our newsletter for more bridges.',
  'Photo by Ada Byron',
  '© 2026 Lund Weekly. All rights reserved.',
  'View this email in your browser',
  'Filed under: bridges',
])('removes boilerplate that programs write under a single entry: %s', (line) =>
  expect(
    removeBoilerplate([entry(1, 'Bridge opens in Lund', `The bridge opens on Monday at noon.\n${line}`)])[0]
      ?.text,
  ).toBe('The bridge opens on Monday at noon.'),
);
