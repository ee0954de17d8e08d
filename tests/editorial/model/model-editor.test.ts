// The requests to the model and the handling of its answers.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Checking, gatherEvidence } from '../../../src/editorial/check.js';
import { askBullets } from '../../../src/editorial/model/ask-bullets.js';
import { askOpening } from '../../../src/editorial/model/ask-opening.js';
import { askTags } from '../../../src/editorial/model/ask-tags.js';
import { chooseStories } from '../../../src/editorial/model/choose-stories.js';
import type { ModelContext } from '../../../src/editorial/model/context.js';
import { createModelEditor } from '../../../src/editorial/model/model-editor.js';
import { PROMPT_NAMES, type Prompts } from '../../../src/editorial/model/prompts.js';
import { createSecondReading } from '../../../src/editorial/model/read-again.js';
import { makeBullet } from '../../../src/editorial/offline/bullets/bullet.js';
import { createOfflineEditor } from '../../../src/editorial/offline/offline-editor.js';
import { createUsedText } from '../../../src/editorial/offline/used-text.js';
import { WEEKLY_RECAP } from '../../../src/editorial/plan.js';
import { createRefusalTally } from '../../../src/editorial/verify/refusal.js';
import { noUsage } from '../../../src/llm/usage.js';
import {
  type Bullet,
  type Completion,
  type LanguageModel,
  ModelError,
  type Post,
  type Story,
  type Tag,
} from '../../../src/model.js';
import { makePost } from '../../fixtures/store.js';

const prompts = Object.fromEntries(
  PROMPT_NAMES.map((name) => [name, readFileSync(`templates/prompts/${name}.md`, 'utf8')]),
) as Prompts;

const tweet = (id: string, author: string, text: string): Post =>
  makePost(id, { platform: 'x', sourceId: `x:${author}`, author, title: '', text });
const story = (weight: number, ...posts: Post[]): Story => ({
  id: posts[0]?.id ?? '',
  posts,
  weight,
  voices: new Set(posts.map((post) => post.author)).size,
});

/** A context whose model returns these answers, one per request, and records the requests. */
function createModelContext(
  posts: Post[],
  ...answers: unknown[]
): { context: ModelContext; asked: Completion<unknown>[] } {
  const asked: Completion<unknown>[] = [];
  const model: LanguageModel = {
    name: 'test',
    usage: () => noUsage('test'),
    complete: async <T>(completion: Completion<T>) => {
      asked.push(completion as Completion<unknown>);
      const answer = answers.shift();
      if (answer === undefined) throw new ModelError('unusable', 'no answer left');
      return completion.schema.parse(answer);
    },
  };
  const checking: Checking = {
    posts: new Map(posts.map((post) => [post.id, post])),
    language: 'en',
    nameOf: (sourceId) => sourceId,
  };
  return { context: { model, prompts, style: { language: 'en', tone: '' }, checking }, asked };
}
const section = (...stories: Story[]) => ({
  title: 'T',
  weight: 1,
  stories: stories.map((each) => ({ story: each, bullets: 1 })),
});
const X_RECAP = { title: 'X', platform: 'x' as const, maxSections: 2, maxBullets: 2 };
const answerOf = (...bullets: object[]) => ({ title: '', bullets });
const draft = (claim: string, text = '', ...points: string[]) => ({ claim, text, points });
const show = (spans: Bullet['text']) =>
  spans.map(({ text, cite }) => (cite ? `<${text}|${cite}>` : text)).join('');

const A = tweet(
  'x:1',
  'ada',
  'Heron 3 runs at 41 tok/s on a phone and keeps 97% of the accuracy of Heron 2.',
);
const B = tweet('x:2', 'bob', 'I measured 38 tok/s on the same phone with Heron 3, with the screen on.');
const C = tweet(
  'x:3',
  'cyd',
  'Orrery 2 is out under Apache 2.0, with 8B parameters and 128K tokens of context.',
);

