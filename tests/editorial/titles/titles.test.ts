import { expect, test } from 'vitest';
import { writeTitles } from '../../../src/editorial/titles/titles.js';
import type { Story } from '../../../src/model.js';

const story = (text: string): Story => ({
  id: text,
  weight: 1,
  voices: 1,
  posts: [
    {
      id: text,
      sourceId: 'feed:1',
      platform: 'web',
      url: 'https://a.example/',
      author: 'a',
      title: '',
      text,
      createdAt: '2026-04-05T10:00:00.000Z',
      metrics: {},
      links: [],
      media: [],
      comments: [],
    },
  ],
});
const title = (...texts: string[]): string => writeTitles([texts.map(story)])[0] ?? '';

test('a title names what its stories share', () =>
  expect(title('Gemma 4 on llama.cpp', 'Gemma 4 speeds up with llama.cpp', 'Ollama adds Gemma 4')).toBe(
    'Local models: Gemma 4 and llama.cpp',
  ));
const VIDEO = [
  'Kling 3.0 makes short films: video clips of 15 s with native audio and camera motion',
  'Veo 3.1 renders a trailer, and its video keeps the scene from clip to clip',
  'A short film in Kling 3.0 took two hours of video generation and three actors',
];
test('the theme that most of the stories share stands before their names', () =>
  expect(title(...VIDEO)).toBe('Video generation: Kling 3.0 and Veo 3.1'));
test('no theme that only one of the stories is about, none in another language, none twice', () => {
  expect(title(VIDEO[0] ?? '', 'OpenAI rents chips', 'vLLM 0.9 caches prefixes')).not.toMatch(/^Video/);
  expect(writeTitles([VIDEO.map(story)], 'de')[0]).toBe('Kling 3.0 und Veo 3.1');
  const more = ['Sora 3 makes video clips of one minute', 'Runway makes video from a storyboard'].map(story);
  const titles = writeTitles([VIDEO.map(story), more]);
  expect(titles.filter((each) => each.startsWith('Video generation'))).toHaveLength(1);
});
test('what something is compared with is not what the title is about', () =>
  expect(
    title(
      'Lanternfish 3 is twice as fast as before, ahead of GPT-5.4, and Lanternfish 3 is free',
      'Paddock 4.2 opens large files and beats GPT-5.4 at it; Paddock 4.2 costs nothing',
    ),
  ).toMatch(/^(?=.*Lanternfish 3)(?=.*Paddock 4.2)(?!.*GPT)/));
test('a name that is new makes a title when its story writes it again', () =>
  expect(
    title(
      'Duet Agent is out. The Duet Agent team sleeps',
      'A word about Kestrel. Everybody here likes Kestrel',
    ),
  ).toBe('Duet Agent and Kestrel'));
test('of two versions of one thing, the one that more is said of', () =>
  expect(
    title(
      'Heron 3 is out, and Heron 2 goes',
      'All about Heron 3 and quickserve 0.9',
      'quickserve 0.9 is out',
    ),
  ).toBe('Heron 3 and quickserve 0.9'));
test('leftovers are named by their strongest names', () =>
  expect(title('Cursor ships tabs', 'vLLM 0.9 is faster', 'LoRA adapters explained')).toBe(
    'Cursor, vLLM and LoRA',
  ));
test('without any name it is the opening of the heaviest story', () =>
  expect(title('The quick brown fox jumps over the lazy dog near the river bank')).toBe(
    'The quick brown fox jumps over the lazy dog\u2026',
  ));
test.each([
  ['“We do not plan to make the preview generally available to anyone outside this summer”'],
  ['"We do not plan to make the preview generally available to anyone outside this summer"'],
])('a quotation that is cut is not left open, and the cut is marked: %s', (text) =>
  expect(title(text)).toBe('We do not plan to make the preview generally\u2026'),
);
test('the connecting word follows the language', () =>
  expect(
    writeTitles([[story('OpenAI mietet heute Chips'), story('NVIDIA baut noch mehr davon')]], 'de-AT'),
  ).toEqual(['OpenAI und NVIDIA']));
