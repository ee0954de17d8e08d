import { expect, test } from 'vitest';
import { splitClaim } from '../../../../src/editorial/offline/bullets/claim.js';
import { isQuotable, isWorthTelling } from '../../../../src/editorial/offline/bullets/newsworthy.js';
import { findBestSentence } from '../../../../src/editorial/offline/bullets/quotations.js';
import { writeSection } from '../../../../src/editorial/offline/bullets/write-section.js';
import { writeLead } from '../../../../src/editorial/offline/opening/lead.js';
import { createUsedText } from '../../../../src/editorial/offline/used-text.js';
import type { PlannedSection } from '../../../../src/editorial/plan.js';
import type { Bullet, Platform, Post, Story } from '../../../../src/model.js';
import { makePost } from '../../../fixtures/store.js';

const tweet = (id: string, author: string, text: string, over: Partial<Post> = {}) =>
  makePost(id, { platform: 'x', sourceId: `x:${author}`, author, title: '', text, ...over });
const story = (...posts: Post[]): Story => ({
  id: posts[0]?.id ?? '',
  posts,
  weight: 1,
  voices: new Set(posts.map((post) => post.author)).size,
});
const plain = (bullet: Bullet) => [...bullet.claim, ...bullet.text].map((span) => span.text).join('|');
const write = (platform: Platform, bullets: number, ...stories: Story[]) => {
  const section: PlannedSection = {
    title: 'T',
    weight: 1,
    stories: stories.map((each) => ({ story: each, bullets })),
  };
  return writeSection(section, platform, {
    language: 'en',
    nameOf: (id) => (id === 'reddit:localmodels' ? 'r/LocalModels' : 'Blog'),
    usedText: createUsedText(),
  });
};

const A = tweet(
  'x:1',
  'ada',
  'Heron 3 runs at 41 tok/s on a phone. It keeps 97% of the accuracy of Heron 2.',
);
const B = tweet('x:2', 'bob', 'I measured 38 tok/s on the same phone with Heron 3, with the screen on.');

