// What an editor works out or puts in other words, and falsehoods of the same forms: figures, comparisons, hedges, causes, times.
import { describe, expect, test } from 'vitest';
import { verifyText } from '../../../../src/editorial/verify/verify.js';
import { makeSubmission, refusalsIn } from '../../../fixtures/evidence.js';

const refusals = refusalsIn([
  makeSubmission(
    'fleet',
    'The Tarn yard moved 1.9 quadrillion grains this year, up 4x YoY from 475T. It now has 14 tugs, 9 ferries and 21 barges. The old dock earned +18% against the new one with +35%. The ferry Ylva burned 61M litres of oil last season, versus 120M for Corvia and 165M for the barge Ormen.',
  ),
  makeSubmission(
    'trip',
    'On March 4 the crew left Tarn; a crossing takes under an hour, at night as well. It was tested on Ylva, Corvia, Ormen and Vessa, with 87-92% of the seats taken. Tickets have a $0 booking fee through spring. The pier is for non-rough water. The yard was bought for $500 million.',
  ),
  makeSubmission(
    'race',
    'The yard is preparing to enlarge its Corvia line; the sails, expected in summer, are being developed. Corvia made 30 knots in the bay with a target of 45 knots. The yard plans a full rewrite of its rules (Fjord → Sound). The harbour court ruled against the Vessa crew over the mooring rent. Corvia lists for Ylva, Ormen and Vessa ports.',
  ),
  makeSubmission(
    'scores',
    'Ylva did well in trials, with Deep Harbour at 81.4%, Long Fjord at 52.6% and Night Sound at 74.9%. The hull reached 88% in calm water, ahead of Ormen and Corvia, which had shares of 6.1% and 17.3%, respectively. Ylva is in every port today for members, and on the web in coming weeks.',
  ),
  makeSubmission(
    'why',
    'The yard dropped its wooden masts to stay compatible with older docks. Commenters speculate that the yard feared rivals. One user jokes that masts such as these could soon repaint the pier and hire seagulls. The change was seen in December. The mast runs well on small boats without a motor.',
  ),
  makeSubmission(
    'mixed',
    'Ylva took about 20 hours and 97k strokes, while Corvia took 15 hours and 64k strokes, a third fewer. The mooring office loses $400k per day, it reports. About 90% of the flags show gulls. The yard reportedly bought the Ormen dock, with minimal loss of berths. A new lamp reads logbooks. The oars carry up to 70 kg.',
  ),
  makeSubmission(
    'split',
    'Corvia kept 64% of its crew and 27% of its cargo (spring), with $88,000 in fares, and $31,000 in profit. Sails of Vessa do not hold their shape well. The yard wrote a note after getting a complaint. Nearly all crews row by day. The pilots banned the rower after they received a note.',
  ),
  makeSubmission(
    'log',
    'The rudder kit holds 9,400 lines of code; its log is 703,924 bytes. It covers SRT and async steering, runs 1.25x faster and raises $10.29B. Tarn teased the Vessa kit. Ormen sails are ahead of Ylva sails on some routes, though Ylva appears to lead in the bay. Courses on rudders are launched, with certificates. Extended thinking is a setting of the rudder that could be wrong.',
  ),
]);

