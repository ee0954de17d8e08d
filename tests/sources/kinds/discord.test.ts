// Discord, tested with a server that responds like its REST API, version 10.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome, SourceRef } from '../../../src/model.js';
import { snowflakeAt } from '../../../src/sources/discord/schemas.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { createDiscordSources } from '../../../src/sources/kinds/discord.js';
import { type Answer, type ApiServer, type SearchParams, startApiServer } from '../../fixtures/api-server.js';

const SERVER = '700000000000000001';
const CHANNEL = '700000000000000002';
const ref = (target: string): SourceRef => ({
  id: `discord:${target}`,
  kind: 'discord',
  platform: 'discord',
  name: '#kernels',
  target,
  limit: 300,
});
const period = { from: '2026-04-06T00:00:00.000Z', to: '2026-04-07T00:00:00.000Z' };
/** The snowflake of that time on 6 April 2026, the `nth` of its millisecond. */
const at = (time: string, nth = 0) =>
  String(BigInt(snowflakeAt(Date.parse(`2026-04-06T${time}:00Z`))) + BigInt(nth));
const user = (id: number, username: string, global_name: string | null = null) => ({
  id: `80000000000000000${id}`,
  username,
  global_name,
});
const ADA = user(1, 'ada.l', 'Ada');
const BOB = user(2, 'bob');
const message = (id: string, content: string, more: object = {}) => ({
  id,
  channel_id: CHANNEL,
  type: 0,
  author: ADA,
  content,
  timestamp: '2026-04-06T12:00:00+00:00',
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  pinned: false,
  flags: 0,
  ...more,
});
const channel = (more: object = {}): Answer => ({
  body: {
    id: CHANNEL,
    type: 0,
    guild_id: SERVER,
    name: 'kernels',
    last_message_id: at('20:00'),
    ...more,
  },
});
const refuse = (status: number, code: number, message: string): Answer => ({
  status,
  body: { message, code },
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

/** Responds by path; paths that a test does not set return an empty list. */
function route(answers: Record<string, Answer | ((asked: SearchParams) => Answer)>) {
  return (asked: SearchParams): Answer => {
    const found = answers[asked.path.replace('/api', '')];
    if (found) return typeof found === 'function' ? found(asked) : found;
    if (asked.path.endsWith('/messages')) return { body: [] };
    if (asked.path.includes('/threads/')) return { body: { threads: [], members: [], has_more: false } };
    return refuse(404, 10003, 'Unknown Channel');
  };
}

async function fetchAll(
  answers: Parameters<typeof route>[0],
  targets = [CHANNEL],
  cursors = new Map<string, string>(),
): Promise<FetchOutcome[]> {
  server = await startApiServer(route(answers));
  const options = { baseUrl: `${server.url}/api`, timeoutMs: 5000, maxBytes: 1e6, retryDelayMs: 1 };
  const sources = createDiscordSources(targets.map(ref), { ...options, token: 'Bot secret-token' });
  const outcomes: FetchOutcome[] = [];
  for (const source of sources)
    outcomes.push(
      ...(await source.fetch({
        period,
        now: '2026-04-07T07:00:00.000Z',
        cursors,
        signal: new AbortController().signal,
      })),
    );
  return outcomes;
}
const fetchOne = async (...asked: Parameters<typeof fetchAll>) =>
  (await fetchAll(...asked))[0] as FetchOutcome;

test('a message becomes plain text with names for mentions, links, reactions and replies', async () => {
  const content =
    'Thanks <@!800000000000000002>, <@&900000000000000001> see <#700000000000000099> and <#700000000000000002> <:party:1> ' +
    '@everyone since <t:1775433600:R>: **FP8** is 1.5x faster, ||really||, <https://example.org/fp8?utm_source=x> </ask me:1>';
  const opener = message(at('12:00'), content, {
    mentions: [BOB],
    reactions: [{ count: 3, emoji: { id: null, name: '🔥' } }, { count: 'x' }, { count: 2 }],
    attachments: [
      { id: '1', filename: 'bench.csv', size: 10, url: 'https://cdn.discordapp.com/a/bench.csv?ex=1' },
    ],
    embeds: [{ type: 'link', url: 'https://example.org/fp8', title: 'FP8', description: 'Their words' }],
  });
  const reply = message(at('12:05'), 'Same here on an H100 with 80 GB', {
    type: 19,
    author: BOB,
    message_reference: { type: 0, message_id: at('12:00'), channel_id: CHANNEL, guild_id: SERVER },
    referenced_message: opener,
  });
  const outcome = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: { body: [reply, opener, { id: 7 }] },
  });
  expect(outcome.error).toBeUndefined();
  expect(outcome.posts).toEqual([
    {
      id: `discord:${at('12:00')}`,
      sourceId: `discord:${CHANNEL}`,
      platform: 'discord',
      url: `https://discord.com/channels/${SERVER}/${CHANNEL}/${at('12:00')}`,
      author: 'Ada',
      title: '',
      text:
        'Thanks bob, see and #kernels since 2026-04-06: FP8 is 1.5x faster, really, https://example.org/fp8?utm_source=x /ask me' +
        '\n\nAttached: bench.csv',
      createdAt: '2026-04-06T12:00:00.000Z',
      metrics: { likes: 5, replies: 1 },
      links: ['https://example.org/fp8'],
      media: [],
      comments: [],
    },
    expect.objectContaining({
      author: 'bob',
      parentId: `discord:${at('12:00')}`,
      metrics: { likes: 0, replies: 0 },
    }),
  ]);
  expect(server?.asked[0]?.headers.authorization).toBe('Bot secret-token');
  expect(server?.asked[1]?.query).toEqual({ limit: '100', before: snowflakeAt(Date.parse(period.to)) });
});

