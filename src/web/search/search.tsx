// The search page, which works without a script, and the same results as JSON.
import { type Context, Hono } from 'hono';
import { countPhrase, fillPhrase, phrasesOf, quotePhrase } from '../../base/language/phrases/phrases.js';
import { limitClients } from '../http/limits.js';
import { issuePath } from '../site/paths.js';
import { absoluteUrl, type Site, sendPage } from '../site/site.js';
import { Filled, usePhrases } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';
import { Pager } from '../ui/pager.js';
import { TAG_KINDS } from '../ui/tag-kinds.js';
import {
  answer,
  hasSearch,
  type ParsedSearch,
  parseSearch,
  RESULTS_PER_PAGE,
  type SearchAnswer,
} from './answer.js';
import { Chips, type Choices, SearchForm } from './form.js';
import { readFrequentTags, readRecaps } from './frequent-tags.js';
import { Hits } from './hits.js';
import { findOwnPages, type OwnPage } from './own-pages.js';
import { type Problem, readSearchParams, type SearchParams, searchPath } from './params.js';
import { findSuggestions, type Suggestion } from './suggestions.js';

/** Tags of each kind that the form offers. */
const OFFERED_TAGS = 15;
// Typing makes six requests a second at most; the rest is for people who share an address.
const RATE_LIMIT = { burst: 60, everyMs: 100, keys: 10_000 };

