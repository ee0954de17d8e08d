import { expect, test } from 'vitest';
import type { Bullet, Issue, Recap } from '../../../src/model.js';
import { renderEmail } from '../../../src/render/email.js';
import { createTopicFinder, tailorIssue } from '../../../src/render/mail/topics.js';
import { renderText } from '../../../src/render/text.js';
import { makeIssue } from '../../fixtures/issue.js';

const base = makeIssue();
const postId = Object.keys(base.posts)[0] ?? '';
const bulletOf = (id: string, claim: string, points: string[] = []): Bullet => ({
  id,
  claim: [{ text: claim }],
  text: [{ text: 'More is known.', cite: postId }],
  citations: [postId],
  points: points.map((text, n) => ({
    ...bulletOf(`${id}-${n}`, ''),
    claim: [],
    text: [{ text, cite: postId }],
  })),
  origin: 'model',
});
const recapOf = (id: string, sections: [string, Bullet[]][], line = 'A line'): Recap => ({
  id,
  title: id,
  platform: 'x',
  sections: sections.map(([title, bullets], n) => ({
    id: `${id}-s${n}`,
    title,
    weight: 9 - n,
    bullets,
    postIds: [],
  })),
  topPosts: [{ postId, line }],
});
const issueOf = (over: Partial<Issue>) =>
  makeIssue({ lead: [], headline: 'Ferry opens', subtitle: '', ...over });
const issue = issueOf({
  tags: [{ kind: 'company', slug: 'north-line', name: 'Northline' }],
  recaps: [
    recapOf('one', [
      [
        'Harbours',
        [
          bulletOf('a', 'Northline opens a ferry'),
          bulletOf('b', 'A pier is closed', ['Coins are taken', 'Cards, too']),
        ],
      ],
      ['Coins', [bulletOf('c', 'A price falls')]],
    ]),
    recapOf(
      'two',
      [['Rest', [bulletOf('d', 'A second ferry of North-Line is late'), bulletOf('e', 'Rain')]]],
      'Coins again',
    ),
  ],
});
const idsOf = ({ recaps }: Issue) =>
  recaps.map(({ sections }) => sections.map(({ bullets }) => bullets.map(({ id }) => id).join('')).join(' '));

test('followed topics move to sections at the top, in their order, each bullet once', () => {
  const { issue: own, leftOut } = tailorIssue(issue, {
    follow: ['rain', 'ferry', 'northline', 'snow'],
    mute: [],
  });
  expect(idsOf(own)).toEqual(['e ad', 'b c', '']);
  expect(own.recaps[0]?.sections.map(({ title }) => title)).toEqual(['rain', 'ferry']);
  expect(leftOut).toEqual([]);
  expect(tailorIssue(issue, { follow: ['snow'], mute: ['hail'] }).issue).toBe(issue);
});

test('muted topics are left out of bullets, points, sections and top posts, and counted', () => {
  const { issue: own, leftOut } = tailorIssue(issue, { follow: [], mute: ['COINS', 'rain'] });
  expect(idsOf(own)).toEqual(['ab ', 'd']);
  expect(own.recaps[0]?.sections[0]?.bullets[1]?.points).toHaveLength(1);
  expect(own.recaps.map(({ topPosts }) => topPosts.length)).toEqual([1, 0]);
  expect(leftOut).toEqual([
    { topic: 'COINS', count: 3 },
    { topic: 'rain', count: 1 },
  ]);
});

test('a headline, a subtitle and tags that mention a muted topic are not shown', () => {
  const loud = issueOf({ ...issue, headline: 'Northline buys coins', subtitle: 'Northline pays' });
  const { issue: own } = tailorIssue(loud, { follow: [], mute: ['northline'] });
  expect([own.headline, own.subtitle, own.tags]).toEqual([expect.stringContaining(loud.publication), '', []]);
  expect(own.headline).not.toMatch(/northline/i);
});

test.each([
  ['gpt 5.5', 'GPT-5.5 is out', true],
  ['GPT-5', 'GPT-5.5 is out', true],
  ['gpt', 'chatgpt is out', false],
  ['coin', 'Coins fall', false],
  ['c++', 'A C++ compiler', true],
  ['c', 'A C++ compiler', false],
  ['#ferry', 'The ferry’s late', true],
  ['新モデル', '本日、新モデルが公開された', true],
  ['삼성', '삼성은 발표했다', true],
  ['.*', 'Anything', false],
  ['two words', 'It says two. Words follow', true],
])('the topic %s in “%s”: %s', (topic, text, is) => {
  expect(createTopicFinder(issue).findIn([text], [topic]) !== undefined).toBe(is);
});

test('a topic does not match across two texts', () => {
  expect(createTopicFinder(issue).findIn(['one ferry', 'late again'], ['ferry late'])).toBeUndefined();
});

test('both parts of the mail put followed topics first, count what was left out and link to the preferences', async () => {
  const { issue: own, leftOut } = tailorIssue(issue, { follow: ['ferry'], mute: ['coins', 'rain'] });
  const options = { publicUrl: 'https://example.org', leftOut };
  const email = await renderEmail(own, { ...options, templates: 'templates/' });
  const text = renderText(own, { ...options, shown: email.shown });
  const line = '4 items are left out because you muted coins (3) and rain (1).';
  for (const part of [email.html, text.replace(/\s+/g, ' ')]) {
    expect(part.indexOf('You follow')).toBeLessThan(part.indexOf('A pier is closed'));
    expect(part).toContain(line);
    expect(part).not.toContain('A price falls');
  }
  const again = await renderEmail(issue, { ...options, leftOut: [], templates: 'templates/' });
  expect(again.html).not.toContain('left out');
});