test('notices, bots, webhooks and emoji are skipped; announcements from followed channels are not', async () => {
  const bot = { ...user(3, 'helper'), bot: true };
  const { posts } = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: {
      body: [
        message(at('12:09'), 'Ada joined', { type: 7 }),
        message(at('12:08'), 'A bot speaks', { author: bot }),
        message(at('12:07'), 'A hook speaks', { webhook_id: '900000000000000003', author: bot }),
        message(at('12:06'), '🔥 <:yes:12345678>'),
        message(at('12:05'), '', { flags: 1 << 14, message_snapshots: [{ message: { content: 'Secret' } }] }),
        message(at('12:04'), '', {
          poll: { question: { text: 'Which one?' }, answers: [{ poll_media: { text: 'FP8' } }, {}] },
        }),
        message(at('12:03'), '', {
          flags: 2,
          webhook_id: '900000000000000003',
          author: { ...user(4, 'Engine #news'), bot: true },
          embeds: [{ type: 'rich', title: 'Engine 2.0', description: 'It is **out**.' }],
        }),
      ],
    },
  });
  expect(posts.map(({ author, text }) => [author, text])).toEqual([
    ['Ada', 'Poll: Which one?\n- FP8'],
    ['Engine #news', 'Engine 2.0\n\nIt is out.'],
  ]);
});

test('pages are read down to the period, without older messages', async () => {
  const page = (hour: number) =>
    Array.from({ length: 100 }, (_, n) => message(at(`${hour}:00`, 100 - n), `Words ${hour} ${n}`));
  const older = message(snowflakeAt(Date.parse(period.from) - 1), 'Yesterday');
  const { posts } = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: ({ query }) => {
      const before = query.before ?? '';
      if (before === snowflakeAt(Date.parse(period.to))) return { body: page(20) };
      if (before === at('20:00', 1)) return { body: page(15) };
      return { body: [...page(10).slice(0, 99), older] };
    },
  });
  expect(posts).toHaveLength(299);
  expect(server?.asked.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(3);
});

