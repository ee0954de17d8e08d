// Telegram, tested with a server that responds like the public preview of a channel.
import { afterEach, expect, test } from 'vitest';
import type { FetchOutcome } from '../../../src/model.js';
import { recognizeSource } from '../../../src/sources/index.js';
import { createTelegramSources } from '../../../src/sources/kinds/telegram.js';
import { type Answer, type Answering, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { fetchOnce, refsOf } from '../../fixtures/fetching.js';

const message = (number: number, inside: string, time = '2026-04-06T12:00:00+00:00', more = '') => `
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message${more}" data-post="acme_news/${number}" data-view="eyJ">
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/acme_news"><span dir="auto">Acme &amp; Co</span></a></div>
${inside}
<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">1.2K</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/acme_news/${number}"><time datetime="${time}" class="time">12:00</time></a></span></div></div>
</div></div></div>`;
const text = (html: string) =>
  `<div class="tgme_widget_message_text js-message_text" dir="auto">${html}</div>`;
const page = (messages: string[]): Answer => ({
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html><html><head><meta property="og:title" content="Acme &amp; Co"></head><body><section class="tgme_channel_history js-message_history">${messages.join('')}</section></body></html>`,
});

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function fetchFrom(answering: Answering, timeoutMs = 20_000): Promise<FetchOutcome> {
  server = await startApiServer(answering);
  const options = { baseUrl: server.url, timeoutMs, maxBytes: 1e6, retryDelayMs: 1 };
  const [outcome] = await fetchOnce(createTelegramSources(refsOf({ telegram: ['@Acme_News'] }), options));
  return outcome as FetchOutcome;
}

test('a message has text, links, reactions, views and the answered message; the channel has a title', async () => {
  const outcome = await fetchFrom(() =>
    page([
      message(
        41,
        `<a class="tgme_widget_message_reply user-color-1" href="https://t.me/acme_news/40"><div class="tgme_widget_message_text js-message_reply_text" dir="auto">Old words</div></a>
        ${text('Engine <b>2.0</b> is &lt;out&gt;<i class="emoji"><b>🔥</b></i><br/>Get it at <a href="https://acme.example/get?utm_source=tg">acme.example/get</a> or ask <a href="https://t.me/acme_chat">@acme_chat</a>')}
        <a class="tgme_widget_message_link_preview" href="https://acme.example/card?a=1&amp;b=2"><div class="link_preview_title">Their title</div></a>
        <div class="tgme_widget_message_reactions"><span class="tgme_reaction"><i class="emoji"><b>👍</b></i>1.1K</span><span class="tgme_reaction tgme_reaction_paid"><i class="icon"></i>5</span></div>`,
      ),
    ]),
  );
  expect(outcome).toEqual({
    sourceId: 'telegram:acme_news',
    title: 'Acme & Co',
    posts: [
      {
        id: 'telegram:acme_news/41',
        sourceId: 'telegram:acme_news',
        platform: 'web',
        url: 'https://t.me/acme_news/41',
        author: 'acme_news',
        title: '',
        text: 'Engine 2.0 is <out>🔥\nGet it at acme.example/get or ask @acme_chat',
        createdAt: '2026-04-06T12:00:00.000Z',
        metrics: { likes: 1105, views: 1200 },
        links: ['https://acme.example/get', 'https://acme.example/card?a=1&b=2'],
        media: [],
        parentId: 'telegram:acme_news/40',
        comments: [],
      },
    ],
  });
  expect(server?.asked[0]).toMatchObject({ path: '/s/acme_news', query: {} });
});

test('pages are read back to the period, without forwarded, empty and service messages', async () => {
  const { posts } = await fetchFrom(({ query }) =>
    query.before === '30'
      ? page([message(28, text('Too old'), '2026-04-05T23:00:00+00:00'), message(29, text('Words 29'))])
      : page([
          message(30, text('Words 30'), '2026-04-06T14:00:00+02:00'),
          message(31, text('Channel photo updated'), undefined, ' service_message'),
          message(32, '<a class="tgme_widget_message_photo_wrap" href="#"></a>'),
          message(
            33,
            `<div class="tgme_widget_message_forwarded_from">Forwarded from X</div>${text('Not ours')}`,
          ),
          message(34, text('🎉')),
        ]),
  );
  expect(posts.map((post) => [post.text, post.createdAt])).toEqual([
    ['Words 30', '2026-04-06T12:00:00.000Z'],
    ['Words 29', '2026-04-06T12:00:00.000Z'],
  ]);
  expect(server?.asked).toHaveLength(2);
});

test.each<[string, Answer | 'slow']>([
  [
    'Telegram shows no preview of @acme_news',
    { body: '<html><div class="tgme_page">Contact @acme_news</div></html>' },
  ],
  ['Telegram sent an unexpected page', { body: '<html>New look</html>' }],
  ['Telegram responded with status 404', { status: 404, body: '<html>' }],
  ['timed out after 0.3 s', 'slow'],
])('reports “%s”', async (error, answer) => {
  const outcome = await fetchFrom(() => answer, answer === 'slow' ? 300 : undefined);
  expect(outcome).toMatchObject({ posts: [], error: expect.stringContaining(error) });
});

test('a refusal sets the time of the next fetch', async () => {
  const outcome = await fetchFrom(() => ({ status: 429, headers: { 'retry-after': '60' }, body: '' }));
  expect(outcome).toMatchObject({ refused: true, notBefore: '2026-04-07T07:01:00.000Z' });
});

test.each([
  ['https://t.me/acme_news', 'acme_news'],
  ['https://t.me/s/acme_news/41', 'acme_news'],
  ['https://t.me/joinchat/AAAA', undefined],
  ['https://t.me/+AbCdEf', undefined],
])('recognizes %s', (address, entry) =>
  expect(recognizeSource(new URL(address))).toMatchObject(
    entry ? { path: ['telegram'], entry } : { path: ['feeds'] },
  ),
);
