// The layout of every page: head, header, footer.
import type { Context } from 'hono';
import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { directionOf, phrasesOf } from '../../base/language/phrases/phrases.js';
import { iconSvg } from '../site/assets.js';
import { absoluteUrl, contactHref, type Site } from '../site/site.js';
import { Filled, LanguageContext } from './language.js';

/** The policy that the server sends as a header, for exported pages. Their search (Pagefind) needs WebAssembly. */
function exportCsp(subscribe: string | undefined): string {
  const server = subscribe ? ` ${new URL(subscribe).origin}` : '';
  return `default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'${server}; base-uri 'none'`;
}

export interface PageProps {
  site: Site;
  c: Context;
  title: string;
  description?: string;
  /** The page's canonical path. Absent: search engines should not index the page. */
  path?: string;
  /** For an issue: when it was published. */
  publishedAt?: string;
  /** When it was changed after publication. */
  editedAt?: string;
  /** The path of the page's picture for link previews, 1200 × 630. */
  picture?: string;
  /** Data for search engines, as schema.org names them. */
  structured?: Record<string, unknown>;
  /** The path of a feed with the page's content. */
  feed?: string;
  /** The operator's navigation, which replaces the site's navigation, search and footer. */
  nav?: Child;
}

const FEED_LINKS = [
  ['/feed.xml', 'application/rss+xml', 'RSS'],
  ['/daily.xml', 'application/rss+xml', 'daily'],
  ['/weekly.xml', 'application/rss+xml', 'weekly'],
  ['/atom.xml', 'application/atom+xml', 'Atom'],
  ['/feed.json', 'application/feed+json', 'JSON Feed'],
] as const;

const NAV_LINKS = [
  ['/issues', 'issues'],
  ['/tags', 'tags'],
  ['/search', 'search'],
] as const;

type NavKey = 'issues' | 'tags' | 'search' | 'subscribe';

function navLinks(site: Site): readonly (readonly [string, NavKey])[] {
  const subscribe = subscribeAt(site);
  return subscribe ? [...NAV_LINKS, [subscribe, 'subscribe']] : NAV_LINKS;
}

/** The address of the subscribe page. Exported pages link to the server's. */
export function subscribeAt({ mail, staticSite }: Site): string | undefined {
  return staticSite ? staticSite.subscribeAt : mail && '/subscribe';
}

/** A complete document around its children. */
export function Page(props: PropsWithChildren<PageProps>) {
  const { site, c, title, path } = props;
  const { name, language } = site.publication;
  const phrases = phrasesOf(language).page;
  return (
    <html lang={language} dir={directionOf(language) === 'rtl' ? 'rtl' : undefined}>
      <head>
        <meta charset="utf-8" />
        {site.staticSite && (
          <meta http-equiv="Content-Security-Policy" content={exportCsp(subscribeAt(site))} />
        )}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title === name ? name : `${title} · ${name}`}</title>
        <Meta {...props} />
        <link rel="stylesheet" href={site.style.href} />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="apple-touch-icon" href="/icon.png" />
        <link rel="icon" href={`data:image/svg+xml,${encodeURIComponent(iconSvg(name))}`} />
        {props.feed && (
          <link rel="alternate" type="application/rss+xml" title={`${name}: ${title}`} href={props.feed} />
        )}
        {FEED_LINKS.map(([href, type, what]) => (
          <link
            rel="alternate"
            type={type}
            title={`${name}, ${what === 'daily' || what === 'weekly' ? phrases[what] : what}`}
            href={href}
          />
        ))}
        {props.structured && (
          <script type="application/ld+json">
            {/* Raw: no markup can begin without `<`. */}
            {raw(JSON.stringify(props.structured).replaceAll('<', '\\u003c'))}
          </script>
        )}
        <script src={site.script.href} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {phrases.skip}
        </a>
        <header class="masthead">
          <a class="name" href="/" aria-current={c.req.path === '/' ? 'page' : undefined}>
            {name}
          </a>
          {props.nav ?? (
            <nav aria-label={phrases.siteNav}>
              {navLinks(site).map(([href, key]) => (
                <a href={href} aria-current={c.req.path === href ? 'page' : undefined}>
                  {phrases[key]}
                </a>
              ))}
            </nav>
          )}
          {path !== undefined && c.req.path !== '/search' && (
            <search>
              <form class="find" action="/search" data-href={site.staticSite ? undefined : '/suggest.json'}>
                <input
                  type="search"
                  name="q"
                  maxlength={200}
                  aria-label={phrases.search}
                  placeholder={phrases.search}
                />
              </form>
            </search>
          )}
        </header>
        <main id="main" tabindex={-1}>
          <LanguageContext.Provider value={language}>{props.children}</LanguageContext.Provider>
        </main>
        {!props.nav && <Footer site={site} />}
      </body>
    </html>
  );
}