test('threads join their opener; private threads and those of other channels are not read', async () => {
  const thread = (id: string, more: object = {}) => ({
    id,
    type: 11,
    guild_id: SERVER,
    parent_id: CHANNEL,
    name: 'FP8 on Blackwell',
    last_message_id: at('18:00'),
    message_count: 4,
    thread_metadata: { archived: false, archive_timestamp: '2026-04-06T12:00:00+00:00' },
    ...more,
  });
  const open = at('12:00');
  const archived = at('13:00');
  const { posts } = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: {
      body: [message(open, 'FP8 is slow for me', { flags: 32, thread: thread(open) })],
    },
    [`/guilds/${SERVER}/threads/active`]: {
      body: {
        threads: [
          thread(open),
          thread('700000000000000050', { type: 12 }),
          thread('700000000000000051', { parent_id: '700000000000000009' }),
          thread('500000000000000052', { last_message_id: '500000000000000053' }),
        ],
      },
    },
    [`/channels/${CHANNEL}/threads/archived/public`]: ({ query }) => ({
      body: query.before
        ? {
            threads: [
              thread('500000000000000054', {
                last_message_id: null,
                thread_metadata: { archive_timestamp: '2026-04-01T00:00:00+00:00' },
              }),
            ],
            has_more: true,
          }
        : { threads: [thread(archived)], has_more: true },
    }),
    [`/channels/${open}/messages`]: {
      body: [
        message(at('12:10'), 'A newer driver fixed it', { channel_id: open, author: BOB }),
        message(at('12:01'), '', { type: 21, channel_id: open }),
      ],
    },
    [`/channels/${archived}/messages`]: {
      body: [message(at('13:05'), 'Archived words', { channel_id: archived })],
    },
  });
  const byText = new Map(posts.map((post) => [post.text, post]));
  expect(byText.get('FP8 is slow for me')?.metrics).toEqual({ likes: 0, replies: 4 });
  expect(byText.get('A newer driver fixed it')).toMatchObject({
    parentId: `discord:${open}`,
    threadId: `discord:${open}`,
    url: `https://discord.com/channels/${SERVER}/${open}/${at('12:10')}`,
  });
  expect(byText.has('Archived words')).toBe(true);
  expect(posts).toHaveLength(3);
  const read = server?.asked.filter(({ path }) => path.endsWith('/messages')).map(({ path }) => path);
  expect(new Set(read)).toEqual(
    new Set([CHANNEL, open, archived].map((id) => `/api/channels/${id}/messages`)),
  );
});

test('the opener of a forum thread has its title', async () => {
  const thread = {
    id: at('09:00'),
    type: 11,
    parent_id: CHANNEL,
    name: 'New paper on FP8',
    last_message_id: at('09:05'),
  };
  const { posts } = await fetchOne({
    [`/channels/${CHANNEL}`]: channel({ type: 15 }),
    [`/guilds/${SERVER}/threads/active`]: { body: { threads: [thread] } },
    [`/channels/${thread.id}/messages`]: {
      body: [
        message(at('09:05'), 'I read it', { channel_id: thread.id }),
        message(thread.id, 'It halves the memory', { channel_id: thread.id }),
      ],
    },
  });
  expect(posts.map(({ title, parentId }) => [title, parentId])).toEqual([
    ['New paper on FP8', undefined],
    ['', `discord:${thread.id}`],
  ]);
  expect(server?.asked.some(({ path }) => path === `/api/channels/${CHANNEL}/messages`)).toBe(false);
});

test('deleted messages are withdrawn', async () => {
  const answers = {
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: { body: [message(at('12:00'), 'This stays')] },
  };
  const known = [`discord:${at('12:00')}`, `discord:${at('12:01')}`, `discord:${snowflakeAt(0)}`];
  const outcome = await fetchOne(
    answers,
    [CHANNEL],
    new Map([[`discord:${CHANNEL}`, JSON.stringify(known)]]),
  );
  expect(outcome.withdrawn).toEqual([`discord:${at('12:01')}`]);
  expect(JSON.parse(outcome.cursor ?? '')).toEqual([`discord:${at('12:00')}`]);
});

