// Creates GitHub's sources and explains the failures of its REST API.
import { HOUR_MS, MINUTE_MS } from '../../base/time.js';
import type { Source, SourceRef } from '../../model.js';
import { SourceError } from '../http/failure.js';
import { type JsonApiOptions, JsonStatusError } from '../http/json-api.js';
import { createReadingSources, type ReadPosts } from '../http/reading-source.js';
import { searchRepositories } from './new-repositories.js';
import { readReleases } from './releases.js';

/** Without a token, GitHub allows 60 requests an hour, so the schedule fetches each source only this often. */
const HOURS_WITHOUT_TOKEN = 3;

/** The wait after a secondary rate limit whose response names none (docs.github.com, "Rate limits for the REST API"). */
const SECONDARY_LIMIT_WAIT_MS = MINUTE_MS;

export interface GithubOptions extends JsonApiOptions {
  /** Raises the limit from 60 requests an hour to 5,000. */
  token?: string;
}

/** Creates one source for each repository and search, all on one lane. */
export function createGithubSources(refs: SourceRef[], { token, ...rest }: GithubOptions): Source[] {
  const options: GithubOptions = {
    ...rest,
    headers: {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      ...(token && { authorization: `Bearer ${token}` }),
    },
  };
  const explained = (read: ReadPosts): ReadPosts =>
    async function* (ref, request, from) {
      try {
        const more = yield* read(ref, request, from);
        if (token) return more;
        const next = Date.parse(request.now) + HOURS_WITHOUT_TOKEN * HOUR_MS;
        return { ...more, notBefore: new Date(next).toISOString() };
      } catch (error) {
        throw error instanceof JsonStatusError ? explain(error, ref, token !== undefined) : error;
      }
    };
  const ofKind = (kind: string) => refs.filter((ref) => ref.kind === kind);
  const laneOf = () => 'github';
  return [
    ...createReadingSources(ofKind('github-releases'), explained(readReleases(options)), { laneOf }),
    ...createReadingSources(ofKind('github-search'), explained(searchRepositories(options)), {
      laneOf,
      isLate: true,
    }),
  ];
}

function explain(error: JsonStatusError, ref: SourceRef, hasToken: boolean): SourceError {
  const { status, next, words } = error;
  if (status === 401)
    return new SourceError(
      'GitHub rejected GITHUB_TOKEN: create a new one at https://github.com/settings/tokens',
      {
        affectsAll: true,
      },
    );
  if (status === 403 && !next.affectsAll && /rate limit/i.test(words))
    return new SourceError('GitHub’s secondary rate limit is exhausted', {
      retryAfter: SECONDARY_LIMIT_WAIT_MS,
      affectsAll: true,
    });
  if (status === 429 || (status === 403 && next.affectsAll)) {
    const way = hasToken ? '' : ': set GITHUB_TOKEN, which raises it from 60 requests an hour to 5,000';
    return new SourceError(`GitHub’s rate limit is exhausted${way}`, next);
  }
  if (status === 404 && ref.kind === 'github-releases')
    return new SourceError(`GitHub has no public repository ${ref.target}`, next);
  if (status === 422) return new SourceError(`GitHub rejected the search: ${words}`, next);
  return error;
}
