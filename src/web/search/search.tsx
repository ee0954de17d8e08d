// Search: a page that works as a plain form, the same answer as JSON.
import { type Context, Hono } from 'hono';
import { formatCount, formatPeriod } from '../../render/format.js';
import { listRecaps } from '../../store/issue-recaps.js';
import { parseTerms } from '../../store/search/query.js';
import type { SearchHit } from '../../store/search/search.js';
import { type Snippet, snippetOf } from '../../store/search/snippet.js';
import { listTags } from '../../store/tags.js';
import { Page, type PageProps } from '../ui/layout.js';
import { limitClients } from '../ui/limits.js';
import { Pager } from '../ui/pager.js';
import { issuePath } from '../ui/paths.js';
import { absoluteUrl, type Site, sendPage } from '../ui/site.js';
import { answer, findTags, PAGE, type SearchAnswer } from './answer.js';
import { Chips, type Choices, SearchForm } from './form.js';
import { findOwnPages, type OwnPage } from './own-pages.js';
import { hasSearch, readSearchParams, type SearchParams, searchPath } from './params.js';
import { findSuggestions, type Suggestion } from './suggestions.js';

/** Tags of a kind that the form offers. */
const OFFERED = 15;
// One who types makes six requests a second at most; the rest is for those who share an address.
const LIMIT = { burst: 60, everyMs: 100, keys: 10_000 };

export function searchRoutes(site: Site): Hono {
  const app = new Hono();
  const limit = limitClients(site, LIMIT, (c) => {
    const why = 'Too many searches at once: wait a second.';
    c.header('Access-Control-Allow-Origin', '*');
    return c.req.path === '/search' ? c.text(`${why}\n`, 429) : c.json({ error: why }, 429);
  });
  for (const path of ['/search', '/search.json', '/api/search']) app.use(path, limit);

  app.get('/search', async (c) => {
    const { asked, problems } = readSearchParams(new URL(c.req.url).searchParams);
    const found = await answer(site, asked);
    const suggestions = found.total === 0 && hasSearch(asked) ? await findSuggestions(site, asked) : [];
    const title = asked.q ? `“${asked.q}”` : 'Search';
    const choices = await findChoices(site, asked);
    const pages = asked.page === 1 ? await findOwnPages(site, found.instead ?? asked.q) : [];
    return sendPage(
      c,
      <SearchPage
        {...{ site, c, title, asked, problems, suggestions, choices, pages }}
        {...found}
        path="/search"
      />,
    );
  });

  const asJson = async (c: Context) => {
    const { asked, problems } = readSearchParams(new URL(c.req.url).searchParams);
    c.header('Cache-Control', 'public, max-age=60');
    c.header('Access-Control-Allow-Origin', '*');
    if (problems.length > 0) return c.json({ error: problems.join(' ') }, 400);
    const found = await answer(site, asked);
    return c.json({
      query: { ...asked, ...(found.instead && { q: found.instead }) },
      total: found.total,
      ...(found.more && { more: true }),
      results: found.hits.map((hit) => ({
        url: absoluteUrl(site, c, issuePath(hit.slug, hit.anchor)),
        headline: hit.headline,
        cadence: hit.cadence,
        period: hit.period,
        recap: hit.recap,
        section: hit.section,
        text: hit.snippet.map((part) => part.text).join(''),
        found: hit.snippet.filter((part) => part.marked).map((part) => part.text),
      })),
    });
  };
  app.get('/search.json', asJson);
  app.get('/api/search', asJson);
  return app;
}

async function findChoices(site: Site, asked: SearchParams): Promise<Choices> {
  return {
    recaps: await listRecaps(site.db),
    tags: await listTags(site.db, OFFERED),
    chosen: await findTags(site, asked),
  };
}

interface Shown extends PageProps, SearchAnswer {
  asked: SearchParams;
  problems: string[];
  suggestions: Suggestion[];
  choices: Choices;
  pages: OwnPage[];
}

