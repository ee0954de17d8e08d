import { expect, test } from 'vitest';
import { isMood, isPersonal, isShouted, isVague } from '../../../src/base/language/line-kinds.js';

test.each([
  'Built a scale for ferries',
  'I moved the pier',
  'Tested the new sails for a week',
  'Our harbour is full',
])('in the first person: %s', (line) => expect(isPersonal(line)).toBe(true));
test.each(['Ada: "I moved the pier"', 'Harbor Labs built a scale', 'The built-in scale is back'])(
  'not in the first person: %s',
  (line) => expect(isPersonal(line)).toBe(false),
);
test('a line without small letters is shouted, in scripts that have them', () => {
  expect(['WE DID IT', 'IT IS HERE, GO AND SEE IT'].map(isShouted)).toEqual([true, true]);
  expect(['港の使用料が下がる', '42', 'NASA opens a port'].map(isShouted)).toEqual([false, false, false]);
});
test('vague subjects and moods', () => {
  expect(['Some users complain', 'Multiple sources report a leak'].map(isVague)).toEqual([true, false]);
  expect(['This port is amazing', 'The port is deeper'].map(isMood)).toEqual([true, false]);
});
