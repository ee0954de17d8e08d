// Reads the timelines of Mastodon's accounts and hashtags, from the public API of their instance.
import { z } from 'zod';
import type { FetchRequest, SourceRef } from '../../model.js';
import { SourceError } from '../http/failure.js';
import { getJson, type JsonApiOptions, JsonStatusError, readItems } from '../http/json-api.js';
import { createReadingSources, type ReadPosts } from '../http/reading-source.js';
import { accountSchema, listOf, type Status, statusSchema, statusToPost, toInstant } from './statuses.js';

/** Statuses per page. */
const PAGE_SIZE = 40;
const MAX_PAGES = 25;

const webFinger = z.object({ links: listOf(z.object({ rel: z.string(), href: z.string().optional() })) });

/** The two parts of `name@host`. */
export function splitTarget(target: string): [name: string, host: string] {
  const [name = '', host = ''] = target.split('@');
  return [name, host];
}

/** Creates one source for each account and hashtag. Sources of one instance share a lane. */
export function createMastodonSources(refs: SourceRef[], options: JsonApiOptions) {
  const read: ReadPosts = async function* (ref, request, from) {
    const [, host] = splitTarget(ref.target);
    try {
      const base = options.baseUrl?.replace(/\/+$/, '') ?? `https://${host}`;
      const place = { ...(await findTimeline(ref, base, options, request)), host };
      for await (const each of readTimeline(place, from, options, request)) {
        const post = statusToPost(each, ref, host);
        if (post) yield post;
      }
      return undefined;
    } catch (error) {
      throw error instanceof JsonStatusError ? explain(error, ref) : error;
    }
  };
  return createReadingSources(refs, read, { laneOf: ({ target }) => `mastodon ${splitTarget(target)[1]}` });
}

interface Timeline {
  /** The URL without paging parameters. */
  url: string;
  host: string;
}

async function findTimeline(
  { kind, target }: SourceRef,
  base: string,
  options: JsonApiOptions,
  { signal }: FetchRequest,
): Promise<Pick<Timeline, 'url'>> {
  const [name, host] = splitTarget(target);
  if (kind === 'mastodon-tag')
    return { url: `${base}/api/v1/timelines/tag/${encodeURIComponent(name)}?limit=${PAGE_SIZE}` };
  const look = (at: string) =>
    getJson(
      host,
      `${at}/api/v1/accounts/lookup?acct=${encodeURIComponent(name)}`,
      accountSchema,
      options,
      signal,
    );
  const timelineOf = (at: string, id: string) => ({
    url: `${at}/api/v1/accounts/${encodeURIComponent(id)}/statuses?limit=${PAGE_SIZE}&exclude_reblogs=true&exclude_replies=true`,
  });
  try {
    return timelineOf(base, (await look(base)).id);
  } catch (error) {
    if (!(error instanceof SourceError) || error.next.retryAfter !== undefined || error.next.affectsAll)
      throw error;
    // The server's host may differ from the host in handles.
    const other = options.baseUrl ? undefined : await findServer(target, options, signal);
    if (!other || other === base) throw error;
    return timelineOf(other, (await look(other)).id);
  }
}

/** Finds the origin of an account's server by WebFinger; undefined if the host does not answer. */
async function findServer(target: string, options: JsonApiOptions, signal: AbortSignal) {
  const [, host] = splitTarget(target);
  const url = `https://${host}/.well-known/webfinger?resource=${encodeURIComponent(`acct:${target}`)}`;
  const found = await getJson(host, url, webFinger, options, signal).catch(() => undefined);
  const self = found?.links.find(({ rel }) => rel === 'self')?.href;
  return self && URL.canParse(self) ? new URL(self).origin : undefined;
}

/** Newest first, down to `from`. */
async function* readTimeline(
  { url, host }: Timeline,
  from: string,
  options: JsonApiOptions,
  { signal }: FetchRequest,
): AsyncGenerator<Status> {
  let last: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await getJson(
      host,
      last ? `${url}&max_id=${last}` : url,
      z.array(z.unknown()),
      options,
      signal,
    );
    const statuses = readItems(host, page, statusSchema);
    yield* statuses;
    const oldest = statuses.at(-1);
    // Posts of other instances arrive late, so stops only at a page that is entirely older than the period.
    if (!oldest || oldest.id === last || statuses.every(({ created_at }) => toInstant(created_at) < from))
      return;
    last = oldest.id;
  }
}

function explain(error: JsonStatusError, { target, kind }: SourceRef): SourceError {
  const [, host] = splitTarget(target);
  const { status: code, words, next } = error;
  if (code === 404 && kind === 'mastodon-account')
    return new SourceError(`${host} has no account @${target}`, next);
  if (code === 410) return new SourceError(`@${target} was closed`, next);
  if (code === 401 || code === 403 || (code === 422 && /authenticated/i.test(words)))
    return new SourceError(
      kind === 'mastodon-tag'
        ? `${host} shows hashtags only to its members: use another instance for the tag`
        : `${host} shows its accounts only to its members`,
      next,
    );
  return error;
}
