// Fetches a channel's messages of the period, including its threads.
import type { FetchOutcome, FetchRequest, Post, SourceRef } from '../../model.js';
import { outcomeOfFailure, SourceError } from '../http/failure.js';
import type { DiscordClient } from './discord-client.js';
import { isEmptied, type ReadMessage, readPosts } from './message-posts.js';
import {
  CHANNEL_TYPES,
  type Channel,
  channelSchema,
  type Message,
  messageSchema,
  messagesSchema,
  snowflakeAt,
  type Thread,
  timeOfSnowflake,
} from './schemas.js';
import { type ActiveThreads, findThreads } from './threads.js';

/** Messages per page. */
const PAGE_SIZE = 100;
/** Maximum pages of one channel and all its threads in one fetch. */
const MAX_PAGES = 40;
/** Maximum threads read in one fetch; those with the newest messages come first. */
const MAX_THREADS = 60;

/** State shared by the channels of one run. */
export interface DiscordSession {
  client: DiscordClient;
  active: ActiveThreads;
  /** Known names of the listed channels, by id. */
  names: Map<string, string>;
}

/** The messages read from a channel. */
interface Reading {
  messages: ReadMessage[];
  pagesLeft: number;
  /** Why some messages of the period were not read. */
  notes: string[];
}

/** Fetches a channel. Returns Discord's errors in the outcome and keeps messages read before a failure. */
export async function fetchChannel(
  ref: SourceRef,
  session: DiscordSession,
  request: FetchRequest,
): Promise<FetchOutcome> {
  const reading: Reading = { messages: [], pagesLeft: MAX_PAGES, notes: [] };
  const outcome: FetchOutcome = { sourceId: ref.id, posts: [] };
  let channel: (Channel & { guild_id: string }) | undefined;
  try {
    channel = await readChannel(ref.target, session.client, request.signal);
    if (channel.name) session.names.set(channel.id, channel.name);
    await readMessages(channel, reading, session, request);
    await checkReading(channel, reading, session.client, request);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    Object.assign(outcome, outcomeOfFailure(ref.id, error, request.now));
  }
  if (!channel) return outcome;
  const server = { guildId: channel.guild_id, channels: session.names };
  const { from, to } = request.period;
  const posts = readPosts(reading.messages, server, ref).filter(
    ({ createdAt }) => createdAt >= from && createdAt < to,
  );
  const isWhole = !outcome.error && reading.notes.length === 0;
  return {
    ...outcome,
    title: channel.name ? `#${channel.name}` : undefined,
    posts: chooseBest(posts, ref.limit),
    ...(isWhole && { withdrawn: findDeleted(posts, request, request.cursors.get(ref.id)) }),
    ...(isWhole && { cursor: JSON.stringify(posts.map(({ id }) => id)) }),
    ...(reading.notes.length > 0 && { note: reading.notes.join('; ') }),
  };
}

async function readChannel(id: string, client: DiscordClient, signal: AbortSignal) {
  const channel = await client.get(`/channels/${id}`, channelSchema, signal);
  const { type, guild_id } = channel;
  if (type === CHANNEL_TYPES.category)
    throw new SourceError('this is a category: list the numbers of its channels');
  if (!guild_id || type === CHANNEL_TYPES.directory)
    throw new SourceError('this is not a channel of a server');
  return { ...channel, guild_id };
}

async function readMessages(
  channel: Channel & { guild_id: string },
  reading: Reading,
  session: DiscordSession,
  request: FetchRequest,
): Promise<void> {
  const { client, active } = session;
  const isForum = channel.type === CHANNEL_TYPES.forum || channel.type === CHANNEL_TYPES.media;
  if (!isForum) await readPages(channel.id, undefined, reading, client, request);
  if (channel.type === CHANNEL_TYPES.publicThread || channel.type === CHANNEL_TYPES.privateThread) return;
  if (channel.type === CHANNEL_TYPES.announcementThread) return;
  const since = Date.parse(request.period.from);
  const threads = await findThreads(channel, since, client, active, request.signal);
  if (threads.length > MAX_THREADS) reading.notes.push(`only the newest ${MAX_THREADS} threads were read`);
  for (const { id, name } of threads) if (name) session.names.set(id, name);
  for (const thread of threads.slice(0, MAX_THREADS))
    await readPages(thread.id, thread, reading, client, request);
}

/** Reads pages newest first, down to the start of the period. */
async function readPages(
  channelId: string,
  thread: Thread | undefined,
  reading: Reading,
  client: DiscordClient,
  { period, signal }: FetchRequest,
): Promise<void> {
  const first = snowflakeAt(Date.parse(period.from));
  let before = snowflakeAt(Date.parse(period.to));
  for (;;) {
    if (reading.pagesLeft-- <= 0) {
      const note = 'more messages than are read in one fetch';
      if (!reading.notes.includes(note)) reading.notes.push(note);
      return;
    }
    const path = `/channels/${channelId}/messages?limit=${PAGE_SIZE}&before=${before}`;
    const page = await client.get(path, messagesSchema, signal);
    const messages = page.flatMap((each): Message | [] => messageSchema.safeParse(each).data ?? []);
    reading.messages.push(
      ...messages.filter(({ id }) => BigInt(id) >= BigInt(first)).map((message) => ({ message, thread })),
    );
    const oldest = messages.at(-1)?.id;
    if (page.length < PAGE_SIZE || !oldest || BigInt(oldest) < BigInt(first)) return;
    before = oldest;
  }
}

/** Throws a SourceError if Discord hides messages from the bot. */
async function checkReading(
  channel: Channel,
  { messages }: Reading,
  client: DiscordClient,
  { period, signal }: FetchRequest,
): Promise<void> {
  if (messages.some(({ message }) => isEmptied(message)))
    throw new SourceError(
      'Discord sends messages without text: enable “Message Content Intent” on the “Bot” page of your app (if it is enabled, disable and enable it again), https://discord.com/developers/applications',
    );
  const { id, type, last_message_id } = channel;
  const last = last_message_id ? new Date(timeOfSnowflake(last_message_id)).toISOString() : '';
  if (messages.length > 0 || type === CHANNEL_TYPES.forum || type === CHANNEL_TYPES.media) return;
  if (last < period.from || last >= period.to) return;
  // The newest message may have been deleted. Without the permission, even older messages are hidden.
  if ((await client.get(`/channels/${id}/messages?limit=1`, messagesSchema, signal)).length === 0)
    throw new SourceError(
      'the channel has new messages, but Discord sends none: grant the bot’s role “Read Message History” in the channel',
    );
}

function chooseBest(posts: Post[], limit: number): Post[] {
  const engagement = ({ metrics: { likes = 0, replies = 0 } }: Post) => likes + 1.5 * replies;
  return posts.toSorted((a, b) => engagement(b) - engagement(a)).slice(0, limit);
}

/** Ids of messages of the period that the last fetch returned and that no longer exist. */
function findDeleted(posts: Post[], { period }: FetchRequest, cursor: string | undefined): string[] {
  const present = new Set(posts.map(({ id }) => id));
  const before = cursor ? (JSON.parse(cursor) as string[]) : [];
  return before.filter((id) => {
    const createdAt = new Date(timeOfSnowflake(id.split(':')[1] ?? '0')).toISOString();
    return createdAt >= period.from && createdAt < period.to && !present.has(id);
  });
}
