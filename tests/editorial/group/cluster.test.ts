import { expect, test } from 'vitest';
import {
  countGroups,
  groupItems,
  groupSections,
  groupStories,
} from '../../../src/editorial/group/cluster.js';
import type { Post, Story } from '../../../src/model.js';

const post = (id: string, text: string, more: Partial<Post> = {}): Post => ({
  id,
  sourceId: 'x:somebody',
  platform: 'x',
  url: `https://x.com/i/status/${id}`,
  author: 'somebody',
  title: '',
  text,
  createdAt: '2026-04-05T10:00:00.000Z',
  metrics: {},
  links: [],
  media: [],
  comments: [],
  ...more,
});
const story = (id: string, text: string, more: Partial<Post> = {}, weight = 1): Story => ({
  id,
  posts: [post(id, text, more)],
  weight,
  voices: 1,
});
const ids = (groups: Post[][]): string[] =>
  groups
    .map((group) =>
      group
        .map(({ id }) => id)
        .sort()
        .join(' '),
    )
    .sort();

const GEMMA =
  'Google releases Gemma 4, an open-weight family under Apache 2.0 with a 31B dense flagship model';

test('one release reported on X, Reddit and a blog is one story', () =>
  expect(
    ids(
      groupStories([
        post('a', `${GEMMA}!`),
        post('b', `Google just released Gemma 4 under Apache 2.0: open-weight, 31B dense flagship`),
        post('c', GEMMA, { platform: 'web', title: 'Gemma 4' }),
        post('d', 'Anthropic raises prices of its Max plan for agents in third-party harnesses'),
      ]),
    ),
  ).toEqual(['a b c', 'd']));
test('in a chat, replies and threads belong to the message they answer; elsewhere they need common words', () => {
  const talk = (platform: Post['platform']) => [
    post('a', 'The new scheduler halves latency on two nodes with paged attention', { platform }),
    post('b', 'Mine crashed after an hour until the driver was replaced by hand', {
      platform,
      parentId: 'a',
    }),
    post('c', 'A colleague measured forty percent fewer stalls on older cards', { platform, threadId: 'a' }),
    post('d', 'Somebody asks for weekly office hours on Thursday afternoons', { platform, threadId: 'z' }),
    post('e', 'Fridays would suit people in Asia far better than that', {
      platform,
      threadId: 'z',
      author: 'other',
    }),
  ];
  expect(ids(groupStories(talk('discord')))).toEqual(['a b c', 'd e']);
  expect(ids(groupStories(talk('web').map((each) => ({ ...each, author: each.id }))))).toHaveLength(5);
});
test('the same sentence about two versions makes two stories', () =>
  expect(
    ids(
      groupStories([
        post('a', 'vLLM adds day-0 support for Qwen 3.5 with prefix caching and tool calls'),
        post('b', 'vLLM adds day-0 support for Qwen 3.6 with prefix caching and tool calls'),
      ]),
    ),
  ).toEqual(['a', 'b']));
test('posts that link to one page are one story, even in different words', () =>
  expect(
    ids(
      groupStories([
        post('a', 'The Hermes agent writes its own skills now', { links: ['https://nous.example/hermes'] }),
        post('b', 'New skills loop in Hermes, wow', { links: ['https://nous.example/hermes'] }),
        post('c', 'Weather agencies improve their storm forecasts over Europe', {
          links: ['https://nous.example/hermes'],
        }),
      ]),
    ),
  ).toEqual(['a b', 'c']));
test('posts with the same title are one story, unless the title is short', () => {
  const below = [
    'A commit of February hides the reasoning, a chart of 6,852 sessions shows how reads per edit fell from 6.6 to 2.0 while interruptions, retries and loops of edits grew tenfold in long sessions.',
    'Its maker answers that a header only takes the display away, and that effort went from high to medium by default; everybody may set it back in the terminal, whatever plan they pay for.',
  ];
  const grouped = (title: string) =>
    ids(groupStories(below.map((text, n) => post(`${n}`, text, { title, sourceId: `reddit:${n}` }))));
  expect(grouped('Orrery admits that thinking dropped')).toEqual(['0 1']);
  expect(grouped('Weekly thread')).toEqual(['0', '1']);
});
test('a quotation without its own words belongs to the quoted post', () =>
  expect(
    ids(
      groupStories([
        post('x:1', 'Qwen 3.5 397B scores 61 on SWE-bench Pro under the mini-swe-agent harness'),
        post('x:2', 'wow', { links: ['https://x.com/i/status/1'] }),
        post('x:3', 'wow'),
      ]),
    ),
  ).toEqual(['x:1 x:2', 'x:3']));
test('announcements of one model are one story; its arrival in a tool is another', () =>
  expect(
    ids(
      groupStories([
        post('a', '', { title: 'Claude Opus 4.6 is out' }),
        post('b', '', { title: 'Anthropic releases Claude Opus 4.6 model, same window as 4.5' }),
        post('c', 'Introducing Opus 4.6. Our smartest model got an upgrade.'),
        post('d', '', { title: 'Claude Opus 4.6 is now available in Cline' }),
        post('e', '', { title: 'Opus 4.6 vs GPT-5.3-Codex: who is out?' }),
      ]),
    ),
  ).toEqual(['a b c', 'd', 'e']));
