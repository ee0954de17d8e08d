// Finds a channel's public threads with messages since a given time.
import type { DiscordClient } from './discord-client.js';
import {
  CHANNEL_TYPES,
  type Channel,
  type Thread,
  threadListSchema,
  threadSchema,
  timeOfSnowflake,
} from './schemas.js';

/** Threads per page of the archive. */
const PAGE_SIZE = 100;
const MAX_PAGES = 5;

/** Active threads by server. Channels of one server share the response. */
export type ActiveThreads = Map<string, Promise<Thread[]>>;

/** Finds the channel's threads with messages since `since` (ms), newest activity first. Throws a SourceError. */
export async function findThreads(
  channel: Channel & { guild_id: string },
  since: number,
  client: DiscordClient,
  active: ActiveThreads,
  signal: AbortSignal,
): Promise<Thread[]> {
  const server = channel.guild_id;
  const listed = active.get(server) ?? listActive(server, client, signal);
  active.set(server, listed);
  const found = [...(await listed), ...(await listArchived(channel.id, since, client, signal))];
  const own = found.filter(
    (thread) =>
      thread.parent_id === channel.id &&
      thread.type !== CHANNEL_TYPES.privateThread &&
      lastActivity(thread) >= since,
  );
  return [...new Map(own.map((thread) => [thread.id, thread])).values()].sort(
    (a, b) => lastActivity(b) - lastActivity(a),
  );
}

function lastActivity({ id, last_message_id }: Thread): number {
  return timeOfSnowflake(last_message_id ?? id);
}

async function listActive(server: string, client: DiscordClient, signal: AbortSignal): Promise<Thread[]> {
  const list = await client.get(`/guilds/${server}/threads/active`, threadListSchema, signal);
  return readThreads(list.threads);
}

/** Latest archived first. An archived thread gets no messages, so one archived before `since` has nothing new. */
async function listArchived(
  channelId: string,
  since: number,
  client: DiscordClient,
  signal: AbortSignal,
): Promise<Thread[]> {
  const found: Thread[] = [];
  let before: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE), ...(before && { before }) });
    const path = `/channels/${channelId}/threads/archived/public?${query}`;
    const list = await client.get(path, threadListSchema, signal);
    const threads = readThreads(list.threads);
    found.push(...threads);
    const archived = threads.at(-1)?.thread_metadata?.archive_timestamp;
    if (!list.has_more || !archived || Date.parse(archived) < since || archived === before) break;
    before = archived;
  }
  return found;
}

function readThreads(threads: unknown[]): Thread[] {
  return threads.flatMap((each) => threadSchema.safeParse(each).data ?? []);
}
