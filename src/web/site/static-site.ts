// The site as files: the file of each address, and links between files.

const FILE_PATH = /\.(?:md|xml|json|txt|png|svg|css|js|webmanifest)$/;

/** File systems allow 255 bytes, and some programs add an extension. */
const MAX_NAME_BYTES = 200;

/** The options of an exported site. */
export interface StaticSite {
  /** The address of the subscribe page, when there is one. */
  subscribeAt?: string;
}

/**
 * Converts a path with its query to one that a plain file server can serve: the query becomes a folder, and a page ends
 * with a slash. `/tags/model/quill?page=2` → `/tags/model/quill/page-2/`.
 */
export function staticPath(path: string): string {
  const { pathname, search, searchParams, hash } = new URL(path, 'http://site.invalid');
  if (FILE_PATH.test(pathname)) return `${pathname}${search.startsWith('?v=') ? search : ''}${hash}`;
  const folders = [...searchParams].map(([name, value]) => `${encodeURIComponent(`${name}-${value}`)}/`);
  return `${pathname.replace(/\/*$/, '/')}${folders.join('')}${hash}`;
}

/** The path's file below the export's folder; undefined for a name that is unsafe as a file name. */
export function staticFile(path: string): string | undefined {
  const { pathname } = new URL(staticPath(path), 'http://site.invalid');
  let names: string[];
  try {
    names = pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const last = names.pop() || 'index.html';
  const safe = (name: string) =>
    name !== '' && !/^\.{1,2}$|[\\/:*?"<>|\0]/.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
  return [...names, last].every(safe) ? [...names, last].join('/') : undefined;
}

const LINK = /(\s(?:href|action|src)=")(\/(?!\/)[^"]*)"/g;

/** The site's own paths that a page links to, each once, without fragments. */
export function linksOf(html: string): string[] {
  const links = [...html.matchAll(LINK)].map((match) => decode(match[2] ?? '').replace(/#.*$/, ''));
  return [...new Set(links)];
}

/**
 * The page with links to files below `base`, the site's path on its host (`/archive`, or empty). Links to a search keep
 * their query, which the page's script reads.
 */
export function staticLinks(html: string, base = ''): string {
  return html.replace(LINK, (_, before: string, path: string) => {
    const address = decode(path);
    const question = /^\/search\?([^#]*)/.exec(address)?.[1];
    const file = question ? `/search/?${question}` : staticPath(address);
    return `${before}${base}${file.replace(/&/g, '&amp;')}"`;
  });
}

function decode(text: string): string {
  return text
    .replace(/&amp;/g, '&')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"');
}