test('bullets keep the order in which the model wrote them', async () => {
  const { context } = createModelContext(
    [A, C],
    answerOf(
      draft('Orrery 2 is out under Apache 2.0 [p2].'),
      draft('Heron 3 runs at 41 tok/s on a phone [p1].'),
    ),
  );
  const { bullets } = await askBullets(section(story(9, A), story(1, C)), X_RECAP, context);
  expect(bullets.map(({ citations }) => citations)).toEqual([['x:3'], ['x:1']]);
});

test('a bullet links each post at least once, and again only if another link is between', async () => {
  const { context } = createModelContext(
    [A, B, C],
    answerOf(
      draft(
        'Heron 3 runs at 41 tok/s on a phone [p1].',
        'It keeps 97% of the accuracy of Heron 2 [p1]. Heron 3 is a model for a phone [p1].',
      ),
      draft('@bob measured 38 tok/s with Heron 3 [p2].', 'The screen was on [p2].'),
      draft('Orrery 2 is out under Apache 2.0 [p3].'),
    ),
  );
  const { bullets } = await askBullets(section(story(3, A), story(2, B), story(1, C)), X_RECAP, context);
  expect(bullets.map(({ claim, text }) => [show(claim), show(text)])).toEqual([
    [
      'Heron 3 runs at 41 tok/s on a phone.',
      'It keeps 97% of the accuracy of Heron 2 (<@ada|x:1>). Heron 3 is a model for a phone.',
    ],
    ['<@bob|x:2> measured 38 tok/s with Heron 3.', 'The screen was on.'],
    ['Orrery 2 is out under Apache 2.0 (<@cyd|x:3>).', ''],
  ]);
});

test('a sentence whose link is not shown is still checked against its own post', async () => {
  const lie = draft(
    'Heron 3 runs at 41 tok/s on a phone [p1].',
    '@bob measured 38 tok/s [p2]. Heron 3 keeps 97% of the accuracy [p2].',
  );
  const { context, asked } = createModelContext([A, B], answerOf(lie), answerOf(lie));
  const {
    bullets: [bullet],
  } = await askBullets(section(story(2, A), story(1, B)), X_RECAP, context);
  expect(bullet?.origin).toBe('rewritten');
  expect(show(bullet?.text ?? [])).toBe('<@bob|x:2> measured 38 tok/s.');
  expect(asked[1]?.user).toContain('"\\"97%\\" is not in the posts cited ([p2])"');
});

test('a title that fails is rewritten from the posts that it cites', async () => {
  const told = (title: string, ...bullets: object[]) => ({ title, bullets });
  const claims = [
    draft('Orrery 2 is out under Apache 2.0 [p2].'),
    draft('Heron 3 runs at 41 tok/s on a phone [p1].'),
  ];
  const { context, asked } = createModelContext(
    [A, C],
    told('Heron 3 bankrupts its rivals', ...claims),
    told('Heron 3 runs on a phone'),
  );
  const { title, bullets } = await askBullets(section(story(9, A), story(1, C)), X_RECAP, context);
  expect(title).toBe('Heron 3 runs on a phone');
  expect(bullets.map(({ origin }) => origin)).toEqual(['model', 'model']);
  expect(asked[1]?.user).toContain('bankrupts');
});

test('a title that fails twice becomes the plan’s title, or the part of it that passes', async () => {
  const lie = {
    title: 'Heron 3 runs on a phone, bankrupts rivals',
    bullets: [draft('Heron 3 runs at 41 tok/s [p1].')],
  };
  const { context } = createModelContext([A], lie, { title: 'Heron 3 sues Orrery', bullets: [] });
  const given = (title: string) => ({ ...section(story(1, A)), title });
  expect((await askBullets(given('Heron 3'), X_RECAP, context)).title).toBe('Heron 3');
  const again = createModelContext([A], lie, { title: 'Heron 3 sues Orrery', bullets: [] });
  const { title } = await askBullets(given('Heron 3 sues phones'), X_RECAP, again.context);
  expect(title).toBe('Heron 3 runs on a phone');
});

