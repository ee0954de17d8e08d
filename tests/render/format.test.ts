// Numbers, plurals, days and periods in time zones, labels of posts, addresses of pages.
import { describe, expect, test } from 'vitest';
import * as format from '../../src/render/format.js';
import { listDailyIssues } from '../../src/render/format.js';
import { makeIssue } from '../fixtures/issue.js';

describe('numbers', () => {
  test('are grouped and never abbreviated', () => expect(format.formatNumber(1_240_310)).toBe('1,240,310'));
  test.each([
    [0, '0 points'],
    [1, '1 point'],
    [1240, '1,240 points'],
  ])('count %i', (count, words) => expect(format.formatCount(count, 'point')).toBe(words));
  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('join %j', (items, words) => expect(format.joinWords(items)).toBe(words));
  test.each([
    [0.0004, 'less than $0.01'],
    [0.0312, '$0.03'],
    [12, '$12.00'],
  ])('cost %d', (usd, words) => expect(format.formatCost(usd)).toBe(words));
});

test('names with a number stay on one line in a headline, unless they are long', () => {
  const whole = (text: string) => format.splitHeadline(text).flatMap((part) => (part.whole ? part.text : []));
  const text = 'GPT-5.5 beats day-zero 148B-A12B and x-1-a-very-long-name-of-a-model';
  expect(whole(text)).toEqual(['GPT-5.5', '148B-A12B']);
  expect(
    format
      .splitHeadline(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});
test.each(['a', 'a-', '-', 'a-1-'])('splitting a headline of many %j takes little time', (piece) => {
  const began = performance.now();
  format.splitHeadline(piece.repeat(100_000 / piece.length));
  expect(performance.now() - began).toBeLessThan(500);
});

describe('periods', () => {
  const period = (from: string, to: string) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  test.each([
    ['a day, named', period('2026-03-17T00:00+01:00', '2026-03-18T00:00+01:00'), 'Tuesday, 17 March 2026'],
    [
      'a day of 23 hours',
      period('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'),
      'Sunday, 29 March 2026',
    ],
    ['within a month', period('2026-04-04T00:00+02:00', '2026-04-07T00:00+02:00'), '4–6 April 2026'],
    ['over months', period('2026-03-30T00:00+02:00', '2026-04-06T00:00+02:00'), '30 March – 5 April 2026'],
    [
      'over years',
      period('2025-12-29T00:00+01:00', '2026-01-05T00:00+01:00'),
      '29 December 2025 – 4 January 2026',
    ],
  ])('%s', (_, span, words) => expect(format.formatPeriod(span, 'Europe/Berlin')).toBe(words));
  test('are in the publication’s time zone', () => {
    const span = period('2026-03-17T00:00-07:00', '2026-03-18T00:00-07:00');
    expect(format.formatPeriod(span, 'America/Los_Angeles')).toBe('Tuesday, 17 March 2026');
    expect(format.formatPeriod(span, 'UTC')).toBe('17–18 March 2026');
  });
  test('a day in Tokyo', () =>
    expect(format.formatDay('2026-03-17T20:00:00.000Z', 'Asia/Tokyo')).toBe('Wednesday, 18 March 2026'));
  test('the last day as a date', () =>
    expect(format.formatPeriodEnd(makeIssue().period, 'Europe/Berlin')).toBe('2026-03-17'));
});

describe('posts', () => {
  const [tweet] = Object.values(makeIssue().posts);
  if (!tweet) throw new Error('no post');
  test('the two main counts, without zeros', () => {
    const engagement = (metrics: typeof tweet.metrics) => format.formatEngagement({ ...tweet, metrics });
    expect(engagement({ score: 1240, comments: 310, upvoteRatio: 0.9 })).toBe('1,240 points, 310 comments');
    expect(engagement({ likes: 1, reposts: 0, replies: 1 })).toBe('1 like, 1 reply');
    expect(engagement({ views: 90_000 })).toBe('');
  });
  test('the label of a source', () => {
    expect(format.sourceLabel(tweet)).toBe('@marlowlabs');
    const submission = { ...tweet, platform: 'reddit' as const, sourceName: 'r/foo', title: 'A title' };
    expect(format.sourceLabel(submission)).toBe('r/foo');
    expect(format.sourceLabel({ ...submission, title: '', author: 'ada' })).toBe('u/ada');
    expect(format.sourceLabel({ ...tweet, platform: 'web', sourceName: '' })).toBe('marlowlabs');
  });
  test('the letter of a platform', () =>
    expect((['x', 'reddit', 'web'] as const).map(format.sourceMark)).toEqual(['X', 'r', 'w']));
});

describe('pages', () => {
  test('start with the public address, in any form', () => {
    expect(format.issueUrl('https://n.example/', 'a b', 'b7')).toBe('https://n.example/issues/a%20b#b7');
    expect(format.issueUrl('https://n.example/sub?x=1', 'a')).toBe('https://n.example/sub/issues/a');
    expect(format.howMadeUrl('https://n.example', 'a')).toBe('https://n.example/issues/a/how');
  });
  test.each([undefined, '', 'news.example', 'javascript:alert(1)'])('none for %s', (publicUrl) => {
    expect(format.issueUrl(publicUrl, 'a')).toBeUndefined();
    expect(format.archiveUrl(publicUrl)).toBeUndefined();
  });
});

test('a story of the week links to the daily issues that reported it', () => {
  const section = { issues: ['2026-04-06-heron-3-runs-on-phones'] };
  expect(listDailyIssues(section, 'en', 'https://a.example')).toEqual([
    {
      day: expect.stringMatching(/^Mon,? 6 Apr$/),
      url: 'https://a.example/issues/2026-04-06-heron-3-runs-on-phones',
    },
  ]);
  expect(listDailyIssues({}, 'en', 'https://a.example')).toEqual([]);
});
