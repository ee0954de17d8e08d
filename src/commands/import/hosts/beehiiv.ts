// beehiiv's export of posts: a CSV file with the HTML of one post per row.
import { type Fields, type Found, type ImportFolder, textOf } from '../document.js';
import { readTable } from '../table.js';

const HTML_COLUMNS = ['content_html', 'html', 'content', 'free_web_content', 'web_content', 'body'];

/** Finds the posts of each CSV with a title, a status and a column of HTML; undefined if there is no such CSV. */
export function readBeehiiv(folder: ImportFolder): Found | undefined {
  const found: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of folder.paths.filter((one) => /\.csv$/i.test(one))) {
    const tried: Found = { documents: [], claimed: new Set(), failed: [] };
    const rows = readTable(folder, path, tried);
    if (/posts?[^/]*\.csv$/i.test(path)) found.failed.push(...tried.failed);
    const [first] = rows;
    const column = HTML_COLUMNS.find((name) => first && name in first);
    if (!first || !column || !('web_title' in first || 'title' in first) || !('status' in first)) continue;
    found.claimed.add(path);
    for (const [at, row] of rows.entries()) {
      const name = `${path}: row ${at + 2}`;
      const load = () => ({
        path: name,
        fields: fieldsOf(row),
        text: String(row[column] ?? ''),
        format: 'html' as const,
        hasTemplateTags: true,
      });
      found.documents.push({ path: name, load });
    }
  }
  return found.claimed.size + found.failed.length > 0 ? found : undefined;
}

/** Returns all columns, since any may restrict who may read the post. Times without a zone are UTC. */
function fieldsOf(row: Fields): Fields {
  const date = textOf(row, [
    'displayed_date',
    'publish_date',
    'published_at',
    'scheduled_at',
    'created_at',
    'created',
  ]);
  return {
    ...row,
    title: textOf(row, ['web_title', 'title', 'email_subject_line', 'subject_line']),
    subtitle: textOf(row, ['web_subtitle', 'subtitle', 'email_preview_text', 'preview_text']),
    date: /\d:\d\d$/.test(date) ? `${date} UTC` : date,
    slug: textOf(row, ['slug', 'web_url', 'url']),
    tags: textOf(row, ['content_tags', 'tags']).replace(/[;|]/g, ','),
  };
}