test('a bullet is rewritten from the posts that it cites, not from the whole section', async () => {
  const { context, asked } = createModelContext(
    [A, C],
    answerOf(draft('Orrery 2 has 77B parameters [p2].'), draft('Heron 3 runs at 41 tok/s on a phone [p1].')),
    answerOf(draft('Orrery 2 has 8B parameters [p2].')),
  );
  const { bullets } = await askBullets(section(story(9, A), story(1, C)), X_RECAP, context);
  expect(bullets.map(({ claim }) => show(claim))).toEqual([
    'Orrery 2 has 8B parameters (<@cyd|x:3>).',
    'Heron 3 runs at 41 tok/s on a phone (<@ada|x:1>).',
  ]);
  expect(asked[1]?.user).toContain(C.text);
  expect(asked[1]?.user).not.toContain(A.text);
});

test('submissions keep the order in which the model wrote them', async () => {
  const post = (id: string, text: string) => makePost(id, { platform: 'reddit', title: `About ${id}`, text });
  const [first, second] = [
    post('reddit:1', 'I ran Heron 3 at 41 tok/s on a phone.'),
    post('reddit:2', 'Orrery 2 needs 18 GB on my desk.'),
  ] as const;
  const { context } = createModelContext(
    [first, second],
    answerOf(draft('Orrery 2 needs 18 GB [p2].'), draft('Heron 3 ran at 41 tok/s on a phone [p1].')),
  );
  const recap = { ...X_RECAP, platform: 'reddit' as const };
  const { bullets } = await askBullets(section(story(9, first), story(1, second)), recap, context);
  expect(bullets.map(({ submission }) => submission)).toEqual(['reddit:2', 'reddit:1']);
});

test('the reasons for a rewrite use the ids that the model knows', async () => {
  const { context, asked } = createModelContext(
    [A],
    answerOf(draft('Heron 3 runs at 99 tok/s on a phone [p1].')),
    answerOf(draft('Heron 3 runs at 41 tok/s on a phone [p1].')),
  );
  const {
    bullets: [bullet],
  } = await askBullets(section(story(1, A)), X_RECAP, context);
  expect(bullet?.origin).toBe('rewritten');
  expect(asked[1]?.user).toContain('is not in the posts cited ([p1])');
  expect(asked[1]?.user).not.toContain('x:1');
});

test('stories are listed with author and beginning of the text; a single voice is not counted', async () => {
  const titled = makePost('reddit:1', { title: 'Good news!', text: 'Orrery 2 will be open.', author: 'u' });
  const { context, asked } = createModelContext([A, B, titled], {
    sections: [{ title: 'T', stories: ['s1'] }],
    dropped: [],
  });
  await chooseStories([story(2, A, B), story(1, titled)], X_RECAP, context);
  const lines = asked[0]?.user.split('\n').map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { id: 's1', by: '@ada', says: A.text, voices: 2 },
    { id: 's2', by: titled.sourceId, says: 'Good news!: Orrery 2 will be open.' },
  ]);
  expect(asked[0]?.system).toContain('up to 2 sections of up to\n10 stories');
});

test('the model chooses and orders the stories, and omitted ones are recorded with its reasons', async () => {
  const { context } = createModelContext([A, B, C], {
    sections: [
      { title: 'Second', stories: ['s3', 's1', 's9'] },
      { title: 'Twice', stories: ['s1'] },
    ],
    dropped: [{ story: 's2', reason: 'says the same' }],
  });
  const stories = [story(3, A), story(2, B), story(1, C)];
  const plan = await chooseStories(stories, X_RECAP, context);
  expect(plan.sections.map(({ title, stories }) => [title, stories.map(({ story }) => story.id)])).toEqual([
    ['Second', ['x:3', 'x:1']],
  ]);
  expect(plan.dropped).toEqual([{ story: stories[1], reason: 'says the same' }]);
});

