// What an editor may write in other words than the posts, and near it what no post says.
import { describe, expect, test } from 'vitest';
import { makeEvidence, refusalsIn } from '../../../fixtures/evidence.js';

const refusals = refusalsIn([
  makeEvidence(
    'sails',
    'Linking barges by cable can raise the load of each by up to 7×, implying comparable cost-per-ton reductions. The mining of hard harbour tasks is automated via night patrols. The sparse net cut the lead of the dense net in the winter race from 9.0 to 4.1, while in the summer race the dense net increased its lead.',
  ),
  makeEvidence(
    'faults',
    'Ylva Marine published a report on three faults. The first was reverted on April 7, the second on April 12. These faults, which hit different boats, were repaired by April 20. The test affects 2% of new crews, excluding existing Gold members.',
  ),
  makeEvidence(
    'nets',
    'Tern3.6-27B scores 77.2 on Harbour-Bench Verified, ahead of the 397B MoE at 76.2. On Tide-Bench 2.0 it scores 59.3, matching Corvo 4.5 and outperforming the 397B MoE at 52.5. Tern released a 120 billion parameter Mixture of Masts (MoM) model with 12 billion active parameters.',
  ),
  makeEvidence(
    'dock',
    'Corvo leads Tide-Hard, Gale-Arena and Reef-ABC, and trails only other Ylva models in Shoal-XY. Corvo 4.6/4.7 failed on the simulated harbour. Version 4.6 was replaced by 4.7 after ten weeks. Plover Health, a US launch, gathers ship records.',
  ),
  makeEvidence(
    'thread',
    'A user running the new 27B HULL reports a hard failure in tide.cpp. This suggests that the HULL file is missing a keel. gull_77 argues that banning whole crews seems at odds with safety. A lighthouse lamp runs on a stock battery, with no phone and no PC. It allegedly hooks into the Mast editor.',
    { platform: 'reddit' },
  ),
  makeEvidence(
    'keel',
    'Keel discovery and crack prevention in wooden hulls come from sonar. The tester wrote </keel> after each line. The crew spent $4 on power over 8 hours compared to $142 in harbour fees. The crew of Ormen, designed for tasks requiring planning, delivered a cleaner report than Vessa.',
  ),
  makeEvidence(
    'cable',
    'The cable costs $3 per million knots, says Ylva, which was comfortable with the night shift. A daemon switches the pump on when the bilge reaches 40 cm. Plover is close to buying the yard at Tarn.',
  ),
  makeEvidence(
    'bell',
    'Bellman is a bell app that works entirely offline. Its first version compares in 4 seconds with 50 seconds for the old one. A user with no knowledge of Rigging shipped a first mast. The alarm was confirmed as false by Lumen, likely due to a wet wire. There is no indication that the Max bell will be rung. The leak remains unresolved by Lumen. Thousands are waiting for Bellman.',
    { platform: 'reddit' },
  ),
  makeEvidence(
    'hulls',
    'Oarfish2, a family of slim hulls for calm water spanning 2m→9m. A stock Tern Barge running a local demo. Per the crew, this is TinyOar-3, cut to fixed planks. The use of 70t of Kelp rope in Night Mode, where Kelp looks like wire and 12t of hemp rope serves as spare, is new. Linking the barges can lift the load of each by 7x, implying comparable fuel reductions.',
  ),
  makeEvidence(
    'firms',
    'Tarn Yard projects $84B hull spend by 2029. Lumen was not sold to Tarn Yard for $2 billion; its founder was hired. Glow-Pro has 1.4T parameters (of which 38B are active) and Glow-Mini 190B parameters (with 9B active). The winch is 8.12× faster on K200 and 9.75× on B100 versus plain rope. The ban fell on March 4 and was lifted on April 7. A fast lane is coming to small boats. It promises 2.5× faster tows and 1.2× longer ropes. Nets-27B moved 24 fish a minute in the bay. Sharp-Neck-2505 argues for the pier, questioning the necessity of ropes. A buyer could take over the yard. Tern 3.6-Plus has 91.2 on Reef-ABC, Vessa 88.1. ORA (Oar-Rank Ablation) weaves nets of hemp in a night.',
  ),
  makeEvidence(
    'port',
    'The weekly @quayside summarized BRINE, a port system that tackles berth skew with several live timetables. Western ports, and the U.S. ones, agreed to share charts with Lumen at night. The tester wrote </keel> after each <strake>. Versions 2.1 and 2.2 of Halyard were compromised through the account of its owner. Such records "could become a common good", it says (Vega10, tarnlab0).',
  ),
]);

