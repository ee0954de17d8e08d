// A page for each cited author and each source, with the bullets that cite them.
import { type Context, Hono } from 'hono';
import type { Platform } from '../../model.js';
import { formatCount, sourceMark } from '../../render/format.js';
import { findHome } from '../../sources/index.js';
import type { Home } from '../../sources/kind.js';
import { type SearchResult, searchBullets } from '../../store/search/search.js';
import { listSources } from '../../store/sources/sources.js';
import { searchPath } from '../search/params.js';
import { Hits } from '../search/search.js';
import { Page } from '../ui/layout.js';
import { PLATFORM_NAMES } from '../ui/marks.js';
import { Pager } from '../ui/pager.js';
import { authorPath, sourcePath } from '../ui/paths.js';
import { type Site, sendPage } from '../ui/site.js';
import { homeOfAuthor } from './home-pages.js';

const BULLETS_PER_PAGE = 20;

export function authorRoutes(site: Site): Hono {
  const app = new Hono();
  const { db } = site;

  app.get('/authors/:platform/:name', async (c) => {
    const { platform, name } = c.req.param();
    if (!isPlatform(platform)) return c.notFound();
    const page = pageOf(c);
    const found = await searchBullets(db, { terms: [], author: `${platform}/${name}`, ...page.limits });
    if (found.total === 0) return c.notFound();
    const label = platform === 'x' ? `@${name}` : platform === 'reddit' ? `u/${name}` : name;
    const narrowed = searchPath({ q: '', author: name, platform, page: 1 });
    const path = authorPath({ platform, author: name });
    const kind = platform === 'web' ? 'An author on the web' : 'An author';
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
    const kind = 'A source';
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
  const cited =
    total === 0
      ? 'Not cited yet.'
      : `Cited in ${more ? 'more than ' : ''}${formatCount(total, 'statement')}, newest first.`;
  return (
    <Page site={site} c={c} title={label} path={path} description={`${kind}: ${label}. ${cited}`}>
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
                {home.label}
              </a>
            </>
          )}
        </p>
        <h1>{label}</h1>
        <p class="subtitle">{cited}</p>
        {total > BULLETS_PER_PAGE && (
          <p class="more">
            <a href={narrowed}>Search these</a>
          </p>
        )}
        <Hits hits={hits} timeZone={site.publication.timeZone} />
        <Pager
          page={page}
          last={Math.ceil(total / BULLETS_PER_PAGE)}
          pathOf={(other) => (other > 1 ? `${path}?page=${other}` : path)}
          back="Newer"
          on="Older"
        />
      </div>
    </Page>
  );
}
