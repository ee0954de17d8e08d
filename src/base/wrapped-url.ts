// Unwraps redirect links of search engines, social networks and AMP caches.

/** Redirects with their target in a parameter, by host and path. */
const KNOWN_REDIRECTS: { host: RegExp; path: RegExp; names: string[] }[] = [
  { host: /^(www\.)?google\.[a-z.]{2,6}$/, path: /^\/url$/, names: ['url', 'q'] },
  { host: /^(www\.)?bing\.com$/, path: /^\/news\/apiclick\.aspx$/, names: ['url'] },
  { host: /^(l|lm|www)\.(facebook|instagram)\.com$/, path: /^\/(l\.php)?$/, names: ['u'] },
  { host: /^out\.reddit\.com$/, path: /./, names: ['url'] },
  { host: /^(www\.)?youtube\.com$/, path: /^\/redirect$/, names: ['q'] },
  { host: /^(www\.)?linkedin\.com$/, path: /^\/(redir\/redirect|safety\/go)$/, names: ['url'] },
  { host: /^t\.umblr\.com$/, path: /^\/redirect$/, names: ['z'] },
  { host: /^(steamcommunity\.com|slack-redir\.net)$/, path: /^\/link/, names: ['url', 'u'] },
  { host: /^vk\.com$/, path: /^\/away\.php$/, names: ['to'] },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: /./, names: ['url'] },
];

const MAX_LAYERS = 3;

/** The target of a redirect link if the link contains it; otherwise the link itself. */
export function unwrapUrl(url: URL): URL {
  let current = url;
  for (let layers = 0; layers < MAX_LAYERS; layers++) {
    const inner = findTarget(current);
    if (!inner) break;
    current = inner;
  }
  return current;
}

function findTarget({ hostname, pathname, search, searchParams }: URL): URL | undefined {
  const redirect = KNOWN_REDIRECTS.find(({ host, path }) => host.test(hostname) && path.test(pathname));
  if (redirect) return parse(redirect.names.map((name) => searchParams.get(name)).find(Boolean));
  // https://www-a-example.cdn.ampproject.org/c/s/www.a.example/story, https://www.google.com/amp/s/www.a.example/story
  const cached =
    (/(^|\.)ampproject\.(org|net)$/.test(hostname) && /^\/[a-z](\/s)?\/(.+)$/.exec(pathname)) ||
    (/^(www\.)?google\.[a-z.]{2,6}$/.test(hostname) && /^\/amp()(\/s)?\/(.+)$/.exec(pathname));
  if (cached) return parse(`http${/^\/\w+\/s\//.test(pathname) ? 's' : ''}://${cached.at(-1)}${search}`);
  const article = /^\/(?:rss\/)?articles\/([\w-]{20,})/.exec(pathname)?.[1];
  return hostname === 'news.google.com' && article ? decodeArticle(article) : undefined;
}

/** Google News encodes the address in older article ids; newer ids do not contain it. */
function decodeArticle(id: string): URL | undefined {
  const packed = Buffer.from(id, 'base64url').toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the address ends at the next field
  return parse(/https?:\/\/[^\u0000-\u0020\u007f-\u00ff]+/.exec(packed)?.[0]);
}

function parse(value: string | null | undefined): URL | undefined {
  if (!value || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  return url.username || url.password ? undefined : url;
}
