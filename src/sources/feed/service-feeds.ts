// Feeds of pages that do not name them: known services put them at another address.

/** The address of the feed that belongs to a page of a known service; undefined for other pages. */
export function findServiceFeed({ hostname, pathname, searchParams }: URL): string | undefined {
  const host = hostname.replace(/^(?:www|m|old|new|np)\./, '');
  switch (host) {
    case 'reddit.com':
      return findRedditFeed(pathname);
    case 'youtube.com':
      return findYoutubeFeed(pathname, searchParams);
    case 'medium.com': {
      const [, name] = /^\/(@?[\w.-]+)(?:\/[^/]*)?\/?$/.exec(pathname) ?? [];
      return name && !/^(?:feed|m|me|p|search|tag|topic|new-story)$/.test(name)
        ? `https://medium.com/feed/${name}`
        : undefined;
    }
    case 'open.substack.com': {
      const publication = /^\/pub\/([\w-]+)/.exec(pathname)?.[1];
      return publication && `https://${publication}.substack.com/feed`;
    }
    default:
      return undefined;
  }
}

function findRedditFeed(pathname: string): string | undefined {
  if (pathname.endsWith('.rss')) return undefined;
  const user = /^\/u(?:ser)?\/([\w-]{3,20})(?:\/(?:submitted|posts|overview))?\/?$/.exec(pathname)?.[1];
  if (user) return `https://www.reddit.com/user/${user}/submitted/.rss`;
  const list = /^\/(?:r\/\w+(?:\+\w+)+|user\/[\w-]+\/m\/\w+)/.exec(pathname)?.[0];
  return list && `https://www.reddit.com${list}/top/.rss?t=day`;
}

function findYoutubeFeed(pathname: string, parameters: URLSearchParams): string | undefined {
  const list = pathname === '/playlist' ? parameters.get('list') : null;
  if (list) return `https://www.youtube.com/feeds/videos.xml?playlist_id=${encodeURIComponent(list)}`;
  const user = /^\/user\/([\w-]+)/.exec(pathname)?.[1];
  return user && `https://www.youtube.com/feeds/videos.xml?user=${user}`;
}

/** The feed of the channel that a page of YouTube shows, such as `/@name` or a video. */
export function findChannelFeed(html: string, url: string): string | undefined {
  if (!/(?:^|\.)youtube\.com$/.test(new URL(url).hostname)) return undefined;
  const channel = /"(?:externalId|externalChannelId|channelId)":"(UC[\w-]{22})"/.exec(html)?.[1];
  return channel && `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`;
}
