import { expect, test } from 'vitest';
import { isVague } from '../../../../src/base/language/line-kinds.js';
import { chooseOpening } from '../../../../src/editorial/offline/opening/choose-opening.js';
import { writeHeadline } from '../../../../src/editorial/offline/opening/headline.js';
import { canBeHeadline, isRemark } from '../../../../src/editorial/offline/opening/headline-wording.js';
import { writeLead } from '../../../../src/editorial/offline/opening/lead.js';
import { writeSubtitle } from '../../../../src/editorial/offline/opening/subtitle.js';
import { shorten } from '../../../../src/editorial/offline/sentences/shorten.js';
import { createUsedText } from '../../../../src/editorial/offline/used-text.js';
import type { Post, Story } from '../../../../src/model.js';
import { makePost } from '../../../fixtures/store.js';

const post = (id: string, title: string, text: string, over: Partial<Post> = {}): Post =>
  makePost(id, {
    title,
    text,
    platform: title ? 'reddit' : 'x',
    author: `author${id.length}${id.at(-1)}`,
    ...over,
  });
const story = (...posts: Post[]): Story => ({
  id: posts[0]?.id ?? '',
  posts,
  weight: 1,
  voices: posts.length,
});
const openingOf = (stories: Story[]) => {
  const writing = { language: 'en', nameOf: (id: string) => id, usedText: createUsedText() };
  return chooseOpening(
    stories.map((each) => ({ story: each, weight: each.weight })),
    [],
    writing,
  )?.stories[0]?.id;
};
const english = { language: 'en', nameOf: (id: string) => id.replace('reddit:', 'r/') };
const headline = (...posts: Post[]) => writeHeadline(story(...posts), 'en').text;

test('a short title becomes the headline, without its label and full stop', () =>
  expect(headline(post('a', '[News] Heron 3 runs a 27B model on one card.', ''))).toBe(
    'Heron 3 runs a 27B model on one card',
  ));
test('a label before a title is removed', () =>
  expect(headline(post('a', 'Official: Tessel confirms the use of Heron 3 by the navy', ''))).toBe(
    'Tessel confirms the use of Heron 3 by the navy',
  ));
test('a longer line is cut to its opening clause of at most ten words', () => {
  expect(
    headline(
      post(
        'a',
        'Switchyard 2.4.1 executes code from tool manifests, which is why everybody should update to 2.4.2 today',
        '',
      ),
    ),
  ).toBe('Switchyard 2.4.1 executes code from tool manifests');
  expect(
    headline(
      post('a', '', 'Heron 3 is out today with open weights under Apache 2.0 and reads 1,250,000 tokens.'),
    ),
  ).toBe('Heron 3 is out today with open weights');
});
test('cuts do not change the meaning', () =>
  expect(
    headline(
      post('a', '', 'Heron 3 beats every model of its size, but only when its own harness is used for it.'),
    ),
  ).toBe('Heron 3 beats every model of its size, but only when its own harness is used for it.'));
test('a line does not end with the subject of a clause', () =>
  expect(
    shorten(
      'Ada announced that Tessel\u2014the maker of Heron, Quill and Linnet\u2014is joining the Marram group',
    ),
  ).toBeUndefined());
test('numbers are not cut, and an introductory phrase is not enough', () => {
  expect(
    headline(
      post(
        'a',
        '',
        'The older card went from 1,730 to 3,290 tokens a second with the new release of quickserve.',
      ),
    ),
  ).not.toMatch(/1$/);
  expect(
    headline(
      post('a', '', 'On one node of eight cards, the new release of quickserve is about two times faster.'),
    ),
  ).not.toBe('On one node of eight cards');
});
test('an announcement outranks a fragment with figures', () =>
  expect(
    headline(
      post('a', '', 'Severity 9.6, fixed in 2.4.2.'),
      post('b', 'Switchyard executes code from tool manifests', ''),
      post('c', '', 'We patched Switchyard in all places.'),
    ),
  ).toBe('Switchyard executes code from tool manifests'));
test('a headline quotes the title rather than a paragraph below it', () =>
  expect(
    headline(
      post(
        'a',
        'Heron 3 is so good at finding holes that Tessel keeps it to itself',
        'More can be found on the blog of Tessel. Tessel keeps Heron 3 to itself.',
      ),
    ),
  ).toBe('Tessel keeps Heron 3 to itself'));
test('an adjective is not an announcement, and an arrival outranks a score', () =>
  expect(
    headline(
      post(
        'a',
        '',
        'Open-source projects on Modelyard, with Heron 3 among them. Heron 3 is out with open weights. Heron 3 solves 63.8% of RepoTrial.',
      ),
    ),
  ).toBe('Heron 3 is out with open weights'));
