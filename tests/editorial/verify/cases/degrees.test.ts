// Words of degree, time and cause that no post has: one statement for each, refused for that word.
import { expect, test } from 'vitest';
import type { Evidence } from '../../../../src/editorial/verify/evidence.js';
import { verifyText } from '../../../../src/editorial/verify/verify.js';

const evidence: Evidence = {
  id: 'harbour',
  author: 'quayside',
  title: '',
  text: 'Tarn Marine sells the Ormen boat to crews in Ylva. Pilots tested the Ormen boat on the river in March, and the boat holds 40 ropes. Vessa rented 12 boats. The crew lists three ports. Gulls do not follow the Ormen boat to Corvia.',
  platform: 'web',
  url: 'https://news.example/harbour',
  createdAt: '2026-03-18T09:00:00Z',
};
const sources = new Map([[evidence.id, evidence]]);
const refusals = (text: string) => {
  const verdict = verifyText(text, ['harbour'], sources, { language: 'en' });
  return verdict.ok ? [] : verdict.refusals;
};

test.each([
  ['Tarn Marine is the first to sell the Ormen boat.', 'quantifier'],
  ['Pilots fully tested the Ormen boat on the river.', 'quantifier'],
  ['Each Ormen boat holds 40 ropes.', 'quantifier'],
  ['The crew lists three ports, all tested in March.', 'quantifier'],
  ['The Ormen boat always holds 40 ropes.', 'quantifier'],
  ['Tarn Marine never sells the Ormen boat.', 'denial'],
  ['Most pilots tested the Ormen boat on the river, a majority of the crews.', 'quantifier'],
  ['The Ormen boat is the best boat on the river.', 'quantifier'],
  ['The Ormen is the largest boat on the river.', 'quantifier'],
  ['Tarn Marine sells the Ormen boat because of crews in Ylva.', 'cause'],
  ['Pilots triggered the test of the Ormen boat on the river.', 'cause'],
  ['Tarn Marine no longer sells the Ormen boat to crews in Ylva.', 'time'],
  ['Pilots test the Ormen boat on the river next month.', 'time'],
  ['Tarn Marine will sell the Ormen boat to crews in Ylva.', 'time'],
  ['Vessa rented 12 boats weekly.', 'time'],
  ['The Ormen boat is generally available to crews in Ylva.', 'quantifier'],
  ['Tarn Marine sells its third Ormen boat in Ylva.', 'quantifier'],
  ['Independent pilots tested the Ormen boat on the river.', 'quantifier'],
  ['Half of the crews in Ylva tested the Ormen boat.', 'quantifier'],
  ['Gulls follow the Ormen boat to Corvia.', 'denial'],
  ['Tarn Marine does not sell the Ormen boat to crews in Ylva.', 'denial'],
])('%s', (text, reason) => expect(refusals(text)).toContain(reason));

test('the plain statements stand', () => {
  for (const text of [
    'Tarn Marine sells the Ormen boat.',
    'The Ormen boat holds 40 ropes.',
    'Gulls do not follow the boat to Corvia.',
  ])
    expect(refusals(text)).toEqual([]);
});
