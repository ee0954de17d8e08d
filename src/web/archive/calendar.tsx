// The calendar of a year's issues by day; `/calendar` shows the latest year.
import { Hono } from 'hono';
import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import { formatPeriodEnd } from '../../render/format.js';
import type { Db } from '../../store/database/schema.js';
import { findIssue, type IssueSummary, listIssues, listPeriods } from '../../store/issues.js';
import { issuePath, yearPath } from '../site/paths.js';
import { type Site, sendPage } from '../site/site.js';
import { monthName, weekdayNames } from '../ui/dates.js';
import { useLanguage, usePhrases } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';
import { GapLine, listGaps } from './gaps.js';

/** Far more than a daily and a weekly issue make in a year. */
const MAX_ISSUES_PER_YEAR = 4_000;

export function calendarRoutes(site: Site): Hono {
  const app = new Hono();
  const { timeZone } = site.publication;

  const yearOf = async (year: string) => {
    // One more day on both sides: a year begins at different instants in different time zones.
    const issues = await listIssues(site.db, {
      status: 'published',
      after: `${Number(year) - 1}-12-31T00:00:00.000Z`,
      before: `${Number(year) + 1}-01-03T00:00:00.000Z`,
      limit: MAX_ISSUES_PER_YEAR,
    });
    const days = new Map<string, IssueSummary[]>();
    for (const issue of issues) {
      const day = formatPeriodEnd(issue.period, timeZone);
      if (day.startsWith(year)) days.set(day, [...(days.get(day) ?? []), issue]);
    }
    return { year, days };
  };

  app.get('/calendar', async (c) => {
    const years = await listYears(site.db, timeZone);
    const latest = years[0] ? await yearOf(years[0]) : { year: '', days: new Map() };
    const page = { site, c, title: phrasesOf(site.publication.language).page.calendar, path: '/calendar' };
    return sendPage(c, <Year {...page} {...latest} years={years} />);
  });

  app.get('/issues/:year{\\d{4}}', async (c, next) => {
    const year = c.req.param('year');
    // An imported issue's slug may be a number.
    if ((await findIssue(site.db, year))?.status === 'published') return next();
    const years = await listYears(site.db, timeZone);
    if (!years.includes(year)) return c.notFound();
    const page = {
      site,
      c,
      title: fillPhrase(phrasesOf(site.publication.language).page.issuesOf, { year }),
      path: yearPath(year),
    };
    return sendPage(c, <Year {...page} {...(await yearOf(year))} years={years} />);
  });
  return app;
}

/** The years with issues, latest first. */
export async function listYears(db: Db, timeZone: string): Promise<string[]> {
  const periods = await listPeriods(db);
  return [...new Set(periods.map((period) => formatPeriodEnd(period, timeZone).slice(0, 4)))]
    .sort()
    .reverse();
}

export function YearLinks({ years, current }: { years: string[]; current?: string }) {
  return (
    <>
      {years.map((year) => (
        <a href={yearPath(year)} aria-current={year === current ? 'true' : undefined}>
          {year}
        </a>
      ))}
    </>
  );
}

type Days = Map<string, IssueSummary[]>;

function Year(props: PageProps & { year: string; years: string[]; days: Days }) {
  const { year, years, days, ...page } = props;
  const phrases = phrasesOf(page.site.publication.language);
  const months = [...new Set([...days.keys()].map((day) => day.slice(0, 7)))].sort().reverse();
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        {years.length === 0 && <p>{phrases.page.noSuchIssues}</p>}
        <p class="chips">
          <YearLinks years={years} current={year} />
        </p>
        <div class="calendar">
          {months.map((month, at) => (
            <>
              {listGaps([month, months[at - 1] ?? month]).map((gap) => (
                <GapLine gap={gap} />
              ))}
              <Month month={month} days={days} />
            </>
          ))}
        </div>
        <p class="more">
          <a href="/issues">{phrases.mail.allIssues}</a>
        </p>
      </div>
    </Page>
  );
}

function Month({ month, days }: { month: string; days: Days }) {
  const language = useLanguage();
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  // getUTCDay counts from Sunday.
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const cells = Array.from({ length: Math.ceil((before + length) / 7) * 7 }, (_, at) => at - before + 1);
  const rows = Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7));
  return (
    <table>
      <caption>{monthName(month, language)}</caption>
      <thead>
        <tr>
          {weekdayNames(language).map((day) => (
            <th scope="col">{day}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((day) => (
              <td>
                {day >= 1 && day <= length && (
                  <Day day={day} issues={days.get(`${month}-${String(day).padStart(2, '0')}`) ?? []} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A day's number, linked to its issue, and beside it the weekly issue that ends on that day. */
function Day({ day, issues }: { day: number; issues: IssueSummary[] }) {
  const { week } = usePhrases().page;
  const sorted = issues.toSorted((a, b) => (a.cadence < b.cadence ? -1 : 1));
  return (
    <>
      {sorted[0]?.cadence !== 'daily' && <span class="soft">{day}</span>}{' '}
      {sorted.map(({ slug, headline, cadence }, index) => {
        const shown = cadence === 'weekly' ? week : index === 0 ? `${day}` : '+';
        // The accessible name starts with the visible label (WCAG 2.5.3).
        const name = shown === `${day}` ? shown : `${shown} ${day}`;
        return (
          <a href={issuePath(slug)} title={headline} aria-label={`${name}: ${headline}`}>
            {shown}
          </a>
        );
      })}
    </>
  );
}