test('a model with a small context gets only the heavier half', async () => {
  const posts = Array.from({ length: 40 }, (_, n) => tweet(`x:${n}`, 'ada', `Heron ${n} is out.`));
  const { context, asked } = createModelContext(posts, {
    sections: [{ title: 'T', stories: ['s1'] }],
    dropped: [],
  });
  const { complete } = context.model;
  let calls = 0;
  context.model = {
    ...context.model,
    complete: (completion) => {
      if (calls++ === 0) throw new ModelError('tooLong', 'too long');
      return complete(completion);
    },
  };
  const recap = { ...X_RECAP, maxSections: 5 };
  await chooseStories(
    posts.map((post) => story(1, post)),
    recap,
    context,
  );
  expect(asked[0]?.user.split('\n')).toHaveLength(20);
});

test('names may come from any post of a section, so that no post is cited only for a name', async () => {
  const D = tweet('x:5', 'eve', 'It reached 52 tok/s with the new drivers on my desk at home.');
  const { context, asked } = createModelContext(
    [A, D],
    answerOf(draft('Heron 3 reached 52 tok/s with new drivers [p2].')),
  );
  const { bullets } = await askBullets(section(story(2, A), story(1, D)), X_RECAP, context);
  expect(bullets.map(({ origin, citations }) => [origin, citations])).toEqual([['model', ['x:5']]]);
  expect(asked).toHaveLength(1);
});

test('the supported part of a bullet that fails twice is kept', async () => {
  const half = draft(
    'Heron 3 runs at 41 tok/s on a phone [p1].',
    'It keeps 97% of the accuracy of Heron 2 [p1]. It has 987654 users [p1].',
  );
  const { context } = createModelContext([A], answerOf(half), answerOf(half));
  const { bullets } = await askBullets(section(story(1, A)), X_RECAP, context);
  expect(bullets.map(({ origin, text }) => [origin, show(text)])).toEqual([
    ['rewritten', 'It keeps 97% of the accuracy of Heron 2 (<@ada|x:1>).'],
  ]);
});

test('a statement doubted by the second reading is rewritten with the reason', async () => {
  const { context, asked } = createModelContext(
    [A],
    answerOf(draft('Heron 3 runs at 41 tok/s on a phone [p1].')),
    answerOf(draft('Heron 3 keeps 97% of the accuracy of Heron 2 [p1].')),
  );
  const readAgain = async (bullets: Bullet[]) =>
    bullets.map(({ claim }) => (show(claim).includes('41') ? ['the figure is for another phone'] : []));
  const { bullets } = await askBullets(section(story(1, A)), X_RECAP, { ...context, readAgain });
  expect(bullets.map(({ origin }) => origin)).toEqual(['rewritten']);
  expect(asked[1]?.user).toContain('the figure is for another phone');
});

test('the model writes the claim for a submission, whose title follows below', async () => {
  const post = makePost('reddit:1', {
    platform: 'reddit',
    title: 'HERON 3 IS INSANE!!!',
    text: 'I ran Heron 3 at 41 tok/s on a phone.',
  });
  const { context } = createModelContext([post], answerOf(draft('Heron 3 ran at 41 tok/s on a phone [p1].')));
  const recap = { ...X_RECAP, platform: 'reddit' as const };
  const { bullets } = await askBullets(section(story(1, post)), recap, context);
  expect(bullets.map(({ claim, submission }) => [show(claim), submission])).toEqual([
    ['Heron 3 ran at 41 tok/s on a phone.', 'reddit:1'],
  ]);
});

const opening = (over: object) => ({
  headline: 'Heron 3 runs at 41 tok/s on a phone [p1]',
  subtitle: 'Orrery 2 is out under Apache 2.0 [w3].',
  lead: [
    'Heron 3 runs at 41 tok/s on a phone [p1]. It keeps 97% of the accuracy [p1]. @bob measured 38 tok/s [p2].',
  ],
  summary: [],
  watch: [],
  ...over,
});
const never = () => {
  throw new Error('the offline opening is not needed');
};
const BODY = {
  leading: [story(2, A), story(1, B)],
  sections: [
    {
      title: 'Orrery 2',
      bullets: [
        makeBullet(
          { claim: [{ text: 'Orrery 2 is out under Apache 2.0.' }], text: [], also: ['x:3'] },
          'model',
        ),
      ],
    },
  ],
};

