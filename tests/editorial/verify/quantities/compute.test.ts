// What an editor works out from the posts' figures and short names, and what does not follow from them.
import { describe, expect, test } from 'vitest';
import { makeEvidence, refusalsIn } from '../../../fixtures/evidence.js';

const refusals = refusalsIn([
  makeEvidence(
    'race',
    'Ormen reached 81.5% of the buoys, trailing Vessa by 3.2 points. In the Harbour Table Ormen is 5th while Corvia is 17th. The patch scored 44.1 in the bay, still behind the 46.8 of Vessa.',
  ),
  makeEvidence(
    'lamps',
    'The pier runs on 4 × 50 W lamps. The crew merged 180 charts in 6 days. Ylva passed the lock 8/12 times vs 4/12 for the older hull. Eight tugs share 1TB of charts.',
  ),
  makeEvidence(
    'money',
    'The yard crossed a run-rate of $40M, having raised < $2M. A crossing took ~7.4 hours. TideWeave-3 (TW3) is written in Keel; TB1.0 had 90 charts and won gold at the IPO 2026.',
  ),
  makeEvidence('thread', 'Corvo 4 leads the bay.', { platform: 'x', author: 'tarn_yard' }),
  makeEvidence('thread2', 'It scored 61.2 on Reef-ABC and 40.5 on Shoal-XY.', {
    platform: 'x',
    author: 'tarn_yard',
  }),
  makeEvidence('other', 'Plover scored 61.2 on Gale-Arena.', { platform: 'x', author: 'plover' }),
  makeEvidence(
    'news',
    'Multiple posts cite a Harbour Gazette report that the yard is near a deal. The lamp can be had from dealers for $90. The pilot boat from Ylva now talks to hulls with Mast, which is not meant for barges.',
  ),
  makeEvidence(
    'plan',
    'The rumour remains unconfirmed. The manual becomes unreadable at dusk. Free berths hold until the end of May.',
  ),
]);

const computed = refusalsIn([
  makeEvidence(
    'yard',
    'The yard of Tarn cost $9,000 with 120GB of charts. Roughly 280 hulls were mended in a week by the crew. Ormen caulked 24,000 planks for about $720. The ferry costs $0.20/min and runs trips of 8 min or 20 min.',
  ),
  makeEvidence(
    'far',
    `Ormen logged 212 wrecks in the bay. ${'The weather was fair and the crew sang. '.repeat(9)}Vessa logged 812 wrecks. Lumen wrote over 4 million lines of charts. ${'Nobody knows the reason for that. '.repeat(12)}Corvia has 41 million lines.`,
  ),
  makeEvidence(
    'table',
    'The pump moves 240.5 ± 2.1 tokens per second in the tide test. The oar, which is older, yields 150.2 ± 0.4 tokens per second there. Ormen gained 19.4% in the season, Vessa lost with -7.1%, and the fleet declined by -2.0%. A hull took 2e18 knots to weave, and 10^21 for the big one. Glow raised $140B at a value of $980B.',
  ),
  makeEvidence(
    'course',
    'The course has 12 hours on the sextant and 9 hours on knots. A crew of 9 teaches it.',
  ),
]);

describe('accepts what follows from figures', () => {
  test.each([
    ['yard', 'The yard comes to 75 dollars per gigabyte of charts.'],
    ['yard', 'The crew mended more than thirty-five hulls a day.'],
    ['yard', 'Ormen paid three cents a plank for caulking.'],
    ['yard', 'A ferry trip of 20 minutes costs four dollars.'],
    ['far', 'Vessa logged 600 more wrecks than Ormen.'],
    ['far', 'Corvia has about ten times as many lines as Lumen.'],
    ['table', 'The pump is about 60% faster than the oar in the tide test.'],
    ['table', 'The pump is more than one and a half times as fast as the oar.'],
    ['table', 'Ormen ended 26.5 points ahead of Vessa.'],
    ['table', 'A hull took 2e18 knots to weave, the big one 1e21.'],
    ['table', 'Glow raised about a seventh of its value.'],
    ['course', 'The course has 12 hours on the sextant and 9 on knots.'],
  ])('%s: %s', (ids, text) => expect(computed(text, ids)).toEqual([]));
});

describe('refuses what does not', () => {
  test.each([
    ['yard', 'The yard comes to 95 dollars per gigabyte of charts.', 'number'],
    ['yard', 'The crew mended more than sixty hulls a day.', 'number'],
    ['yard', 'Ormen paid nine cents a plank for caulking.', 'number'],
    ['yard', 'A ferry trip of 20 minutes costs nine dollars.', 'number'],
    ['far', 'Vessa logged 700 more wrecks than Ormen.', 'number'],
    ['table', 'The pump is about 90% faster than the oar in the tide test.', 'number'],
    ['table', 'Ormen ended 12.3 points ahead of Vessa.', 'number'],
    ['table', 'A hull took 10^19 knots to weave.', 'number'],
    ['course', 'The course has 12 hours on the sextant and 7 on knots.', 'number'],
  ])('%s: %s', (ids, text, reason) => expect(computed(text, ids)).toContain(reason));
});

describe('accepts', () => {
  test.each([
    ['race', 'Vessa reached 84.7% of the buoys.'],
    ['race', 'Ormen is 12 places above Corvia in the Harbour Table.'],
    ['race', 'In the bay the patch is 2.7 points behind Vessa.'],
    ['lamps', 'Lamps totalling 200 watts light the pier.'],
    ['lamps', 'The crew merged about 30 charts a day.'],
    ['lamps', 'Ylva passed the lock twice as often as the older hull.'],
    ['lamps', 'The tugs have 128 GB of charts each.'],
    ['money', 'The yard has a run-rate of 40 million dollars and raised less than two million.'],
    ['money', 'A crossing took nearly seven and a half hours.'],
    ['money', 'Tide-Bench 1.0 had 90 charts.'],
    ['money', 'TideWeave-3 won gold at the International Piloting Olympiad, with 90 charts.'],
    ['thread thread2', 'Corvo 4 is measured on Reef-ABC.'],
    ['news', 'Harbour Gazette reports that the yard is near a deal.'],
    ['news', 'The lamp can be bought from dealers for $90.'],
    ['plan', 'It is a rumour that nobody has confirmed.'],
    ['plan', 'At dusk the manual can no longer be read.'],
  ])('%s: %s', (ids, text) => expect(refusals(text, ids)).toEqual([]));
});

describe('refuses', () => {
  test.each([
    ['race', 'Vessa reached 88.7% of the buoys.', 'number'],
    ['race', 'Ormen is 9 places above Corvia in the Harbour Table.', 'number'],
    ['lamps', 'Lamps totalling 300 watts light the pier.', 'number'],
    ['lamps', 'The crew merged about 90 charts a day.', 'number'],
    ['money', 'Tide-Bench 3.0 had 90 charts.', 'name'],
    ['money', 'A crossing took nearly nine and a half hours.', 'number'],
    ['thread other', 'Corvo 4 scored 61.2 on Gale-Arena.', 'merged'],
    ['plan', 'Free berths hold until the end of the year.', 'time'],
    ['plan', 'The manual is hard to read late at night.', 'time'],
    ['news', 'The pilot boat works with any hull.', 'quantifier'],
    ['news', 'The lamp is the best that anyone has sold.', 'quantifier'],
  ])('%s: %s', (ids, text, reason) => expect(refusals(text, ids)).toContain(reason));
});
