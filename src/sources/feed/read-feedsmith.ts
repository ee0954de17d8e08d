// Reads JSON Feed, Atom, RDF, and RSS that rss-parser refuses, with feedsmith.
import {
  type AtomFeed,
  type JsonFeed,
  type MediaNs,
  parseAtomFeed,
  parseJsonFeed,
  parseRdfFeed,
  parseRssFeed,
  type RdfFeed,
  type RssFeed,
} from 'feedsmith';
import type { Metrics } from '../../model.js';
import type { FeedFormat } from './document.js';
import {
  makeWrittenText,
  pageLinks,
  permalink,
  pickLongestText,
  type WrittenEntry,
  type WrittenFeed,
  type WrittenText,
} from './raw-feed.js';

/** Reads a document in the given format. Throws feedsmith's errors. */
export function readWithFeedsmith(text: string, format: FeedFormat): WrittenFeed {
  if (format === 'json') return fromJson(parseJsonFeed(text));
  if (format === 'atom') return fromAtom(parseAtomFeed(withOriginalLinks(text)));
  if (format === 'rdf') return fromRdf(parseRdfFeed(text));
  return fromRss(parseRssFeed(text));
}

/** Converts FeedBurner's element for an entry's own address to a link that feedsmith knows. */
function withOriginalLinks(text: string): string {
  return text.replace(
    /<feedburner:origLink>\s*([^<"]{1,2000}?)\s*<\/feedburner:origLink>/g,
    '<link rel="original" href="$1"/>',
  );
}

function fromJson(feed: JsonFeed.Feed<string>): WrittenFeed {
  const entries = (feed.items ?? []).map(
    (item): WrittenEntry => ({
      id: item.id,
      title: makeWrittenText(item.title, 'plain'),
      links: [item.url, item.external_url],
      related: [item.external_url],
      dates: [item.date_published, item.date_modified],
      author: names(item.authors),
      content:
        makeWrittenText(item.content_html, 'html') ??
        makeWrittenText(item.content_text, 'plain') ??
        makeWrittenText(item.summary, 'plain'),
      enclosures: [
        { url: item.image, medium: 'image' },
        ...(item.attachments ?? []).map(({ url, mime_type }) => ({ url, type: mime_type })),
      ],
    }),
  );
  return { title: makeWrittenText(feed.title, 'plain'), links: [feed.home_page_url, feed.feed_url], entries };
}

function fromAtom(feed: AtomFeed.Feed<string>): WrittenFeed {
  const entries = (feed.entries ?? []).map((entry): WrittenEntry => {
    const links = entry.links ?? [];
    const terms = entry.dcterms;
    return {
      id: entry.id,
      title: atomText(entry.title) ?? makeWrittenText(entry.media?.title?.value),
      links: [...pageLinks(entry.links), pageOfContent(entry.content), permalink(entry.id)],
      base: entry.xml?.base,
      dates: [
        entry.published,
        entry.dc?.dates?.[0],
        terms?.issued?.[0],
        terms?.created?.[0],
        entry.updated,
        terms?.modified?.[0],
      ],
      author: names(entry.authors) ?? entry.dc?.creators?.[0] ?? names(entry.source?.authors),
      content: pickLongestText([atomText(entry.content), atomText(entry.summary)]) ?? mediaText(entry.media),
      enclosures: [
        ...links.filter(({ rel }) => rel === 'enclosure').map(({ href, type }) => ({ url: href, type })),
        ...mediaFiles(entry.media),
      ],
      original: links.find(({ rel }) => rel === 'original')?.href,
      related: links.filter(({ rel }) => rel === 'related' || rel === 'via').map(({ href }) => href),
      metrics: communityOf(entry.media),
    };
  });
  return {
    title: atomText(feed.title),
    links: pageLinks(feed.links),
    base: feed.xml?.base,
    relativeToDocument: true,
    entries,
  };
}

function fromRss(feed: RssFeed.Feed<string>): WrittenFeed {
  return {
    title: makeWrittenText(feed.title) ?? makeWrittenText(feed.dc?.titles?.[0]),
    links: [feed.link, ...pageLinks(feed.atom?.links)],
    base: feed.xml?.base,
    entries: (feed.items ?? []).map((item) => ({
      ...fromItem(item),
      id: item.guid?.value ?? item.atom?.id,
      links: [
        item.link,
        ...pageLinks(item.atom?.links),
        item.guid?.isPermaLink === false ? undefined : permalink(item.guid?.value),
      ],
      dates: [item.pubDate, ...fromItem(item).dates],
      author: names(item.authors) ?? fromItem(item).author ?? item.source?.title,
      enclosures: [...(item.enclosures ?? []), ...mediaFiles(item.media)],
      comments: item.comments,
    })),
  };
}

function fromRdf(feed: RdfFeed.Feed<string>): WrittenFeed {
  return {
    title: makeWrittenText(feed.title) ?? makeWrittenText(feed.dc?.titles?.[0]),
    links: [feed.link, permalink(feed.rdf?.about)],
    base: feed.xml?.base,
    entries: (feed.items ?? []).map((item) => ({
      ...fromItem(item),
      id: item.rdf?.about,
      links: [item.link, permalink(item.rdf?.about)],
      enclosures: mediaFiles(item.media),
    })),
  };
}

/** Fields common to RSS and RDF items. */
function fromItem(item: RssFeed.Item<string> | RdfFeed.Item<string>) {
  const { dc, dcterms, atom } = item;
  return {
    title:
      makeWrittenText(item.title) ??
      makeWrittenText(dc?.titles?.[0]) ??
      atomText(atom?.title) ??
      makeWrittenText(item.media?.title?.value),
    base: item.xml?.base,
    dates: [
      dc?.dates?.[0],
      atom?.published,
      dcterms?.issued?.[0],
      dcterms?.created?.[0],
      atom?.updated,
      dcterms?.modified?.[0],
      dcterms?.dates?.[0],
    ],
    author: dc?.creators?.[0] ?? names(atom?.authors),
    content:
      pickLongestText([
        makeWrittenText(item.content?.encoded),
        makeWrittenText(item.description),
        atomText(atom?.content),
      ]) ?? mediaText(item.media),
  };
}

/** Content elsewhere is the entry's page if it is HTML (RFC 4287, 4.1.3.2). */
function pageOfContent(content: { src?: string; type?: string } | undefined): string | undefined {
  return /html/i.test(content?.type ?? 'html') ? content?.src : undefined;
}

type AtomText = { value?: string; type?: string };

function atomText(text: AtomText | undefined): WrittenText | undefined {
  const type = text?.type?.toLowerCase() ?? 'text';
  // Content of other media types is not text: an image, base64, an XML document.
  if (type.includes('/') && !/^(text\/|application\/xhtml)/.test(type)) return undefined;
  return makeWrittenText(text?.value, type.includes('html') ? 'html' : 'plain');
}

function names(people: { name?: string }[] | undefined): string | undefined {
  return people?.find(({ name }) => name)?.name;
}

function mediaFiles(media: MediaNs.ItemOrFeed | undefined): WrittenEntry['enclosures'] {
  const groups = media?.groups ?? [];
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const thumbnails = [media, ...groups, ...contents].flatMap((part) => part?.thumbnails ?? []);
  return [...contents, ...thumbnails.map(({ url }) => ({ url, medium: 'image' }))];
}

/** YouTube and other Media RSS feeds describe an entry only there. */
function mediaText(media: MediaNs.ItemOrFeed | undefined): WrittenText | undefined {
  const { value = '', type } = media?.description ?? media?.groups?.[0]?.description ?? {};
  // Plain by default (Media RSS 1.5.1), but many feeds write HTML without declaring it.
  return makeWrittenText(value, type === 'html' ? 'html' : /<\w/.test(value) ? 'unsaid' : 'plain');
}

/** YouTube counts likes as ratings, each of five stars. */
function communityOf(media: MediaNs.ItemOrFeed | undefined): Metrics {
  const community = media?.community ?? media?.groups?.[0]?.community;
  const views = community?.statistics?.views;
  const likes = community?.starRating?.count;
  return { ...(likes !== undefined && { likes }), ...(views !== undefined && { views }) };
}
