// The registry of source kinds, by their keys in sources.yaml, and functions over all kinds.
import { type ZodType, z } from 'zod';
import type { Source, SourceRef } from '../model.js';
import { arxiv } from './kinds/arxiv.js';
import { bluesky } from './kinds/bluesky.js';
import { discord } from './kinds/discord.js';
import { FEED_NAMES, feeds } from './kinds/feeds.js';
import { github } from './kinds/github.js';
import { hackerNews } from './kinds/hacker-news.js';
import type { Home, KindNames, SettingsEntry, SourceKind, SourceTools } from './kinds/kind.js';
import { lobsters } from './kinds/lobsters.js';
import { mastodon } from './kinds/mastodon.js';
import { subreddits } from './kinds/subreddits.js';
import { telegram } from './kinds/telegram.js';
import { x } from './kinds/x-accounts.js';
import { youtube } from './kinds/youtube.js';

/** To add a kind, add one file and one line here. Lists of sources follow this order. */
const SOURCE_KINDS = {
  subreddits,
  x,
  feeds,
  hackerNews,
  bluesky,
  youtube,
  discord,
  mastodon,
  lobsters,
  github,
  arxiv,
  telegram,
};

type Kinds = typeof SOURCE_KINDS;
const registered = Object.entries(SOURCE_KINDS) as [key: string, kind: SourceKind][];
const byName = new Map(registered.flatMap(([, kind]) => Object.keys(kind.names).map((name) => [name, kind])));

// ── for the configuration ───────────────────────────────────────────────────────────────────────────

type Schemas = { [Key in keyof Kinds]: Kinds[Key]['schema'] };
type Intersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer All,
) => void
  ? All
  : never;
type Environment = Intersection<NonNullable<Kinds[keyof Kinds]['environment']>>;

/** The schema of `sources` in sources.yaml. */
export const followedSchema = z.strictObject(
  Object.fromEntries(registered.map(([key, { schema }]) => [key, schema])) as Schemas,
);

export type Followed = z.output<typeof followedSchema>;

/** The environment variables that sources read. */
export const sourceEnvironment = Object.assign(
  {},
  ...registered.map(([, { environment }]) => environment),
) as Environment & Record<never, ZodType>;

/** Values of `from` in a recap that select all sources of a kind. */
export const RECAP_NAMES = [...new Set(registered.flatMap(([, kind]) => recapsOf(kind)))];

/** The title of the recap that an issue adds for sources of a kind that no recap in the file includes. */
export function findRecapTitle(kind: string): string | undefined {
  return namesOfKind(kind).recapTitle;
}

/** Every source in the file, each once. */
export function sourceRefs(followed: Followed): SourceRef[] {
  const settings = followed as Record<string, unknown>;
  const refs = registered.flatMap(([key, kind]) => kind.refs(settings[key] as never));
  return [...new Map(refs.map((ref) => [ref.id, ref])).values()];
}

/** An entry of a list in the `sources` part of sources.yaml. */
export interface Addition {
  /** Path of the list: `['feeds']`, `['x', 'accounts']`. */
  path: string[];
  entry: SettingsEntry['entry'];
  /** Its group, on one line; written as a comment in the file. */
  folder?: string;
}

/** The entry for an address: from the first kind that recognizes it, otherwise a feed. */
export function recognizeSource(url: URL, name?: string): Addition {
  for (const [key, { recognize }] of registered) {
    const found = recognize?.(url, name);
    if (found) return { path: found.list ? [key, found.list] : [key], entry: found.entry };
  }
  return { path: ['feeds'], entry: name ? { url: url.href, name } : url.href };
}

/** The source of an entry. Throws a ZodError for an invalid entry. */
export function refOfEntry({ path, entry }: Addition): SourceRef {
  const settings = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), [entry]);
  const [ref] = sourceRefs(followedSchema.parse(settings));
  if (!ref) throw new Error(`${path.join('.')} names no source`);
  return ref;
}

// ── for pages and reports ─────────────────────────────────────────────────────────────────────────

/** The names of a kind. Sources of a kind that no longer exists count as feeds. */
export function namesOfKind(kind: string): KindNames {
  return byName.get(kind)?.names[kind] ?? FEED_NAMES;
}

/** Every kind with its heading, in the registry's order. */
export function listKinds(): { kind: string; heading: string }[] {
  return registered.flatMap(([, { names }]) =>
    Object.entries(names).map(([kind, { heading }]) => ({ kind, heading })),
  );
}

/** The source's own page, outside the archive. */
export function findHome(source: Pick<SourceRef, 'id' | 'kind' | 'name'>): Home | undefined {
  return byName.get(source.kind)?.findHome?.(source);
}

/** A feed of the same posts, for other readers. */
export function findFeed(ref: SourceRef): string | undefined {
  return byName.get(ref.kind)?.findFeed?.(ref);
}

// ── for fetching ─────────────────────────────────────────────────────────────────────────────

export interface SourceOptions extends SourceTools {
  /** Masks secrets in errors and notes, because services may repeat them. */
  mask?: (text: string) => string;
}

/** Creates the sources of `refs`. Fetches nothing yet. */
export function createSources(refs: SourceRef[], { mask, ...tools }: SourceOptions): Source[] {
  const sources = registered.flatMap(([, kind]) => {
    const own = refs.filter((ref) => byName.get(ref.kind) === kind);
    return own.length > 0 ? kind.create(own, tools) : [];
  });
  return mask ? sources.map((source) => maskSource(source, mask)) : sources;
}

function maskSource(source: Source, mask: (text: string) => string): Source {
  const masked = <T extends { error?: string; note?: string }>(outcome: T): T => ({
    ...outcome,
    ...(outcome.error !== undefined && { error: mask(outcome.error) }),
    ...(outcome.note !== undefined && { note: mask(outcome.note) }),
  });
  const { fetch, refresh } = source;
  return {
    ...source,
    fetch: async (request) => (await fetch(request)).map(masked),
    ...(refresh && { refresh: async (posts, request) => masked(await refresh(posts, request)) }),
  };
}

function recapsOf({ names }: SourceKind): string[] {
  return Object.values(names).map(({ recap }) => recap);
}