test('an exhausted rate limit delays the next request of its route', async () => {
  const times: number[] = [];
  const { posts, error } = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: ({ query }) => {
      times.push(performance.now());
      const headers = {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': '0.08',
        'x-ratelimit-limit': '5',
      };
      if (times.length === 2)
        return {
          status: 429,
          headers: { 'retry-after': '0', 'x-ratelimit-scope': 'user' },
          body: { message: 'You are being rate limited.', retry_after: 0.01, global: false },
        };
      const isFirst = query.before === snowflakeAt(Date.parse(period.to));
      return {
        headers,
        body: isFirst
          ? Array.from({ length: 100 }, (_, n) => message(at('20:00', 100 - n), `Words ${n}`))
          : [message(at('19:00'), 'The last words')],
      };
    },
  });
  expect(error).toBeUndefined();
  expect(posts).toHaveLength(101);
  expect(times).toHaveLength(3);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(70);
});

test.each<[string, Answer, Partial<FetchOutcome>]>([
  [
    "Discord's rate limit is reached: retry in 120 s",
    limited('user'),
    { refused: true, notBefore: '2026-04-07T07:02:00.000Z' },
  ],
  ["Discord's rate limit is reached: retry in 120 s", limited('shared'), { refused: true }],
  ['the bot cannot see this channel', refuse(403, 50001, 'Missing Access'), {}],
  ['the bot cannot read this channel', refuse(403, 50013, 'Missing Permissions'), {}],
  ['no such Discord channel', refuse(404, 10003, 'Unknown Channel'), {}],
  ['Discord responded with status 400: Invalid Form Body', refuse(400, 50035, 'Invalid Form Body'), {}],
  ['this is a category', channel({ type: 4 }), {}],
  ['this is not a channel of a server', channel({ type: 1, guild_id: undefined }), {}],
  ['Discord sent an unexpected response', { body: [] }, {}],
])('%s: only this channel fails', async (error, answer, more) => {
  const other = '700000000000000003';
  const [first, second] = await fetchAll(
    {
      [`/channels/${CHANNEL}`]: answer,
      [`/channels/${other}`]: channel({ id: other, last_message_id: null }),
    },
    [CHANNEL, other],
  );
  expect(first).toMatchObject({ posts: [], error: expect.stringContaining(error), ...more });
  expect(second?.error).toBeUndefined();
});

function limited(scope: string): Answer {
  return {
    status: 429,
    headers: { 'retry-after': '120', 'x-ratelimit-scope': scope },
    body: { message: 'You are being rate limited.', retry_after: 119.5, global: scope === 'global' },
  };
}

test.each<[string, Answer]>([
  ['Discord rejected DISCORD_BOT_TOKEN', refuse(401, 0, '401: Unauthorized')],
  ["Discord's rate limit is reached: retry in 120 s", limited('global')],
  [
    "Discord's rate limit is reached: retry in 60 s",
    { status: 429, headers: { 'retry-after': '60' }, body: '<html>banned</html>' },
  ],
])('%s: no more requests in this run', async (error, answer) => {
  const outcomes = await fetchAll({ [`/channels/${CHANNEL}`]: answer }, [CHANNEL, '700000000000000003']);
  for (const outcome of outcomes) expect(outcome.error).toContain(error);
  expect(server?.asked).toHaveLength(1);
});

test.each([
  ['Message Content Intent', [message(at('12:00'), ''), message(at('11:00'), 'To the bot: hello there')]],
  ['Read Message History', []],
])('hidden content is an error: %s', async (error, messages) => {
  const outcome = await fetchOne({
    [`/channels/${CHANNEL}`]: channel(),
    [`/channels/${CHANNEL}/messages`]: { body: messages },
  });
  expect(outcome.error).toContain(error);
});

test('without a token, every channel is skipped', async () => {
  const [source] = createDiscordSources([ref(CHANNEL)], { timeoutMs: 1, maxBytes: 1 });
  const [outcome] =
    (await source?.fetch({ period, now: period.to, cursors: new Map(), signal: AbortSignal.abort() })) ?? [];
  expect(outcome?.skipped).toBe('no DISCORD_BOT_TOKEN');
});

test.each([
  `https://discord.com/channels/${SERVER}/${CHANNEL}`,
  `https://ptb.discord.com/channels/${SERVER}/${CHANNEL}/${SERVER}`,
])('%s is a channel', (address) =>
  expect(recognizeSource(new URL(address))).toEqual({ path: ['discord'], entry: CHANNEL }),
);
