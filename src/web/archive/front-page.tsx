// The front page: the newest issue and links to earlier ones.
import { directionOf, phrasesOf } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import type { Issue } from '../../model.js';
import { headingsOf } from '../../render/imported.js';
import type { IssueSummary } from '../../store/issues.js';
import { issuePath } from '../site/paths.js';
import { Filled } from '../ui/language.js';
import { Notice, Page, type PageProps } from '../ui/layout.js';
import { Headline } from '../ui/marks.js';
import { SignUp } from '../ui/sign-up.js';
import { DateLine, Lead } from './issue.js';
import { MAX_SUMMARY, Months } from './issue-list.js';

/** Issues that the front page lists; /issues lists all. */
export const FRONT_ISSUES = 40;

export function Empty(page: PageProps) {
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

export function Front({ newest, earlier, ...page }: PageProps & { newest: Issue; earlier: IssueSummary[] }) {
  const { name, tagline, timeZone, language } = page.site.publication;
  const phrases = phrasesOf(language);
  const headings = newest.body ? headingsOf(newest.body) : [];
  return (
    <Page {...page}>
      <div class="column">
        <h1 class="hidden">{tagline ? `${name}${phrases.colon}${tagline}` : name}</h1>
        <article lang={newest.language} dir={directionOf(newest.language)}>
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
        </article>
        <p class="more">
          <a href={issuePath(newest.slug)}>{phrases.page.readWhole}</a>
        </p>
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