test('the first story with an informative headline opens the issue', () => {
  const stories = [
    story(post('a', 'WTF is this thing?', '')),
    story(post('t', 'Inherited a repository of 3 months from Tessel', '')),
    story(post('s', 'Someone made Heron 3 twice as fast with a whip', '')),
    story(post('b', '', '77.8% on RepoTrial for Heron 3, up from 53.4%.')),
    story(post('c', '', 'Tessel launches Heron 3 for everybody.')),
  ];
  expect(openingOf(stories)).toBe('c');
});
test('moods, first-person lines and lines without a name do not open the issue', () => {
  const stories = [
    story(post('a', 'New benchmark just dropped.', '')),
    story(post('b', 'Heron 3 is absolutely insane', '')),
    story(post('d', 'We just released Heron 3', '')),
    story(post('e', 'Community reaction suggests that Heron 3 is used', '')),
    story(post('f', 'Tessel compressed the model from 1.65TB to 220GB', '')),
    story(post('c', '', 'Tessel launches Heron 3 for everybody.')),
  ];
  expect(openingOf(stories)).toBe('c');
  expect(writeSubtitle(stories.slice(0, 5), english)).toBe('');
});
test('an informative line outranks an uninformative title', () =>
  expect(
    headline(post('a', 'We just released Heron 3', 'Tessel has released Heron 3 under Apache 2.0.')),
  ).toBe('Tessel has released Heron 3 under Apache 2.0'));
test('a line that cannot be cut is truncated with an ellipsis', () =>
  expect(
    headline(
      post('a', '', `something without a capital letter or any boundary that goes on${' and on'.repeat(9)}`),
    ),
  ).toBe('something without a capital letter or any boundary…'));
test('a first sentence that fits gets no ellipsis', () =>
  expect(
    headline(
      post(
        'a',
        '',
        `ada pointed to the second reading as especially useful. ${'More and more and more. '.repeat(6)}`,
      ),
    ),
  ).toBe('ada pointed to the second reading as especially useful'));
