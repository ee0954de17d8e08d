// An issue as schema.org data for search engines.
import type { Context } from 'hono';
import type { Issue } from '../../model.js';
import { describeIssue } from '../../render/format.js';
import { issuePath, picturePath } from '../site/paths.js';
import { absoluteUrl, type Site } from '../site/site.js';

/** Returns a NewsArticle with its corrections. */
export function structuredData(site: Site, c: Context, issue: Issue): Record<string, unknown> {
  const { name } = site.publication;
  const publisher = { '@type': 'Organization', name, url: absoluteUrl(site, c, '/') };
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: issue.headline,
    description: describeIssue(issue) || undefined,
    url: absoluteUrl(site, c, issuePath(issue.slug)),
    mainEntityOfPage: absoluteUrl(site, c, issuePath(issue.slug)),
    image: absoluteUrl(site, c, picturePath(issue.slug)),
    datePublished: issue.createdAt,
    dateModified: issue.editedAt ?? issue.createdAt,
    inLanguage: issue.language,
    isAccessibleForFree: true,
    author: publisher,
    publisher,
    keywords: issue.tags.map((tag) => tag.name),
    correction: issue.corrections?.map(({ at, changes }) => ({
      '@type': 'CorrectionComment',
      datePublished: at,
      text: changes.map(({ before, after }) => [before, after].filter(Boolean).join(' → ')).join('; '),
    })),
  };
}
