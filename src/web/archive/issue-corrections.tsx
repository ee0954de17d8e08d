// Corrections on an issue's page, on the page of all corrections and as a feed; earlier versions of an issue.

import { type Context, Hono } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Correction, Issue, TextChange } from '../../model.js';
import { renderCorrections } from '../../render/feed/corrections.js';
import type { Db } from '../../store/database/schema.js';
import { findIssue } from '../../store/issues.js';
import {
  countIssueChanges,
  findIssueVersion,
  type IssueVersion,
  listIssueChanges,
  listIssueVersions,
} from '../../store/operator/issue-versions.js';
import { issuePath, versionsPath } from '../site/paths.js';
import { absoluteUrl, type Site, sendPage } from '../site/site.js';
import { formatMoment } from '../ui/dates.js';
import { Filled, useLanguage, usePhrases } from '../ui/language.js';
import { Notice, Page, type PageProps } from '../ui/layout.js';
import { Headline } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { DateLine, IssueBody } from './issue.js';
import { ReportHow } from './report-how.js';

const CORRECTIONS_PER_PAGE = 30;
const FEED_PATH = '/corrections.xml';

export interface IssueCorrection {
  issue: Issue;
  correction: Correction;
}

export function correctionRoutes(site: Site): Hono {
  const app = new Hono();
  const { db, publication } = site;

  app.get('/corrections', async (c) => {
    const wanted = c.req.query('page') ?? '1';
    const number = /^\d{1,4}$/.test(wanted) ? Math.max(1, Number(wanted)) : 1;
    const last = Math.ceil((await countIssueChanges(db)) / CORRECTIONS_PER_PAGE);
    const corrections = await listCorrections(db, number);
    const title = phrasesOf(publication.language).page.corrections;
    const page = { site, c, title, path: pagePath(number), feed: FEED_PATH };
    return sendPage(c, <AllCorrections {...page} {...{ corrections, number, last }} />);
  });

  app.get(FEED_PATH, async (c) => {
    const { name, language } = publication;
    const feed = renderCorrections(await listCorrections(db, 1), {
      title: `${name}: ${phrasesOf(language).page.corrections}`,
      description: phrasesOf(language).page.correctionsIntro,
      language,
      publicUrl: absoluteUrl(site, c),
      path: FEED_PATH,
    });
    const headers = {
      'Content-Type': 'application/rss+xml; charset=utf-8',
      'Cache-Control': 'public, max-age=300',
    };
    return c.body(feed, 200, headers);
  });

  const findPublished = async (c: Context) => {
    const issue = await findIssue(db, c.req.param('slug') ?? '');
    return issue?.status === 'published' ? issue : undefined;
  };
  app.get('/issues/:slug/versions', async (c) => {
    const issue = await findPublished(c);
    const versions = issue ? await listIssueVersions(db, issue.id) : [];
    if (!issue || versions.length === 0) return c.notFound();
    return sendPage(c, <Versions {...{ site, c, issue, versions }} />);
  });
  app.get('/issues/:slug/versions/:number', async (c) => {
    const issue = await findPublished(c);
    const number = c.req.param('number');
    const version =
      issue && /^\d{1,4}$/.test(number) && (await findIssueVersion(db, issue.id, Number(number)));
    return version ? sendPage(c, <Version {...{ site, c, version }} />) : c.notFound();
  });
  return app;
}

/** The corrections of one page, the latest first. */
async function listCorrections(db: Db, page: number): Promise<IssueCorrection[]> {
  const offset = (page - 1) * CORRECTIONS_PER_PAGE;
  const found: IssueCorrection[] = [];
  for (const { issueId, at } of await listIssueChanges(db, { limit: CORRECTIONS_PER_PAGE, offset })) {
    const issue = await findIssue(db, issueId);
    const correction = issue?.corrections?.findLast((one) => one.at === at);
    if (issue?.status === 'published' && correction) found.push({ issue, correction });
  }
  return found;
}

const pagePath = (number: number) => (number > 1 ? `/corrections?page=${number}` : '/corrections');

type AllCorrectionsProps = PageProps & { corrections: IssueCorrection[]; number: number; last: number };

function AllCorrections({ corrections, number, last, ...page }: AllCorrectionsProps) {
  const phrases = phrasesOf(page.site.publication.language).page;
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        <p class="subtitle">
          {phrases.correctionsIntro} <a href={FEED_PATH}>{phrases.feed}</a>
        </p>
        {corrections.length === 0 && <p>{phrases.noCorrections}</p>}
        <ReportHow site={page.site} />
        {corrections.map(({ issue, correction }) => (
          <section class="month">
            <p class="meta">
              <Moment at={correction.at} issue={issue} />
            </p>
            <h2>
              <a href={issuePath(issue.slug)}>
                <Headline text={issue.headline} />
              </a>
            </h2>
            <Changes changes={correction.changes} path={issuePath(issue.slug)} />
          </section>
        ))}
        <Pager
          page={number}
          last={last}
          pathOf={pagePath}
          previousLabel={phrases.newer}
          nextLabel={phrases.older}
        />
      </div>
    </Page>
  );
}

