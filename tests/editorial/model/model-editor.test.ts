// What the model is asked and what becomes of its answers, question by question.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Checking } from '../../../src/editorial/check.js';
import { askBullets } from '../../../src/editorial/model/ask-bullets.js';
import { askOpening } from '../../../src/editorial/model/ask-opening.js';
import { askSections } from '../../../src/editorial/model/ask-sections.js';
import { askTags } from '../../../src/editorial/model/ask-tags.js';
import type { ModelContext } from '../../../src/editorial/model/context.js';
import { createModelEditor } from '../../../src/editorial/model/model-editor.js';
import { PROMPT_NAMES, type Prompts } from '../../../src/editorial/model/prompts.js';
import { createOfflineEditor } from '../../../src/editorial/offline/editor.js';
import { createUsedText } from '../../../src/editorial/offline/used-text.js';
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

/** A context whose model gives these answers, one a question, and the questions that it got. */
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
  return { context: { model, prompts, voice: { language: 'en', tone: '' }, checking }, asked };
}
const section = (...stories: Story[]) => ({
  title: 'T',
  weight: 1,
  stories: stories.map((each) => ({ story: each, bullets: 1 })),
});
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

test('bullets of posts stay in the order in which they were written, so that none points back at what comes later', async () => {
  const { context } = createModelContext([A, C], {
    bullets: [
      draft('Orrery 2 is out under Apache 2.0 [p2].'),
      draft('Heron 3 runs at 41 tok/s on a phone [p1].'),
    ],
  });
  const bullets = await askBullets(section(story(9, A), story(1, C)), 'x', context);
  expect(bullets.map(({ citations }) => citations)).toEqual([['x:3'], ['x:1']]);
});

test('a post is linked once a bullet where nothing else stands between, and never less than once', async () => {
  const { context } = createModelContext([A, B, C], {
    bullets: [
      draft(
        'Heron 3 runs at 41 tok/s on a phone [p1].',
        'It keeps 97% of the accuracy of Heron 2 [p1]. Heron 3 is a model for a phone [p1].',
      ),
      draft('@bob measured 38 tok/s with Heron 3 [p2].', 'The screen was on [p2].'),
      draft('Orrery 2 is out under Apache 2.0 [p3].'),
    ],
  });
  const bullets = await askBullets(section(story(3, A), story(2, B), story(1, C)), 'x', context);
  expect(bullets.map(({ claim, text }) => [show(claim), show(text)])).toEqual([
    [
      'Heron 3 runs at 41 tok/s on a phone.',
      'It keeps 97% of the accuracy of Heron 2 (<@ada|x:1>). Heron 3 is a model for a phone.',
    ],
    ['<@bob|x:2> measured 38 tok/s with Heron 3.', 'The screen was on.'],
    ['Orrery 2 is out under Apache 2.0 (<@cyd|x:3>).', ''],
  ]);
});

test('a sentence whose link is not shown was still held to its own post', async () => {
  const lie = draft(
    'Heron 3 runs at 41 tok/s on a phone [p1].',
    '@bob measured 38 tok/s [p2]. Heron 3 keeps 97% of the accuracy [p2].',
  );
  const { context, asked } = createModelContext([A, B], { bullets: [lie] }, { bullets: [lie] });
  const [bullet] = await askBullets(section(story(2, A), story(1, B)), 'x', context);
  expect(bullet?.origin).toBe('replaced');
  expect(asked[1]?.user).toContain('"\\"97%\\" is not in the posts cited ([p2])"');
});

test('what was wrong is told in the ids that the model knows', async () => {
  const { context, asked } = createModelContext(
    [A],
    { bullets: [draft('Heron 3 runs at 99 tok/s on a phone [p1].')] },
    { bullets: [draft('Heron 3 runs at 41 tok/s on a phone [p1].')] },
  );
  const [bullet] = await askBullets(section(story(1, A)), 'x', context);
  expect(bullet?.origin).toBe('rewritten');
  expect(asked[1]?.user).toContain('is not in the posts cited ([p1])');
  expect(asked[1]?.user).not.toContain('x:1');
});

