import { expect, test } from 'vitest';
import { hasMainVerb, shorten } from '../../../../src/editorial/offline/sentences/shorten.js';

test.each([
  // The beginning of a list is incomplete.
  [
    'Orrery retires three models for signed-in users, keeping Meridian 5, Meridian 5 mini and Meridian 4 after April 14',
    'Orrery retires three models for signed-in users',
  ],
  [
    'Orrery shipped Meridian 5 and Meridian 5 Pro across its chat, the API and the command line',
    'Orrery shipped Meridian 5 and Meridian 5 Pro',
  ],
  // Comparisons, uses and asides need their second half.
  ['The newly released Heron 3 uses its own maker as the primary source for all of its answers', undefined],
  ['A third party showed a model scoring 10% under one judge vs 43.5% under another judge', undefined],
  ['Several of the larger labs, including Orrery, Tessel and Minogame, have delayed their models', undefined],
  ['The 26B variant of Heron 3, while cheaper, requires its output to be cleaned up by hand', undefined],
  ['Tessel shipped its skills and then added all past conversations as context for every agent', undefined],
  // A release can be reported without a description of what was released.
  [
    'Tessel released Heron 3 Large as the first of its models with a free licence today',
    'Tessel released Heron 3 Large',
  ],
  ['For its new systems Tessel introduced (with Orrery) a harness that runs for many days', undefined],
  ['LogDB, a purpose-built store for nested, long and many-sided records of what agents do', undefined],
  // Several adjectives precede one noun.
  [
    'LogDB is a store that was made for nested, long-running records of agents and their many tools',
    undefined,
  ],
  [
    'Orrery followed with Loom 2.0, a framework for generating persistent, walkable worlds from a single picture',
    'Orrery followed with Loom 2.0',
  ],
  // "with …" can be dropped if the arrival is the news; "by …" about a method cannot.
  [
    'Tessel open-sourced a rebuilt harness and a command line with a plan, teams of agents and schedules',
    'Tessel open-sourced a rebuilt harness and a command line',
  ],
  ['A team of Orrery solves nine of ten tasks with a harness that was rebuilt in a week', undefined],
  ['Thanks to the leaked code of Heron, I found out why it used up all of my tokens', undefined],
  [
    "Tessel's source just leaked \u2014 I took its whole system of agents and made a free one of it",
    "Tessel's source just leaked",
  ],
  // The verb of an aside is not the sentence's verb.
  [
    'The Heron method, which reads whole repositories, needs half of the memory that others of its kind do',
    undefined,
  ],
  ['Heron Embedding 2, a model that maps five kinds of media to one space, is now there for all', undefined],
  [
    'Orrery, the maker of Heron, launched a store for agents, with rules for what they may buy there',
    'Orrery, the maker of Heron, launched a store for agents',
  ],
  ['Heron Klein models, developed by the Tessel Labs of Tarn in the north, now come in two sizes', undefined],
  // The start of a list after a dash is not an end.
  [
    'Heron 5 shipped broadly on the hosts quickly\u2014Tarnrouter, Linnet Cloud, Quillgate and six others',
    undefined,
  ],
  [
    'Tessel expanded its Linnet Code with channels so riders can interact via messaging apps from a phone',
    undefined,
  ],
  [
    'Heron Agents was described as an MIT-licensed, inspectable copy of the harness that Tessel sells to all',
    undefined,
  ],
  // Brackets, quotations and names must be complete.
  [
    'Third parties repeat the details of its design (e.g., nine billion parameters in the first part)',
    'Third parties repeat the details of its design',
  ],
  [
    'A debate was started about the method of analysis, with Ada, the maker of Heron, joining it late',
    'A debate was started about the method of analysis',
  ],
])('shortens “%s”', (line, expected) => expect(shorten(line)).toBe(expected));

test.each([
  ['Heron, a model that reads whole books', false],
  ['Linnet Studio, an open harbour for boats, with claims of 2x more gates and kiosks', false],
  ['Heron variant that improves its speed', false],
  ['Heron, a model of Tessel, reads whole books', true],
  ['Tessel claims that Heron reads whole books', true],
  ['A new harness is under a free licence', true],
])('hasMainVerb: %s', (text, expected) => expect(hasMainVerb(text)).toBe(expected));
test.each([
  ['Marram kiosk conversations powered by Heron Spark', false],
  ['Heron conversations are powered by Quill', true],
  ['Marram kiosks powered by Heron reach Lund and now print', true],
])('a participle that describes a noun is no main verb: %s', (line, expected) =>
  expect(hasMainVerb(line)).toBe(expected),
);
test('an adjective before another one does not end a line', () =>
  expect(
    shorten(
      'Quill is described as an asynchronous, stateful desk for harbour offices in Lund and all of Tarn',
    ),
  ).toBeUndefined());