test('a bullet has a claim, its author and other voices, each linked to its post', () => {
  const [bullet] = write('x', 1, story(A, B));
  expect(bullet).toMatchObject({
    claim: [{ text: 'Heron 3 runs at 41 tok/s on a phone.' }],
    citations: ['x:1', 'x:2'],
    origin: 'extract',
  });
  expect(bullet?.text.filter((span) => span.cite)).toEqual([
    { text: '@ada', cite: 'x:1' },
    { text: '@bob', cite: 'x:2' },
  ]);
  expect(plain(bullet as Bullet)).toContain(
    '“I measured 38 tok/s on the same phone with Heron 3, with the screen on.”',
  );
});
test('an article on X is shown by its title and author', () => {
  const article = tweet('x:9', 'eve', 'Heron 3 needs 13 GB of memory. We measured it on 40 cards.', {
    title: 'What Heron 3 needs',
  });
  const [bullet] = write('x', 1, story(article));
  expect(bullet?.claim).toEqual([{ text: 'What Heron 3 needs', cite: 'x:9' }]);
  expect(plain(bullet as Bullet)).toContain('|@eve|: |“Heron 3 needs 13 GB of memory.');
});
test('each voice is quoted once, however many posts it has', () => {
  const again = tweet('x:3', 'ada', 'Heron 3 needs 13 GB of memory on the Corvus card.');
  expect(plain(write('x', 1, story(A, again))[0] as Bullet)).not.toContain('13 GB');
});
test('a story with more room gets further bullets with other posts', () => {
  const others = ['cy', 'di', 'ed', 'fay'].map((name, n) =>
    tweet(`x:1${n}`, name, `The ${name} lab trained Heron 3 with ${n + 3} million hours of speech.`),
  );
  const bullets = write('x', 2, story(A, B, ...others));
  expect(bullets).toHaveLength(2);
  expect(bullets[1]?.citations.some((id) => bullets[0]?.citations.includes(id))).toBe(false);
});
test('a repeat is never quoted, but its source is named', () => {
  const repeat = makePost('reddit:9', {
    repostOf: 'x:1',
    title: 'Heron 3 runs at 41 tok/s on a phone',
    text: A.text,
  });
  const [bullet] = write('x', 1, story(A, repeat));
  expect(plain(bullet as Bullet)).toMatch(/Also: \|r\/LocalModels\|\.$/);
  expect(bullet?.citations).toContain('reddit:9');
});
test('a submission has a linked title, quoted sentences in order, and points from comments', () => {
  const comment = {
    id: 'reddit:c1',
    url: 'https://www.reddit.com/c1',
    author: 'eve',
    text: 'On two older Corvus cards I measured 38 tok/s instead of 41.',
    score: 9,
  };
  const post = makePost('reddit:1', {
    title: 'Heron 3 at home',
    text: 'Heron 3 decodes at 23 tok/s at home. Nothing to see in this one. The card draws 148 W at the wall.',
    comments: [comment],
  });
  const [bullet] = write('reddit', 1, story(post));
  expect(bullet?.claim).toEqual([{ text: 'Heron 3 at home', cite: 'reddit:1' }]);
  expect(bullet?.text[0]?.text).toBe(
    '“Heron 3 decodes at 23 tok/s at home. … The card draws 148 W at the wall.”',
  );
  expect(bullet?.points).toMatchObject([
    {
      text: [
        { text: 'u/eve', cite: 'reddit:c1' },
        { text: ': “On two older Corvus cards I measured 38 tok/s instead of 41.”' },
      ],
    },
  ]);
});
test('a sentence that the issue already shows is not repeated', () => {
  const usedText = createUsedText(['Heron 3 runs at 41 tok/s on a phone.']);
  const more = tweet('x:4', 'ada', `${A.text} The licence of Heron 3 is Apache 2.0.`);
  const section: PlannedSection = { title: 'T', weight: 1, stories: [{ story: story(more), bullets: 1 }] };
  const [bullet] = writeSection(section, 'x', { language: 'en', nameOf: (id) => id, usedText });
  expect(bullet?.claim).toEqual([{ text: 'The licence of Heron 3 is Apache 2.0.' }]);
});
test('a sentence that depends on one that is not shown is not shown either', () => {
  const lean = 'It also halves the price of the API to $0.14.';
  const text = `We have been at work for a year now, my friends. ${lean} Heron 3 costs $1.10 per million tokens.`;
  expect(isQuotable(story(tweet('x:1', 'ada', `Well, hello. ${lean}`)), 'en')).toBe(false);
  const [bullet] = write('x', 1, story(tweet('x:1', 'ada', text)));
  expect(bullet?.claim).toEqual([{ text: 'Heron 3 costs $1.10 per million tokens.' }]);
  expect(plain(bullet as Bullet)).not.toContain('halves');
  const after = tweet('x:2', 'ada', `Heron 3 costs $1.10 per million tokens at Tessel. ${lean}`);
  expect(plain(write('x', 1, story(after))[0] as Bullet)).toContain(`“${lean}”`);
});
test('two equal titles become one bullet, which names both sources', () => {
  const posts = ['LocalModels', 'OpenWeights', 'Agents'].map((sub, n) =>
    makePost(`reddit:${n}`, {
      sourceId: `reddit:${sub.toLowerCase()}`,
      author: sub,
      title: n === 0 ? 'Heron 3 Large is out' : 'Introducing Heron 3 Large',
      text: `Heron 3 Large has ${148 + n}B parameters and a licence without limits on ${sub}.`,
    }),
  );
  const bullets = write('reddit', 3, story(...posts));
  expect(bullets).toHaveLength(1);
  expect(bullets[0]?.citations).toEqual(['reddit:0', 'reddit:1']);
});
test('sentences of the lead are not repeated below it', () => {
  const writing = { language: 'en', nameOf: (id: string) => id, usedText: createUsedText() };
  const posts = [A, tweet('x:5', 'cy', 'Heron 3 needs 13 GB of memory on the Corvus card.')];
  writeLead(story(...posts), writing);
  const section = { title: 'T', weight: 1, stories: [{ story: story(...posts), bullets: 2 }] };
  expect(writeSection(section, 'x', writing)).toEqual([]);
});
test('greetings and viral jokes are not stories; news by a single voice is', () => {
  expect(
    isQuotable(story(tweet('x:1', 'ada', 'Good morning to everyone who trains models today!')), 'en'),
  ).toBe(false);
  expect(isQuotable(story(A), 'en')).toBe(true);
});
test.each([
  ['an anecdote', 'My agent spent 40 minutes on the code, and then it deleted the test that had failed.'],
  ['a countdown', 'Tomorrow, 08:00 UTC.'],
])('%s has figures but is not news', (_, text) =>
  expect(isQuotable(story(tweet('x:1', 'ada', text)), 'en')).toBe(false),
);
test('a short announcement is news', () =>
  expect(isQuotable(story(tweet('x:1', 'ada', 'Tessel says that Heron 3 is out.')), 'en')).toBe(true));
