// What contradicts the posts although its words are theirs: orders that their figures turn round, plans and jokes told as facts.
import { describe, expect, test } from 'vitest';
import { makeEvidence, refusalsIn } from '../../../fixtures/evidence.js';

const TEXTS = {
  oil: 'Ormen burned only 3M litres of oil on the Long Crossing, versus 64M for Vessa, while scoring 52 on the Calm Index.',
  turns: 'Ylva turns the most in the bay while Corvia turns the least, and nobody knows why.',
  maps: 'The crew found that Ormen is cheap and patient. However, Vessa still excels at night charts and shallow harbours.',
  lamp: 'Lumen released BuoyBench, a MIT-licensed suite with 12 charts, with SONAR and RADAR support planned. The author plans to measure it on GaleSet.',
  joke: 'The picture humorously shows a fictional app called Hull Washer, which cleans about 40 barnacles a minute.',
  beams: 'Lumen sells two lamps: Glow 2a for harbours and Glow 2c for lighthouses.',
  suit: 'Harbour Watch says it has been served a notice by Lumen, and removed its charts.',
  score:
    'The crew showed that Ormen achieved a mark of approximately 0.84 at a cost of under $2, while Vessa scored around 0.57 at about $6.',
  tow: 'With Ormen as its pilot, the crew improved its result on Reef-ABC by 3.4 points compared to Vessa alone, at 1/8th the cost.',
  wrote: 'Given the same chart, Ormen wrote 900 lines and Vessa wrote 300 lines.',
};
const refusals = refusalsIn(
  Object.entries(TEXTS).map(([id, text]) => makeEvidence(id, text, { createdAt: undefined })),
);

describe('accepts', () => {
  test.each([
    ['oil', 'Vessa burned far more oil on the Long Crossing than Ormen did.'],
    ['turns', 'Ylva turns more than Corvia does in the bay.'],
    ['maps', 'Vessa beats Ormen at night charts and in shallow harbours.'],
    ['lamp', 'SONAR support is planned for BuoyBench.'],
    ['lamp', 'The author wants to measure BuoyBench on GaleSet, too.'],
    ['joke', 'A joke shows an app called Hull Washer that cleans 40 barnacles a minute.'],
    ['beams', 'Glow 2a is meant for harbours and Glow 2c for lighthouses.'],
    ['suit', 'Lumen has served Harbour Watch with a notice.'],
    ['score', 'On a calm day Vessa came to 0.57 and Ormen reached 0.84.'],
    ['tow', 'With Ormen as its pilot, Vessa gained 3.4 points on Reef-ABC.'],
    ['tow', 'Ormen as a pilot improved the result at an eighth of the cost.'],
    ['wrote', 'Vessa wrote a third as many lines as Ormen.'],
  ])('%s: %s', (id, text) => expect(refusals(text, id)).toEqual([]));
});

describe('refuses', () => {
  test.each([
    ['oil', 'Ormen burned far more oil on the Long Crossing than Vessa did.', 'swap'],
    ['turns', 'Corvia turns more than Ylva does in the bay.', 'swap'],
    ['maps', 'Ormen beats Vessa at night charts and in shallow harbours.', 'swap'],
    ['lamp', 'The MIT-licensed BuoyBench covers charts, SONAR and RADAR in one suite.', 'time'],
    ['lamp', 'The author measured BuoyBench on GaleSet.', 'time'],
    ['joke', 'The app Hull Washer cleans about 40 barnacles a minute.', 'hedge'],
    ['beams', 'Glow 2c is meant for harbours and Glow 2a for lighthouses.', 'swap'],
    ['suit', 'Harbour Watch has served Lumen with a notice.', 'swap'],
    ['score', 'Vessa reached a mark of about 0.84, while Ormen came to 0.57.', 'owner'],
    ['wrote', 'Ormen wrote fewer lines than Vessa.', 'swap'],
  ])('%s: %s', (id, text, reason) => expect(refusals(text, id)).toContain(reason));
});