function Moment({ at, issue }: { at: string; issue: Issue }) {
  return <time datetime={at}>{formatMoment(at, issue.timeZone, useLanguage())}</time>;
}

/** The line under the headline of a corrected issue. */
export function CorrectedLine({ issue }: { issue: Issue }) {
  const latest = issue.corrections?.at(-1);
  if (!latest) return null;
  return (
    <p class="warning">
      <Filled
        phrase={phrasesOf(issue.language).page.correctedAt}
        slots={{ when: <Moment at={latest.at} issue={issue} /> }}
        links={['#corrections']}
      />
    </p>
  );
}

/** The list of an issue's corrections, shown after its last recap. */
export function Corrections({ issue }: { issue: Issue }) {
  const { corrections = [] } = issue;
  if (corrections.length === 0) return null;
  return (
    <section class="month" aria-labelledby="corrections">
      <h2 id="corrections">{phrasesOf(issue.language).page.corrections}</h2>
      {corrections.toReversed().map((correction) => (
        <>
          <p class="meta">
            <Moment at={correction.at} issue={issue} />
          </p>
          <Changes changes={correction.changes} path="" />
        </>
      ))}
      <p class="more">
        <a href={versionsPath(issue.slug)}>{phrasesOf(issue.language).page.earlierVersions}</a>
      </p>
    </section>
  );
}

function Changes({ changes, path }: { changes: TextChange[]; path: string }) {
  const phrases = usePhrases();
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li>
          {change.anchor && change.after !== undefined ? (
            <a href={`${path}#${change.anchor}`}>{phrases.page[`${change.part}Part`]}</a>
          ) : (
            phrases.page[`${change.part}Part`]
          )}
          {phrases.colon}
          <Change {...change} />
        </li>
      ))}
    </ul>
  );
}

/** The text with removed and added words marked; the words they share are shown once. */
function Change({ before = '', after = '' }: TextChange) {
  const { start, removed, added, end } = splitChange(before, after);
  return (
    <>
      {start}
      {removed && <del>{removed}</del>}
      {removed && added && ' '}
      {added && <ins>{added}</ins>}
      {end}
    </>
  );
}

/** Splits two texts into the words that both begin with, the removed words, the added words, and the words that both end with. */
export function splitChange(before: string, after: string) {
  const [from, to] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)];
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  return {
    start: from.slice(0, start).join(''),
    removed: from.slice(start, from.length - end).join(''),
    added: to.slice(start, to.length - end).join(''),
    end: to.slice(to.length - end).join(''),
  };
}

function Versions({
  site,
  c,
  issue,
  versions,
}: {
  site: Site;
  c: Context;
  issue: Issue;
  versions: IssueVersion[];
}) {
  const { page, colon } = phrasesOf(site.publication.language);
  const title = `${page.earlierVersions}${colon}${issue.headline}`;
  return (
    <Notice site={site} c={c} title={title} heading={page.earlierVersions}>
      <p>
        <a href={issuePath(issue.slug)}>{issue.headline}</a>
      </p>
      <ul class="rows">
        {versions.toReversed().map(({ number, replacedAt }) => (
          <li>
            <a href={versionsPath(issue.slug, number)}>{fillPhrase(page.version, { number })}</a>
            <p class="meta">
              <Filled phrase={page.untilWhen} slots={{ when: <Moment at={replacedAt} issue={issue} /> }} />
            </p>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Version({ site, c, version }: { site: Site; c: Context; version: IssueVersion & { issue: Issue } }) {
  const { issue, number, replacedAt } = version;
  const { page, colon } = phrasesOf(site.publication.language);
  return (
    <Page site={site} c={c} title={`${fillPhrase(page.version, { number })}${colon}${issue.headline}`}>
      <article class="column" lang={issue.language}>
        <p class="warning">
          <Filled
            phrase={page.versionReplaced}
            slots={{ number, when: <Moment at={replacedAt} issue={issue} /> }}
            links={[issuePath(issue.slug)]}
          />
        </p>
        <DateLine issue={issue} />
        <h1 class="headline">
          <Headline text={issue.headline} />
        </h1>
        {issue.subtitle && <p class="subtitle">{issue.subtitle}</p>}
        <IssueBody issue={{ ...issue, corrections: undefined }} />
      </article>
    </Page>
  );
}
