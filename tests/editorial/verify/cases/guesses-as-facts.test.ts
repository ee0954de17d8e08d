// Falsehoods made of a post's own words: guesses and jokes told as facts, choices and comparisons turned round, other doers.
import { describe, expect, test } from 'vitest';
import { makeSubmission, refusalsIn } from '../../../fixtures/evidence.js';

const refusals = refusalsIn([
  makeSubmission(
    'lamp',
    'The harbour app lists Lamp Alpha, a beam for night agents. Commenters speculate that it might be an Ormen or Vessa lamp. One commenter sarcastically suggests $499 as its price. Tarn Marine has not named a price.',
  ),
  makeSubmission(
    'diary',
    'The dock took 3 days, but the author has spent 2 weeks sanding it. Tarn tools were used. The crew uses the sonar to read charts instead of copying them into the log.',
  ),
  makeSubmission(
    'race',
    'Ylva is lagging in night sailing, with some users venting frustration over a perceived standstill compared to progress in Corvia. Crews find the 27B sail fast and pleasurable, which surprised the testers. Sails were sold by lab/Plover3.6-27B fans.',
  ),
  makeSubmission(
    'price',
    'Lumen bought 384 ropes for six boats. The old rope carried 97 tons, the new one carries 138 tons. The crew mentions trying the anchors in rough water and praises their grip.',
  ),
]);

describe('refuses', () => {
  test.each([
    ['lamp', 'Lamp Alpha is an Ormen beam for night agents.', 'hedge'],
    ['lamp', 'Lamp Alpha has a price of $499.', 'hedge'],
    ['lamp', 'Tests confirm the price of Lamp Alpha.', 'quantifier'],
    ['diary', 'Tarn spent 2 weeks sanding the dock.', 'swap'],
    ['diary', 'The crew copies charts into the log instead of using the sonar.', 'swap'],
    ['diary', 'The author gave up on the dock.', 'quantifier'],
    ['race', 'Corvia is lagging behind Ylva in night sailing.', 'swap'],
    ['race', 'Crews find the 27B sail frustrating.', 'opposite'],
    ['price', 'The crew was disappointed by the anchors in rough water.', 'opposite'],
  ])('%s: %s', (id, text, reason) => expect(refusals(text, id)).toContain(reason));
});

describe('accepts', () => {
  test.each([
    ['lamp', 'Commenters guess that Lamp Alpha is an Ormen or Vessa lamp.'],
    ['diary', 'The author spent 2 weeks sanding the dock.'],
    ['diary', 'The crew reads charts by sonar instead of copying them into the log.'],
    ['race', 'Users say that Ylva falls behind Corvia in night sailing.'],
    ['race', 'Crews call the 27B sail fast and pleasurable.'],
    ['race', 'Fans of Plover3.6-27B sold sails.'],
    ['price', 'The new rope adds 41 tons.'],
    ['price', 'That is 64 ropes for each of the six boats.'],
  ])('%s: %s', (id, text) => expect(refusals(text, id)).toEqual([]));
});