describe('accepts', () => {
  test.each([
    ['fleet', 'The Tarn yard moved 1.4 quadrillion more grains than a year ago.'],
    ['fleet', 'Together, tugs, ferries and barges of the yard make 44.'],
    ['fleet', 'The new dock earned nearly twice as much as the old one.'],
    ['fleet', 'The barge Ormen burned 2.7 times as much oil as the ferry Ylva.'],
    ['trip', 'The crew left Tarn two weeks before.'],
    ['trip', 'A crossing takes less than 60 minutes at night.'],
    ['trip', 'It was tested on four boats with nine tenths of the seats taken.'],
    ['trip', 'Tickets are sold without a booking fee through spring.'],
    ['trip', 'The pier is for calm or easy water, not for rough water.'],
    ['trip', 'The yard went for half of a billion dollars.'],
    ['trip', 'Redditors say that a crossing takes under an hour.'],
    ['scores', 'Word is that Ylva did well in trials, with 81.4% for Deep Harbour.'],
    ['why', 'The yard is thought to have feared rivals.'],
    ['why', 'The masts went because older docks had to stay compatible.'],
    ['race', 'Corvia is to reach 45 knots, its target in the bay.'],
    ['mixed', 'Ylva took 5 more hours than Corvia and 33k more strokes.'],
    ['mixed', 'The mooring office loses about $12 million a month.'],
    ['mixed', 'Nine out of ten flags show gulls.'],
    ['mixed', 'According to the harbour, the yard bought the Ormen dock with hardly any loss of berths.'],
    ['mixed', 'The lamp reads old logbooks.'],
    ['split', 'Corvia made a profit of $31,000 on fares of $88,000.'],
    ['split', 'Sails of Vessa do not keep the shape that they have well.'],
    ['log', 'The log of the rudder kit has some 700 kilobytes.'],
    ['log', 'It runs a quarter faster and raises a good ten billion dollars.'],
    ['log', 'It covers supervised rudder training and fine-tuning of steering.'],
    ['log', 'Tarn hints that there will be a Vessa kit.'],
    ['log', 'Ormen sails lose to Ylva in the bay.'],
    ['log', 'Courses on rudders end with certificates.'],
    ['split', 'The rower sent a note before the pilots banned him.'],
  ])('%s: %s', (id, text) => expect(refusals(text, id)).toEqual([]));
});

describe('refuses', () => {
  test.each([
    ['fleet', 'Together, tugs, ferries and barges of the yard make 46.', 'number'],
    ['fleet', 'The barge Ormen burned 3.4 times as much oil as the ferry Ylva.', 'number'],
    ['trip', 'The crew left Tarn three weeks before.', 'number'],
    ['trip', 'It was tested on six boats with 87-92% of the seats taken.', 'number'],
    ['trip', 'Seven tenths of the seats were taken.', 'quantifier'],
    ['race', 'The yard has been enlarging its Corvia line and has finished the sails.', 'time'],
    ['race', 'Corvia made 45 knots in the bay.', 'hedge'],
    ['race', 'The yard rewrote its rules from Sound to Fjord.', 'swap'],
    ['race', 'Ormen ruled against the Vessa crew over the mooring rent.', 'swap'],
    ['race', 'Corvia remains absent from Ormen and Vessa ports.', 'denial'],
    ['scores', 'Ylva did well with 74.9% on Deep Harbour and 81.4% on Night Sound.', 'owner'],
    ['scores', 'The hull reached 88%, against 6.1% for Corvia and 17.3% for Ormen.', 'owner'],
    ['scores', 'Ylva comes to every port in coming weeks for members, and it is on the web today.', 'owner'],
    ['why', 'The yard dropped its wooden masts because they rotted in storage.', 'cause'],
    ['why', 'The yard dropped its wooden masts in order to save on timber.', 'cause'],
    ['why', 'The masts repaint the pier and hire seagulls.', 'hedge'],
    ['why', 'The change was seen last autumn.', 'time'],
    ['mixed', 'Ylva took 15 hours, Corvia took 20 hours.', 'owner'],
    ['mixed', 'The oars carry 70 kg.', 'hedge'],
    ['mixed', 'Seven out of ten flags show gulls.', 'quantifier'],
    ['mixed', 'The mooring office loses about $20 million a month.', 'number'],
    ['split', 'Corvia kept 27% of its crew and 64% of its cargo.', 'swap'],
    ['log', 'It runs a third faster.', 'quantifier'],
    ['split', 'All crews row by day.', 'quantifier'],
    ['why', 'It is the only mast that runs well on small boats without a motor.', 'quantifier'],
  ])('%s: %s', (id, text, reason) => expect(refusals(text, id)).toContain(reason));
});

test('a long list of names takes no long time', () => {
  const began = performance.now();
  const names = 'Alpha Beta2 '.repeat(330);
  verifyText(names, ['names'], new Map([['names', makeSubmission('names', names)]]), { language: 'en' });
  expect(performance.now() - began).toBeLessThan(1_500);
});