test('one story is named by its headline', () =>
  expect(title('OpenAI rents chips from NVIDIA')).toBe('OpenAI rents chips from NVIDIA'));
test('a title is about all of its section: not three names of one story', () =>
  expect(
    title(
      'Zed, Figma and Notion ship the same editor on Monday',
      'Gemma 4 runs on a phone',
      'PyTorch compiles twice as fast as before',
    ),
  ).toMatch(/^(?=.*Gemma 4)(?=.*PyTorch)/));
test('what is named only in passing gives no title', () =>
  expect(
    title(
      `Cursor adds a review mode for long branches, and ${'it is quick on large repositories. '.repeat(5)}We tried it on Apple hardware.`,
      'Cursor 3 reviews its own branches',
    ),
  ).not.toContain('Apple'));
test('a model\u2019s size is no name', () =>
  expect(title('Gemma 4 and vLLM run E4B', 'vLLM serves E4B', 'More on Gemma 4 as E4B')).not.toContain(
    'E4B',
  ));
test('a title says a thing once: not a model, its family and its maker', () =>
  expect(
    title(
      'Anthropic ships Claude Opus 4.6',
      'Opus 4.6 and Opus 4.5 in Cursor',
      'Cursor prefers Claude for review bots',
    ),
  ).toBe('Coding tools: Claude Opus 4.6 and Cursor'));
test('topics stand in small letters, acronyms do not', () =>
  expect(title('Speculative Decoding for MoE', 'speculative decoding on Apple Silicon')).toMatch(
    /^Speculative decoding and (MoE|Apple Silicon)$/,
  ));
test('one story alone keeps its own title', () => {
  const alone = story('Body text about Cursor and vLLM');
  const [post] = alone.posts;
  const titled = (given: string) => [{ ...alone, posts: post ? [{ ...post, title: given }] : [] }];
  expect(writeTitles([titled('Kitchen Stories at Home')], 'de')).toEqual(['Kitchen Stories at Home']);
  // In a bullet, the title would stand right below itself.
  expect(writeTitles([titled('Local Shopping Agents')])).toEqual(['Local models: Cursor and vLLM']);
});
test('no two titles open alike, and handles are no words for a title', () => {
  const [one = '', two = '', three = ''] = writeTitles([
    [story('OpenAI and NVIDIA and Cerebras'), story('OpenAI again, says @ValsAI')],
    [story('OpenAI and Figma and Notion'), story('@ValsAI: OpenAI')],
    [story('Zed and Canva on OpenAI'), story('Zed, Canva'), story('Zed and Canva')],
  ]);
  expect(one).toMatch(/^OpenAI/);
  expect(two).toBe('Figma and OpenAI');
  expect(three).not.toContain('OpenAI');
  expect(one + two).not.toContain('ValsAI');
});
test('outside the vocabulary, names and phrases that recur make the title', () =>
  expect(
    title(
      'The mayor of Springfield opens a bridge',
      'Voters in Springfield like the bridge',
      'Why Springfield grows',
    ),
  ).toBe('The mayor of Springfield opens a bridge'));
test('a label is no part of a title', () => {
  const labelled = story('');
  const posts = labelled.posts.map((post) => ({
    ...post,
    title: 'A network of reviewers rejects papers [D]',
  }));
  expect(writeTitles([[{ ...labelled, posts }]])).toEqual(['A network of reviewers rejects papers']);
});
test('a company that all stories name says too little alone', () =>
  expect(title('GitHub is slow', 'GitHub is slow again')).toMatch(/^GitHub is slow/));
test('a post without any text still has a title', () => expect(title('')).toBe('a'));
test('a hostile opening is passed over for one that is prose', () =>
  expect(title('<script>alert(1)</script> [claim](javascript:alert(2)) x=1', 'my cat sleeps all day')).toBe(
    'my cat sleeps all day',
  ));
test('versions that the vocabulary does not know are names', () =>
  expect(title('quickserve 0.9 is out', 'Heron 3 Large in quickserve 0.9', 'Heron 3 Small on a phone')).toBe(
    'quickserve 0.9 and Heron 3',
  ));