test('an opening is written from the posts about its subject and the written bullets', async () => {
  const { context, asked } = createModelContext([A, B, C], opening({}));
  const written = await askOpening(BODY, context, never);
  expect(written.headline.text).toBe('Heron 3 runs at 41 tok/s on a phone');
  expect(written.subtitle).toBe('Orrery 2 is out under Apache 2.0.');
  expect(show(written.lead[0]?.text ?? [])).toBe(
    'Heron 3 runs at 41 tok/s on a phone (<@ada|x:1>). It keeps 97% of the accuracy. <@bob|x:2> measured 38 tok/s.',
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]?.user).toContain('Orrery 2 is out under Apache 2.0. [w3]');
});

test('the request for an opening includes the bullets’ points', async () => {
  const { context, asked } = createModelContext([A, B, C], opening({}));
  const point = makeBullet({ text: [{ text: 'It needs 18 GB.' }], also: ['x:3'] }, 'model');
  const [orrery] = BODY.sections;
  const sections = [
    { title: 'Orrery 2', bullets: (orrery?.bullets ?? []).map((bullet) => ({ ...bullet, points: [point] })) },
  ];
  await askOpening({ ...BODY, sections }, context, never);
  expect(asked[0]?.user).toContain('Orrery 2 is out under Apache 2.0. [w3] It needs 18 GB. [w3]');
});

test('a headline is checked against the posts it cites: it may combine stories but not mix them up', async () => {
  const joined = opening({ headline: 'Heron 3 runs at 41 tok/s, measured at 38 [p1][p2]' });
  const sides = createModelContext([A, B, C], joined);
  const written = await askOpening(BODY, sides.context, never);
  expect(written.headline.text).toBe('Heron 3 runs at 41 tok/s, measured at 38');
});

test('only failed parts are requested again', async () => {
  const mixed = opening({ headline: 'Heron 3 draws 977 watts [p1]' });
  const again = {
    headline: 'Heron 3 runs at 41 tok/s on a phone [p1]',
    subtitle: '',
    lead: [],
    summary: [],
    watch: [],
  };
  const { context, asked } = createModelContext([A, B, C], mixed, again);
  const { headline, subtitle, lead } = await askOpening(BODY, context, never);
  expect(headline.text).toBe('Heron 3 runs at 41 tok/s on a phone');
  expect(subtitle).toBe('Orrery 2 is out under Apache 2.0.');
  expect(lead.map(({ origin }) => origin)).toEqual(['model']);
  expect(asked[1]?.user).toContain('"part":"headline"');
  expect(asked[1]?.user).not.toContain('"part":"lead"');
  expect(asked[1]?.user).toContain('[p1]');
});

test('announced dates become "What to watch"', async () => {
  const D = tweet('x:6', 'fay', 'The weights of Heron 3 follow on 27 July under the same license.');
  const { context } = createModelContext(
    [A, B, C, D],
    opening({ watch: ['The weights of Heron 3 follow on 27 July [p3].'] }),
  );
  const body = { ...BODY, leading: [...BODY.leading, story(1, D)] };
  const orrery = { subtitle: 'Orrery 2 is out under Apache 2.0 [w4].' };
  const again = createModelContext(
    [A, B, C, D],
    opening({ ...orrery, watch: ['The weights of Heron 3 follow on 27 July [p3].'] }),
  );
  const { watch } = await askOpening(body, again.context, never);
  expect(context.checking.posts.size).toBe(4);
  expect(watch?.map(({ citations }) => citations)).toEqual([['x:6']]);
});

test('the model chooses from the found tags; the vocabulary is not sent', async () => {
  const tag = (name: string): Tag => ({ kind: 'topic', slug: name.toLowerCase(), name });
  const found = [tag('Attention'), tag('Inference'), tag('Phones')];
  const { context, asked } = createModelContext([A], {
    tags: ['phones', 'Inference', 'Cosmos'],
    proposed: ['Heron', 'Cosmos'],
  });
  const bullet = { claim: [{ text: 'Heron 3 runs on a phone' }] } as Bullet;
  const tagging = await askTags(found, [bullet], [...found, tag('Cosmos')], context);
  expect(tagging).toEqual({ tags: [found[2], found[1]], proposed: ['Heron'] });
  expect(asked[0]?.user).toContain('Attention');
  expect(asked[0]?.user + (asked[0]?.system ?? '')).not.toContain('Cosmos');
});

