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
  post(
    'port',
    'Ormen 2 hits 61.3% on PierBench, up from 48.9% for Ormen 1. In fog Ormen 2 gets 41.2 and Vessa only 38.7. The harbour office opened an inquiry into Vessa. Vessa has paused new bookings; it expects to reopen them on Friday and declined to comment.',
  ),
  post(
    'yard',
    'The yard builds hulls after the drawings and tests are done. The sails are made of old canvas only.',
  ),
  post(
    'copy',
    'The harbour test by Lumen shows that Ormen Mini outruns Vessa Grand in a night with fog and rain. The pier reportedly needs roughly nine new lamps before the winter storms.',
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
    [
      'The harbour test by Ormen shows that Lumen Mini outruns Vessa Grand in a night with fog and rain.',
      'copy',
      'swap',
    ],
    ['The pier needs roughly nine new lamps before the winter storms.', 'copy', 'hedge'],
    ['The pier reportedly needs nine new lamps before the winter storms.', 'copy', 'hedge'],
    ['Tarn Systems released Glow 2.', 'dock lamp', 'merged'],
    ['Glow 2 is available only to pilots.', 'lamp', 'quantifier'],
    ['Lamp kits are free.', 'lamp', 'quantifier'],
    ['Ormen 2 hits 48.9% on PierBench.', 'port', 'owner'],
    ['Vessa gets 41.2 in fog.', 'port', 'owner'],
    ['Vessa opened an inquiry into bookings.', 'port', 'swap'],
    ['Vessa has reopened bookings.', 'port', 'time'],
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
    ['Ormen 2 hits 61.3% on PierBench, Ormen 1 only 48.9%.', 'port'],
    ['Vessa gets 38.7 in fog.', 'port'],
    ['An inquiry into Vessa was opened by the harbour office.', 'port'],
    ['Vessa takes no new bookings.', 'port'],
    ['Vessa would not comment.', 'port'],
    ['No hulls are built until the drawings and tests are done.', 'yard'],
    ['The sails are made of nothing but old canvas.', 'yard'],
  ])('%s', (text, ids) => expect(refusals(text, ids)).toEqual([]));
});
