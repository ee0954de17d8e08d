// The front page, the list of all issues, and an issue's own page.
import { Hono } from 'hono';
import { directionOf, phrasesOf } from '../../base/language/phrases/phrases.js';
import { oneLine, truncate } from '../../base/text.js';
import type { Cadence, Issue } from '../../model.js';
import { describeIssue, isEmpty } from '../../render/format.js';
import { headingsOf, toText } from '../../render/imported.js';
import { cardPng, issueCard } from '../../render/picture.js';
import { countIssues, findIssue, findNeighbours, type IssueSummary, listIssues } from '../../store/issues.js';
import { bulletText } from '../../store/search/passages.js';
import { monthOf, shortPeriod } from '../ui/dates.js';
import { groupBy } from '../ui/groups.js';
import { Filled } from '../ui/language.js';
import { Notice, Page, type PageProps } from '../ui/layout.js';
import { limitClients, PICTURE_LIMIT } from '../ui/limits.js';
import { Headline, ImportedMark } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { howPath, issuePath, issuesPath, picturePath } from '../ui/paths.js';
import { SignUp } from '../ui/sign-up.js';
import { type Site, sendPage, takesReports } from '../ui/site.js';
import { listYears, YearLinks } from './calendar.js';
import { Contents } from './contents.js';
import { countMaterial, HowMade } from './how-made.js';
import { DateLine, IssueBody, Lead } from './issue.js';
import { CorrectedLine, Corrections } from './issue-corrections.js';
import { IssueEnd } from './issue-end.js';
import { Later, withRelatedIssues } from './related-issues.js';
import { structuredData } from './structured-data.js';

/** The front page lists this many; /issues lists all. */
const FRONT_ISSUES = 40;
/** So many issues without news may be newer than the one on the front page. */
const MAX_QUIET_ISSUES = 10;
/** Characters of a summary in a list of issues: those of imported issues fill a screen. */
const MAX_SUMMARY = 280;
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
    const issue = await findPublished(site, c.req.param('slug'));
    if (!issue) return c.notFound();
    if (issue.slug !== c.req.param('slug')) return c.redirect(issuePath(issue.slug), 301);
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

/** The newest of the latest issues that has news, else the newest: a quiet day is no welcome to a new reader. */
async function findNewestWithNews(db: Site['db'], summaries: IssueSummary[]): Promise<Issue | undefined> {
  for (const { id } of summaries.slice(0, MAX_QUIET_ISSUES)) {
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

/** Its summary, or its beginning, for link previews and search results. */
function descriptionOf(issue: Issue): { description?: string } {
  const beginning = issue.lead.map(bulletText).join(' ') || toText(issue.body ?? '');
  const description = truncate(oneLine(describeIssue(issue) || beginning), MAX_DESCRIPTION);
  return description ? { description } : {};
}

function cadenceOf(value: string | undefined): Cadence | undefined {
  return value === 'daily' || value === 'weekly' ? value : undefined;
}

function Empty(page: PageProps) {
  return (
    <Notice {...page} heading={page.site.publication.name}>
      <p class="subtitle">{page.site.publication.tagline}</p>
      <p>
        <Filled phrase={phrasesOf(page.site.publication.language).page.noIssuesYet} links={['/feed.xml']} />
      </p>
      <SignUp site={page.site} cadence="daily" />
    </Notice>
  );
}

function Front({ newest, earlier, ...page }: PageProps & { newest: Issue; earlier: IssueSummary[] }) {
  const { name, tagline, timeZone, language } = page.site.publication;
  const phrases = phrasesOf(language);
  const headings = newest.body ? headingsOf(newest.body) : [];
  return (
    <Page {...page}>
      <div class="column">
        <h1 class="hidden">{tagline ? `${name}${phrases.colon}${tagline}` : name}</h1>
        <article>
          <DateLine issue={newest} />
          <h2 class="headline">
            <a href={issuePath(newest.slug)}>
              <Headline text={newest.headline} />
            </a>
          </h2>
          {newest.subtitle && <p class="subtitle">{truncate(newest.subtitle, MAX_SUMMARY)}</p>}
          <Lead issue={newest} anchors={false} />
          <nav class="inside" aria-label={phrases.page.contents}>
            {headings.length > 0 && (
              <ul>
                {headings.map(({ id, title }) => (
                  <li>
                    <a href={issuePath(newest.slug, id)}>{title}</a>
                  </li>
                ))}
              </ul>
            )}
            {newest.recaps.map((recap) => (
              <>
                <h3>{recap.title}</h3>
                <ul>
                  {recap.sections.map((section) => (
                    <li>
                      <a href={issuePath(newest.slug, section.id)}>{section.title}</a>
                    </li>
                  ))}
                </ul>
              </>
            ))}
          </nav>
          <p class="more">
            <a href={issuePath(newest.slug)}>{phrases.page.readWhole}</a>
          </p>
        </article>
        <SignUp site={page.site} cadence={newest.cadence} sample={issuePath(newest.slug)} />
        <Months
          issues={earlier.slice(0, FRONT_ISSUES - 1)}
          timeZone={timeZone}
          language={language}
          subtitles
        />
        {earlier.length >= FRONT_ISSUES && (
          <p class="more">
            <a href="/issues">{phrases.mail.allIssues}</a>
          </p>
        )}
      </div>
    </Page>
  );
}

interface AllIssuesProps extends PageProps {
  issues: IssueSummary[];
  years: string[];
  cadence?: Cadence;
  page: number;
  last: number;
}

function AllIssues({ issues, years, cadence, page: number, last, ...page }: AllIssuesProps) {
  const { timeZone, language } = page.site.publication;
  const phrases = phrasesOf(language).page;
  const choices = [
    ['/issues', phrases.all, undefined],
    ['/issues?cadence=daily', phrases.daily, 'daily'],
    ['/issues?cadence=weekly', phrases.weekly, 'weekly'],
  ] as const;
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        <p class="chips">
          {choices.map(([href, label, value]) => (
            <a href={href} aria-current={value === cadence ? 'true' : undefined}>
              {label}
            </a>
          ))}
          <a href="/calendar">{phrases.calendar}</a>
          {years.length > 1 && <YearLinks years={years} />}
        </p>
        {issues.length === 0 && <p>{phrases.noSuchIssues}</p>}
        <Months issues={issues} timeZone={timeZone} language={language} />
        <Pager
          page={number}
          last={last}
          pathOf={(one) => issuesPath(cadence, one)}
          back={phrases.newer}
          on={phrases.older}
        />
      </div>
    </Page>
  );
}

/** Issues under their months, newest first. */
function Months(props: { issues: IssueSummary[]; timeZone: string; language: string; subtitles?: boolean }) {
  const { timeZone, language } = props;
  return groupBy(props.issues, ({ period }) => monthOf(period, timeZone, language)).map(
    ({ label, values }) => (
      <section class="month">
        <h2>{label}</h2>
        <ul class="rows">
          {values.map((issue) => (
            <li>
              <p class="meta">
                <time datetime={issue.period.from}>{shortPeriod(issue.period, timeZone, language)}</time>{' '}
                <span class="cadence">{phrasesOf(language).page[issue.cadence]}</span>{' '}
                {issue.imported && <ImportedMark short />}
              </p>
              <div>
                <a href={issuePath(issue.slug)}>
                  <Headline text={issue.headline} />
                </a>
                {props.subtitles && issue.subtitle && (
                  <p class="soft">{truncate(issue.subtitle, MAX_SUMMARY)}</p>
                )}
              </div>
            </li>
          ))}
        </ul>
      </section>
    ),
  );
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
