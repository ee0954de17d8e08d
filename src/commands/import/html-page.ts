// Reads a whole HTML page: date, title and summary from its head, the text from its article.
import { decodeHTML } from 'entities';
import { oneLine } from '../../base/text.js';
import type { Fields } from './document.js';

/** Names of `meta` elements → fields, the most reliable first. */
const META_FIELDS: Record<string, string> = {
  'article:published_time': 'date',
  datepublished: 'date',
  date: 'date',
  pubdate: 'date',
  'dc.date': 'date',
  'dcterms.date': 'date',
  'dc.date.issued': 'date',
  'og:title': 'title',
  description: 'description',
  'og:description': 'description',
  keywords: 'tags',
  // Pelican reads its fields from here.
  status: 'status',
  draft: 'draft',
  published: 'published',
  visibility: 'visibility',
};
const HEAD_CHARACTERS = 50_000;
const TAG = /<(meta|time)\b([^<>]{1,2000})>/gi;

/** Returns the page's fields and the HTML of its article. Fragments without a head stay as they are. */
export function readHtmlPage(html: string): { fields: Fields; text: string } {
  const bodyAt = html.search(/<body[\s>]/i);
  if (bodyAt < 0) return { fields: {}, text: html };
  const head = html.slice(0, Math.min(bodyAt, HEAD_CHARACTERS));
  const fields: Fields = {};
  for (const [, , written = ''] of head.matchAll(TAG)) {
    const { name, property, itemprop, content = '' } = parseTagAttributes(written);
    const field = META_FIELDS[(property ?? name ?? itemprop ?? '').toLowerCase()];
    if (field && content.trim()) fields[field] ??= oneLine(decodeHTML(content));
  }
  const title = /<title[^<>]*>([^<]*)<\/title>/i.exec(head)?.[1];
  const text = articleOf(html.slice(bodyAt));
  const hasHeading = /<h1[\s>]/i.test(text.slice(0, HEAD_CHARACTERS));
  if (title && !hasHeading) fields.title ??= oneLine(decodeHTML(title));
  const time = [...text.slice(0, HEAD_CHARACTERS).matchAll(TAG)]
    .map(([, tag = '', written = '']) =>
      tag.toLowerCase() === 'time' ? parseTagAttributes(written).datetime : '',
    )
    .find(Boolean);
  if (time) fields.date ??= time;
  return { fields, text };
}

/** The only article of the page, else its main part, else the body. */
function articleOf(body: string): string {
  for (const tag of ['article', 'main', 'body']) {
    const opens = [...body.matchAll(new RegExp(`<${tag}[\\s>]`, 'gi'))];
    const end = body.toLowerCase().lastIndexOf(`</${tag}`);
    const [only] = opens;
    if (only && opens.length === 1) return body.slice(only.index, end > only.index ? end : undefined);
  }
  return body;
}

const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

/** Parses the attributes between a tag's name and its end. Names are in lower case; values are decoded. */
export function parseTagAttributes(written: string): Record<string, string | undefined> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single, bare] of written.matchAll(ATTRIBUTE))
    attributes[name.toLowerCase()] ??= decodeHTML(double ?? single ?? bare ?? '');
  return attributes;
}
