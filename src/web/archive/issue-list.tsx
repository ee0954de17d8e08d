// The list of all issues, and issues under their months.
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { truncate } from '../../base/text.js';
import type { Cadence } from '../../model.js';
import { formatPeriodEnd } from '../../render/format.js';
import type { IssueSummary } from '../../store/issues.js';
import { issuePath, issuesPath } from '../site/paths.js';
import { monthOf, shortPeriod } from '../ui/dates.js';
import { groupBy } from '../ui/groups.js';
import { Page, type PageProps } from '../ui/layout.js';
import { Headline, ImportedMark } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { YearLinks } from './calendar.js';
import { GapLine, listGaps } from './gaps.js';

/** Characters of a summary in a list of issues: an imported issue's summary can fill a screen. */
export const MAX_SUMMARY = 280;

interface AllIssuesProps extends PageProps {
  issues: IssueSummary[];
  years: string[];
  cadence?: Cadence;
  page: number;
  last: number;
}

export function AllIssues({ issues, years, cadence, page: number, last, ...page }: AllIssuesProps) {
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
          previousLabel={phrases.newer}
          nextLabel={phrases.older}
        />
      </div>
    </Page>
  );
}

/** Issues under their months, newest first. */
export function Months(props: {
  issues: IssueSummary[];
  timeZone: string;
  language: string;
  subtitles?: boolean;
}) {
  const { timeZone, language } = props;
  const groups = groupBy(props.issues, ({ period }) => monthOf(period, timeZone, language));
  const keyOf = (at: number) => {
    const period = groups[at]?.values[0]?.period;
    return period ? [formatPeriodEnd(period, timeZone).slice(0, 7)] : [];
  };
  return groups.map(({ label, values }, index) => (
    <>
      {listGaps([...keyOf(index - 1), ...keyOf(index)]).map((gap) => (
        <GapLine gap={gap} />
      ))}
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
    </>
  ));
}
