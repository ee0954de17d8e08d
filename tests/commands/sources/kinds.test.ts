// The kinds of sources with an API of their own, from sources.yaml to the finished issue, as a user runs them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snowflakeAt } from '../../../src/sources/discord/schemas.js';
import { type Answer, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { newFolder, tidings } from '../../fixtures/cli.js';

const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const NOON = `${DAY}T12:00:00Z`;
const SERVER = '700000000000000001';
const CHANNEL = '700000000000000002';
const HIDDEN = '700000000000000003';
const MESSAGE = snowflakeAt(Date.parse(NOON));
const message = {
  id: MESSAGE,
  channel_id: CHANNEL,
  type: 0,
  author: { id: '800000000000000001', username: 'ada' },
  content: 'The Vulkan backend of Engine 2.4 reaches 117 tokens per second on a Radeon card, CUDA only 92.',
  reactions: [{ count: 14 }],
};
const status = (id: string, words: string) => ({
  id,
  uri: `https://example.social/@mira/${id}`,
  url: `https://example.social/@mira/${id}`,
  created_at: NOON,
  content: `<p>${words}</p>`,
  visibility: 'public',
  account: { id: '7', acct: 'mira' },
  favourites_count: 120,
});
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>ArXiv Query</title><entry>
  <id>http://arxiv.org/abs/2611.01234v1</id><published>${NOON}</published><updated>${NOON}</updated>
  <title>Sparse Keys for Long Contexts</title><author><name>Lin Wei</name></author>
  <summary>We prune 60 percent of all keys, and Llama models lose 0.2 points on MMLU.</summary></entry></feed>`;
const TELEGRAM = `<section class="tgme_channel_history"><div class="tgme_widget_message js-widget_message" data-post="acme_news/41">
  <div class="tgme_widget_message_text js-message_text">Acme opens a data center in Oslo with 40,000 GPUs on 3 May.</div>
  <time datetime="${NOON}" class="time">12:00</time></div></section>`;

const ANSWERS: Record<string, unknown> = {
  [`/channels/${CHANNEL}`]: {
    id: CHANNEL,
    type: 0,
    guild_id: SERVER,
    name: 'kernels',
    last_message_id: MESSAGE,
  },
  [`/channels/${CHANNEL}/messages`]: [message],
  [`/guilds/${SERVER}/threads/active`]: { threads: [] },
  [`/channels/${CHANNEL}/threads/archived/public`]: { threads: [], has_more: false },
  '/api/v1/accounts/lookup': { id: '7', acct: 'mira' },
  '/api/v1/accounts/7/statuses': [
    status('111', 'Mistral Large 4 has 240B parameters and scores 71% on SWE-bench.'),
  ],
  '/api/v1/timelines/tag/llm': [status('222', 'Ollama 0.9 loads Qwen 3.5 in 3 seconds on an M5 Mac.')],
  '/t/ai.json': [
    {
      short_id: 'abc123',
      created_at: NOON,
      title: 'Prompt injection in 12 popular coding agents',
      url: 'https://blog.example/injection',
      score: 84,
      comment_count: 31,
      submitter_user: 'kris',
    },
  ],
  '/t/ai/page/2.json': [],
  '/repos/acme/engine/releases': [
    {
      id: 5,
      tag_name: 'v2.4.0',
      draft: false,
      prerelease: false,
      published_at: NOON,
      html_url: 'https://github.com/acme/engine/releases/tag/v2.4.0',
      body: 'Vulkan runs 20% faster than CUDA on small models.',
    },
  ],
  '/search/repositories': {
    items: [
      {
        id: 9,
        full_name: 'tinyco/agent-shell',
        html_url: 'https://github.com/tinyco/agent-shell',
        description: 'Runs coding agents in sandboxes that start in 12 ms',
        created_at: NOON,
        stargazers_count: 2310,
      },
    ],
  },
  '/api/query': ATOM,
  '/s/acme_news': TELEGRAM,
};

let server: ApiServer;
let folder: string;
beforeAll(async () => {
  server = await startApiServer(({ path }): Answer => {
    if (path === `/channels/${HIDDEN}`)
      return { status: 403, body: { message: 'Missing Access', code: 50001 } };
    const body = ANSWERS[path];
    return body === undefined ? { status: 404, body: {} } : { body };
  });
  folder = newFolder();
  const variables = ['DISCORD', 'MASTODON', 'LOBSTERS', 'GITHUB', 'ARXIV', 'TELEGRAM'];
  const env = variables.map((name) => `${name}_BASE_URL=${server.url}`);
  writeFileSync(join(folder, '.env'), [...env, 'DISCORD_BOT_TOKEN=secret-0123', ''].join('\n'));
  writeFileSync(
    join(folder, 'sources.yaml'),
    `publication: { name: Kinds }
recaps: [{ title: Blogs and News, from: feeds, maxBullets: 8 }]
sources:
  discord: ["${CHANNEL}", { id: "${HIDDEN}", name: "#hidden" }]
  mastodon: { accounts: ["@mira@example.social"], tags: [llm@example.social] }
  lobsters: [ai]
  github: { releases: [acme/engine], newRepositories: [{ query: "topic:llm" }] }
  arxiv: [cs.LG]
  telegram: [acme_news]
`,
  );
});
afterAll(() => server.close());

test('check, run and doctor: each kind in the issue, the Discord Recap, the channel that fails with its way out', async () => {
  const checked = await tidings(['sources', 'check'], folder);
  expect(checked.code).toBe(1);
  expect(checked.stdout).toContain('8 of 9 answered');
  expect(checked.stdout).toMatch(/#hidden.*the bot cannot see this channel: invite it/);

  const ran = await tidings(['run', '--json'], folder);
  expect(ran.code, ran.stderr).toBe(0);
  const { sections, sources } = JSON.parse(ran.stdout) as {
    sections: { recap: string }[];
    sources: { checked: number; failed: unknown[] };
  };
  expect(new Set(sections.map(({ recap }) => recap))).toEqual(new Set(['Blogs and News', 'Discord Recap']));
  expect(sources).toMatchObject({ checked: 9 });
  const outbox = join(folder, 'data', 'outbox');
  const mail = readdirSync(outbox).find((name) => name.endsWith('.html')) ?? '';
  const html = readFileSync(join(outbox, mail), 'utf8');
  expect(html).toContain('We checked 7 feeds and 2 Discord channels; 1 did not answer (#hidden).');
  expect(html).toContain('#kernels · 14 reactions');
  expect(html).not.toContain('secret-0123');
  const links = [
    `https://discord.com/channels/${SERVER}/${CHANNEL}/${MESSAGE}`,
    'https://example.social/@mira/111',
    'https://example.social/@mira/222',
    'https://lobste.rs/s/abc123',
    'https://github.com/acme/engine/releases/tag/v2.4.0',
    'https://github.com/tinyco/agent-shell',
    'https://arxiv.org/abs/2611.01234',
    'https://t.me/acme_news/41',
  ];
  expect(links.filter((link) => !html.includes(link))).toEqual([]);

  const doctor = await tidings(['doctor'], folder);
  expect(doctor.stdout).toContain('7 feeds, 2 Discord channels');
  expect(doctor.stdout).toContain('the bot cannot see this channel');
  expect(server.asked.some(({ path }) => path.startsWith(`/channels/${HIDDEN}/`))).toBe(false);
});

test.each([
  [`https://discord.com/channels/${SERVER}/700000000000000009`, '700000000000000009'],
  ['@bob@other.social', '@bob@other.social'],
  ['https://lobste.rs/t/rust', 'rust'],
  ['https://github.com/acme/tool', 'acme/tool'],
  ['https://arxiv.org/list/cs.CL/recent', 'cs.CL'],
  ['https://t.me/other_news', 'other_news'],
])('sources add %s', async (address, entry) => {
  const { code, stderr } = await tidings(['sources', 'add', address], folder);
  expect(code, stderr).toBe(0);
  expect(readFileSync(join(folder, 'sources.yaml'), 'utf8')).toContain(entry);
});