test('a chain of similar posts is not one story', () => {
  const words =
    'amber basil cedar denim ember fjord grove heron ivory jasper kelp linen maple nectar opal pine'.split(
      ' ',
    );
  // Neighbours share five of six words; the first and the last share none.
  const chain = Array.from({ length: 11 }, (_, at) => post(`${at}`, words.slice(at, at + 6).join(' ')));
  const groups = groupStories(chain);
  expect(groups.length).toBeLessThan(chain.length);
  for (const group of groups) expect(group.length).toBeLessThan(chain.length);
});
test('posts without words or dates are separate stories', () =>
  expect(groupStories([post('a', ''), post('b', '', { createdAt: '' }), post('c', '🔥🔥')])).toHaveLength(3));
test('a shared home page does not join posts', () =>
  expect(
    ids(
      groupStories([
        post('a', 'Hermes writes skills', { links: ['https://nous.example/'] }),
        post('b', 'Hermes has a logo', { links: ['https://nous.example/'] }),
      ]),
    ),
  ).toEqual(['a', 'b']));
test('a retweet and a thread belong to their first post', () =>
  expect(
    ids(
      groupStories([
        post('a', 'We trained a robot to fold shirts'),
        post('b', 'RT', { repostOf: 'a', author: 'another' }),
        post('c', 'Details: 500 hours of teleoperation', { threadId: 'a' }),
      ]),
    ),
  ).toEqual(['a b c']));
test('the same words weeks apart are two events', () =>
  expect(
    ids(
      groupStories([
        post('a', 'Claude is down: elevated errors on all services, status page red'),
        post('b', 'Claude is down: elevated errors on all services, status page red', {
          createdAt: '2026-04-25T10:00:00.000Z',
        }),
      ]),
    ),
  ).toEqual(['a', 'b']));
test('no posts result in no stories', () => expect(groupStories([])).toEqual([]));

const DAY: Story[] = [
  story('g1', 'Gemma 4 runs on an iPhone with MLX at 40 tokens per second', {}, 9),
  story('g2', 'Gemma 4 quantized: NVFP4 checkpoints of the 31B from Red Hat', {}, 5),
  story('g3', 'Ollama serves Gemma 4 on Blackwell GPUs', {}, 3),
  story('r1', 'A humanoid robot learns dexterous manipulation from egocentric video', {}, 8),
  story('r2', 'LeRobot ships a teleoperation dataset for robot arms', {}, 2),
  story('r3', 'Robot policy transfer: sim-to-real locomotion for humanoid robots', {}, 2),
  story('v1', 'Voice cloning in a 4B speech model: text-to-speech under 100 ms', {}, 1),
  story('v2', 'Speech recognition benchmark: streaming text-to-speech and ASR compared', {}, 1),
  story('v3', 'A podcast voice model with realtime speech translation', {}, 1),
];

test('every story is in exactly one section, and the heaviest section is first', () => {
  const sections = groupSections(DAY);
  expect(sections.flatMap((stories) => stories.map(({ id }) => id)).sort()).toEqual(
    DAY.map(({ id }) => id).sort(),
  );
  const weights = sections.map((stories) => stories.reduce((sum, { weight }) => sum + weight, 0));
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
});
test('the field’s lexicon has no weight in other fields', () => {
  const kitchen = [
    'footage of grandmother Martha at her oven with bread, crust, flour and patience',
    'yeast makes sourdough bread rise in any warm kitchen, no salary needed',
    'a clip about summer: tomato, basil, olive oil, cucumber and plain salad',
    'vinegar dressing lifts every salad of pear and fennel, not your career',
  ];
  expect(
    groupItems(
      kitchen.map((text) => ({ title: '', text })),
      2,
    ),
  ).toEqual([0, 0, 1, 1]);
});
test('themes join posts without a common word', () => {
  const posts = [
    'prefill and decode disaggregated in vLLM',
    'speculative batching raises throughput, cuts latency',
    'LeRobot teleoperation for bimanual arms',
    'humanoid locomotion with a dexterous gripper',
  ];
  expect(
    groupItems(
      posts.map((text) => ({ title: '', text })),
      2,
    ),
  ).toEqual([0, 0, 1, 1]);
});
test('the number of groups grows more slowly than the number of items', () => {
  expect([0, 1, 3, 4, 6, 20, 55, 2500].map(countGroups)).toEqual([0, 1, 1, 2, 3, 3, 7, 120]);
});
test('themes separate robots, voices and one model', () =>
  expect(groupItems(DAY.map(({ posts: [first] }) => ({ title: '', text: first?.text ?? '' })))).toEqual([
    0, 0, 0, 1, 1, 1, 2, 2, 2,
  ]));
test('groups at most as many sections as allowed', () => {
  expect(groupSections(DAY, { maxSections: 1 })).toHaveLength(1);
  expect(groupSections(DAY, { maxSections: 2 })).toHaveLength(2);
  expect(groupSections([])).toEqual([]);
});
