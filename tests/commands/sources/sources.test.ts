// tidings sources and the X budget, as a user runs them.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { command } from '../../../src/commands/sources/index.js';
import { idAt } from '../../../src/sources/x/cursor.js';
import { type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { newFolder, tidings } from '../../fixtures/cli.js';

let server: ApiServer | undefined;
afterEach(() => server?.close());

const HOUR = 3_600_000;
const handles = ['ada', 'bob', 'carol'];

/** X as it is: three accounts, of which each wrote one post an hour over the last four days. */
const x: Answering = ({ path, query }) => {
  if (path === '/2/users/by') {
    const names = (query.usernames ?? '').split(',');
    return { body: { data: names.map((username) => ({ id: `10${handles.indexOf(username)}`, username })) } };
  }
  const start = Math.floor(Date.now() / HOUR) * HOUR;
  const all = Array.from({ length: 96 }, (_, n) =>
    handles.map((handle, at) => ({
      id: idAt(start - n * HOUR - HOUR / 2 - at * 1000),
      text: `Post ${n} of ${handle} about a model of ${n} billion parameters`,
      author_id: `10${at}`,
    })),
  ).flat();
  const named = all.filter(({ author_id }) =>
    query.query?.includes(`from:${handles[Number(author_id) - 100]}`),
  );
  const since = BigInt(query.since_id ?? idAt(Date.parse(query.start_time ?? '2026-01-01')));
  const until = BigInt(query.until_id ?? idAt(Date.parse(query.end_time ?? '2099-01-01')));
  const within = named.filter(({ id }) => BigInt(id) > since && BigInt(id) < until);
  const from = Number(query.next_token ?? 0);
  const page = within.slice(from, from + Number(query.max_results));
  const next = from + page.length < within.length ? { next_token: String(from + page.length) } : {};
  return { body: { ...(page.length && { data: page }), meta: { result_count: page.length, ...next } } };
};

const folderWith = (sources: string, more = '') => {
  const folder = newFolder();
  writeFileSync(
    join(folder, 'sources.yaml'),
    `publication: { name: T }\nrecaps: [{ title: X, from: x }, { title: F, from: feeds }]\nsources:\n${sources}\n${more}`,
  );
  return folder;
};
const json = async (args: string[], folder: string, env = {}) => {
  const { stdout, stderr, code } = await tidings([...args, '--json'], folder, { env });
  if (!stdout) throw new Error(`tidings ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout);
};

test('the monthly cost is estimated before anything is read, then from past posts', async () => {
  const again = folderWith('  x: { accounts: [ada, bob, carol], refreshPosts: 10 }');
  expect((await json(['sources', 'check', '--cost'], again)).x).toMatchObject({
    refreshed: 10,
    usdAMonth: 3.3,
  });
  const folder = folderWith('  x: { accounts: [ada, bob, carol] }');
  const before = await json(['sources', 'check', '--cost'], folder);
  expect(before.x).toMatchObject({
    postsADay: 12,
    usersOnce: 3,
    fromHistory: 0,
    token: false,
    usdAMonth: 1.8,
  });
  server = await startApiServer(x);
  const env = { X_BEARER_TOKEN: 't', X_BASE_URL: server.url };
  await json(['run', '--no-send'], folder, env);
  const after = await json(['sources', 'check', '--cost'], folder, env);
  expect(after.x).toMatchObject({ postsADay: 72, usersOnce: 0, fromHistory: 3 });
  // Two days (the period, and the day before it) of 24 posts by 3 accounts, and 3 accounts looked up.
  expect(after.x.read.today).toEqual({ posts: 144, users: 3 });
  expect(after.x).toMatchObject({ usdADay: 0.36, usdAMonth: 10.8 });
});

test('an exhausted budget stops reading X, but not the issue, and persists', async () => {
  const folder = folderWith('  x: { accounts: [ada, bob, carol], budget: { dailyUsd: 0.2 } }');
  server = await startApiServer(x);
  const env = { X_BEARER_TOKEN: 't', X_BASE_URL: server.url };
  const first = await json(['run', '--no-send'], folder, env);
  expect(first.posts.fetched).toBe(34);
  const why = 'the X budget of $0.20 a day is spent';
  expect(first.sources.partial).toEqual(handles.map((handle) => ({ source: `@${handle}`, why })));
  server.asked.length = 0;
  const other = await tidings(['run', '--date', '2020-01-08'], folder, { env });
  expect(other.code).toBe(1);
  expect(other.stderr).toContain('No source answered (3 × the X budget of $0.20 a day is spent)');
  expect(server.asked).toEqual([]);
  const cost = await tidings(['sources', 'check', '--cost'], folder, { env });
  expect(cost.stdout).toContain('spent $0.20 today');
});

test('feeds are imported from OPML, exported as OPML, and found at a site', async () => {
  const feed =
    '<rss version="2.0"><channel><title>Found: it</title><link>https://f.example/</link></channel></rss>';
  server = await startApiServer(({ path }) =>
    path === '/feed'
      ? { body: feed }
      : { body: '<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">' },
  );
  const folder = folderWith(
    '  feeds:\n    - https://a.example/feed   # mine',
    'network: { allowPrivateNetwork: true }\n',
  );
  const file = join(folder, 'in.opml');
  writeFileSync(
    file,
    `<opml version="2.0"><body><outline text="Labs"><outline text="B" xmlUrl="b.example.com/feed"/></outline><outline text="P" xmlUrl="https://ada:pass@p.example/feed"/><outline text="A" xmlUrl="https://a.example/feed"/>
     <outline text="Tube" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=UC0000000000000000000000"/></body></opml>`,
  );
  expect(await json(['sources', 'import', file], folder)).toMatchObject({
    added: [{ target: 'https://b.example.com/feed' }, { kind: 'youtube' }],
    known: [{ target: 'https://a.example/feed' }],
    refused: [{ name: 'P' }],
  });
  const added = await tidings(['sources', 'add', server.url], folder);
  expect(added.stdout).toContain(`+ Found: it: ${server.url}/feed\n1 added`);
  expect(readFileSync(join(folder, 'sources.yaml'), 'utf8')).toContain(
    '- https://a.example/feed   # mine\n    # Labs\n    - { url: "https://b.example.com/feed", name: "B" }\n',
  );
  const { feeds, opml } = await json(['sources', 'export'], folder);
  expect(feeds.map(({ name }: { name: string }) => name)).toEqual(['a.example', 'B', 'Found: it', 'Tube']);
  expect(opml).toContain('xmlUrl="https://b.example.com/feed"');
});