test('a model can use a post that cannot be quoted, and the offline editor skips it', async () => {
  const lower = tweet(
    'x:4',
    'dee',
    'we double the limits of Heron 3 to 80 calls an hour for everyone until june',
  );
  const writing = { language: 'en', nameOf: (id: string) => id, usedText: createUsedText() };
  const offline = createOfflineEditor(writing, 0.35);
  const stories = [story(2, A), story(1, lower)];
  const choice = { sections: [{ title: 'T', stories: ['s2', 's1'] }], dropped: [] };
  const told = async (...answers: unknown[]) => {
    const editor = createModelEditor(createModelContext([A, lower], ...answers).context, offline);
    const { sections } = await editor.plan(stories, X_RECAP);
    return sections.flatMap((each) => each.stories.map((planned) => planned.story.id));
  };
  expect(await told(choice)).toEqual(['x:4', 'x:1']);
  expect(await told()).toEqual(['x:1']);
});

test('a weekly issue whose model fails has quoted stories with titles', async () => {
  const offline = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const editor = createModelEditor(createModelContext([A, C]).context, offline);
  const plan = [await editor.plan([story(2, A), story(1, C)], WEEKLY_RECAP)];
  const { sections } = await editor.write(plan);
  const titles = [...sections.values()].map(({ title }) => title ?? '');
  expect(titles).toHaveLength(2);
  expect(titles.filter((title) => title === '')).toEqual([]);
});

test('a section that repeats the opening is rewritten, with the opening in the request', async () => {
  const claims = [
    'Heron 3 runs at 41 tok/s on a phone [p1].',
    'Heron 3 keeps 97% of the accuracy of Heron 2 [p1].',
  ];
  const choice = { sections: [{ title: 'Heron 3', stories: ['s1', 's2'] }], dropped: [] };
  const { context, asked } = createModelContext(
    [A, B],
    choice,
    answerOf(...claims.map((claim) => draft(claim))),
    opening({ lead: [claims.join(' ')], subtitle: '@bob measured 38 tok/s [p2].' }),
    answerOf(draft('@bob measured 38 tok/s on the same phone with Heron 3 [p2].')),
  );
  const offline = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const editor = createModelEditor(context, offline);
  const plan = [await editor.plan([story(2, A), story(1, B)], X_RECAP)];
  const { sections } = await editor.write(plan);
  const [text] = sections.values();
  expect(text?.bullets.map(({ citations }) => citations)).toEqual([['x:2']]);
  expect(asked[3]?.user).toMatch(/^Readers have just read: /);
});

test('the second reading gets each statement with its own posts and the words missing from them', async () => {
  const { context, asked } = createModelContext([A, C], {
    doubts: [{ statement: 's2', reason: 'sold is not said' }],
  });
  const read = createSecondReading(context.model, 'Check.');
  const bullets = [
    { claim: [{ text: 'Heron 3 runs at 41 tok/s.' }], text: [], citations: ['x:1'], points: [] },
    { claim: [{ text: 'Orrery 2 was sold.' }], text: [], citations: ['x:3'], points: [] },
  ] as unknown as Bullet[];
  const doubts = await read(bullets, gatherEvidence(context.checking));
  expect(doubts).toEqual([[], ['a second reader doubts it: sold is not said']]);
  const lines = asked[0]?.user.split('\n').map((line) => JSON.parse(line));
  expect(lines?.slice(2)).toEqual([
    { statement: 's1', says: 'Heron 3 runs at 41 tok/s.', cites: ['p1'], inNoPost: [] },
    { statement: 's2', says: 'Orrery 2 was sold.', cites: ['p2'], inNoPost: ['sold'] },
  ]);
});