function SearchPage(props: Shown) {
  return (
    <Page {...props}>
      <div class="column">
        <h1 class="hidden">Search</h1>
        <SearchForm asked={props.asked} choices={props.choices} still={props.site.still !== undefined} />
        <div id="results">
          <Results {...props} />
        </div>
        {props.site.still && (
          <>
            <noscript>
              <p>
                This copy of the archive is searched by a script. Without one, the <a href="/tags">tags</a>{' '}
                and <a href="/issues">all issues</a> lead on.
              </p>
            </noscript>
            <script type="module" src={props.site.staticSearch.href} />
          </>
        )}
      </div>
    </Page>
  );
}

function Results({ site, asked, problems, suggestions, choices, pages, ...found }: Shown) {
  const { total, hits } = found;
  return (
    <>
      <Chips asked={asked} tags={choices.chosen} />
      {problems.map((problem) => (
        <p class="warning">{problem}</p>
      ))}
      <p class="meta" id="status" role="status">
        {sayCount(asked, found)}
      </p>
      {pages.length > 0 && (
        <p class="see">
          See also{' '}
          {pages.map(({ path, name, kind }) => (
            <>
              <a href={path}>{name}</a> <span class="meta">{kind}</span>{' '}
            </>
          ))}
        </p>
      )}
      {!hasSearch(asked) && (asked.since || asked.until) && (
        <p class="warning">
          Days narrow a search down: add a word or another filter. By day, <a href="/issues">all issues</a>{' '}
          are listed.
        </p>
      )}
      {!hasSearch(asked) && <Help />}
      {hasSearch(asked) && total === 0 && <Nothing suggestions={suggestions} />}
      <Hits hits={hits} timeZone={site.publication.timeZone} q={found.instead ?? asked.q} />
      <Pager
        page={asked.page}
        last={Math.ceil(total / PAGE)}
        pathOf={(page) => searchPath({ ...asked, q: found.instead ?? asked.q, page })}
        back="Earlier results"
        on="More results"
      />
    </>
  );
}

function sayCount(asked: SearchParams, { total, more, instead }: SearchAnswer): string {
  if (!hasSearch(asked)) return '';
  const count = `${more ? 'More than ' : ''}${formatCount(total, 'result')}`;
  if (instead) return `Nothing has just these words. ${count} for ${instead}`;
  return total === 0 ? `Nothing found${asked.q && ` for ${asked.q}`}` : count;
}

function Help() {
  return (
    <p>
      All words have to be there but small ones such as “of”. <b>"Quotation marks"</b> keep words together,{' '}
      <b>quant*</b> finds what begins so, <b>-word</b> leaves out what has it. A result leads to the very
      point of its issue.
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

/** Bullets that were found, with where they stand. What is told in several issues is shown once. */
export function Hits({ hits, timeZone, q = '' }: { hits: SearchHit[]; timeZone: string; q?: string }) {
  const told = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const words = hit.snippet.map(({ text }) => text).join('');
    told.set(words, [...(told.get(words) ?? []), hit]);
  }
  return (
    <ol class="results">
      {[...told.values()].map(([hit, ...again]) => hit && <Hit {...{ hit, again, timeZone, q }} />)}
    </ol>
  );
}

interface HitProps {
  hit: SearchHit;
  /** The same words elsewhere. */
  again: SearchHit[];
  timeZone: string;
  q: string;
}

function Hit({ hit, again, timeZone, q }: HitProps) {
  const section = snippetOf(hit.section, parseTerms(q));
  return (
    <li>
      <h2>
        <a href={issuePath(hit.slug, hit.anchor)}>
          <Marked parts={section} />
        </a>
      </h2>
      <p>
        <Marked parts={hit.snippet} />
      </p>
      <p class="meta">
        {formatPeriod(hit.period, timeZone)} · {hit.recap} · {hit.headline}
      </p>
      {again.map((other) => (
        <p class="meta">
          Also <a href={issuePath(other.slug, other.anchor)}>{formatPeriod(other.period, timeZone)}</a> ·{' '}
          {other.recap} · {other.headline}
        </p>
      ))}
    </li>
  );
}

function Marked({ parts }: { parts: Snippet }) {
  return <>{parts.map(({ text, marked }) => (marked ? <mark>{text}</mark> : text))}</>;
}
