// Medium's export: posts/DATE_Title-ID.html, each an h-entry with its title, subtitle, date and body. Replies to others are
// among them.
import { dirname } from 'node:path/posix';
import { decodeHTML } from 'entities';
import { oneLine } from '../../../base/text.js';
import type { Fields, Found, ImportFolder } from '../document.js';
import { parseTagAttributes } from '../html-page.js';
import { foldName } from '../table.js';

const OTHER_PAGES =
  /^(?:bookmarks|blocks|claps|highlights|interests|ips|lists|following|partner-program|profile|pubs-following|sessions|topics-following|twitter|users-following|README\.html)(?:\/|$)/i;

/** Finds the stories of a Medium export; undefined if no HTML file is one. */
export function readMedium(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  const pages = folder.paths.filter((one) => /\.html$/i.test(one));
  for (const path of pages) {
    if (!isStory(folder, path)) continue;
    found.claimed.add(path);
    found.documents.push({
      path,
      load: () => {
        const text = folder.read(path);
        return { path, fields: fieldsOf(path, text), text: bodyOf(text), format: 'html' };
      },
    });
  }
  if (found.claimed.size === 0) return undefined;
  // The rest of the export: profile, bookmarks, claps …
  const roots = new Set(found.documents.map(({ path }) => dirname(dirname(path)).replace(/^\.$/, '')));
  for (const path of pages)
    for (const root of roots)
      if (path.startsWith(root) && OTHER_PAGES.test(path.slice(root ? root.length + 1 : 0)))
        found.claimed.add(path);
  return found;
}

function isStory(folder: ImportFolder, path: string): boolean {
  try {
    const head = folder.read(path).slice(0, 20_000);
    return /class="[^"]*\bh-entry\b|data-field="body"/.test(head) && /class="[^"]*\bp-name\b/.test(head);
  } catch {
    return false;
  }
}

function fieldsOf(path: string, html: string): Fields {
  const name = path.split('/').at(-1) ?? '';
  const canonical = attributesOf(html, 'a', 'p-canonical')?.href ?? '';
  return {
    title: textIn(html, /<h1[^<>]*\bp-name\b[^<>]*>/) || textIn(html, /<title>/),
    subtitle: textIn(html, /<section[^<>]*data-field="subtitle"[^<>]*>/),
    date: attributesOf(html, 'time', 'dt-published')?.datetime ?? '',
    // The address ends in the story's id, twelve hexadecimal digits.
    slug: (canonical || name.replace(/^[\d-]*_|\.html$/g, ''))
      .split('/')
      .at(-1)
      ?.toLowerCase()
      .replace(/(?:^|-+)[0-9a-f]{10,12}$/, ''),
    tags: [...html.slice(html.lastIndexOf('<footer')).matchAll(/<a\s[^<>]*\bp-tag\b[^<>]*>([^<]*)</g)].map(
      ([, tag = '']) => decodeHTML(tag),
    ),
    draft: /^draft_/i.test(name),
    type: isReply(html) ? 'reply' : undefined,
  };
}

/** A reply has no title: Medium fills in the start of its first paragraph, and its body has no heading with these words. */
function isReply(html: string): boolean {
  const body = bodyOf(html);
  if (/<h[1-4][\s>]|\bgraf--title\b/.test(body)) return false;
  const title = foldName(textIn(html, /<h1[^<>]*\bp-name\b[^<>]*>/));
  return title !== '' && foldName(textIn(body, /<(?:p|blockquote)(?:\s[^<>]*)?>/)).startsWith(title);
}

/** The text after the tag, up to the end of its element. */
function textIn(html: string, tag: RegExp): string {
  const found = tag.exec(html);
  if (!found) return '';
  const start = found.index + found[0].length;
  const name = /\w+/.exec(found[0])?.[0] ?? '';
  const end = html.indexOf(`</${name}>`, start);
  const inner = html.slice(start, end < 0 ? start : end);
  return oneLine(decodeHTML(inner.replace(/<[^<>]*>/g, '')));
}

function attributesOf(html: string, tag: string, className: string) {
  const written = new RegExp(`<${tag}\\s([^<>]*\\b${className}\\b[^<>]*)>`).exec(html)?.[1];
  return written === undefined ? undefined : parseTagAttributes(written);
}

function bodyOf(html: string): string {
  const start = html.indexOf('<section data-field="body"');
  const end = html.lastIndexOf('<footer');
  return html.slice(Math.max(0, start), end > start ? end : undefined);
}
