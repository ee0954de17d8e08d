// Routes of the front page, of the list of issues, and of an issue: its page, picture and "How this issue was made".

import { Hono } from 'hono';
import { bulletText } from '../../base/issue-bullets.js';
import { directionOf, phrasesOf } from '../../base/language/phrases/phrases.js';
import { oneLine, truncate } from '../../base/text.js';
import type { Cadence, Issue } from '../../model.js';
import { describeIssue, isEmpty } from '../../render/format.js';
import { toText } from '../../render/imported.js';
import { cardPng, issueCard } from '../../render/picture.js';
import { countIssues, findIssue, findNeighbours, type IssueSummary, listIssues } from '../../store/issues.js';
import { limitClients, PICTURE_LIMIT } from '../http/limits.js';
import { howPath, issuePath, issuesPath, picturePath } from '../site/paths.js';
import { type Site, sendPage, takesReports } from '../site/site.js';
import { Page, type PageProps } from '../ui/layout.js';
import { Headline } from '../ui/marks.js';
import { listYears } from './calendar.js';
import { Contents } from './contents.js';
import { Empty, FRONT_ISSUES, Front } from './front-page.js';
import { countMaterial, HowMade } from './how-made.js';
import { DateLine, IssueBody } from './issue.js';
import { CorrectedLine, Corrections } from './issue-corrections.js';
import { IssueEnd } from './issue-end.js';
import { AllIssues, MAX_SUMMARY } from './issue-list.js';
import { Later, withRelatedIssues } from './related-issues.js';
import { structuredData } from './structured-data.js';

/** The front page skips at most this many newest issues that have no news. */
const MAX_QUIET_ISSUES = 10;
/** Link previews show about 200 characters. */
const MAX_DESCRIPTION = 300;
const ISSUES_PER_PAGE = 100;

export function archiveRoutes(site: Site): Hono {
  const app = new Hono();
  const { db } = site;

  app.get('/', async (c) => {
    const summaries = await listIssues(db, { status: 'published', limit: FRONT_ISSUES + 1 });
    const newest = await findNewestWithNews(db, summaries);
    const page = { site, c, title: site.publication.name, path: '/' };
    if (!newest) return sendPage(c, <Empty {...page} />);
    const others = summaries.filter(({ id }) => id !== newest.id);
    return sendPage(c, <Front {...page} newest={newest} earlier={others} />);
  });

  app.get('/issues', async (c) => {
    const cadence = cadenceOf(c.req.query('cadence'));
    const wanted = c.req.query('page') ?? '1';
    const count = await countIssues(db, { status: 'published', cadence });
    const last = Math.max(1, Math.ceil(count / ISSUES_PER_PAGE));
    const page = Number(wanted);
    if (!/^\d{1,6}$/.test(wanted) || page < 1 || page > last) return c.notFound();
    const issues = await listIssues(db, {
      status: 'published',
      cadence,
      limit: ISSUES_PER_PAGE,
      offset: (page - 1) * ISSUES_PER_PAGE,
    });
    const years = await listYears(db, site.publication.timeZone);
    const props = {
      site,
      c,
      title: phrasesOf(site.publication.language).mail.allIssues,
      path: issuesPath(cadence, page),
    };
    return sendPage(
      c,
      <AllIssues {...props} issues={issues} years={years} cadence={cadence} page={page} last={last} />,
    );
  });

  app.get('/issues/:slug', async (c) => {
    const slug = c.req.param('slug');
    // A reader who knows the day types it: `/issues/2026-04-30`.
    const isDay = /^\d{4}-\d\d-\d\d$/.test(slug);
    const issue =
      (await findPublished(site, slug)) ?? (isDay ? await findPublished(site, `daily-${slug}`) : undefined);
    if (!issue) return c.notFound();
    if (issue.slug !== slug) return c.redirect(issuePath(issue.slug), 301);
    const related = await withRelatedIssues(site, issue);
    return sendPage(
      c,
      <IssuePage {...pageOf(site, c, issue)} {...related} {...(await findNeighbours(db, issue))} />,
    );
  });

  const limit = limitClients(site, PICTURE_LIMIT, (c) =>
    c.text(`${phrasesOf(site.publication.language).page.tooMany}\n`, 429),
  );
  app.get('/issues/:slug/og.png', limit, async (c) => {
    const issue = await findPublished(site, c.req.param('slug'));
    if (!issue) return c.notFound();
    if (issue.slug !== c.req.param('slug')) return c.redirect(picturePath(issue.slug), 301);
    c.header('Cache-Control', 'public, max-age=86400');
    c.header('Content-Type', 'image/png');
    return c.body(new Uint8Array(await cardPng(issueCard(issue))));
  });

  app.get('/issues/:slug/how', async (c) => {
    const issue = await findPublished(site, c.req.param('slug'));
    if (!issue || issue.body) return c.notFound();
    if (issue.slug !== c.req.param('slug')) return c.redirect(howPath(issue.slug), 301);
    const material = await countMaterial(site, issue);
    return sendPage(c, <HowMade {...{ site, c, issue, material }} />);
  });
  return app;
}

