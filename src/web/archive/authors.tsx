// The list of authors, and a page for each cited author and each source, with the bullets that cite them.
import { type Context, Hono } from 'hono';
import { countPhrase, fillPhrase, phrasesOf } from '../../base/language/phrases/phrases.js';
import type { Platform } from '../../model.js';
import { sourceMark } from '../../render/format.js';
import { findHome } from '../../sources/index.js';
import type { Home } from '../../sources/kinds/kind.js';
import { isCited, type SearchResult, searchBullets } from '../../store/search/search.js';
import { listSources } from '../../store/sources/sources.js';
import { Hits } from '../search/hits.js';
import { searchPath } from '../search/params.js';
import { authorPath, sourcePath } from '../site/paths.js';
import { type Site, sendPage } from '../site/site.js';
import { FoldedList } from '../ui/folded-list.js';
import { useLanguage } from '../ui/language.js';
import { Page, type PageProps } from '../ui/layout.js';
import { PLATFORM_NAMES, platformNames } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { type CitedAuthor, countRecentAuthors, labelAuthor } from './cited-authors.js';
import { homeOfAuthor, labelHome } from './home-pages.js';

const BULLETS_PER_PAGE = 20;
/** Keeps the list of authors below 150 KB. */
const MAX_AUTHORS_PER_PLATFORM = 250;

export function authorRoutes(site: Site): Hono {
  const app = new Hono();
  const { db } = site;

  app.get('/authors', async (c) => {
    const title = phrasesOf(site.publication.language).page.authors;
    const { authors, issues } = await countRecentAuthors(db);
    return sendPage(c, <AllAuthors {...{ site, c, title, authors, issues }} path="/authors" />);
  });

  app.get('/authors/:platform/:name', async (c) => {
    const { platform, name } = c.req.param();
    if (!isPlatform(platform)) return c.notFound();
    const author = `${platform}/${name}`;
    if (!(await isCited(db, author))) return c.notFound();
    const page = pageOf(c);
    const found = await searchBullets(db, { terms: [], author, ...page.limits });
    const label = labelAuthor({ platform, author: name });
    const narrowed = searchPath({ q: '', author: name, platform, page: 1 });
    const path = authorPath({ platform, author: name });
    const kind = phrasesOf(site.publication.language).page.author;
    const home = homeOfAuthor(platform, name);
    return sendPage(
      c,
      <CitedPage {...{ site, c, label, kind, home, platform, path, narrowed, found }} page={page.number} />,
    );
  });

  app.get('/sources/:slug', async (c) => {
    const sources = await listSources(db);
    const source = sources.find(({ id }) => sourcePath(id) === `/sources/${c.req.param('slug')}`);
    if (!source || !isPlatform(source.platform)) return c.notFound();
    const page = pageOf(c);
    const found = await searchBullets(db, { terms: [], source: source.id, ...page.limits });
    const narrowed = searchPath({ q: '', source: source.name, page: 1 });
    const [label, platform, path] = [source.name, source.platform, sourcePath(source.id)];
    const kind = phrasesOf(site.publication.language).page.source;
    const home = findHome(source);
    return sendPage(
      c,
      <CitedPage {...{ site, c, label, kind, home, platform, path, narrowed, found }} page={page.number} />,
    );
  });
  return app;
}

function isPlatform(text: string): text is Platform {
  return Object.hasOwn(PLATFORM_NAMES, text);
}

function pageOf(c: Context) {
  const wanted = c.req.query('page') ?? '1';
  const number = /^\d{1,2}$/.test(wanted) ? Math.max(1, Number(wanted)) : 1;
  return { number, limits: { limit: BULLETS_PER_PAGE, offset: (number - 1) * BULLETS_PER_PAGE } };
}

type AllAuthorsProps = PageProps & { authors: (CitedAuthor & { path: string })[]; issues: number };

function AllAuthors({ authors, issues, ...page }: AllAuthorsProps) {
  const { language } = page.site.publication;
  const phrases = phrasesOf(language).page;
  return (
    <Page {...page}>
      <div class="column">
        <h1>{page.title}</h1>
        <p class="subtitle">
          {authors.length === 0
            ? phrases.authorsNone
            : fillPhrase(phrases.citedIn, { issues: countPhrase(language, phrases.issueCount, issues) })}
        </p>
        {Object.entries(platformNames(phrases)).map(([platform, name]) => (
          <PlatformAuthors name={name} authors={authors.filter((author) => author.platform === platform)} />
        ))}
      </div>
    </Page>
  );
}

function PlatformAuthors({ name, authors }: { name: string; authors: AllAuthorsProps['authors'] }) {
  const language = useLanguage();
  const { issue, page } = phrasesOf(language);
  if (authors.length === 0) return null;
  return (
    <section class="month">
      <h2>{name}</h2>
      <FoldedList
        items={authors.slice(0, MAX_AUTHORS_PER_PLATFORM)}
        isFolded={({ statements }) => statements === 1}
        label={(n) => fillPhrase(page.citedOnce, { n })}
      >
        {(author) => (
          <>
            <a href={author.path}>{labelAuthor(author)}</a>{' '}
            <span class="meta">{countPhrase(language, issue.statements, author.statements)}</span>
          </>
        )}
      </FoldedList>
    </section>
  );
}

interface CitedPageProps {
  site: Site;
  c: Context;
  label: string;
  kind: string;
  home: Home | undefined;
  platform: Platform;
  path: string;
  /** The search restricted to these bullets. */
  narrowed: string;
  page: number;
  found: SearchResult;
}

function CitedPage({ site, c, label, kind, home, platform, path, narrowed, page, found }: CitedPageProps) {
  const { total, more, hits } = found;
  const { language } = site.publication;
  const { issue, page: phrases, colon } = phrasesOf(language);
  const statements = countPhrase(language, issue.statements, total);
  const feed = site.staticSite ? undefined : narrowed.replace('/search?', '/search.xml?');
  const count = more ? fillPhrase(phrases.moreThan, { count: statements }) : statements;
  const cited = total === 0 ? phrases.notCited : fillPhrase(phrases.citedTimes, { count });
  return (
    <Page {...{ site, c, path, feed }} title={label} description={`${kind}${colon}${label}. ${cited}`}>
      <div class="column">
        <p class="meta">
          <span class="letter" aria-hidden="true">
            {sourceMark(platform)}
          </span>
          {kind}
          {home && (
            <>
              {' · '}
              <a href={home.url} rel="noopener nofollow">
                {labelHome(home, phrases)}
              </a>
            </>
          )}
          {feed && (
            <>
              {' · '}
              <a href={feed}>{phrases.feed}</a>
            </>
          )}
        </p>
        <h1>{label}</h1>
        <p class="subtitle">{cited}</p>
        {total > BULLETS_PER_PAGE && (
          <p class="more">
            <a href={narrowed}>{phrases.searchThese}</a>
          </p>
        )}
        <Hits hits={hits} timeZone={site.publication.timeZone} />
        <Pager
          page={page}
          last={Math.ceil(total / BULLETS_PER_PAGE)}
          pathOf={(other) => (other > 1 ? `${path}?page=${other}` : path)}
          previousLabel={phrases.newer}
          nextLabel={phrases.older}
        />
      </div>
    </Page>
  );
}