test('stories are listed with who says them and how the text under a title begins; a lone voice is not counted', async () => {
  const titled = makePost('reddit:1', { title: 'Good news!', text: 'Orrery 2 will be open.', author: 'u' });
  const { context, asked } = createModelContext([A, B, titled], { sections: [], dropped: [] });
  await askSections([story(2, A, B), story(1, titled)], context, 4);
  const lines = asked[0]?.user.split('\n').map((line) => JSON.parse(line));
  expect(lines).toEqual([
    { id: 's1', by: '@ada', says: A.text, posts: 2, voices: 2 },
    { id: 's2', by: titled.sourceId, says: 'Good news!: Orrery 2 will be open.' },
  ]);
  expect(asked[0]?.system).toContain('Two to 4 stories a section');
});

const opening = (over: object) => ({
  headline: 'Heron 3 runs at 41 tok/s on a phone [p1]',
  subtitle: 'Orrery 2 is out under Apache 2.0 [p3].',
  lead: [
    'Heron 3 runs at 41 tok/s on a phone [p1]. It keeps 97% of the accuracy [p1]. @bob measured 38 tok/s [p2].',
  ],
  summary: [],
  ...over,
});
const never = async () => {
  throw new Error('the offline opening is not needed');
};

test('an opening tells the first story, and of what leads the other sections', async () => {
  const { context, asked } = createModelContext([A, B, C], opening({}));
  const written = await askOpening([story(2, A), story(1, B)], [story(1, C)], context, never);
  expect(written.headline.text).toBe('Heron 3 runs at 41 tok/s on a phone');
  expect(written.subtitle).toBe('Orrery 2 is out under Apache 2.0.');
  expect(show(written.lead[0]?.text ?? [])).toBe(
    'Heron 3 runs at 41 tok/s on a phone (<@ada|x:1>). It keeps 97% of the accuracy. <@bob|x:2> measured 38 tok/s.',
  );
  expect(asked).toHaveLength(1);
});

test('a headline is held to the posts that it cites: it may join stories, but not mix them up', async () => {
  const joined = opening({ headline: 'Heron 3 runs at 41 tok/s, measured at 38 [p1][p2]' });
  const sides = createModelContext([A, B, C], joined);
  const written = await askOpening([story(2, A), story(1, B)], [story(1, C)], sides.context, never);
  expect(written.headline.text).toBe('Heron 3 runs at 41 tok/s, measured at 38');
  const mixed = opening({ headline: 'Heron 3 is out under Apache 2.0 [p1]' });
  const { context, asked } = createModelContext([A, B, C], mixed, opening({}));
  const mended = await askOpening([story(2, A), story(1, B)], [story(1, C)], context, never);
  expect(mended.headline.text).toBe('Heron 3 runs at 41 tok/s on a phone');
  expect(asked[1]?.user).toContain('headline: \\"Apache\\" is not in the posts cited ([p1])');
});

test('a paragraph that a second try left as it was is no rewritten one', async () => {
  const mixed = opening({ headline: 'Heron 3 is out under Apache 2.0 [p1]' });
  const { context } = createModelContext([A, B, C], mixed, opening({}));
  const { lead } = await askOpening([story(2, A), story(1, B)], [story(1, C)], context, never);
  expect(lead.map(({ origin }) => origin)).toEqual(['model']);
});

test('of the tags found the model says which the issue is about; the vocabulary is not sent', async () => {
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

test('a post that cannot be quoted alone can be told by a model, and is left out where the offline editor groups', async () => {
  const lower = tweet(
    'x:4',
    'dee',
    'we double the limits of Heron 3 to 80 calls an hour for everyone until june',
  );
  const offline = createOfflineEditor({ language: 'en', nameOf: (id) => id, said: createUsedText() });
  const editor = createModelEditor(createModelContext([A, lower]).context, offline);
  const stories = [story(2, A), story(1, lower)];
  expect(stories.map(editor.canTell)).toEqual([true, true]);
  expect(stories.map(offline.canTell)).toEqual([true, false]);
  const sections = await editor.group(stories, { maxSections: 2, language: 'en', platform: 'x' });
  expect(sections.flatMap((each) => each.stories)).toEqual([stories[0]]);
});
