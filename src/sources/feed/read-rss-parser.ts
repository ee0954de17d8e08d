// Reads RSS 0.9x and 2.0 with rss-parser.
import Parser from 'rss-parser';
import {
  makeWrittenText,
  pageLinks,
  permalink,
  pickLongestText,
  type WrittenEntry,
  type WrittenFeed,
} from './raw-feed.js';

/** An element as xml2js returns it: its text, or its text (`_`), its attributes (`$`) and its children by name. */
type Element = string | { _?: string; $?: Record<string, string>; [child: string]: unknown };

/** These fields are read as raw elements, because rss-parser keeps only one text of each and drops attributes. */
const CHANNEL_FIELDS = ['title', 'dc:title', 'link', 'atom:link'];
const ITEM_FIELDS = [
  ...['title', 'dc:title', 'media:title', 'link', 'atom:link', 'guid', 'comments', 'feedburner:origlink'],
  ...['author', 'dc:creator', 'itunes:author', 'atom:author', 'source'],
  ...[
    'pubdate',
    'dc:date',
    'dcterms:issued',
    'dcterms:created',
    'atom:published',
    'atom:updated',
    'dcterms:modified',
  ],
  ...['text', 'text:encoded', 'atom:content', 'itunes:summary', 'itunes:subtitle', 'media:description'],
  ...['enclosure', 'media:content', 'media:thumbnail', 'media:group'],
];
const RAW_PREFIX = 'raw ';
const raw = (fields: string[]) => fields.map((field) => [field, RAW_PREFIX + field, { keepArray: true }]);

/**
 * Renames `description`, because rss-parser would run an expression of quadratic time on it. Lower-cases names for
 * feeds that write `<pubdate>`. .NET uses the prefix `a10` for Atom.
 */
function renameTag(name: string, rootPrefix: string): string {
  const local = rootPrefix && name.startsWith(rootPrefix) ? name.slice(rootPrefix.length) : name;
  const lower = local.toLowerCase().replace(/^a10:/, 'atom:');
  if (lower === 'description') return 'text';
  return lower === 'content:encoded' ? 'text:encoded' : lower;
}

/**
 * Reads a document. Removes `rootPrefix` (`r:` of `<r:rss>`) from all names. Rejects what rss-parser refuses or
 * misreads: markup in text elements, whose order it loses, and items outside the channel, which it ignores.
 */
export async function readWithRssParser(text: string, rootPrefix = ''): Promise<WrittenFeed> {
  const parser = new Parser<Record<string, unknown>, Record<string, unknown>>({
    defaultRSS: 2,
    xml2js: { tagNameProcessors: [(name: string) => renameTag(name, rootPrefix)] },
    customFields: { feed: raw(CHANNEL_FIELDS) as never, item: raw(ITEM_FIELDS) as never },
  });
  const feed = await parser.parseString(text);
  if (feed.items.length === 0 && /<item[\s>]/i.test(text)) throw new Error('items outside the channel');
  return {
    title: makeWrittenText(textOf(feed, 'title') ?? textOf(feed, 'dc:title')),
    links: [textOf(feed, 'link'), ...atomLinks(feed)],
    entries: feed.items.map(readItem),
  };
}

type Node = Record<string, unknown>;

function readItem(item: Node): WrittenEntry {
  const guid = elements(item, 'guid')[0];
  const id = textOf(item, 'guid');
  const isAddress = attribute(guid, 'isPermaLink')?.toLowerCase() !== 'false';
  const dates = ITEM_FIELDS.filter((field) => /date$|issued|created|modified|published|updated/.test(field));
  const contents = ['text:encoded', 'text', 'atom:content', 'itunes:summary', 'media:description'];
  const group = elements(item, 'media:group')[0];
  return {
    id,
    title: makeWrittenText(textOf(item, 'title') ?? textOf(item, 'dc:title') ?? textOf(item, 'media:title')),
    links: [
      textOf(item, 'link'),
      attribute(elements(item, 'link')[0], 'href'),
      ...atomLinks(item),
      isAddress ? permalink(id) : undefined,
    ],
    dates: dates.map((field) => textOf(item, field)),
    author: readAuthor(item),
    content:
      pickLongestText(contents.map((field) => makeWrittenText(textOf(item, field)))) ??
      makeWrittenText(groupText(group) ?? textOf(item, 'itunes:subtitle')),
    enclosures: [
      ...files(elements(item, 'enclosure')),
      ...files(elements(item, 'media:content')),
      ...(typeof group === 'object' ? files(group['media:content']) : []),
      ...files(elements(item, 'media:thumbnail')).map((file) => ({ ...file, medium: 'image' })),
    ],
    comments: textOf(item, 'comments'),
    original: textOf(item, 'feedburner:origlink'),
  };
}

function readAuthor(item: Node): string | undefined {
  const person = elements(item, 'atom:author')[0];
  const name = typeof person === 'object' ? person['atom:name'] : undefined;
  return (
    textOf(item, 'author') ??
    textOf(item, 'dc:creator') ??
    (Array.isArray(name) && typeof name[0] === 'string' ? name[0] : undefined) ??
    textOf(item, 'itunes:author') ??
    // The original publisher of an entry that another site aggregates.
    textOf(item, 'source')
  );
}

/** The description of a Media RSS group. */
function groupText(group: Element | undefined): string | undefined {
  const [first] = (typeof group === 'object' ? (group['media:description'] as Element[]) : undefined) ?? [];
  return (typeof first === 'object' ? first._ : first)?.trim() || undefined;
}

function elements(node: Node, field: string): Element[] {
  const found = node[RAW_PREFIX + field];
  // An empty item is the string '', whose `link` is a method.
  return Array.isArray(found) ? found : [];
}

/** The text of the first such element with text. */
function textOf(node: Node, field: string): string | undefined {
  for (const element of elements(node, field)) {
    if (typeof element === 'object' && Object.keys(element).some((key) => key !== '_' && key !== '$'))
      throw new Error(`markup inside <${field}>`);
    const text = (typeof element === 'string' ? element : element._)?.trim();
    if (text) return text;
  }
  return undefined;
}

function attribute(element: Element | undefined, name: string): string | undefined {
  return typeof element === 'object' ? element.$?.[name] : undefined;
}

function atomLinks(node: Node): (string | undefined)[] {
  const links = elements(node, 'atom:link').map((element) =>
    typeof element === 'object' ? element.$ : undefined,
  );
  return pageLinks(links.map((link) => ({ href: link?.href, rel: link?.rel, type: link?.type })));
}

function files(found: unknown): WrittenEntry['enclosures'] {
  const all: Element[] = Array.isArray(found) ? found : [];
  return all.map((element) => ({
    url: attribute(element, 'url'),
    type: attribute(element, 'type'),
    medium: attribute(element, 'medium'),
  }));
}
