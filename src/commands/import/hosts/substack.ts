// Substack's export: posts.csv beside posts/ID.html.
import { dirname, join } from 'node:path/posix';
import type { Found, ImportFolder } from '../document.js';
import { readTable } from '../table.js';

/** The posts that a posts.csv lists and whose HTML is there; undefined when there is no such list. */
export function readSubstack(folder: ImportFolder): Found | undefined {
  const lists = folder.paths.filter((path) => /(?:^|\/)posts\.csv$/i.test(path));
  if (lists.length === 0) return undefined;
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  const present = new Set(folder.paths);
  for (const list of lists) {
    found.claimed.add(list);
    for (const row of readTable(folder, list, found)) {
      const id = String(row.post_id ?? '');
      const path = join(dirname(list), 'posts', `${id}.html`);
      if (!id || !present.has(path)) continue;
      found.claimed.add(path);
      const fields = { ...row, date: row.post_date };
      found.documents.push({ path, load: () => ({ path, fields, text: folder.read(path), format: 'html' }) });
    }
    // HTML beside the list that it does not name: nobody knows whether it was public.
    for (const path of folder.paths)
      if (
        path.startsWith(`${join(dirname(list), 'posts')}/`) &&
        /\.html?$/i.test(path) &&
        !found.claimed.has(path)
      ) {
        found.claimed.add(path);
        found.failed.push({ file: path, why: 'posts.csv does not list it' });
      }
  }
  return found;
}