test('posts with more downvotes than upvotes are skipped', () => {
  const voted = (upvoteRatio: number) =>
    isQuotable(
      story(
        makePost('reddit:1', {
          title: 'I made Heron 3 write my cold e-mails',
          text: 'It wrote 100 of them for Tessel in a night.',
          metrics: { score: 3, upvoteRatio },
        }),
      ),
      'en',
    );
  expect([voted(0.31), voted(0.9)]).toEqual([false, true]);
});
test('a title alone is shown if it has substance', () => {
  const told = (title: string, links: string[] = []) =>
    write('reddit', 1, story(makePost('reddit:1', { title, text: '', links }))).length;
  expect(told('New benchmark just dropped.')).toBe(0);
  expect(told('Heron 3 is amazing!')).toBe(0);
  expect(told('Tessel will spend $26 billion on Heron 4 and its data')).toBe(1);
  expect(told('New benchmark just dropped.', ['https://a.example/benchmark'])).toBe(1);
});

const feed = (title: string, text: string): Post =>
  makePost('feed:1', { platform: 'web', sourceId: 'feed:https://a.example/', author: 'Blog', title, text });

test.each([
  ['Announcing Heron 1.95', 'The Heron team has published a new version. It compiles 12% faster.'],
  ['Introducing Harbour 6', 'Harbour 6 is available today in the app and the API.'],
  ['Tarn 19 Beta 1', 'Tarn 19 Beta 1 adds asynchronous writes.'],
  ['Critical hole in Quillgate', 'Quillgate patched it in version 7.6.'],
  ['Leak site seized', 'Police of eleven countries seized the servers.'],
])('entries of feeds are shown whatever the grammar of their title: %s', (title, text) => {
  const entry = story(feed(title, text));
  expect(isQuotable(entry, 'en')).toBe(true);
  expect(write('web', 1, entry)).toHaveLength(1);
});

test('entries without content are skipped', () => {
  expect(isQuotable(story(feed('Open thread', '')), 'en')).toBe(false);
  expect(isQuotable(story(feed('What are you reading?', '')), 'en')).toBe(false);
});

test('truncated text is quoted up to its last whole sentence', () => {
  const cut = feed(
    'Harbour cuts its price',
    'Harbour halved the price of its API for all customers. The API now costs $1…',
  );
  const [bullet] = write('web', 1, story(cut));
  expect(bullet && plain(bullet)).toContain('for all customers.');
  expect(bullet && plain(bullet)).not.toContain('$1');
});

test.each([
  [
    'Tessel ships a review of pull requests;',
    'agents look for faults at once, check what they find, and rank it by how much harm it does',
  ],
  [
    'Tessel buys the maker of Linnet,',
    'which stays open and keeps its own team of forty people in the old harbour of the town',
  ],
  [
    'Linnet reads ten times as many pages in an hour as it did in the release before',
    '(tests by five readers on three machines)',
  ],
])('only the claim of a long sentence is bold: %s', (claim, rest) => {
  const [bullet] = write('x', 1, story(tweet('x:1', 'ada', `${claim} ${rest}.`)));
  expect(bullet?.claim).toEqual([{ text: claim }]);
  expect(bullet?.text[0]).toEqual({ text: `${rest}. ` });
  expect(bullet?.text[1]).toEqual({ text: '@ada', cite: 'x:1' });
});
test('a long sentence without a suitable place is all claim', () => {
  const words = `Linnet ${'reads and writes and '.repeat(8)}sleeps.`;
  expect(splitClaim(words)).toEqual([words, '']);
});
test('without a platform, each story opens with the platform where it weighs most', () => {
  const reddit = makePost('reddit:1', {
    title: 'Linnet 2 reads a page in 3 ms',
    text: 'Measured on Linnet 2.',
  });
  const section = {
    title: '',
    weight: 1,
    stories: [story(reddit), story(A)].map((each) => ({ story: each, bullets: 1 })),
  };
  const writing = { language: 'en', nameOf: () => 'r/LocalModels', usedText: createUsedText() };
  expect(writeSection(section, undefined, writing).map(({ claim }) => claim[0]?.text)).toEqual([
    'Linnet 2 reads a page in 3 ms',
    'Heron 3 runs at 41 tok/s on a phone.',
  ]);
});

