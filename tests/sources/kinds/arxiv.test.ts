// arXiv, tested with a server that responds as its API documents.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, FetchRequest } from '../../../src/model.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { createArxivSources } from '../../../src/sources/kinds/arxiv.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { fetchOnce, refsOf } from '../../fixtures/fetching.js';

const atom = (entries: string[], headers = {}): Answer => ({
  headers: { 'content-type': 'application/atom+xml; charset=UTF-8', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
  <title type="html">ArXiv Query: search_query=cat:cs.CL</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <updated>2026-04-07T00:00:00-04:00</updated>
  <opensearch:totalResults>1</opensearch:totalResults>${entries.join('')}
</feed>`,
});
const paper = (id: string, more = '', published = '2026-04-06T12:00:00Z') => `
  <entry>
    <id>http://arxiv.org/abs/${id}</id>
    <updated>2026-04-07T00:00:00Z</updated>
    <published>${published}</published>
    <title>On $n$ heads
  and tails ${id}</title>
    <summary>  We measure heads &lt; tails
in 3 tasks. Code: https://github.com/acme/heads
    </summary>
    <author><name>Ada Lovelace</name></author>${more}
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages</arxiv:comment>
    <link href="http://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/${id}" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
  </entry>`;

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(
  answering: Answering,
  entries: unknown[] = ['cs.CL'],
  { pauseMs = 0, ...more }: Partial<FetchRequest> & { pauseMs?: number } = {},
): Promise<FetchOutcome[]> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs: 20_000, maxBytes: 1e6, retryDelayMs: 1, pauseMs };
  return fetchOnce(createArxivSources(refsOf({ arxiv: entries }), options), more);
}

test('a paper becomes a post: abstract on one line, first author, links except its own', async () => {
  const names = ['Bob', 'Cy', 'Di'].map((name) => `<author><name>${name}</name></author>`).join('');
  const [outcome] = await fetchFrom(
    () => atom([paper('2604.00001v2', names), paper('2604.00002v1', '', 'soon')]),
    ['cs.CL'],
    {
      lateFrom: '2026-03-30T00:00:00.000Z',
      cursors: new Map([['arxiv:cs.CL', '2026-03-29T00:00:00.000Z']]),
    },
  );
  expect(outcome?.posts).toEqual([
    {
      id: 'arxiv:2604.00001',
      sourceId: 'arxiv:cs.CL',
      platform: 'web',
      url: 'https://arxiv.org/abs/2604.00001',
      author: 'Ada Lovelace',
      title: 'On $n$ heads and tails 2604.00001v2',
      text: 'We measure heads < tails in 3 tasks. Code: https://github.com/acme/heads',
      createdAt: '2026-04-06T12:00:00.000Z',
      metrics: {},
      links: ['https://github.com/acme/heads'],
      media: [],
      comments: [],
    },
  ]);
  // Papers are announced days after their date.
  expect(outcome).toMatchObject({
    coveredFrom: '2026-03-29T00:00:00.000Z',
    cursor: '2026-03-30T00:00:00.000Z',
  });
  expect(server?.asked[0]).toMatchObject({
    path: '/api/query',
    query: {
      search_query: 'cat:cs.CL AND submittedDate:[202603300000 TO 202604070000]',
      start: '0',
      max_results: '100',
      sortBy: 'submittedDate',
      sortOrder: 'descending',
    },
  });
});

test('pages are read with a pause, across categories, up to the limit', async () => {
  const times: number[] = [];
  const page = (from: number, length: number) =>
    Array.from({ length }, (_, n) => paper(`2604.${String(from + n).padStart(5, '0')}v1`));
  const outcomes = await fetchFrom(
    ({ query }) => {
      times.push(performance.now());
      if (query.search_query?.includes('cs.LG')) return atom([]);
      return atom(query.start === '0' ? page(0, 100) : page(100, 100));
    },
    [{ category: 'cs.CL', limit: 120 }, 'cs.LG'],
    { pauseMs: 150 },
  );
  expect(outcomes.map(({ posts, error }) => [posts.length, error])).toEqual([
    [120, undefined],
    [0, undefined],
  ]);
  expect(times).toHaveLength(3);
  // The first request also opens the connection, so its time of arrival is not meaningful.
  expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThan(75);
});

test.each<[string, Answer, object?]>([
  [
    'arXiv: incorrect id format for 1234.12345',
    atom([
      '<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id format for 1234.12345</summary></entry>',
    ]),
  ],
  ['arXiv sent an unexpected response', { body: 'Rate exceeded.' }],
  ['arXiv responded with status 400', { status: 400, body: '<html>' }],
  ['arXiv responded with status 503', { status: 503, headers: { 'retry-after': '0' }, body: '' }],
  [
    'arXiv responded with status 429',
    { status: 429, headers: { 'retry-after': '60' }, body: 'Rate exceeded.' },
    { refused: true, notBefore: '2026-04-07T07:01:00.000Z' },
  ],
  ['the connection was lost', { body: 'x'.repeat(100), cut: true }],
])('reports “%s”', async (error, answer, more) => {
  const [outcome] = await fetchFrom(() => answer);
  expect(outcome).toMatchObject({ posts: [], error: expect.stringContaining(error), ...more });
});

test.each([
  ['https://arxiv.org/list/cs.CL/recent', 'cs.CL'],
  ['https://rss.arxiv.org/rss/hep-th', 'hep-th'],
  ['https://rss.arxiv.org/atom/cs.AI+cs.LG', undefined],
  ['https://arxiv.org/abs/2604.00001', undefined],
])('recognizes %s', (address, entry) =>
  expect(recognizeSource(new URL(address))).toMatchObject(
    entry ? { path: ['arxiv'], entry } : { path: ['feeds'] },
  ),
);
