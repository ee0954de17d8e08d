// An issue as a message for a Slack incoming webhook.
import { type Highlights, takeFitting, withoutAutoLinks } from './highlights.js';

/** Slack truncates longer messages: https://docs.slack.dev/changelog/2018-truncating-really-long-messages */
const MAX_MESSAGE_CHARACTERS = 4000;

/** The JSON body in Slack's mrkdwn. `&`, `<` and `>` are its only control characters, so no text can mention anyone. */
export function renderSlack({ title, subtitle, url, lines }: Highlights): object {
  const head = [`*${link(title, url)}*`, escapeMarkup(subtitle), ''];
  const items = lines.map((line) => `• ${escapeMarkup(line.text)} ${link(line.source, line.url)}`);
  const room = MAX_MESSAGE_CHARACTERS - head.join('\n').length;
  return {
    text: [...head, ...takeFitting(items, room)].join('\n'),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function link(words: string, url: string | undefined): string {
  // A bar would end the address.
  return url
    ? `<${escapeCharacters(url).replaceAll('|', '%7C')}|${escapeMarkup(words)}>`
    : escapeMarkup(words);
}

/** A word joiner disables a formatting mark; Slack has no escape for them. */
function escapeMarkup(text: string): string {
  return escapeCharacters(withoutAutoLinks(text).replace(/[*_~`]/g, '\u2060$&\u2060'));
}

function escapeCharacters(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