describe('accepts', () => {
  test.each([
    ['bell', 'Bellman never sends a bell to the cloud and works without a connection.'],
    ['bell', 'The first version compares in 4 seconds instead of almost a minute.'],
    ['bell', 'A user who knew no Rigging shipped a first mast.'],
    ['bell', 'Lumen has not resolved the leak.'],
    ['bell', 'Bellman works offline; thousands are waiting.'],
    ['bell', 'By changing only the first version, the user shipped a mast.'],
    ['hulls', 'Oarfish2 spans slim hulls for calm water from 2m to 9m.'],
    ['hulls', 'TinyOar-3 runs locally on a stock Tern Barge, cut to fixed planks.'],
    ['hulls', 'In Night Mode, Kelp looks like wire with 12t of hemp rope as spare.'],
    ['hulls', 'Linking the barges brings a gain that implies comparable fuel reductions.'],
    ['firms', 'Glow-Mini has 190B parameters, 9B of them active, and Glow-Pro 1.4T with 38B active.'],
    ['firms', 'The winch runs 8.12 times as fast as plain rope on a K200.'],
    ['firms', 'Tarn Yard expects to spend $84 billion on hulls by 2029.'],
    ['firms', 'Sharp-Neck-2505 points to the pier and questions the need for ropes.'],
    ['firms', 'The yard may face a takeover.'],
    ['firms', 'Tern 3.6-Plus reaches 91.2 on Reef-ABC and is ahead of Vessa.'],
    ['firms', 'Oar-Rank Ablation weaves nets of hemp in a night.'],
    ['firms', 'Nets 27B moved 24 fish a minute in the bay.'],
    ['port', 'Berth skew is tackled in BRINE, a port system, by several live timetables.'],
    ['port', 'Ports of the West will share charts with Lumen.'],
    ['port', 'Ports of the United States agreed to share charts.'],
    ['port', 'The tester wrote </keel> after each <strake>.'],
    ['port', 'Halyard 2.1 and 2.2 were poisoned through the account of its owner.'],
    ['port', '@tarnlab0 says that such records "could become a common good".'],
    ['port', 'Such records "could become a common good".'],
    ['thread', 'A patch made with Mast hooks was found, a HULL user reports.'],
    ['cable', 'The cable costs $3 per million knots, and the night shift was fine for Ylva.'],
    ['cable', 'Whenever the bilge reaches 40 cm, a daemon switches the pump on.'],
    ['cable', 'Plover is close to buying the yard at Tarn.'],
    ['sails', 'It works via night patrols in the harbour.'],
    ['sails', 'The sparse net cut the lead of the dense net in the winter race from 9.0 to 4.1.'],
    ['faults', 'Ylva Marine names three faults, all repaired by April 20.'],
    ['faults', 'The test affects 2% of new crews, not existing Gold members.'],
    ['nets', 'On Tide-Bench 2.0 Tern3.6-27B scores 59.3, the 397B MoE 52.5.'],
    ['nets', 'Tern released a 120 billion parameter MoM model with 12 billion active parameters.'],
    ['dock', 'Corvo trails only other Ylva models in Shoal-XY.'],
    ['dock', 'Corvo 4.6/4.7 failed on the simulated harbour that Plover gathers.'],
    ['dock', 'Plover Health launches in the US, gathering ship records.'],
    ['thread', 'A user running the new 27B HULL reports a hard failure in tide.cpp.'],
    ['thread', 'The failure came with the new 27B HULL, which suggests that the file is missing a keel.'],
    ['thread', 'A lighthouse lamp runs entirely on a stock battery.'],
    ['thread', 'The alleged hooks sit in the Mast editor.'],
    ['keel', 'Sonar is used to find keels and prevent cracks in wooden hulls.'],
    ['keel', 'The crew sets its $4 of power against $142 in harbour fees.'],
    ['keel', 'The crew of Ormen delivered a cleaner report than Vessa.'],
    ['keel', 'The figure comes from quayside.'],
    ['keel', 'One tester sums the session up as "a cleaner report than Vessa".'],
    ['keel', 'Readings of the crew differ: Ormen delivered a cleaner report than Vessa.'],
  ])('%s: %s', (id, text) => expect(refusals(text, id)).toEqual([]));
});

describe('refuses', () => {
  test.each([
    ['firms', 'Glow-Mini has 1.4T parameters, of which 38B are active.', 'owner'],
    ['firms', 'The winch runs 8.12 times as fast as plain rope on a B100.', 'owner'],
    ['firms', 'Tarn Yard expects a revenue of $84 billion by 2029.', 'owner'],
    ['firms', 'It promises 1.2 times faster tows.', 'owner'],
    ['firms', 'Tarn Yard has bought Lumen for $2 billion.', 'denial'],
    ['firms', 'The ban was lifted within a week.', 'time'],
    ['firms', 'The ban holds until the end of the year.', 'time'],
    ['firms', 'Small boats already have a fast lane.', 'time'],
    ['bell', 'The first version never compares in 4 seconds.', 'denial'],
    ['bell', 'By now most users are waiting for Bellman.', 'quantifier'],
    ['bell', 'Bellman is the only bell app that works offline.', 'quantifier'],
    ['port', 'Eastern ports agreed to share charts with Lumen.', 'name'],
    ['port', 'The tester wrote <script> after each <strake>.', 'markup'],
    ['port', 'The account of its owner was poisoned by a hostage.', 'event'],
    ['cable', 'Plover has bought the yard at Tarn.', 'time'],
    ['sails', 'Linking barges by cable can lower the load of each by up to 7×.', 'opposite'],
    ['faults', 'The test affects all of the new crews.', 'quantifier'],
    ['faults', 'The test affects 2% of new crews, including existing Gold members.', 'opposite'],
    ['nets', 'Corvo 4.5 scores 76.2 on Harbour-Bench Verified.', 'swap'],
    ['nets', 'Tern released a 12 billion parameter MoM model with 120 billion active parameters.', 'swap'],
    ['keel', 'The crew of Ormen refused to deliver a cleaner report.', 'denial'],
    [
      'keel',
      'One tester, which later collected several enthusiastic bidders, calls it "a cleaner report than Vessa".',
      'wording',
    ],
  ])('%s: %s', (id, text, reason) => expect(refusals(text, id)).toContain(reason));
});
