// The source kind for X: accounts and public lists, with one budget.
import { z } from 'zod';
import type { SourceRef } from '../../model.js';
import { createXSources } from '../x/x.js';
import {
  baseUrlVariable,
  defineKind,
  idWords,
  limitSetting,
  nameSetting,
  secretVariable,
  textVariable,
} from './kind.js';

const handle = z
  .string()
  .regex(/^@?\w{1,15}$/, 'a handle of 1 to 15 letters, digits and underscores')
  .transform((text) => text.replace(/^@/, ''));
const listId = z.string().regex(/^\d+$/, "a list's number, in quotes");

const budget = z.strictObject({
  dailyUsd: z.number().min(0).default(5).describe('Maximum cost of X per UTC day in dollars'),
  monthlyUsd: z.number().min(0).default(100).describe('Maximum cost of X per month in dollars'),
});

const settings = z.strictObject({
  lists: z
    .array(
      z.union(
        [
          listId,
          z.strictObject({
            id: listId.describe('The number at the end of the list address'),
            name: nameSetting,
            limit: limitSetting,
          }),
        ],
        { error: 'a list number in quotes, or { id, name, limit }' },
      ),
    )
    .default([])
    .describe('Public lists, each read as one timeline: numbers in quotes, or with settings'),
  accounts: z
    .array(
      z.union(
        [
          handle,
          z.strictObject({ handle: handle.describe('The handle, with or without @'), limit: limitSetting }),
        ],
        { error: 'a handle, or { handle, limit }' },
      ),
    )
    .default([])
    .describe('Handles, or handles with settings'),
  refreshPosts: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('Number of top posts whose counts are read again before an issue; X bills each'),
  budget: budget.prefault({}),
});

type Settings = z.output<typeof settings>;

function listRef(entry: Settings['lists'][number]): SourceRef {
  const { id, name, limit = 800 } = typeof entry === 'string' ? { id: entry } : entry;
  return {
    id: `x-list:${id}`,
    kind: 'x-list',
    platform: 'x',
    name: name ?? `X list ${id}`,
    target: id,
    limit,
  };
}

function accountRef(entry: Settings['accounts'][number]): SourceRef {
  const { handle: target, limit = 100 } = typeof entry === 'string' ? { handle: entry } : entry;
  return {
    id: `x:${target.toLowerCase()}`,
    kind: 'x-account',
    platform: 'x',
    name: `@${target}`,
    target,
    limit,
  };
}

export const x = defineKind({
  schema: settings.prefault({}),
  refs: ({ lists, accounts }) => [...lists.map(listRef), ...accounts.map(accountRef)],
  names: {
    'x-list': { heading: 'X lists', noun: 'X list', recap: 'x' },
    'x-account': { heading: 'X accounts', noun: 'X account', recap: 'x' },
  },
  environment: { X_BEARER_TOKEN: secretVariable, X_BASE_URL: baseUrlVariable },
  create: (refs, { http, env, budgetStore }) =>
    createXSources(refs, {
      timeoutMs: http.timeoutMs,
      userAgent: http.userAgent,
      bearerToken: textVariable(env, 'X_BEARER_TOKEN'),
      baseUrl: textVariable(env, 'X_BASE_URL'),
      budgetStore,
    }),
  findHome({ id, kind }) {
    const words = encodeURIComponent(idWords(id));
    return { url: `https://x.com/${kind === 'x-list' ? 'i/lists/' : ''}${words}`, label: 'On X' };
  },
  // A post of an account means the account.
  recognize({ hostname, pathname, searchParams }, name) {
    if (!/^(www\.|mobile\.|m\.)?(x|twitter)\.com$/.test(hostname)) return undefined;
    const list = /^\/i\/lists\/(\d+)(?:\/\w+)?\/?$/.exec(pathname)?.[1];
    if (list) return { list: 'lists', entry: name ? { id: list, name } : list };
    const account = pathname.startsWith('/intent/')
      ? searchParams.get('screen_name')
      : /^\/@?(\w{1,15})(?:\/(?:status(?:es)?\/\d+.*|with_replies|media|highlights|articles|likes))?\/?$/.exec(
          pathname,
        )?.[1];
    if (!account || RESERVED_NAMES.test(account) || !handle.safeParse(account).success) return undefined;
    return { list: 'accounts', entry: account };
  },
});

/** First parts of paths that are not accounts. */
const RESERVED_NAMES =
  /^(compose|explore|hashtag|home|i|intent|jobs|login|messages|notifications|privacy|search|settings|share|signup|tos)$/i;
