// The end of an issue's page: tags, cited authors, other formats, neighbouring issues.

import { fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Cadence, Issue } from '../../model.js';
import type { IssueSummary } from '../../store/issues.js';
import { howPath, issuePath, tagPath } from '../site/paths.js';
import { type Site, takesReports } from '../site/site.js';
import { Filled } from '../ui/language.js';
import { Headline } from '../ui/marks.js';
import { SignUp } from '../ui/sign-up.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import { labelAuthor, listCitedAuthors } from './cited-authors.js';
import { ReportHow } from './report-how.js';

interface IssueEndProps {
  site: Site;
  issue: Issue;
  previous?: IssueSummary;
  next?: IssueSummary;
}

/** What follows the last recap. */
export function IssueEnd(props: IssueEndProps) {
  const { site, issue, previous, next } = props;
  return (
    <footer class="end">
      <Invitation site={site} cadence={issue.cadence} />
      <Tags issue={issue} />
      <Cited issue={issue} />
      <p class="meta">
        {!issue.body && (
          <>
            <a href={howPath(issue.slug)}>{phrasesOf(issue.language).issue.howMade}</a> ·{' '}
          </>
        )}
        <a href={`${issuePath(issue.slug)}.md`}>{phrasesOf(issue.language).page.asMarkdown}</a>
      </p>
      {/* An imported text has no statements to report on. */}
      {(!issue.body || !takesReports(site)) && <ReportHow site={site} />}
      <nav class="neighbours" aria-label={phrasesOf(issue.language).mail.allIssues}>
        {previous && (
          <a rel="prev" href={issuePath(previous.slug)}>
            <span>{nameNeighbour(issue, 'previousIssue')}</span>
            <Headline text={previous.headline} />
          </a>
        )}
        {next && (
          <a rel="next" href={issuePath(next.slug)}>
            <span>{nameNeighbour(issue, 'nextIssue')}</span>
            <Headline text={next.headline} />
          </a>
        )}
      </nav>
    </footer>
  );
}

/** For readers who came by a shared link. */
function Invitation({ site, cadence }: { site: Site; cadence: Cadence }) {
  return (
    <>
      <SignUp site={site} cadence={cadence} sample="/" />
      <p class="invitation">
        <Filled
          phrase={phrasesOf(site.publication.language).page.followByFeed}
          slots={{ name: site.publication.name }}
          links={[`/${cadence}.xml`]}
        />
      </p>
    </>
  );
}

/** `Previous daily issue`; other languages leave the cadence out. */
function nameNeighbour({ language, cadence }: Issue, key: 'previousIssue' | 'nextIssue'): string {
  const name = phrasesOf(language).page[key];
  return language.startsWith('en') ? name.replace(' issue', ` ${cadence} issue`) : name;
}

function Tags({ issue }: { issue: Issue }) {
  const kinds = TAG_KINDS.map(([kind, label]) => ({
    label,
    tags: issue.tags.filter((tag) => tag.kind === kind),
  })).filter(({ tags }) => tags.length > 0);
  if (kinds.length === 0) return null;
  return (
    <dl class="tags">
      {kinds.map(({ label, tags }) => (
        <>
          <dt>{phrasesOf(issue.language).page[label]}</dt>
          <dd>
            {tags.map((tag) => (
              <a href={tagPath(tag)}>{tag.name}</a>
            ))}
          </dd>
        </>
      ))}
    </dl>
  );
}

function Cited({ issue }: { issue: Issue }) {
  const cited = listCitedAuthors(issue);
  if (cited.size === 0) return null;
  const names = [...cited].sort(([, a], [, b]) => (a.author.toLowerCase() < b.author.toLowerCase() ? -1 : 1));
  return (
    <details class="cited">
      <summary>{fillPhrase(phrasesOf(issue.language).page.cited, { n: cited.size })}</summary>
      <p>
        {names.map(([path, cited]) => (
          <a href={path}>{labelAuthor(cited)}</a>
        ))}
      </p>
    </details>
  );
}
