// A site on a store of its own, asked without a server.
import { fileURLToPath } from 'node:url';
import type { Issue } from '../../src/model.js';
import { saveIssue } from '../../src/store/issues.js';
import { createApp } from '../../src/web/app.js';
import type { SiteOptions } from '../../src/web/site/site.js';
import { makeIssue } from '../fixtures/issue.js';
import { openTestStore } from '../fixtures/store.js';

const DAY = 86_400_000;

export async function openSite(issues: Issue[], over: Partial<SiteOptions> = {}) {
  const db = await openTestStore();
  for (const issue of issues) await saveIssue(db, issue);
  const app = createApp({
    db,
    publication: {
      name: 'Field Notes',
      tagline: 'What was said today',
      language: 'en',
      timeZone: 'Europe/Berlin',
      address: 'Example Street 1',
    },
    templates: fileURLToPath(new URL('../../templates', import.meta.url)),
    clock: () => new Date('2026-03-18T08:00:00Z'),
    ...over,
  });
  const get = async (path: string, init?: RequestInit) => {
    const answer = await app.request(path, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return { app, db, get };
}

/** The sample issue, `days` earlier, under its own name. */
export function makeEarlier(days: number, over: Partial<Issue> = {}): Issue {
  const base = makeIssue();
  const shift = (instant: string) => new Date(Date.parse(instant) - days * DAY).toISOString();
  const id = `daily-${shift(base.period.to).slice(0, 10)}`;
  return {
    ...base,
    id,
    slug: `${id}-slug`,
    period: { from: shift(base.period.from), to: shift(base.period.to) },
    createdAt: shift(base.createdAt),
    headline: `Headline of ${days} days before`,
    ...over,
  };
}

/** Ready-made pages of every kind, for what must hold on all of them. */
export function everyPage(issue: Issue): string[] {
  const page = `/issues/${issue.slug}`;
  return [
    '/',
    '/issues',
    '/issues?cadence=weekly',
    page,
    `${page}/how`,
    '/search',
    '/search?q=halyard',
    '/search?q=nowhere+to+be+found&platform=x',
    '/tags',
    ...issue.tags.slice(0, 1).map((tag) => `/tags/${tag.kind}/${tag.slug}`),
    '/authors',
    '/calendar',
    '/corrections',
    '/sources',
    '/there-is-no-such-page',
  ];
}
