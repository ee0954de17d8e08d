// The JSON API: issues, and its own description.
import { Hono } from 'hono';
import { isImported } from '../../base/imported-id.js';
import type { Cadence } from '../../model.js';
import { type IssueSummary, listIssues } from '../../store/issues.js';
import { findPublished } from '../archive/archive.js';
import { limitClients } from '../http/limits.js';
import { issuePath } from '../site/paths.js';
import { absoluteUrl, type Site } from '../site/site.js';
import { describeApi } from './openapi.js';

const DEFAULT_ISSUES = 50;
const MAX_ISSUES = 500;
const API_LIMIT = { burst: 120, everyMs: 100, keys: 10_000 };

export function apiRoutes(site: Site): Hono {
  const app = new Hono();
  app.use('/api/*', (c, next) => {
    c.header('Access-Control-Allow-Origin', '*');
    return next();
  });
  app.use(
    '/api/*',
    limitClients(site, API_LIMIT, (c) => c.json({ error: 'Too many requests: wait a second.' }, 429)),
  );

  app.get('/api/issues', async (c) => {
    const { limit = String(DEFAULT_ISSUES), before, cadence } = c.req.query();
    if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_ISSUES)
      return c.json({ error: `limit must be a number from 1 to ${MAX_ISSUES}.` }, 400);
    if (before !== undefined && Number.isNaN(Date.parse(before)))
      return c.json({ error: 'before must be an instant such as 2026-04-06T00:00:00Z.' }, 400);
    if (cadence !== undefined && !isCadence(cadence))
      return c.json({ error: 'cadence must be daily or weekly.' }, 400);
    const issues = await listIssues(site.db, {
      status: 'published',
      limit: Number(limit),
      ...(cadence && { cadence }),
      ...(before && { before: new Date(before).toISOString() }),
    });
    c.header('Cache-Control', 'public, max-age=60');
    const last = issues.length === Number(limit) ? issues.at(-1)?.period.to : undefined;
    return c.json({
      issues: issues.map((issue) => ({
        url: absoluteUrl(site, c, issuePath(issue.slug)),
        ...withoutStatus(issue),
      })),
      // Issues that end at the same instant may span two pages: the next page starts with them.
      ...(last && { next: absoluteUrl(site, c, nextPath(last, limit, cadence)) }),
    });
  });

  app.get('/api/issues/:slug', async (c) => {
    const issue = await findPublished(site, c.req.param('slug'));
    if (!issue) return c.json({ error: 'Issue not found.' }, 404);
    c.header('Cache-Control', 'public, max-age=60');
    const { status: _, ...shown } = issue;
    return c.json({
      url: absoluteUrl(site, c, issuePath(issue.slug)),
      ...shown,
      imported: isImported(issue.id),
    });
  });

  app.get('/api/openapi.json', (c) => {
    c.header('Cache-Control', 'public, max-age=300');
    return c.json(describeApi(site.publication.name, absoluteUrl(site, c)));
  });

  app.all('/api/*', (c) =>
    c.json({ error: `No such address: see ${absoluteUrl(site, c, '/api/openapi.json')}.` }, 404),
  );
  return app;
}

function isCadence(text: string): text is Cadence {
  return text === 'daily' || text === 'weekly';
}

function withoutStatus({ status: _, ...issue }: IssueSummary) {
  return issue;
}

function nextPath(before: string, limit: string, cadence: string | undefined): string {
  return `/api/issues?${new URLSearchParams({ limit, before, ...(cadence && { cadence }) })}`;
}