test('the subtitle reports two more stories, and is empty if there are none', () => {
  const stories = ['Ada leaves Tessel', 'Orrery is down again', 'Undertow raises $340M'].map((title, n) =>
    story(post(`${n}`, `${title} today`, '')),
  );
  expect(writeSubtitle(stories, english)).toBe('Also: Ada leaves Tessel today; Orrery is down again today.');
  expect(writeSubtitle([], english)).toBe('');
});
test('the subtitle does not repeat the headline', () => {
  const stories = ['Tessel gives away Heron 3', 'Orrery is down again', 'Undertow raises $340M'].map(
    (title, n) => story(post(`${n}`, `${title} today`, '')),
  );
  expect(writeSubtitle(stories, { ...english, headline: 'Heron 3 is out' })).toBe(
    'Also: Orrery is down again today; Undertow raises $340M today.',
  );
});
test('what a discussion disputes, or only one participant thinks, names its source in the subtitle', () => {
  const release = post('a', 'Tessel releases Heron 3 for 12 languages', '', {
    comments: [{ id: 'k', url: 'https://a.example/k', author: 'bo', text: 'I doubt this.', score: 4 }],
  });
  const disputed = post(
    'b',
    'Marram copied the index of Linnet',
    'Commenters dispute that Marram copied it.',
  );
  expect(writeSubtitle([story(disputed), story(release)], english)).toBe(
    'Also: Tessel releases Heron 3 for 12 languages; r/localmodels: \u201cMarram copied the index of Linnet\u201d.',
  );
  const downvoted = { ...disputed, text: '', metrics: { score: 90, upvoteRatio: 0.6 } };
  expect(writeSubtitle([story(downvoted)], english)).toMatch(/^Also: r\/localmodels: /);
  expect(writeSubtitle([story({ ...downvoted, metrics: { score: 90 } })], english)).toBe(
    'Also: Marram copied the index of Linnet.',
  );
});
test('events precede remarks in the subtitle, and another line about the headline\u2019s version is left out', () => {
  const stories = [
    story(post('a', '', 'Ada Byron praises the kiosks of Lund for their speed.')),
    story(post('b', '', 'Heron-3 has been released with 12 drawers.')),
    story(post('c', '', 'Tessel acquires Marram for 40 million dollars.')),
  ];
  expect(writeSubtitle(stories, { ...english, headline: 'Tarn opens Heron 3 to everybody' })).toBe(
    'Also: Tessel acquires Marram for 40 million dollars; Ada Byron praises the kiosks of Lund for their speed.',
  );
});
test.each([
  'Heron Pro includes Quill, which is noted for its speed',
  'Ada Byron stressed the need for quiet harbours',
  'Quill is being evaluated for harbours',
  'Linnet feels like Quill',
  'Tessel has a desk for every reader',
])('is a remark, not an event: %s', (line) => expect(isRemark(line)).toBe(true));
test.each([
  'Tessel releases Heron 3',
  'Orrery is down again',
  'Heron 3 is available in Lund',
  'Marram is building a bridge',
  'Heron 3 has 41% fewer faults than Heron 2',
  'Tessel has acquired Marram',
])('is an event: %s', (line) => expect(isRemark(line)).toBe(false));
test('a remark does not open an issue before an event, however heavy it is', () => {
  const remark = story(
    post('a', '', 'Heron Pro includes Quill, which is noted for its speed in Lund.'),
    post('aa', '', 'Heron Pro includes Quill, says the office of Lund.'),
  );
  const event = story(
    post('b', '', 'Tessel acquires Marram for 40 million dollars.'),
    post('bb', '', 'Tessel acquires Marram, says the harbour office.'),
  );
  expect(openingOf([{ ...remark, weight: 9 }, event])).toBe('b');
});
test('a lead describes a picture only if there is nothing else', () => {
  const writing = () => ({ language: 'en', nameOf: (id: string) => id, usedText: createUsedText() });
  const caption = 'The image in the post shows Heron 3 beside 4 other printers of Tessel in Lund.';
  const fact = 'Heron 3 of Tessel prints 41 pages a second in Lund.';
  const leadOf = (text: string) =>
    writeLead(story(post('a', 'Heron 3 is out', text)), writing()).map(({ text: spans }) =>
      spans.map((span) => span.text).join(''),
    );
  expect(leadOf(`${caption} ${fact}`).join()).not.toContain('image');
  expect(leadOf(caption).join()).toContain('image');
});
test('the lead prefers facts to vague opinions', () => {
  const talk = 'Commenters speculate that 3 people at Tessel knew of Heron 3 before.';
  const posts = [
    post('r1', 'Heron 3 has leaked', talk, { author: 'ada' }),
    post('r2', 'Heron 3 has leaked', `Tessel has lost the weights of Heron 3, all 148 GB. ${talk}`, {
      author: 'bo',
    }),
  ];
  const lead = writeLead(story(...posts), { language: 'en', nameOf: (id) => id, usedText: createUsedText() });
  expect(lead.flatMap((bullet) => bullet.text.map((span) => span.text)).join('')).not.toContain('Commenters');
  expect(lead).toHaveLength(1);
});
test('the lead quotes each voice and each sentence once', () => {
  const same = 'Heron 3 Small needs 13.1 GB and decodes at 61 tokens per second.';
  const posts = [
    post('x1', '', 'Heron 3 is out today with open weights. All three sizes read 256k tokens of text.', {
      author: 'tessel',
    }),
    post('x2', '', same, { author: 'quick' }),
    post('x3', '', same.replace('Small', 'Small today'), { author: 'copy' }),
  ];
  const lead = writeLead(story(...posts), { language: 'en', nameOf: (id) => id, usedText: createUsedText() });
  const text = lead.map((bullet) => bullet.text.map((span) => span.text).join('')).join('\n');
  expect(text.match(/61 tokens per second/g)).toHaveLength(1);
  expect(lead[0]?.text[0]).toEqual({ text: '@tessel', cite: 'x1' });
});

test.each([
  [
    'Tessel launched a dedicated print app',
    'Tessel launched a dedicated print app positioned as a hub for every printer in a large office building.',
  ],
  [
    'Tessel acquires Quillgate',
    'Tessel acquires Quillgate; it remains open-source; it will strengthen printing in offices of every size and kind.',
  ],
  ['Tessel measured 40 faults in Heron 3', 'In parallel, Tessel measured 40 faults in Heron 3.'],
  [
    'Tessel: “We’ve found industrial-scale copying of our manuals”',
    'Tessel: “We’ve found industrial-scale copying of our manuals by Quillgate, Marram and others in two countries.”',
  ],
  [
    'The head of Tessel resigns',
    'The head of Tessel resigns, citing ethical concerns over the use of its printers by Marram and other companies.',
  ],
])('a headline ends at the end of a phrase: %s', (expected, text) =>
  expect(headline(post('a', '', text))).toBe(expected),
);
test('a phrase with an amount is kept', () =>
  expect(
    headline(
      post('a', '', 'Tessel cuts the price of Heron 3 by 30% in all countries from the first of May.'),
    ),
  ).not.toBe('Tessel cuts the price of Heron 3'));

