// How often feeds ask to be fetched.
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/sources/feed/parse-feed.js';
import { nextFetch } from '../../../src/sources/feed/polling.js';

const NOW = '2026-04-07T21:30:00.000Z'; // a Tuesday
const next = (headers: Record<string, string>, pace = {}) => nextFetch(headers, pace, NOW);

describe('the earliest time', () => {
  test.each<[string, Record<string, string>, object, string | undefined]>([
    ['nothing said', {}, {}, undefined],
    ['max-age', { 'cache-control': 'max-age=600' }, {}, '2026-04-07T21:40:00.000Z'],
    ['less its age', { 'cache-control': 'public,max-age=600', age: '540' }, {}, '2026-04-07T21:31:00.000Z'],
    ['not for what may not be kept', { 'cache-control': 'no-cache, max-age=600' }, {}, undefined],
    ['s-maxage is for others', { 'cache-control': 's-maxage=600' }, {}, undefined],
    ['nonsense', { 'cache-control': 'max-age=soon', age: 'old' }, {}, undefined],
    ['the longer of both', { 'cache-control': 'max-age=600' }, { ttl: 60 }, '2026-04-07T22:30:00.000Z'],
    ['not in hours to skip', {}, { ttl: 60, skipHours: [22, 23, 0] }, '2026-04-08T01:00:00.000Z'],
    ['nor on days', {}, { ttl: 180, skipDays: ['wednesday'] }, '2026-04-09T00:00:00.000Z'],
    ['not even now', {}, { skipHours: [21] }, '2026-04-07T22:00:00.000Z'],
  ])('%s', (_, headers, pace, expected) => expect(next(headers, pace)).toBe(expected));
});

const channel = (wishes: string) => `<rss version="2.0"><channel><title>t</title>${wishes}
  <item><title>One</title><link>https://a.example/1</link><ttl>5</ttl></item></channel></rss>`;

test.each([
  ['<ttl>90</ttl>', { ttl: 90 }],
  ['<skipHours><hour>3</hour></skipHours>', { skipHours: [3] }],
  ['<skipHours> <hour>1</hour> <hour>24</hour> <hour>x</hour> </skipHours>', { skipHours: [1, 0] }],
  ['<skipDays><day>Sunday</day><day>Someday</day></skipDays>', { skipDays: ['sunday'] }],
  [
    `<skipHours>${Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`,
    undefined,
  ],
  ['<ttl>soon</ttl>', undefined],
  ['', undefined],
])('reads the polling interval from “%s”', async (wishes, pace) =>
  expect((await parseFeed(Buffer.from(channel(wishes)), undefined, 'https://a.example/feed')).pace).toEqual(
    pace,
  ),
);