test.each([
  [['sources', 'import', 'nowhere.opml'], 'nowhere.opml cannot be read'],
  [['sources', 'add'], 'add needs a site or a feed'],
  [['sources', 'remove'], 'Unknown verb "remove"'],
])('%j is refused with one line', async (args, message) => {
  const { code, stderr } = await tidings(args, folderWith('  feeds: [https://a.example/feed]'));
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test('an aborted check records nothing about the sources that it waited for', async () => {
  const stop = new AbortController();
  const slow = createServer(() => stop.abort(new UserError('Stopped.'))).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const folder = folderWith(
    `  feeds: ["http://127.0.0.1:${(slow.address() as AddressInfo).port}/feed"]`,
    'network: { allowPrivateNetwork: true }',
  );
  const input = { dir: folder, positionals: ['check'], values: {}, json: true, say: () => {} };
  await expect(command.run({ ...input, signal: stop.signal })).rejects.toThrow('Stopped.');
  slow.closeAllConnections();
  slow.close();
  const { sources } = await json(['sources'], folder);
  expect(sources).toMatchObject([{ failures: 0, error: null }]);
});

test('an export of no feed at all is refused', async () =>
  expect(await tidings(['sources', 'export'], folderWith('  x: { accounts: [ada] }'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('contains no feeds'),
  }));

test('a check shows failures first and the newest posts of any age; feeds have their own titles', async () => {
  const items = [1, 2, 3, 4].map(
    (n) =>
      `<item><title>Old ${n}</title><link>/${n}</link><pubDate>0${n} May 2019 12:00:00 GMT</pubDate></item>`,
  );
  server = await startApiServer(({ path }) =>
    path === '/good'
      ? { body: `<rss version="2.0"><channel><title>Ada’s notes</title>${items.join('')}</channel></rss>` }
      : path === '/quiet'
        ? { body: '<rss version="2.0"><channel><title>Quiet</title></channel></rss>' }
        : { status: 401 },
  );
  const folder = folderWith(
    `  subreddits: [aa1, bb2]\n  feeds: ["${server.url}/good", "${server.url}/quiet", "${server.url}/closed"]`,
    'network: { allowPrivateNetwork: true }\n',
  );
  const env = { REDDIT_BASE_URL: server.url, REDDIT_CLIENT_ID: 'i', REDDIT_CLIENT_SECRET: 's' };
  const { stdout, code } = await tidings(['sources', 'check'], folder, { env });
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^✗ 2 sources \(r\/aa1, r\/bb2\): Reddit rejected .* Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET in .env$/,
    ),
    '✗ 127.0.0.1: refused (401)',
    '✓ Ada’s notes: 0 posts',
    '✓ Quiet: 0 posts',
    '2 of 5 answered',
  ]);
  expect(code).toBe(1);
  const named = await tidings(['sources', 'check', 'ada’s notes'], folder, { env });
  expect(named.stdout).toContain(
    '2019-05-04T12:00  Old 4\n    2019-05-03T12:00  Old 3\n    2019-05-02T12:00  Old 2',
  );
  expect((await tidings(['sources'], folder)).stdout).toContain('Ada’s notes ');
  const doctor = await tidings(['doctor'], folder, { env });
  expect(doctor.stdout.match(/Reddit rejected/g)).toHaveLength(1);
  expect(doctor.stdout).toContain('Check REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET in .env');
});
