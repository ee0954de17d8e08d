// Mailchimp's export: campaigns.csv beside campaigns_content/NUMBER_title.html, one file for each sent campaign.
import { basename } from 'node:path/posix';
import { decodeHTML } from 'entities';
import { type Fields, type Found, type ImportFolder, textOf } from '../document.js';
import { foldName, readTable } from '../table.js';

const MERGE_TAG = /\*\|[^|<>\n]{1,200}\|\*/g;

/** Finds the campaigns that have HTML; undefined if there is neither a list nor a folder of campaigns. */
export function readMailchimp(folder: ImportFolder): Found | undefined {
  const lists = folder.paths.filter((path) => /(?:^|\/)campaigns\.csv$/i.test(path));
  const files = folder.paths.filter((path) => /(?:^|\/)campaigns_content\/[^/]+\.html?$/i.test(path));
  if (files.length === 0) return undefined;
  const found: Found = { documents: [], claimed: new Set([...lists, ...files]), failed: [] };
  const rows = lists.flatMap((list) => readTable(folder, list, found));
  for (const path of files) {
    const row = findRow(rows, path);
    if (!row) {
      found.failed.push({ file: path, why: 'campaigns.csv does not list it, so its date is unknown' });
      continue;
    }
    found.documents.push({
      path,
      load: () => {
        const html = folder.read(path);
        return {
          path,
          fields: fieldsOf(row, html),
          text: contentOf(html),
          format: 'html',
        };
      },
    });
  }
  return found;
}

function findRow(rows: Fields[], path: string): Fields | undefined {
  const name = basename(path).replace(/\.html?$/i, '');
  const number = /^\d+/.exec(name)?.[0];
  const title = foldName(name.replace(/^\d+[_-]?/, ''));
  const byId = rows.find((row) => number && textOf(row, ['id', 'campaign_id', 'web_id']) === number);
  const byTitle = rows.filter((row) => title && foldName(textOf(row, ['title', 'campaign_name'])) === title);
  const bySubject = rows.filter(
    (row) => title && foldName(textOf(row, ['subject', 'subject_line'])) === title,
  );
  return byId ?? byTitle[0] ?? bySubject[0];
}

function fieldsOf(row: Fields, html: string): Fields {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1] ?? '';
  const names = [textOf(row, ['subject', 'subject_line']), decodeHTML(title), textOf(row, ['title'])];
  return {
    title: names.map(withoutMergeTags).find(Boolean),
    subtitle: withoutMergeTags(textOf(row, ['preview_text', 'preheader'])),
    date: textOf(row, ['send_date', 'sent_at', 'send_time', 'date']),
    status: textOf(row, ['status']) || 'sent',
  };
}

/** Returns the body without merge tags (`*|UNSUB|*`), links to them, and hidden preheaders. */
function contentOf(html: string): string {
  const body = /<body[\s>]/i.exec(html);
  return (body ? html.slice(body.index) : html)
    .replace(/<a\s[^<>]*href="\*\|[^<>]*>[^<]*<\/a>/gi, '')
    .replace(/<(span|div)\s[^<>]*display:\s*none[^<>]*>[^<]*<\/\1>/gi, '')
    .replace(MERGE_TAG, '');
}

function withoutMergeTags(text: string): string {
  return text.replace(MERGE_TAG, '').trim();
}
