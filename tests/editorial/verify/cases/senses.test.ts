// Statements made of a post's own words that turn its sense: other subjects, denials, causes, counts, guesses told as facts.
import { describe, expect, test } from 'vitest';
import { makeEvidence, refusalsIn } from '../../../fixtures/evidence.js';

const refusals = refusalsIn([
  makeEvidence(
    'planners',
    'Pilots compared route planners, Ormen among them. They describe a patient approach when Tarn errs, compared to a frustrated response to Vessa. Ormen was chosen for winter convoys. Vessa is noted but not widely tested on rivers due to battery limits.',
  ),
  makeEvidence(
    'trial',
    'The harbour trial used 412 sensors and 38 boats. Keep the log under 200 lines, the crew advises. Reports took 30 seconds before and now take 160 seconds. The dock has not disclosed prices or opening hours.',
  ),
  makeEvidence(
    'lamp',
    'Lumen tests a lamp that may replace oil. Commenters speculate that the lamp blinds gulls at night. One commenter calls the design self-congratulatory. Removing the shade allowed the full beam to reach the pier. The makers say the lamp is underpriced.',
    { platform: 'reddit' },
  ),
  makeEvidence(
    'thread',
    "gull77 argues that ferries need fewer sensors. Kestrel Labs' Plover 3, which claims the best range, was tested next to Vessa.",
    { platform: 'reddit' },
  ),
  makeEvidence(
    'ledger',
    'Harbour ledgers violate the port code, auditors wrote. The upcoming audit covers 8,700 entries by 29 clerks.',
  ),
]);

describe('refuses', () => {
  test.each([
    ['Tarn was chosen for winter convoys.', 'planners', 'swap'],
    ['Pilots are more patient with Vessa than with Tarn.', 'planners', 'swap'],
    ['Pilots give up on comparing route planners.', 'planners', 'quantifier'],
    ['The crew keeps the log above 200 lines.', 'trial', 'opposite'],
    ['The dock disclosed prices.', 'trial', 'denial'],
    ['The lamp blinds gulls at night.', 'lamp', 'hedge'],
    ['Vessa claims that ferries need fewer sensors.', 'thread', 'speaker'],
    ['The author calls the design self-congratulatory.', 'lamp', 'speaker'],
    ['The full beam reached the pier because sailors paid bribes.', 'lamp', 'cause'],
    ['Adding the shade allowed the full beam to reach the pier.', 'lamp', 'opposite'],
    ['The makers call the lamp overpriced.', 'lamp', 'opposite'],
    ['Harbour ledgers comply with the port code.', 'ledger', 'opposite'],
    ['The audit was finished by 29 clerks.', 'ledger', 'time'],
    ['Auditors wrote of the ledgers last year.', 'ledger', 'time'],
    ['The clerks made 8,700 daily entries.', 'ledger', 'time'],
  ])('%s', (text, ids, reason) => expect(refusals(text, ids)).toContain(reason));
});

describe('accepts', () => {
  test.each([
    ['gull77 argues that ferries need fewer sensors.', 'thread'],
    ['gull77 finds that ferries need fewer sensors.', 'thread'],
    ['Plover 3 claims the best range.', 'thread'],
    ['Pilots are more patient with Tarn than with Vessa.', 'planners'],
    ['Vessa was hardly tested on rivers because of its battery limits.', 'planners'],
    ['The trial ran with 38 boats and 412 sensors.', 'trial'],
    ['Reports now take more than five times as long: 160 seconds instead of 30.', 'trial'],
    ['The crew advises to keep the log under 200 lines.', 'trial'],
    ['The dock has not said what it charges.', 'trial'],
    ['Commenters think that the lamp blinds gulls at night.', 'lamp'],
    ['A commenter finds the design self-congratulatory.', 'lamp'],
    ['On average, each of the 29 clerks wrote 300 entries.', 'ledger'],
    ['Someone wrote that the ledgers violate the port code.', 'ledger'],
  ])('%s', (text, ids) => expect(refusals(text, ids)).toEqual([]));
});