function Meta({ site, c, title, description, path, publishedAt, editedAt, picture }: PageProps) {
  const { name, tagline } = site.publication;
  return (
    <>
      <meta name="description" content={description ?? tagline} />
      {path === undefined && <meta name="robots" content="noindex" />}
      {path !== undefined && site.publicUrl && <link rel="canonical" href={absoluteUrl(site, c, path)} />}
      {path !== undefined && <meta property="og:url" content={absoluteUrl(site, c, path)} />}
      <meta property="og:type" content={publishedAt ? 'article' : 'website'} />
      <meta property="og:site_name" content={name} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description ?? tagline} />
      {publishedAt && <meta property="article:published_time" content={publishedAt} />}
      {editedAt && <meta property="article:modified_time" content={editedAt} />}
      {picture && (
        <>
          <meta property="og:image" content={absoluteUrl(site, c, picture)} />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:alt" content={title} />
        </>
      )}
      <meta name="twitter:card" content={picture ? 'summary_large_image' : 'summary'} />
    </>
  );
}

/** The keys in the list of shortcuts. */
const SHORTCUT_KEYS = {
  search: <kbd>/</kbd>,
  leave: <kbd>Esc</kbd>,
  down: <kbd>j</kbd>,
  up: <kbd>k</kbd>,
  older: <kbd>[</kbd>,
  newer: <kbd>]</kbd>,
};

function Footer({ site }: { site: Site }) {
  const subscribe = subscribeAt(site);
  const contact = contactHref(site);
  const { name, tagline, address, language } = site.publication;
  const { page, mail } = phrasesOf(language);
  return (
    <footer class="foot">
      <p>
        <strong>{name}</strong> {tagline}
      </p>
      <nav aria-label={page.moreNav}>
        <a href="/issues">{mail.allIssues}</a>
        <a href="/calendar">{page.calendar}</a>
        <a href="/tags">{page.tags}</a>
        <a href="/authors">{page.authors}</a>
        <a href="/sources">{page.sources}</a>
        <a href="/corrections">{page.corrections}</a>
        {contact && <a href={contact}>{page.contact}</a>}
        {subscribe && <a href={subscribe}>{page.byMail}</a>}
        <a href="/feed.xml">RSS</a>
        <a href="/atom.xml">Atom</a>
        <a href="/feed.json">JSON Feed</a>
        {/* For programs and assistants: Markdown, the API, the MCP server. */}
        <a href="/llms.txt">llms.txt</a>
      </nav>
      {address && <p>{address}</p>}
      {/* Shown by the script: without it there are no shortcuts. */}
      <details class="keys" hidden>
        <summary>{page.shortcuts}</summary>
        <p>
          <Filled phrase={page.shortcutsHelp} slots={SHORTCUT_KEYS} />
        </p>
        <label>
          <input type="checkbox" checked /> {page.shortcutsUse}
        </label>
      </details>
    </footer>
  );
}

/** A page with a heading and a short text. */
export function Notice({ heading, children, ...page }: PropsWithChildren<PageProps & { heading: string }>) {
  return (
    <Page {...page}>
      <div class="column">
        <h1>{heading}</h1>
        {children}
      </div>
    </Page>
  );
}