export function searchRoutes(site: Site): Hono {
  const app = new Hono();
  const limit = limitClients(site, RATE_LIMIT, (c) => {
    const why = phrasesOf(site.publication.language).page.tooMany;
    c.header('Access-Control-Allow-Origin', '*');
    return c.req.path === '/search' ? c.text(`${why}\n`, 429) : c.json({ error: why }, 429);
  });
  for (const path of ['/search', '/search.json', '/api/search']) app.use(path, limit);

  app.get('/search', async (c) => {
    const { asked, problems } = readSearchParams(new URL(c.req.url).searchParams);
    const parsed = await parseSearch(site, asked);
    const found = await answer(site, parsed);
    const suggestions =
      (found.total === 0 || found.fewer) && hasSearch(parsed)
        ? await findSuggestions(site, parsed, phrasesOf(site.publication.language), found.instead)
        : [];
    const { language } = site.publication;
    const title = asked.q ? quotePhrase(language, asked.q) : phrasesOf(language).page.search;
    const choices = await findChoices(site, parsed);
    const pages = asked.page === 1 ? await findOwnPages(site, asked.q, found.instead) : [];
    return sendPage(
      c,
      <SearchPage
        {...{ site, c, title, parsed, found, problems, suggestions, choices, pages }}
        path="/search"
      />,
    );
  });

  const asJson = async (c: Context) => {
    const { asked, problems } = readSearchParams(new URL(c.req.url).searchParams);
    c.header('Cache-Control', 'public, max-age=60');
    c.header('Access-Control-Allow-Origin', '*');
    if (problems.length > 0) return c.json({ error: problems.map(({ message }) => message).join(' ') }, 400);
    const found = await answer(site, await parseSearch(site, asked));
    return c.json({
      query: found.asked,
      total: found.total,
      ...(found.more && { more: true }),
      results: found.hits.map((hit) => ({
        url: absoluteUrl(site, c, issuePath(hit.slug, hit.anchor)),
        headline: hit.headline,
        cadence: hit.cadence,
        imported: hit.imported,
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

async function findChoices(site: Site, { tags }: ParsedSearch): Promise<Choices> {
  const frequent = await readFrequentTags(site.db);
  const offered = TAG_KINDS.flatMap(([kind]) =>
    frequent.filter((tag) => tag.kind === kind).slice(0, OFFERED_TAGS),
  );
  return { recaps: await readRecaps(site.db), tags: offered, chosen: tags };
}

interface SearchPageProps extends PageProps {
  parsed: ParsedSearch;
  found: SearchAnswer;
  problems: Problem[];
  suggestions: Suggestion[];
  choices: Choices;
  pages: OwnPage[];
}

/** The path of the search's feed. A static copy has none. */
function searchFeedPath(site: Site, asked: SearchParams): string | undefined {
  return site.staticSite ? undefined : searchPath({ ...asked, page: 1, sort: undefined }, '/search.xml');
}

function SearchPage(props: SearchPageProps) {
  const { site, parsed } = props;
  const feed = hasSearch(parsed) ? searchFeedPath(site, parsed.asked) : undefined;
  return (
    <Page {...props} feed={feed}>
      <div class="column">
        <h1 class="hidden">{phrasesOf(props.site.publication.language).page.search}</h1>
        <SearchForm
          asked={props.parsed.asked}
          choices={props.choices}
          still={props.site.staticSite !== undefined}
        />
        <div id="results">
          <Results {...props} />
        </div>
        {props.site.staticSite && (
          <>
            <noscript>
              <p>
                {phrasesOf(props.site.publication.language).search.needsScript}{' '}
                <Filled
                  phrase={phrasesOf(props.site.publication.language).search.browse}
                  links={['/tags', '/issues']}
                />
              </p>
            </noscript>
            <script type="module" src={props.site.staticSearch.href} />
          </>
        )}
      </div>
    </Page>
  );
}

function Results({ site, parsed, found, problems, suggestions, choices, pages }: SearchPageProps) {
  const { asked } = parsed;
  const { total, hits } = found;
  const searches = hasSearch(parsed);
  const orders = {
    asked: found.asked,
    hasTerms: parsed.terms.length > 0,
    feed: searchFeedPath(site, found.asked),
  };
  const { language } = site.publication;
  return (
    <>
      <Chips asked={found.asked} tags={choices.chosen} />
      {problems.map((problem) => (
        <p class="warning">
          {fillPhrase(phrasesOf(language).search.notUnderstood, { value: problem.value })}
        </p>
      ))}
      <p class="meta" id="status" role="status">
        {searches && describeCount(asked.q, found, language)}
      </p>
      {total > 0 && <Orders {...orders} />}
      {pages.length > 0 && (
        <p class="see">
          {phrasesOf(language).page.seeAlso}{' '}
          {pages.map(({ path, name, kind }) => (
            <>
              <a href={path}>{name}</a> <span class="meta">{phrasesOf(language).page[kind]}</span>{' '}
            </>
          ))}
        </p>
      )}
      {!searches && (asked.since || asked.until) && (
        <p class="warning">
          <Filled phrase={phrasesOf(language).search.datesOnly} links={['/issues']} />
        </p>
      )}
      {!searches && <Help />}
      {searches && (total === 0 || suggestions.length > 0) && <Nothing suggestions={suggestions} />}
      <Hits hits={hits} timeZone={site.publication.timeZone} terms={found.terms} />
      <Pager
        page={asked.page}
        last={Math.ceil(total / RESULTS_PER_PAGE)}
        pathOf={(page) => searchPath({ ...found.asked, page })}
        previousLabel={phrasesOf(language).page.earlierResults}
        nextLabel={phrasesOf(language).page.moreResults}
      />
    </>
  );
}

function describeCount(q: string, { total, more, instead }: SearchAnswer, language: string): string {
  const { page } = phrasesOf(language);
  const results = countPhrase(language, page.results, total);
  const count = more ? fillPhrase(page.moreThan, { count: results }) : results;
  if (instead) return fillPhrase(page.noExactMatch, { count, q: instead });
  return total === 0 ? fillPhrase(page.nothingFound, { q }).trim() : count;
}

interface OrdersProps {
  asked: SearchParams;
  hasTerms: boolean;
  feed: string | undefined;
}

/** Links to the same search in its other orders, and as a feed. */
function Orders({ asked, hasTerms, feed }: OrdersProps) {
  const { page } = usePhrases();
  const orders: [SearchParams['sort'], string][] = [
    ...(hasTerms ? [[undefined, page.bestFirst] as [undefined, string]] : []),
    ['date', page.newestFirst],
    ['oldest', page.oldestFirst],
  ];
  const chosen = asked.sort ?? (hasTerms ? undefined : 'date');
  return (
    <p class="meta orders">
      {orders.map(([sort, label]) => (
        <a
          href={searchPath({ ...asked, sort, page: 1 })}
          rel="nofollow"
          aria-current={sort === chosen ? 'true' : undefined}
        >
          {label}
        </a>
      ))}
      {feed && <a href={feed}>{page.feed}</a>}
    </p>
  );
}

function Help() {
  return (
    <p>
      <Filled
        phrase={usePhrases().search.help}
        slots={{ phrase: <b>"…"</b>, prefix: <b>abc*</b>, exclude: <b>-abc</b> }}
      />
    </p>
  );
}

function Nothing({ suggestions }: { suggestions: Suggestion[] }) {
  if (suggestions.length === 0) {
    return (
      <p>
        {usePhrases().page.tryOther}{' '}
        <Filled phrase={usePhrases().search.browse} links={['/tags', '/issues']} />
      </p>
    );
  }
  return (
    <>
      <p>{usePhrases().page.suggestions}</p>
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