test.each([
  ['Linnet 3', 'Out now.', true],
  ['Switchyard v2.3.1 released', '', true],
  ['LSA-599-1 libheron: security update', 'Several flaws were found.', true],
  ['Now available: Linnet for phones', 'It runs offline.', true],
  ['Week 48', 'Links.', false],
  ['What should we build?', 'Tell us.', false],
])('an entry of a feed is news if it has content: %s', (title, text, isNews) => {
  const post = makePost('feed:1', { platform: 'web', sourceId: 'feed:https://a.example/', title, text });
  expect(isQuotable(story(post), 'en')).toBe(isNews);
});

test('a comment that only repeats the post is not quoted, whatever unit its figure has', () => {
  const post = makePost('reddit:1', {
    title: 'Tessel ships a draft model',
    text: 'Tessel ships a draft model of 78M parameters with Heron 3 for phones.',
    links: ['https://tessel.example/heron'],
    comments: [
      {
        id: 'c1',
        url: '',
        author: 'ann',
        text: 'Heron 3 for phones includes a 78M-parameter draft model by Tessel.',
        score: 9,
      },
      {
        id: 'c2',
        url: '',
        author: 'bob',
        text: 'Another commenter measured 31 tok/s with Heron 3.',
        score: 8,
      },
      {
        id: 'c3',
        url: '',
        author: 'cy',
        text: 'I measured 44 tok/s with the draft model on a Pixel 9.',
        score: 7,
      },
    ],
  });
  const [bullet] = write('reddit', 1, story(post));
  expect(bullet?.points.map(({ citations }) => citations)).toEqual([['c3']]);
});

test('a claim without a full stop gets one before its source', () =>
  expect(
    write('x', 1, story(tweet('x:9', 'ada', 'Heron 3 runs at 41 tok/s on a phone with 12 GB of memory')))
      .map(plain)
      .join(),
  ).toMatch(/memory\.\|@ada/));
test('a list without a verb is not a claim', () => {
  const list = 'Alder 2 Cloud, Birch 4 Router, Cedar 9 Gateway, and Dogwood 7 Studio.';
  expect(write('x', 1, story(tweet('x:9', 'ada', list)))).toEqual([]);
});
test('a declared joke of one voice is not news; "not a meme" declares none', () => {
  const post = (text: string) =>
    story(tweet('x:9', 'ada', text, { platform: 'reddit', title: 'Heron 3 prints 40 pages in Lund' }));
  expect(
    isWorthTelling(post('This meme shows the printer of Tessel with 40 pages, as everybody expected of it.')),
  ).toBe(false);
  expect(
    isWorthTelling(post('The photo (not a meme) shows the printer of Tessel with 40 pages and its log.')),
  ).toBe(true);
});

test('a description without a verb is a claim only if the post has no sentence', () => {
  const description = 'Linnet Studio 4, an open harbour for 500 boats of all kinds, with kiosks and gates.';
  const claim = (text: string) =>
    write('x', 1, story(tweet('x:9', 'ada', text)))[0]
      ?.claim.map((span) => span.text)
      .join('');
  expect(claim(description)).toMatch(/^Linnet Studio 4/);
  expect(claim(`${description} Tessel sold 400 boats in Lund within a week.`)).toMatch(/^Tessel sold/);
});
test.each(['In the Heron 3 community of Lund.', 'On kiosk and harbour design with Heron 3.'])(
  'a phrase without a verb is not a claim: %s',
  (text) => {
    const post = tweet('x:9', 'ada', text);
    expect(findBestSentence(post, new Set(['heron', 'lund', 'kiosk']), 'en')).toBeUndefined();
    const more = tweet('x:9', 'ada', `${text} Heron 3 runs on 12 kiosks of Lund.`);
    expect(findBestSentence(more, new Set(['heron']), 'en')?.text).toBe('Heron 3 runs on 12 kiosks of Lund.');
  },
);
