// An issue as a message for a Discord webhook.
import { truncate } from '../../base/text.js';
import { type Highlights, takeFitting, withoutAutoLinks } from './highlights.js';

// https://discord.com/developers/docs/resources/message#embed-object-embed-limits
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 4096;

/** The JSON body: one embed, which mentions nobody. */
export function renderDiscord({ title, subtitle, url, lines }: Highlights): object {
  const items = lines.map((line) => `- ${escapeMarkup(line.text)} ${link(line.source, line.url)}`);
  const head = [escapeMarkup(subtitle), ''];
  const room = MAX_DESCRIPTION - head.join('\n').length;
  return {
    embeds: [
      {
        title: truncate(title, MAX_TITLE),
        url,
        description: [...head, ...takeFitting(items, room)].join('\n'),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

function link(words: string, url: string | undefined): string {
  return url ? `([${escapeMarkup(words)}](<${url.replaceAll('>', '%3E')}>))` : `(${escapeMarkup(words)})`;
}

/** Escapes Discord's Markdown. */
function escapeMarkup(text: string): string {
  return withoutAutoLinks(text)
    .replace(/[\\`*_~|<>[\]()#]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.');
}
