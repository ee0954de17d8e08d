// Search: a page that works as a plain form, the same answer as JSON.
import { Hono } from 'hono';
import { formatCount, formatPeriod } from '../render/format.js';
import type { SearchHit, SearchResult } from '../store/search.js';
import { Page, type PageProps } from './layout.js';
import { PLATFORM_NAMES } from './marks.js';
import { Pager } from './pager.js';
import { issuePath } from './paths.js';
import { type Asked, type Filter, readAsked, searchPath, withoutFilter } from './search-query.js';
import { addressOf, type Site, sendPage } from './site.js';
import { asBeginning, findSuggestions, PAGE, type Suggestion, search } from './suggestions.js';

export function searchRoutes(site: Site): Hono {
  const app = new Hono();

  app.get('/search', async (c) => {
    const { asked, problems } = readAsked(new URL(c.req.url).searchParams);
    const found = await answer(site, asked);
    const suggestions = found.total === 0 && asked.q ? await findSuggestions(site, asked) : [];
    const title = asked.q ? `“${asked.q}”` : 'Search';
    return sendPage(
      c,
      <SearchPage {...{ site, c, title, asked, problems, suggestions }} {...found} path="/search" />,
    );
  });

  app.get('/search.json', async (c) => {
    const { asked, problems } = readAsked(new URL(c.req.url).searchParams);
    c.header('Cache-Control', 'public, max-age=60');
    if (problems.length > 0) return c.json({ error: problems.join(' ') }, 400);
    const found = await answer(site, asked);
    return c.json({
      query: { ...asked, ...(found.beginning && { q: found.beginning }) },
      total: found.total,
      results: found.hits.map((hit) => ({
        url: addressOf(site, c, issuePath(hit.slug, hit.anchor)),
        headline: hit.headline,
        cadence: hit.cadence,
        period: hit.period,
        recap: hit.recap,
        section: hit.section,
        text: hit.snippet.map((part) => part.text).join(''),
        found: hit.snippet.filter((part) => part.marked).map((part) => part.text),
      })),
    });
  });
  return app;
}

type Answer = SearchResult & { beginning?: string };

/** What is found; when that is nothing, what begins with the last word, as when one is still typing it. */
async function answer(site: Site, asked: Asked): Promise<Answer> {
  const exact = await search(site, asked);
  const beginning = exact.total === 0 ? asBeginning(asked) : undefined;
  if (!beginning) return exact;
  const wider = await search(site, beginning);
  return wider.total > 0 ? { ...wider, beginning: beginning.q } : exact;
}

interface Shown extends PageProps, Answer {
  asked: Asked;
  problems: string[];
  suggestions: Suggestion[];
}

function SearchPage(props: Shown) {
  const { asked } = props;
  return (
    <Page {...props}>
      <div class="column">
        <h1 class="hidden">Search</h1>
        <search>
          <form class="search" action="/search" data-live>
            <input
              type="search"
              name="q"
              value={asked.q}
              maxlength={200}
              aria-label="Search all issues"
              placeholder="What was said?"
              autofocus={!asked.q}
            />
            <button type="submit">Search</button>
            <div class="fields">
              <label>
                Platform
                <select name="platform">
                  <option value="">any</option>
                  {Object.entries(PLATFORM_NAMES).map(([value, label]) => (
                    <option value={value} selected={value === asked.platform}>
                      {label}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                Since
                <input type="date" name="since" value={asked.since ?? ''} />
              </label>
              <label>
                Source
                <input
                  name="source"
                  value={asked.source ?? ''}
                  maxlength={200}
                  placeholder="@handle, r/name"
                />
              </label>
            </div>
          </form>
        </search>
        <div id="results">
          <Results {...props} />
        </div>
      </div>
    </Page>
  );
}

function Results({ site, asked, problems, suggestions, total, hits, beginning }: Shown) {
  return (
    <>
      <Chips asked={asked} />
      {problems.map((problem) => (
        <p class="warning">{problem}</p>
      ))}
      <p class="meta" id="status" role="status">
        {sayCount(asked, total, beginning)}
      </p>
      {!asked.q && <Help />}
      {asked.q && total === 0 && <Nothing suggestions={suggestions} />}
      <ol class="results">
        {hits.map((hit) => (
          <Hit hit={hit} timeZone={site.publication.timeZone} />
        ))}
      </ol>
      <Pager
        page={asked.page}
        last={Math.ceil(total / PAGE)}
        pathOf={(page) => searchPath({ ...asked, page })}
        back="Earlier results"
        on="More results"
      />
    </>
  );
}

function sayCount(asked: Asked, total: number, beginning: string | undefined): string {
  if (!asked.q) return '';
  if (beginning) return `Nothing has just these words. ${formatCount(total, 'result')} for ${beginning}`;
  return total === 0 ? `Nothing found for ${asked.q}` : formatCount(total, 'result');
}

function Chips({ asked }: { asked: Asked }) {
  const filters: [Filter, string | undefined][] = [
    ['platform', asked.platform && `on ${PLATFORM_NAMES[asked.platform]}`],
    ['source', asked.source && `from ${asked.source}`],
    ['since', asked.since && `since ${asked.since}`],
  ];
  if (!filters.some(([, label]) => label)) return null;
  return (
    <p class="chips">
      {filters.map(
        ([filter, label]) =>
          label && (
            <a href={searchPath(withoutFilter(asked, filter))} aria-label={`Take off the filter ${label}`}>
              {label} ×
            </a>
          ),
      )}
    </p>
  );
}

function Help() {
  return (
    <p>
      All words have to be there. <b>"Quotation marks"</b> keep words together, <b>quant*</b> finds what
      begins so, <b>-word</b> leaves out what has it. A result leads to the very point of its issue.
    </p>
  );
}

function Nothing({ suggestions }: { suggestions: Suggestion[] }) {
  if (suggestions.length === 0) {
    return (
      <p>
        Try fewer or other words, or look through the <a href="/tags">tags</a> and{' '}
        <a href="/issues">all issues</a>.
      </p>
    );
  }
  return (
    <>
      <p>These do find something:</p>
      <p class="chips">
        {suggestions.map(({ label, asked, total }) => (
          <a href={searchPath(asked)}>
            {label} ({total})
          </a>
        ))}
      </p>
    </>
  );
}

function Hit({ hit, timeZone }: { hit: SearchHit; timeZone: string }) {
  return (
    <li>
      <h2>
        <a href={issuePath(hit.slug, hit.anchor)}>{hit.section}</a>
      </h2>
      <p>{hit.snippet.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</p>
      <p class="meta">
        {formatPeriod(hit.period, timeZone)} · {hit.recap} · {hit.headline}
      </p>
    </li>
  );
}
