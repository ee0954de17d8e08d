// Discord channels that the operator's bot can read.
import { z } from 'zod';
import type { Source, SourceRef } from '../../model.js';
import { type DiscordSession, fetchChannel } from '../discord/channel.js';
import { createDiscordClient } from '../discord/discord-client.js';
import type { JsonApiOptions } from '../http/json-api.js';
import {
  baseUrlVariable,
  defineKind,
  jsonApiOptions,
  limitSetting,
  nameSetting,
  secretVariable,
  textVariable,
} from './kind.js';

const channelId = z.string().regex(/^\d{5,20}$/, "a channel's number, in quotes");

export interface DiscordOptions extends JsonApiOptions {
  /** Without a token, every channel is skipped. */
  token?: string;
}

export const discord = defineKind({
  schema: z
    .array(
      z.union(
        [
          channelId,
          z.strictObject({
            id: channelId.describe('The last number in its address'),
            name: nameSetting,
            limit: limitSetting,
          }),
        ],
        { error: "a channel's number in quotes, or { id, name, limit }" },
      ),
    )
    .default([])
    .describe('Channels that your bot can read: numbers in quotes, or with settings'),
  refs: (entries) =>
    entries.map((entry) => {
      const { id, name, limit = 300 } = typeof entry === 'string' ? { id: entry } : entry;
      return {
        id: `discord:${id}`,
        kind: 'discord',
        platform: 'discord',
        name: name ?? `Discord channel ${id}`,
        isUnnamed: name === undefined,
        target: id,
        limit,
      };
    }),
  names: {
    discord: {
      heading: 'Discord channels',
      noun: 'Discord channel',
      recap: 'discord',
      recapTitle: 'Discord Recap',
    },
  },
  environment: { DISCORD_BOT_TOKEN: secretVariable, DISCORD_BASE_URL: baseUrlVariable },
  create: (refs, tools) =>
    createDiscordSources(refs, {
      ...jsonApiOptions(tools, 'DISCORD_BASE_URL'),
      token: textVariable(tools.env, 'DISCORD_BOT_TOKEN'),
    }),
  // A page link would need the server's number, and only members could open it.
  findHome: () => undefined,
  recognize({ hostname, pathname }, name) {
    if (!/^((www|ptb|canary)\.)?discord(app)?\.com$/.test(hostname)) return undefined;
    const id = /^\/channels\/\d{5,20}\/(\d{5,20})(?:\/\d{5,20}|\/threads\/\d{5,20})?\/?$/.exec(pathname)?.[1];
    if (!id) return undefined;
    return { entry: name ? { id, name } : id };
  },
});

/** Creates one source for each channel, all on one lane, with one client per run. */
export function createDiscordSources(refs: SourceRef[], { token, ...options }: DiscordOptions): Source[] {
  if (!token)
    return refs.map((ref) => ({
      refs: [ref],
      lane: 'discord',
      fetch: async () => [{ sourceId: ref.id, posts: [], skipped: 'no DISCORD_BOT_TOKEN' }],
    }));
  let session: DiscordSession | undefined;
  const openSession = (now: string): DiscordSession => {
    if (session?.client.now !== now)
      session = { client: createDiscordClient(token, options, now), active: new Map(), names: new Map() };
    return session;
  };
  return refs.map((ref) => ({
    refs: [ref],
    lane: 'discord',
    fetch: async (request) => [await fetchChannel(ref, openSession(request.now), request)],
  }));
}
