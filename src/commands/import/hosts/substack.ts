// Substack's export: posts.csv beside posts/ID.html.
import { dirname, join } from 'node:path/posix';
import { type Found, type ImportFolder, textOf } from '../document.js';
import { readTable } from '../table.js';

/** Types of what people write below posts, and beside them. */
const NOT_POSTS = /^(?:note|chat|repl(?:y|ies)|comments?|quote)s?$/i;

/** Finds the posts that a posts.csv lists, without HTML if its file is missing; undefined if there is no such list. */
export function readSubstack(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  const present = new Set(folder.paths);
  for (const list of folder.paths.filter((path) => /(?:^|\/)posts\.csv$/i.test(path))) {
    const tried: Found = { documents: [], claimed: new Set(), failed: [] };
    const rows = readTable(folder, list, tried);
    // Other hosts use this file name, too.
    if (rows[0] && !('post_id' in rows[0])) continue;
    found.claimed.add(list);
    found.failed.push(...tried.failed);
    const files = join(dirname(list), 'posts/');
    for (const row of rows) {
      const id = textOf(row, ['post_id']);
      const path = `${files}${id}.html`;
      if (!id) continue;
      const isPresent = present.has(path);
      if (isPresent) found.claimed.add(path);
      // The checks of the post's state know this type from other hosts.
      const type = NOT_POSTS.test(textOf(row, ['type'])) ? 'comment' : row.type;
      const load = () => ({
        path,
        fields: { ...row, type, date: row.post_date },
        text: isPresent ? folder.read(path) : '',
        format: 'html' as const,
      });
      found.documents.push({ path, load });
    }
    // It is unknown whether an HTML file that the list does not name was public.
    for (const path of folder.paths)
      if (path.startsWith(files) && /\.html?$/i.test(path) && !found.claimed.has(path)) {
        found.claimed.add(path);
        found.failed.push({ file: path, why: 'posts.csv does not list it' });
      }
  }
  return found.claimed.size > 0 ? found : undefined;
}
