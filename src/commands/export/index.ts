// tidings export: writes the archive as files for any static host.
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Hono } from 'hono';
import { UserError } from '../../base/errors.js';
import { type Context, findFollowedSources, openContext } from '../../context.js';
import type { Issue } from '../../model.js';
import { findIssue, listIssues } from '../../store/issues.js';
import { createApp } from '../../web/app.js';
import { linksOf, staticFile, staticLinks } from '../../web/site/static-site.js';
import type { Command } from '../shared/command.js';
import { type Folder, openFolder } from './output-folder.js';
import { indexIssues } from './search-index.js';

/** The crawl starts at these paths and follows links. */
const CRAWL_ROOTS = [
  '/',
  '/search',
  '/site.css',
  '/site.js',
  '/search.js',
  ...['/sw.js', '/manifest.webmanifest', '/icon.svg', '/icon.png'],
  ...['/feed.xml', '/daily.xml', '/weekly.xml', '/atom.xml', '/feed.json', '/corrections.xml'],
  ...['/robots.txt', '/sitemap.xml', '/llms.txt'],
];
const PICTURE_PATH = '/og.png';
/** More issues than any archive has. */
const MAX_ISSUES = 100_000;

export const command: Command = {
  usage: 'FOLDER',
  summary: 'Writes the archive as static files for any web host; rewrites only files that changed.',
  words: 1,
  options: {},
  async run(input) {
    const [target] = input.positionals;
    if (!target) throw new UserError('export needs a folder', `Usage: tidings export ${this.usage}`);
    const context = await openContext(input.dir);
    try {
      refuseHome(resolve(target), context.config);
      const folder = openFolder(resolve(target));
      const { PUBLIC_URL } = context.config.env;
      const skipped = await exportPages(context, folder, input.signal);
      for (const { path, content } of await indexIssues(
        publishedIssues(context),
        context.config.publication.language,
      ))
        folder.write(path, content);
      const counts = folder.finish();
      const hint = PUBLIC_URL
        ? []
        : [
            'PUBLIC_URL is not set: feeds and the sitemap link to http://localhost, and nobody can subscribe.',
          ];
      return {
        json: { ...counts, skipped },
        text: [
          `${counts.files} files, ${counts.written} of them written, ${counts.removed} removed, in ${target}`,
          ...skipped.map((path) => `skipped, because no file can have this name: ${path}`),
          ...hint,
        ].join('\n'),
      };
    } finally {
      await context.close();
    }
  },
};

/** Throws a UserError for a folder that contains secrets: the keys in `.env`, or the readers' addresses. */
function refuseHome(target: string, { dir, database }: Context['config']): void {
  const held = [dir, ...(isAbsolute(database) ? [database, dirname(database)] : [])];
  if (held.every((path) => relative(target, path).startsWith('..'))) return;
  throw new UserError(
    `${target} contains the keys or the readers’ addresses, which would become public`,
    'Export to a separate folder: tidings export site',
  );
}

/** Follows the links of the site and writes each page. Returns the paths that cannot be files. */
async function exportPages(context: Context, folder: Folder, signal: AbortSignal): Promise<string[]> {
  const { config, db, templates, clock, log } = context;
  const { PUBLIC_URL } = config.env;
  const base = PUBLIC_URL ? new URL(PUBLIC_URL).pathname.replace(/\/+$/, '') : '';
  const app = createApp({
    db,
    publication: config.publication,
    templates,
    clock,
    log,
    followedSources: () => findFollowedSources(context),
    staticSite: PUBLIC_URL ? { subscribeAt: `${PUBLIC_URL.replace(/\/+$/, '')}/subscribe` } : {},
    ...(PUBLIC_URL && { publicUrl: PUBLIC_URL }),
  });
  const queue = [...CRAWL_ROOTS];
  const known = new Set(queue);
  const skipped: string[] = [];
  const changed = new Set<string>();
  for (const path of queue) {
    if (signal.aborted) throw signal.reason;
    const file = staticFile(path);
    if (!file) {
      skipped.push(path);
      continue;
    }
    // Rendering a picture takes longest, and it changes only if its page changes.
    if (path.endsWith(PICTURE_PATH) && !changed.has(path.slice(0, -PICTURE_PATH.length)) && folder.keep(file))
      continue;
    const page = await exportPage(app, base, path, file, folder);
    if (page.written) changed.add(path);
    for (const link of page.links) {
      const followed = link.replace(/\?v=.*$/, '');
      if (known.has(followed) || /^\/(?:search\?|api\/|subscribe)/.test(followed)) continue;
      known.add(followed);
      queue.push(followed);
    }
  }
  const missing = await app.request('/there-is-no-such-page');
  folder.write('404.html', staticLinks(await missing.text(), base));
  return skipped;
}

/** Writes one page. Returns the paths that it links to, its picture included. */
async function exportPage(
  app: Hono,
  base: string,
  path: string,
  file: string,
  folder: Folder,
): Promise<{ written: boolean; links: string[] }> {
  const answer = await app.request(path);
  if (answer.status !== 200) return { written: false, links: [] };
  if (!answer.headers.get('content-type')?.startsWith('text/html')) {
    const written = folder.write(file, new Uint8Array(await answer.arrayBuffer()));
    return { written, links: [] };
  }
  const html = await answer.text();
  const picture =
    /^\/issues\/[^/?]+$/.test(path) && html.includes(PICTURE_PATH) ? [`${path}${PICTURE_PATH}`] : [];
  return { written: folder.write(file, staticLinks(html, base)), links: [...linksOf(html), ...picture] };
}

async function* publishedIssues({ db }: Context): AsyncGenerator<Issue> {
  const list = await listIssues(db, { status: 'published', limit: MAX_ISSUES });
  for (const { id } of list.reverse()) {
    const issue = await findIssue(db, id);
    if (issue) yield issue;
  }
}
