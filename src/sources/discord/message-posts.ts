// Converts members' messages to posts. Reactions and replies count as engagement.
import { canonicalUrls } from '../../base/url.js';
import type { Post, SourceRef } from '../../model.js';
import { markdownUrls } from '../http/markdown.js';
import { memberName, readMarkdown, readMessageText } from './message-text.js';
import { type Message, type Thread, timeOfSnowflake } from './schemas.js';

/** Message types with members' text; all other types are notices or commands. */
const PLAIN_MESSAGE = 0;
const REPLY_MESSAGE = 19;
/** A message from an announcement channel that this one follows: a person wrote it, a webhook delivered it. */
const IS_CROSSPOST = 1 << 1;

/** A message and its thread. */
export interface ReadMessage {
  message: Message;
  thread?: Thread;
}

export interface DiscordServer {
  guildId: string;
  /** Names of channels, by id. */
  channels: ReadonlyMap<string, string>;
}

/** Members' messages with text, in the order read. */
export function readPosts(read: ReadMessage[], server: DiscordServer, ref: SourceRef): Post[] {
  const replies = countReplies(read);
  return read.flatMap((each) => {
    if (!isByMember(each.message)) return [];
    return postOf(each, server, ref, replies.get(each.message.id) ?? 0) ?? [];
  });
}

/** Whether a person wrote the message, rather than a system, bot or webhook. */
export function isByMember({ type, author, webhook_id, flags = 0 }: Message): boolean {
  if (type !== PLAIN_MESSAGE && type !== REPLY_MESSAGE) return false;
  return (flags & IS_CROSSPOST) !== 0 || !(author.bot || webhook_id);
}

/** Whether Discord removed the content, as it does for bots without the message content intent. Nobody can send an empty message. */
export function isEmptied(message: Message): boolean {
  const { content, attachments, embeds, sticker_items, message_snapshots, poll } = message;
  const parts = attachments.length + embeds.length + (sticker_items?.length ?? 0);
  return isByMember(message) && !content && parts === 0 && !message_snapshots && !poll;
}

/** The number of answers to each message: replies and messages in its thread. */
function countReplies(read: ReadMessage[]): Map<string, number> {
  const replies = new Map<string, number>();
  const add = (id: string | undefined) => id && replies.set(id, (replies.get(id) ?? 0) + 1);
  for (const { message, thread } of read) {
    const answered = message.type === REPLY_MESSAGE ? message.message_reference?.message_id : undefined;
    if (isByMember(message) && message.id !== thread?.id) add(answered ?? thread?.id);
  }
  for (const { message } of read) {
    const inThread = message.thread?.message_count ?? 0;
    if (inThread > (replies.get(message.id) ?? 0)) replies.set(message.id, inThread);
  }
  return replies;
}

function postOf(
  { message, thread }: ReadMessage,
  { guildId, channels }: DiscordServer,
  ref: SourceRef,
  replies: number,
): Post | undefined {
  const text = readMessageText(message, channels);
  if (!/\p{L}/u.test(text)) return undefined;
  const url = `https://discord.com/channels/${guildId}/${message.channel_id}/${message.id}`;
  const opens = message.id === thread?.id;
  const answered = message.type === REPLY_MESSAGE ? message.message_reference?.message_id : undefined;
  const parent = answered ?? (opens ? undefined : thread?.id);
  const pages = canonicalUrls([
    ...markdownUrls(readMarkdown(message, channels)),
    ...message.embeds.map((each) => each.url),
  ]).filter((link) => !isInsideDiscord(link));
  return {
    id: `discord:${message.id}`,
    sourceId: ref.id,
    platform: ref.platform,
    url,
    author: memberName(message.author),
    title: opens ? (thread?.name ?? '') : '',
    text,
    createdAt: new Date(timeOfSnowflake(message.id)).toISOString(),
    metrics: { likes: message.reactions.reduce((sum, { count }) => sum + count, 0), replies },
    links: [...new Set(pages)],
    media: [],
    ...(parent && { parentId: `discord:${parent}` }),
    ...(thread && { threadId: `discord:${thread.id}` }),
    comments: [],
  };
}

/** Whether the URL leads to another message, or to a file whose address expires within a day. */
function isInsideDiscord(url: string): boolean {
  return /^https:\/\/(?:discord(?:app)?\.com\/channels\/|(?:cdn|media)\.discordapp\.(?:com|net)\/)/.test(url);
}
