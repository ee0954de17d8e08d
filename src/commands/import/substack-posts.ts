// The posts.csv of Substack's export: what stands in the front matter of others, for the HTML files beside it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseCsv } from '../shared/csv.js';

/** Fields as of front matter. */
export type Fields = Record<string, unknown>;

/** The fields of each file that the list names, by the file's path. Throws an Error that says why it cannot be read. */
export function readPostList(path: string): Map<string, Fields> {
  const records = parseCsv(readFileSync(path, 'utf8'));
  if (!Array.isArray(records)) throw new Error(`line ${records.line}: ${records.mistake}`);
  const [header, ...rows] = records;
  const names = header?.fields ?? [];
  const posts = new Map<string, Fields>();
  for (const { fields } of rows) {
    const row = Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']));
    if (!row.post_id) continue;
    const { title, subtitle, post_date: date, is_published: published } = row;
    const file = join(dirname(path), 'posts', `${row.post_id}.html`);
    posts.set(file, { title, subtitle, date, draft: published === 'false' });
  }
  return posts;
}
