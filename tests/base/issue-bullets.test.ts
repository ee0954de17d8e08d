import { expect, test } from 'vitest';
import {
  bulletText,
  changeBullets,
  listBullets,
  listCitations,
  listStatements,
} from '../../src/base/issue-bullets.js';
import type { Bullet } from '../../src/model.js';

const bullet = (id: string, points: Bullet[] = []): Bullet => ({
  id,
  claim: [],
  text: [{ text: id }],
  citations: [`x:${id}`],
  points,
  origin: 'extract',
});
const issue = {
  lead: [bullet('a')],
  recaps: [
    { sections: [{ bullets: [bullet('b', [bullet('p')]), bullet('c')] }] },
    { sections: [{ bullets: [bullet('d')] }] },
  ],
};
const idsOf = (bullets: Bullet[]) => bullets.map(({ id }) => id).join('');

test('listBullets returns the bullets of the lead and the sections in order, without points', () => {
  expect(idsOf(listBullets(issue))).toBe('abcd');
  expect(idsOf(listBullets({ recaps: issue.recaps }))).toBe('bcd');
});

test('listStatements puts each point after its bullet', () => {
  expect(idsOf(listStatements(issue))).toBe('abpcd');
});

test('listCitations includes citations of points', () => {
  expect(listCitations(bullet('b', [bullet('p')]))).toEqual(['x:b', 'x:p']);
});

test('changeBullets replaces or drops bullets and does not change the original', () => {
  const changed = changeBullets(issue, (one) => (one.id === 'c' ? [] : { ...one, id: one.id.toUpperCase() }));
  expect(idsOf(listBullets(changed))).toBe('ABD');
  expect(idsOf(listBullets(issue))).toBe('abcd');
});

test.each([
  [
    'a claim whose sentence goes on',
    [{ text: 'Tessel can ship' }],
    'via harbour lines.',
    'Tessel can ship via harbour lines.',
  ],
  [
    'a claim before a bracket',
    [{ text: 'Tessel can ship' }],
    '(by sea) now.',
    'Tessel can ship (by sea) now.',
  ],
  [
    'a title',
    [{ text: 'Tessel ships', cite: 'x:1' }],
    'quay.example: “Two lines.”',
    'Tessel ships. quay.example: “Two lines.”',
  ],
  ['a claim with its sign', [{ text: 'Tessel ships.' }], '@ada.', 'Tessel ships. @ada.'],
])('bulletText joins %s to its text', (_, claim, text, whole) =>
  expect(bulletText({ ...bullet('b1'), claim, text: [{ text }] })).toBe(whole),
);
