// Statements that put the words of their posts together wrongly: other sides, other doers, other numbers, other times.
import { describe, expect, test } from 'vitest';
import { makeEvidence, refusalsIn } from '../../../fixtures/evidence.js';

const post = (id: string, text: string, createdAt = '2026-03-18T09:00:00Z') =>
  makeEvidence(id, text, { author: 'harborlabs', createdAt });
const refusals = refusalsIn([
  post(
    'ferry',
    'Corvo 4 struggles with long maps, though it is good at short routes. Port of Ylva welcomed Corvo 4, a planner compatible with Mistral Nav. Boats with 8GB of memory stall on large charts, while 16GB boats sail on.',
  ),
  post(
    'dock',
    'Tarn Systems will open its second dock on March 24. The company moved its fleet from diesel to batteries and matches larger rivals on DockBench. Some pilots question the winter range.',
  ),
  post('lamp', 'Lumen Works cut prices to $40 for lamp kits and released Glow 2 under an open license.'),
]);

describe('refuses', () => {
  test.each([
    ['Corvo 4 excels at long maps.', 'ferry', 'opposite'],
    ['Mistral Nav welcomed Corvo 4.', 'ferry', 'swap'],
    ['Boats with 16GB of memory stall on large charts.', 'ferry', 'owner'],
    ['The company moved its fleet from batteries to diesel.', 'dock', 'swap'],
    ['Tarn Systems has opened its second dock.', 'dock', 'time'],
    ['Tarn Systems will open its second dock on Saturday.', 'dock', 'time'],
    ['Tarn Systems beats larger rivals on DockBench.', 'dock', 'quantifier'],
    ['The pilots praise the winter range.', 'dock', 'opposite'],
    ['Tarn Systems released Glow 2.', 'dock lamp', 'owner'],
    ['Glow 2 is available only to pilots.', 'lamp', 'quantifier'],
    ['Lamp kits are free.', 'lamp', 'quantifier'],
  ])('%s', (text, ids, reason) => expect(refusals(text, ids)).toContain(reason));
});

describe('accepts', () => {
  test.each([
    ['Corvo 4 is weak on long maps but good at short routes.', 'ferry'],
    ['Port of Ylva welcomed the planner Corvo 4.', 'ferry'],
    ['The fleet went from diesel to batteries.', 'dock'],
    ['Tarn Systems will open its second dock on Tuesday, March 24.', 'dock'],
    ['Some pilots doubt the winter range.', 'dock'],
    ['Lumen Works cut the price of lamp kits to $40.', 'lamp'],
  ])('%s', (text, ids) => expect(refusals(text, ids)).toEqual([]));
});
