// A message as plain text: mentions become names; custom emoji and Discord's markup are removed.
import { calendarDay } from '../../base/date-format.js';
import { plainMarkdown } from '../http/markdown.js';
import type { Message, User } from './schemas.js';

/** A member's display name. */
export function memberName({ global_name, username }: User): string {
  return global_name?.trim() || username;
}

/**
 * Converts Discord's Markdown to common Markdown. Drops mentions without a name in `channels` (names by id) or the
 * message.
 */
export function readMarkdown(message: Message, channels: ReadonlyMap<string, string>): string {
  const users = new Map(message.mentions.map((user) => [user.id, memberName(user)]));
  const named = new Map([
    ...channels,
    ...message.mention_channels.map(({ id, name }) => [id, name] as const),
  ]);
  return message.content
    .replace(/<@!?(\d+)>/g, (_, id: string) => users.get(id) ?? '')
    .replace(/<@&\d+>/g, '')
    .replace(/<#(\d+)>/g, (_, id: string) => (named.has(id) ? `#${named.get(id)}` : ''))
    .replace(/<\/([^:<>\n]{1,100}):\d+>/g, '/$1')
    .replace(/<a?:\w+:\d+>|<id:\w+>|@(?:everyone|here)\b/g, '')
    .replace(/<t:(-?\d{1,13})(?::[a-zA-Z])?>/g, (_, seconds: string) => readTimestamp(Number(seconds)))
    .replace(/<(https?:\/\/[^\s<>]+)>/g, '$1')
    .replace(/\|\|([^|]+)\|\|/g, '$1')
    .replace(/^-# /gm, '')
    .replace(/^>>> /gm, '> ');
}

/** Plain text of the message, its poll, its own embeds, and the names of its attachments. */
export function readMessageText(message: Message, channels: ReadonlyMap<string, string>): string {
  const said = plainMarkdown(readMarkdown(message, channels))
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/[^\S\n]+(?=[,.;:!?](?:\s|$))/g, '')
    .replace(/^[,.;:\s]+|[^\S\n]+$/gm, '')
    .trim();
  return [said || readEmbeds(message), readPoll(message), readAttachments(message)]
    .filter(Boolean)
    .join('\n\n');
}

/** Reads embeds only of messages without text, because link previews repeat other people's pages. */
function readEmbeds({ embeds }: Message): string {
  return embeds
    .map(({ title, description }) => plainMarkdown([title, description].filter(Boolean).join('\n\n')))
    .filter(Boolean)
    .join('\n\n');
}

function readPoll({ poll }: Message): string {
  if (!poll?.question.text) return '';
  return `Poll: ${poll.question.text}\n${poll.answers.map(({ poll_media }) => `- ${poll_media.text}`).join('\n')}`;
}

function readAttachments({ attachments }: Message): string {
  if (attachments.length === 0) return '';
  const names = attachments.map(({ filename, title, description }) =>
    [title || filename, description?.trim()].filter(Boolean).join(': '),
  );
  return `Attached: ${names.join(', ')}`;
}

/** A timestamp as a day, because readers' time zones are unknown. */
function readTimestamp(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : calendarDay(date, 'UTC');
}
