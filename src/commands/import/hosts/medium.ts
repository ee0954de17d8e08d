// Medium's export: posts/DATE_Title-ID.html, each an h-entry with its title, subtitle, date and body.
import { decodeHTML } from 'entities';
import type { Fields, Found, ImportFolder } from '../document.js';

/** The stories of a Medium export; undefined when no HTML file is one. */
export function readMedium(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of folder.paths.filter((one) => /(?:^|\/)posts\/[^/]+\.html$/i.test(one))) {
    const html = readOrSkip(folder, path);
    if (!/<article class="h-entry"|data-field="body"/.test(html)) continue;
    found.claimed.add(path);
    found.documents.push({
      path,
      load: () => {
        const text = folder.read(path);
        return { path, fields: fieldsOf(path, text), text: bodyOf(text), format: 'html' };
      },
    });
  }
  return found.claimed.size > 0 ? found : undefined;
}

function readOrSkip(folder: ImportFolder, path: string): string {
  try {
    return folder.read(path);
  } catch {
    return '';
  }
}

function fieldsOf(path: string, html: string): Fields {
  const name = path.split('/').at(-1) ?? '';
  const canonical = /<a [^>]*href="([^"]*)"[^>]*class="p-canonical"/.exec(html)?.[1] ?? '';
  return {
    title:
      textIn(html, /<h1[^>]*class="p-name"[^>]*>([^<]*)<\/h1>/) || textIn(html, /<title>([^<]*)<\/title>/),
    subtitle: textIn(html, /<section data-field="subtitle"[^>]*>([^<]*)<\/section>/),
    date: /<time class="dt-published" datetime="([^"]*)"/.exec(html)?.[1] ?? '',
    // The address ends in the story's id, twelve hexadecimal digits.
    slug: (canonical || name.replace(/^[\d-]*_|\.html$/g, ''))
      .split('/')
      .at(-1)
      ?.toLowerCase()
      .replace(/-+[0-9a-f]{10,12}$/, ''),
    draft: /^draft_/i.test(name),
  };
}

function textIn(html: string, pattern: RegExp): string {
  return decodeHTML(pattern.exec(html)?.[1] ?? '').trim();
}

function bodyOf(html: string): string {
  const start = html.indexOf('<section data-field="body"');
  const end = html.lastIndexOf('<footer');
  return html.slice(Math.max(0, start), end > start ? end : undefined);
}
