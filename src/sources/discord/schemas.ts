// Schemas of Discord's API (https://discord.com/developers/docs), limited to the fields that Tidings reads.
import { z } from 'zod';

export const snowflake = z.string().regex(/^\d{5,20}$/);
const text = z.string().catch('');
const count = z.int().min(0).catch(0);

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
export const CHANNEL_TYPES = {
  dm: 1,
  groupDm: 3,
  category: 4,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  directory: 14,
  forum: 15,
  media: 16,
} as const;

export const channelSchema = z.object({
  id: snowflake,
  type: z.int(),
  guild_id: snowflake.optional(),
  name: z.string().nullish(),
  parent_id: snowflake.nullish(),
  last_message_id: snowflake.nullish(),
});
export type Channel = z.output<typeof channelSchema>;

export const threadSchema = channelSchema.extend({
  message_count: count.optional(),
  thread_metadata: z
    .object({ archive_timestamp: z.iso.datetime({ offset: true }) })
    .optional()
    .catch(undefined),
});
export type Thread = z.output<typeof threadSchema>;

export const threadListSchema = z.object({
  threads: z.array(z.unknown()),
  has_more: z.boolean().optional(),
});

const user = z.object({
  id: snowflake,
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});
export type User = z.output<typeof user>;

const attachment = z.object({
  filename: z.string(),
  title: z.string().nullish(),
  description: z.string().nullish(),
});
const embed = z.object({
  title: z.string().nullish(),
  description: z.string().nullish(),
  url: z.string().nullish(),
});
const answer = z.object({ poll_media: z.object({ text: z.string() }) });

/** Drops list items that do not match the documentation, such as a message without an id or an author. */
const listOf = <T extends z.ZodType>(part: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((parts): z.output<T>[] => parts.flatMap((each) => part.safeParse(each).data ?? []));

export const messageSchema = z.object({
  id: snowflake,
  channel_id: snowflake,
  type: z.int(),
  author: user,
  content: text,
  flags: count.optional(),
  webhook_id: snowflake.optional().catch(undefined),
  mentions: listOf(user),
  mention_channels: listOf(z.object({ id: snowflake, name: z.string() })),
  attachments: listOf(attachment),
  embeds: listOf(embed),
  reactions: listOf(z.object({ count })),
  sticker_items: z.array(z.unknown()).optional().catch(undefined),
  message_snapshots: z.array(z.unknown()).optional().catch(undefined),
  message_reference: z
    .object({
      type: z.int().optional(),
      message_id: snowflake.optional(),
      channel_id: snowflake.optional(),
    })
    .optional()
    .catch(undefined),
  thread: threadSchema.optional().catch(undefined),
  poll: z
    .object({ question: z.object({ text }), answers: listOf(answer) })
    .optional()
    .catch(undefined),
});
export type Message = z.output<typeof messageSchema>;

export const messagesSchema = z.array(z.unknown());

const EPOCH_MS = 1_420_070_400_000n;

/** When a snowflake was created, in milliseconds since 1970. */
export function timeOfSnowflake(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH_MS);
}

/** The smallest snowflake of that time. */
export function snowflakeAt(ms: number): string {
  const since = BigInt(Math.floor(ms)) - EPOCH_MS;
  return String((since > 0n ? since : 0n) << 22n);
}
