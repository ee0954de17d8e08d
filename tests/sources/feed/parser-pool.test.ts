// Feed documents in threads: the same result as without, and stopped if they take too much.
import { describe, expect, test } from 'vitest';
import { createFeedReader, PARSER_LIMITS } from '../../../src/sources/feed/parser-pool.js';
import { type FeedDocumentJob, readFeedDocument } from '../../../src/sources/feed/read-document.js';
import { rss } from './feed-documents.js';

const job = (text: string): FeedDocumentJob => ({
  bytes: Buffer.from(text),
  contentType: 'application/rss+xml',
  url: 'https://host.test/feed',
  ref: { id: 'feed:x', kind: 'feed', platform: 'web', name: 'X', target: '', limit: 50 },
  request: {
    now: '2026-04-07T07:00:00.000Z',
    from: '2026-04-03T00:00:00.000Z',
  },
});
const item = (n: number) =>
  `<item><title>Entry ${n}</title><link>/${n}</link><description>${'&lt;p&gt;Words&lt;/p&gt; '.repeat(200)}</description></item>`;
const GOOD = rss(Array.from({ length: 20 }, (_, n) => item(n)).join(''));
/** Many small elements, each of which becomes an object. */
const MANY = rss(`<item><title>t</title><a>${'<b c="1"/>'.repeat(240_000)}</a></item>`);
/** An entry so deep that recursion overflows the stack. */
const DEEP = rss(`<item><title>t</title>${'<a>'.repeat(240_000)}</item>`);

describe('a large document', () => {
  test('gives the same result as in this thread', async () => {
    const there = await createFeedReader()(job(GOOD));
    expect(there).toEqual(await readFeedDocument(job(GOOD)));
    expect(there.posts).toHaveLength(20);
  });
  test('is refused with the same message', async () =>
    expect(createFeedReader()(job(`<html>${' '.repeat(70_000)}</html>`))).rejects.toThrow(
      'a web page, not a feed',
    ));
});

describe('only the hostile one fails', () => {
  test.each([
    ['memory', { memoryMb: 24 }, MANY, /takes more than 24 MB to read/],
    ['depth', {}, DEEP, /takes more than|damaged|call stack/],
  ])('%s', async (_, limits, hostile, words) => {
    const read = createFeedReader({ ...PARSER_LIMITS, ...limits, threads: 1 });
    const [refused, ...others] = await Promise.allSettled(
      [hostile, GOOD, GOOD].map((text) => read(job(text))),
    );
    expect(refused).toMatchObject({ reason: { message: expect.stringMatching(words) } });
    for (const other of others) expect(other).toMatchObject({ value: { posts: { length: 20 } } });
  });
  test('time', async () => {
    // Shorter than the start of a thread, so that each is stopped, and the next is started.
    const read = createFeedReader({ ...PARSER_LIMITS, timeMs: 20, threads: 1 });
    for (const result of await Promise.allSettled([read(job(MANY)), read(job(MANY))]))
      expect(result).toMatchObject({ reason: { message: 'takes more than 0.02 s to read' } });
  });
});
