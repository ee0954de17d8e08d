// The source kind for GitHub: releases of repositories, and new repositories with the most stars.
import { z } from 'zod';
import type { SourceRef } from '../../model.js';
import { createGithubSources } from '../github/github-api.js';
import type { GithubSettings } from '../github/requests.js';
import {
  baseUrlVariable,
  defineKind,
  idWords,
  jsonApiOptions,
  limitSetting,
  nameSetting,
  secretVariable,
  textVariable,
} from './kind.js';

const GITHUB_SITE = 'https://github.com';
const repositoryName = z
  .string()
  .regex(/^[\w-]+\/[\w.-]+$/, 'owner/name of a repository')
  .refine((written) => !/\/\.{1,2}$/.test(written), 'owner/name of a repository');
const releasesOf = z.strictObject({
  repository: repositoryName.describe('owner/name'),
  prereleases: z.boolean().default(false).describe('Include prereleases'),
  name: nameSetting,
  limit: limitSetting,
});
const search = z.strictObject({
  query: z
    .string()
    .max(200)
    .default('')
    .describe('A GitHub search, such as topic:llm language:rust; empty: all repositories'),
  minStars: z.int().min(1).default(50).describe('Skip repositories with fewer stars'),
  name: nameSetting,
  limit: limitSetting,
});

export const github = defineKind({
  schema: z
    .strictObject({
      releases: z
        .array(
          z.union([repositoryName, releasesOf], {
            error: 'owner/name of a repository, or { repository, prereleases, name, limit }',
          }),
        )
        .default([])
        .describe('Repositories whose releases to read: owner/name, or with settings'),
      newRepositories: z.array(search).default([]).describe('Searches for new repositories by stars'),
    })
    .prefault({}),
  refs: ({ releases, newRepositories }) => [
    ...releases.map((entry): SourceRef => {
      const {
        repository: target,
        prereleases,
        name,
        limit = 10,
      } = typeof entry === 'string' ? releasesOf.parse({ repository: entry }) : entry;
      const settings: GithubSettings = { prereleases };
      return {
        id: `github:${target.toLowerCase()}`,
        kind: 'github-releases',
        platform: 'web',
        name: name ?? target,
        target,
        limit,
        settings: { ...settings },
      };
    }),
    ...newRepositories.map(({ query, minStars, name, limit = 20 }): SourceRef => {
      const settings: GithubSettings = { minStars };
      return {
        id: `github-search:${query.toLowerCase()}`,
        kind: 'github-search',
        platform: 'web',
        name: name ?? (query ? `New on GitHub: ${query}` : 'New on GitHub'),
        target: query,
        limit,
        settings: { ...settings },
      };
    }),
  ],
  names: {
    'github-releases': { heading: 'Releases on GitHub', noun: 'feed', recap: 'feeds' },
    'github-search': { heading: 'New repositories on GitHub', noun: 'feed', recap: 'feeds' },
  },
  environment: { GITHUB_TOKEN: secretVariable, GITHUB_BASE_URL: baseUrlVariable },
  create: (refs, tools) =>
    createGithubSources(refs, {
      ...jsonApiOptions(tools, 'GITHUB_BASE_URL'),
      token: textVariable(tools.env, 'GITHUB_TOKEN'),
    }),
  findHome({ id, kind }) {
    const words = idWords(id);
    if (kind === 'github-releases') return { url: `${GITHUB_SITE}/${words}/releases`, label: 'On GitHub' };
    const query = new URLSearchParams({ q: words, type: 'repositories', s: 'stars', o: 'desc' });
    return words ? { url: `${GITHUB_SITE}/search?${query}`, label: 'On GitHub' } : undefined;
  },
  // A repository's page and its feed both mean its releases.
  recognize({ hostname, pathname }, name) {
    if (!/^(www\.)?github\.com$/.test(hostname)) return undefined;
    const target =
      /^\/([\w-]+\/[\w.-]+?)(?:\.git)?(?:\/releases(?:\.atom|\/latest|\/tag\/[^/]+)?|\/(?:tree|blob)\/.+)?\/?$/.exec(
        pathname,
      )?.[1];
    if (!target || RESERVED_OWNER.test(target) || !repositoryName.safeParse(target).success) return undefined;
    return { list: 'releases', entry: name ? { repository: target, name } : target };
  },
  findFeed: ({ kind, target }) =>
    kind === 'github-releases' ? `${GITHUB_SITE}/${target}/releases.atom` : undefined,
});

/** First parts of paths that are not owners. */
const RESERVED_OWNER =
  /^(about|apps|collections|contact|customer-stories|enterprise|events|explore|features|issues|login|marketplace|notifications|orgs|organizations|pricing|pulls|search|security|settings|site|solutions|sponsors|stars|team|topics|trending|users)\//;
