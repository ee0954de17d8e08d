// The site as files: which address is which file, and links that lead from file to file.

const FILE = /\.(?:md|xml|json|txt|png|css|js)$/;

/** Bytes of a file's name: file systems take 255, and some programs add an ending to it. */
const LONGEST = 200;

/** What differs when nobody answers requests. */
export interface StaticSite {
  /** Where one can subscribe; absent: nowhere. */
  subscribeAt?: string;
}

/**
 * A path of the site (with its query) as a path that a plain file server knows: the query becomes a folder, and a page
 * ends with a slash. `/tags/model/quill?page=2` → `/tags/model/quill/page-2/`.
 */
export function staticPath(path: string): string {
  const { pathname, search, searchParams, hash } = new URL(path, 'http://still');
  if (FILE.test(pathname)) return `${pathname}${search.startsWith('?v=') ? search : ''}${hash}`;
  const folders = [...searchParams].map(([name, value]) => `${encodeURIComponent(`${name}-${value}`)}/`);
  return `${pathname.replace(/\/*$/, '/')}${folders.join('')}${hash}`;
}

/** The file of such a path below the export's folder; undefined for a name that no file system should be given. */
export function staticFile(path: string): string | undefined {
  const { pathname } = new URL(staticPath(path), 'http://still');
  let names: string[];
  try {
    names = pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const last = names.pop() || 'index.html';
  const safe = (name: string) =>
    name !== '' && !/^\.{1,2}$|[\\/:*?"<>|\0]/.test(name) && Buffer.byteLength(name) <= LONGEST;
  return [...names, last].every(safe) ? [...names, last].join('/') : undefined;
}

const LINK = /(\s(?:href|action|src)=")(\/(?!\/)[^"]*)"/g;

/** The addresses within the site that a page links to, each once, without fragments. */
export function linksOf(html: string): string[] {
  const links = [...html.matchAll(LINK)].map((match) => decode(match[2] ?? '').replace(/#.*$/, ''));
  return [...new Set(links)];
}

/**
 * The page with links that lead to files below `base`, the path of the site on its host (`/archive`, or empty).
 * Searches keep their question, which the page's script reads.
 */
export function staticLinks(html: string, base = ''): string {
  return html.replace(LINK, (_, before: string, path: string) => {
    const address = decode(path);
    const question = /^\/search\?([^#]*)/.exec(address)?.[1];
    const still = question ? `/search/?${question}` : staticPath(address);
    return `${before}${base}${still.replace(/&/g, '&amp;')}"`;
  });
}

function decode(text: string): string {
  return text
    .replace(/&amp;/g, '&')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"');
}