test.each([
  [
    'Tessel said it will start testing ads in Heron',
    'Tessel said it will start testing ads in Heron, with principles: answers are not sold to anybody, ads are labelled.',
  ],
  [
    'Tessel ships printing in pairs',
    'Tessel ships printing in pairs\u2014two machines work in parallel, verify pages and rank them by their colours.',
  ],
])('a distant condition does not matter, and a dash ends a headline: %s', (expected, text) =>
  expect(headline(post('a', '', text))).toBe(expected),
);
test('questions, fragments and handles are not headlines', () => {
  const stories = [
    story(post('a', 'Has anyone used Heron 3, and if so', '')),
    story(post('b', '', 'Says Heron 3 beats Quill 2 in two of three tests.')),
    story(post('d', '', 'Heron 3 #13, Quill 2 #17 among printers @tessel, @marram.')),
    story(post('c', '', 'Tessel launches Heron 3 for everybody.')),
  ];
  expect(openingOf(stories)).toBe('c');
});
test('two voices lead before one popular post, unless it is clearly the heaviest; otherwise the day is quiet', () => {
  const writing = () => ({ language: 'en', nameOf: (id: string) => id, usedText: createUsedText() });
  const liked = (weight: number) => ({
    ...story(post('a', '', 'Tessel launches Heron 3 for everybody.')),
    weight,
  });
  const backed = story(
    post('b', '', 'Marram opens Quill Bridge with 4 lanes.'),
    post('cc', '', 'Marram opens Quill Bridge at noon.'),
  );
  const open = (...stories: Story[]) =>
    chooseOpening(
      stories.map((each) => ({ story: each, weight: each.weight })),
      [],
      writing(),
    );
  expect(open(liked(1.2), backed)?.headline.text).toMatch(/^Marram/);
  expect(open(liked(5), backed)?.headline.text).toMatch(/^Tessel/);
  const other = { ...story(post('d', '', 'Marram opens Quill Bridge with 4 lanes.')), weight: 1 };
  expect(open(liked(1.2), other)).toMatchObject({
    quiet: true,
    headline: { text: 'Tessel launches Heron 3 for everybody' },
  });
});

test('a corroborated story leads before a heavier opinion or isolated story', () => {
  const stories = [
    story(post('a1', '', 'Ada Byron suggests that Linnet replaces every index in the next release.')),
    story(post('b2', '', 'Marram acquires the team behind the Linnet database for 40 million dollars.')),
  ];
  const writing = { language: 'en', nameOf: (id: string) => id, usedText: createUsedText() };
  const opening = (corroboration: number[], weights: number[]) =>
    chooseOpening(
      stories.map((each, at) => ({
        story: { ...each, weight: weights[at] ?? 0 },
        weight: weights[at] ?? 0,
        corroboration: corroboration[at],
      })),
      [],
      writing,
    );
  expect(opening([2, 2], [2, 1])).toMatchObject({ stories: [{ id: 'b2' }], quiet: false });
  expect(opening([0, 0.5], [1.1, 1])).toMatchObject({ quiet: true });
});

test.each([
  'Anticipation is building for the upcoming Heron 4',
  'Top comments were skeptical of Heron 4',
  'The 35B model achieves 72 pages a second',
  'The Reddit post discusses two features of Linnet',
  '70.5% of readers prefer paper',
  'Been building a harbour for a year',
  'A framework called "linnet,"',
  'The round would triple the capital of Tessel',
  'Early local runs suggest a fast Heron 4',
  'Developer uses Linnet and has a crisis',
  'Publicly cited as 1M pages in Heron 4',
  'Big fan of Linnet, Heron is something else',
  'The most technical release was Heron 4',
  'Curious if Heron 4 runs in Lund',
  'Looking for a printer like Heron 4',
])('vague and dependent lines are not headlines: %s', (line) =>
  expect(canBeHeadline(line) && !isVague(line)).toBe(false),
);

test('a cut keeps the figure that belongs to its clause', () =>
  expect(
    headline(
      post(
        'a',
        'Tessel cuts the price of its Heron 4, now at $3 a month, which many readers had asked for since the spring',
        '',
      ),
    ),
  ).toBe('Tessel cuts the price of its Heron 4, now at $3 a month'));
test('a pronoun as object needs a name, and an addition says to what', () => {
  const spare = post('b', '', 'Orrery launched a public library in Tarn on Monday.');
  for (const text of [
    'Harbour Films tests it for long takes today.',
    'Ada Byron adds weekly figures for boards.',
  ])
    expect(headline(post('a', '', text), spare)).toBe('Orrery launched a public library in Tarn on Monday');
});
