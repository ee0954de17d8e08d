import { expect, test } from 'vitest';
import { renderDiscord } from '../../../src/render/channels/discord.js';
import { listHighlights, takeFitting } from '../../../src/render/channels/highlights.js';
import { renderSlack } from '../../../src/render/channels/slack.js';
import { renderTelegram } from '../../../src/render/channels/telegram.js';
import { renderWebhook } from '../../../src/render/channels/webhook.js';
import { makeIssue } from '../../fixtures/issue.js';

const HOSTILE = '<!channel> *bold* [x](https://evil.example) refunds at evil-refund.example & </b>';
const hostile = {
  title: `${HOSTILE} title`,
  subtitle: HOSTILE,
  url: 'https://example.org/issues/a?b=1&c=2',
  lines: [{ text: HOSTILE, source: '@everyone', url: 'https://x.com/a/status/1' }],
};
const long = {
  title: 'T'.repeat(300),
  subtitle: 'S',
  url: undefined,
  lines: Array.from({ length: 60 }, () => ({
    text: 'w '.repeat(150),
    source: 'r/Name',
    url: 'https://a.example/',
  })),
};

test('highlights are the lead, then the first bullet of each section that the lead does not report', () => {
  const issue = makeIssue();
  const { title, url, lines } = listHighlights(issue, 'https://example.org/news');
  expect(title).toBe(issue.headline);
  expect(url).toBe(`https://example.org/news/issues/${issue.slug}`);
  expect(lines.length).toBeGreaterThan(issue.lead.length);
  for (const line of lines) expect(line).toMatchObject({ source: expect.any(String), url: /^https:/ });
});

test('Slack: control characters are escaped, nobody is mentioned, and only our links are links', () => {
  const { text } = renderSlack(hostile) as { text: string };
  expect(text).not.toContain('<!channel>');
  expect(text.match(/<[^>]+>/g)).toEqual([
    expect.stringMatching(/^<https:\/\/example\.org\/issues\/a\?b=1&amp;c=2\|/),
    expect.stringMatching(/^<https:\/\/x\.com\/a\/status\/1\|/),
  ]);
  expect(text).not.toContain('evil-refund.example');
  expect((renderSlack(long) as { text: string }).text.length).toBeLessThanOrEqual(4000);
});

test('Discord: Markdown is escaped, mentions are off, and the limits of an embed hold', () => {
  const { embeds, allowed_mentions } = renderDiscord(hostile) as {
    embeds: { title: string; description: string }[];
    allowed_mentions: unknown;
  };
  expect(allowed_mentions).toEqual({ parse: [] });
  expect(embeds[0]?.description).toContain('\\*bold\\* \\[x\\]\\(');
  expect(embeds[0]?.description).not.toContain('https://evil');
  const [embed] = (renderDiscord(long) as { embeds: { title: string; description: string }[] }).embeds;
  expect(embed?.title.length).toBeLessThanOrEqual(256);
  expect(embed?.description.length).toBeLessThanOrEqual(4096);
});

test('Telegram: HTML is escaped, bare domains and handles become no links, and the limit holds', () => {
  const { text, parse_mode, chat_id } = renderTelegram(hostile, '@news') as Record<string, string>;
  expect([parse_mode, chat_id]).toEqual(['HTML', '@news']);
  expect(text?.match(/<[^>]+>/g)).toEqual([
    '<b>',
    '<a href="https://example.org/issues/a?b=1&amp;c=2">',
    '</a>',
    '</b>',
    '<a href="https://x.com/a/status/1">',
    '</a>',
  ]);
  expect(text).not.toMatch(/refund\.example|@everyone/);
  expect((renderTelegram(long, '1') as { text: string }).text.length).toBeLessThanOrEqual(4096);
});

test('webhook: plain JSON of the issue', () => {
  const issue = makeIssue();
  expect(renderWebhook(issue, listHighlights(issue))).toMatchObject({
    type: 'issue.published',
    data: { id: issue.id, headline: issue.headline, url: undefined, highlights: expect.any(Array) },
  });
});

test('only whole lines are used', () => {
  expect(takeFitting(['aa', 'bb', 'cc'], 6)).toEqual(['aa', 'bb']);
  expect(takeFitting(['aa', 'bb'], 9)).toEqual(['aa', 'bb']);
});
