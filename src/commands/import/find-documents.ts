// Everything in a folder that may be a past issue: exports of known hosts first, then files of site generators.
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import type { Found, ImportDocument, ImportFolder } from './document.js';
import { readFrontMatter } from './front-matter.js';
import { readBeehiiv } from './hosts/beehiiv.js';
import { readButtondown } from './hosts/buttondown.js';
import { readGhost } from './hosts/ghost.js';
import { readMailchimp } from './hosts/mailchimp.js';
import { readMedium } from './hosts/medium.js';
import { readSubstack } from './hosts/substack.js';

const READABLE = /\.(?:md|markdown|mdx|html?)$/i;
const NO_ISSUE = /^(?:readme|license|contributing|changelog|404|_index)\./i;
/** Bytes of the largest file that is read as an issue, and of the largest export of a whole archive. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_EXPORT_BYTES = 512 * 1024 * 1024;

const HOSTS = [readSubstack, readButtondown, readMailchimp, readMedium, readGhost, readBeehiiv];

export const READS =
  'Tidings reads Markdown and HTML files with front matter (Hugo, Jekyll, Eleventy, Pelican), and the exports of ' +
  'Substack, Ghost (JSON), Buttondown, beehiiv (CSV of posts), Medium and Mailchimp.';

/** The documents of the folder. Throws a UserError when it cannot be read or holds nothing that Tidings reads. */
export function findDocuments(root: string): Found {
  const paths = listFiles(root);
  const folder: ImportFolder = { paths: paths.files, read: (path) => readText(join(root, path)) };
  const all: Found = { documents: [], claimed: new Set(), failed: [] };
  for (const path of paths.links)
    if (READABLE.test(path)) all.failed.push({ file: path, why: 'it is a link or no file' });
  for (const readHost of HOSTS) {
    const found = readHost({ ...folder, paths: folder.paths.filter((path) => !all.claimed.has(path)) });
    if (!found) continue;
    all.documents.push(...found.documents);
    all.failed.push(...found.failed);
    for (const path of found.claimed) all.claimed.add(path);
  }
  for (const path of folder.paths) {
    if (all.claimed.has(path) || !READABLE.test(path) || NO_ISSUE.test(basename(path))) continue;
    all.claimed.add(path);
    all.documents.push({ path, load: () => readPlainFile(folder, path) });
  }
  if (all.documents.length + all.failed.length === 0)
    throw new UserError(`${root} holds nothing to import${describeOthers(paths.files)}`, READS);
  return all;
}

function readPlainFile(folder: ImportFolder, path: string): ImportDocument {
  const { fields, body } = readFrontMatter(folder.read(path));
  return { path, fields, text: body, format: /\.html?$/i.test(path) ? 'html' : 'markdown' };
}

function listFiles(root: string): { files: string[]; links: string[] } {
  try {
    if (statSync(root).isFile())
      throw new UserError(
        `${root} is a file, not a folder`,
        /\.zip$/i.test(root) ? 'Unpack it, and name the folder.' : `Name the folder that holds it. ${READS}`,
      );
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    const pathOf = (entry: (typeof entries)[number]) =>
      relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    const isHidden = (path: string) => /(?:^|\/)(?:\.|node_modules\/)/.test(path);
    const files = entries.filter((entry) => entry.isFile()).map(pathOf);
    const links = entries.filter((entry) => !entry.isFile() && !entry.isDirectory()).map(pathOf);
    return { files: files.filter((path) => !isHidden(path)).sort(), links: links.sort() };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The folder ${root} cannot be read: ${messageOf(error)}`);
  }
}

function describeOthers(paths: string[]): string {
  const endings = [...new Set(paths.map((path) => extname(path).toLowerCase()).filter(Boolean))];
  return endings.length > 0 ? `: only ${endings.slice(0, 8).join(', ')} files` : '';
}

function readText(path: string): string {
  const max = /\.(?:json|csv)$/i.test(path) ? MAX_EXPORT_BYTES : MAX_FILE_BYTES;
  if (lstatSync(path).size > max) throw new Error(`it is larger than ${max / 1024 / 1024} MB`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    throw new Error('it is not written in UTF-8');
  }
}
