// The address, page size and common parts of requests to GitHub's REST API.
import { z } from 'zod';
import { canonicalUrl, canonicalUrls } from '../../base/url.js';
import type { JsonApiOptions } from '../http/json-api.js';

const GITHUB_API = 'https://api.github.com';
/** Items per page. Only nightly builds produce more releases in a period. */
export const PAGE_SIZE = 100;

/** The settings of an entry, kept in `SourceRef.settings`. */
export interface GithubSettings {
  prereleases?: boolean;
  minStars?: number;
}

export const ownerSchema = z.object({ login: z.string() });

/** The API's address without a final slash. */
export function baseOf({ baseUrl = GITHUB_API }: JsonApiOptions): string {
  return baseUrl.replace(/\/+$/, '');
}

/** Canonical links without the post's own page. */
export function linksOf(urls: string[], own: string): string[] {
  const page = canonicalUrl(own);
  return [...new Set(canonicalUrls(urls))].filter((url) => url !== page);
}