/**
 * Finds the newest issue with news that was made here, else with news, else the newest: a quiet day makes a poor first
 * impression, and an imported issue is not what readers will get.
 */
async function findNewestWithNews(db: Site['db'], summaries: IssueSummary[]): Promise<Issue | undefined> {
  const own = summaries.filter(({ imported }) => !imported);
  for (const { id } of [...own.slice(0, MAX_QUIET_ISSUES), ...summaries.slice(0, MAX_QUIET_ISSUES)]) {
    const issue = await findIssue(db, id);
    if (issue && !isEmpty(issue)) return issue;
  }
  return summaries[0] && findIssue(db, summaries[0].id);
}

/** Finds by slug or id; readers never see drafts. */
export async function findPublished(site: Site, name: string): Promise<Issue | undefined> {
  const issue = await findIssue(site.db, name);
  return issue?.status === 'published' ? issue : undefined;
}

function pageOf(site: Site, c: PageProps['c'], issue: Issue): PageProps {
  return {
    site,
    c,
    title: issue.headline,
    path: issuePath(issue.slug),
    publishedAt: issue.createdAt,
    ...(issue.editedAt && { editedAt: issue.editedAt }),
    picture: picturePath(issue.slug),
    structured: structuredData(site, c, issue),
    ...descriptionOf(issue),
  };
}

/** An issue's summary, or else its beginning, for link previews and search results. */
function descriptionOf(issue: Issue): { description?: string } {
  const beginning = issue.lead.map(bulletText).join(' ') || toText(issue.body ?? '');
  const description = truncate(oneLine(describeIssue(issue) || beginning), MAX_DESCRIPTION);
  return description ? { description } : {};
}

function cadenceOf(value: string | undefined): Cadence | undefined {
  return value === 'daily' || value === 'weekly' ? value : undefined;
}

type Neighbours = Awaited<ReturnType<typeof findNeighbours>>;

type Related = Awaited<ReturnType<typeof withRelatedIssues>>;

function IssuePage({ issue, later, previous, next, ...page }: PageProps & Related & Neighbours) {
  return (
    <Page {...page}>
      <div class="reading">
        <Contents issue={issue} />
        <article class="column" lang={issue.language} dir={directionOf(issue.language)}>
          <DateLine issue={issue} />
          <h1 class="headline">
            <Headline text={issue.headline} />
          </h1>
          {issue.subtitle && (
            <p class={issue.subtitle.length > MAX_SUMMARY ? 'subtitle long' : 'subtitle'}>{issue.subtitle}</p>
          )}
          <CorrectedLine issue={issue} />
          <Contents issue={issue} above />
          <IssueBody issue={issue} canReport={takesReports(page.site)} />
          <Corrections issue={issue} />
          <Later issues={later} timeZone={issue.timeZone} />
          <IssueEnd site={page.site} issue={issue} previous={previous} next={next} />
        </article>
      </div>
    </Page>
  );
}
