// Buttondown's export: emails.csv beside emails/ with one Markdown or HTML file for each mail.
import { basename, dirname, join } from 'node:path/posix';
import { type Fields, type Found, type ImportFolder, textOf } from '../document.js';
import { readFrontMatter } from '../front-matter.js';
import { foldName, readTable } from '../table.js';

/** Finds the mails that an emails.csv lists; undefined if there is no such list. */
export function readButtondown(folder: ImportFolder): Found | undefined {
  const lists = folder.paths.filter((path) => /(?:^|\/)emails\.csv$/i.test(path));
  if (lists.length === 0) return undefined;
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const list of lists) {
    found.claimed.add(list);
    const inside = `${join(dirname(list), 'emails')}/`;
    const files = folder.paths.filter(
      (path) => path.startsWith(inside) && /\.(?:md|markdown|html?)$/i.test(path),
    );
    const byName = new Map(files.map((path) => [foldName(nameOf(path)), path]));
    for (const row of readTable(folder, list, found)) addMail(row, { list, folder, found, byName });
    for (const path of files)
      if (!found.claimed.has(path)) {
        found.claimed.add(path);
        found.failed.push({ file: path, why: 'emails.csv does not list it' });
      }
  }
  return found;
}

interface MailSearch {
  list: string;
  folder: ImportFolder;
  found: Found;
  byName: Map<string, string>;
}

function addMail(row: Fields, { list, folder, found, byName }: MailSearch): void {
  const keys = ['slug', 'id', 'subject'].map((name) => foldName(textOf(row, [name]))).filter(Boolean);
  const path = keys.flatMap((key) => byName.get(key) ?? [])[0];
  const inline = textOf(row, ['body', 'markdown', 'content']);
  const subject = textOf(row, ['subject', 'title']);
  if (path) found.claimed.add(path);
  else if (!inline) {
    found.failed.push({ file: `${list}: ${subject || keys[0]}`, why: 'its file is not in emails/' });
    return;
  }
  const fields: Fields = { ...row, title: subject, subtitle: textOf(row, ['description', 'subtitle']) };
  const name = path ?? `${list}: ${subject}`;
  found.documents.push({
    path: name,
    load: () => ({
      path: name,
      fields,
      text: path ? readFrontMatter(folder.read(path)).body : inline,
      format: path && /\.html?$/i.test(path) ? 'html' : 'markdown',
      hasTemplateTags: true,
    }),
  });
}

function nameOf(path: string): string {
  return basename(path).replace(/\.(?:md|markdown|html?)$/i, '');
}