test('the second reading gets the relevant sentences of a long post', async () => {
  // Each shares more words with the statement than the sentence that supports it.
  const filler = Array.from({ length: 90 }, (_, n) => `The users of Quill 5 met in the harbour on day ${n}.`);
  const long = tweet(
    'x:9',
    'gil',
    [...filler, 'It lost 12% of them in a year, as its report to the owners says.', ...filler].join(' '),
  );
  const { context, asked } = createModelContext([long], { doubts: [] });
  const bullet = {
    claim: [{ text: 'Quill 5 lost users in the harbour quarter.' }],
    text: [],
    citations: ['x:9'],
    points: [],
  };
  await createSecondReading(context.model, 'Check.')(
    [bullet as unknown as Bullet],
    gatherEvidence(context.checking),
  );
  expect(asked[0]?.user).toContain('It lost 12% of them in a year, as its report to the owners says.');
  expect(asked[0]?.user).toContain('"inNoPost":["quarter"]');
  expect(asked[0]?.user.length).toBeLessThan(3500);
});

test('every refused text is counted once for each reason: drafts, rewrites, doubts, titles', async () => {
  const { context } = createModelContext(
    [A, C],
    {
      title: 'Orrery goes bankrupt',
      bullets: [
        draft('Heron 3 runs at 99 tok/s on a phone [p1].'),
        draft('Orrery 2 is out under Apache 2.0 [p2].'),
      ],
    },
    { doubts: [{ statement: 's1', reason: 'out' }] },
    answerOf(draft('Heron 3 was sued [p1].'), draft('Orrery 2 has 8B parameters [p2].')),
    { doubts: [] },
  );
  const refusals = createRefusalTally();
  const checking = { ...context.checking, refusals };
  const offline = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const readAgain = createSecondReading(context.model, 'Check.');
  const editor = createModelEditor({ ...context, checking, readAgain }, offline);
  await editor.write([{ settings: X_RECAP, sections: [section(story(1, A), story(1, C))] }]);
  expect(refusals.read()).toEqual({ number: 1, wording: 1, event: 2, doubt: 1 });
});

test('a failed second reading raises no doubts and is counted as not done', async () => {
  const choice = { sections: [{ title: 'T', stories: ['s1'] }], dropped: [] };
  const { context } = createModelContext(
    [A],
    choice,
    answerOf(draft('Heron 3 runs at 41 tok/s on a phone [p1].')),
  );
  const readAgain = createSecondReading(context.model, 'Check.');
  const offline = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const editor = createModelEditor({ ...context, readAgain }, offline);
  const { sections } = await editor.write([await editor.plan([story(1, A)], X_RECAP)]);
  expect([...sections.values()].flatMap(({ bullets }) => bullets.map(({ origin }) => origin))).toEqual([
    'model',
  ]);
  expect(editor.usage().secondReading).toEqual({ read: 0, doubted: 0, unread: 2 });
});

test('a single bullet that repeats the opening is dropped without another request', async () => {
  const { context, asked } = createModelContext(
    [A, B, C],
    answerOf(
      draft('Heron 3 runs at 41 tok/s on a phone [p1].', 'It keeps 97% of the accuracy of Heron 2 [p1].'),
      draft('Orrery 2 is out under Apache 2.0 [p2].', 'It has 8B parameters [p2].'),
    ),
    opening({
      subtitle: 'Orrery 2 is out under Apache 2.0 [p2].',
      lead: ['Heron 3 runs at 41 tok/s on a phone [p1]. It keeps 97% of the accuracy of Heron 2 [p1].'],
    }),
  );
  const offline = createOfflineEditor(
    { language: 'en', nameOf: (id) => id, usedText: createUsedText() },
    0.35,
  );
  const editor = createModelEditor(context, offline);
  const { sections } = await editor.write([
    { settings: X_RECAP, sections: [section(story(2, A), story(1, C))] },
  ]);
  expect([...sections.values()].flatMap(({ bullets }) => bullets.map(({ claim }) => show(claim)))).toEqual([
    'Orrery 2 is out under Apache 2.0.',
  ]);
  expect(asked.map(({ stage }) => stage)).toEqual(['write', 'lead']);
});
