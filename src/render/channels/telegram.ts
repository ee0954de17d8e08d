// An issue as a message of a Telegram bot.
import { escapeHtml } from '../../base/text.js';
import { type Highlights, takeFitting, withoutAutoLinks } from './highlights.js';

/**
 * Telegram counts the text without markup; this limit counts the markup, too.
 * https://core.telegram.org/bots/api#sendmessage
 */
const MAX_MESSAGE_CHARACTERS = 4096;

/** The JSON body of `sendMessage`. */
export function renderTelegram({ title, subtitle, url, lines }: Highlights, chat: string): object {
  const head = [`<b>${link(title, url)}</b>`, escapeMarkup(subtitle), ''];
  const items = lines.map((line) => `• ${escapeMarkup(line.text)} ${link(line.source, line.url)}`);
  const room = MAX_MESSAGE_CHARACTERS - head.join('\n').length;
  return {
    chat_id: chat,
    text: [...head, ...takeFitting(items, room)].join('\n'),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  };
}

function link(words: string, url: string | undefined): string {
  return url ? `<a href="${escapeHtml(url)}">${escapeMarkup(words)}</a>` : escapeMarkup(words);
}

function escapeMarkup(text: string): string {
  return escapeHtml(withoutAutoLinks(text));
}
