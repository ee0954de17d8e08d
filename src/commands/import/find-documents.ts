// Finds all past issues in a folder: exports of known hosts first, then files of site generators.
import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import { decodeDocument } from '../../sources/http/decode.js';
import type { Found, ImportDocument, ImportFolder } from './document.js';
import { readFrontMatter } from './front-matter.js';
import { readObsidian } from './hidden-parts.js';
import { readBeehiiv } from './hosts/beehiiv.js';
import { readButtondown } from './hosts/buttondown.js';
import { readGhost } from './hosts/ghost.js';
import { readMailchimp } from './hosts/mailchimp.js';
import { readMedium } from './hosts/medium.js';
import { readSubstack } from './hosts/substack.js';
import { readHtmlPage } from './html-page.js';
import { decodeWestern } from './western-text.js';

const READABLE = /\.(?:md|markdown|mdx|html?)$/i;
const NO_ISSUE = /^(?:readme|license|contributing|changelog|404|_index)\./i;
/** Folders with templates, archetypes and built copies of the posts. */
const GENERATOR_FOLDERS =
  /(?:^|\/)(?:_layouts|_includes|_site|_sass|_data|_plugins|archetypes|scaffolds|layouts|themes|node_modules|__MACOSX)\//i;
/** Files that may contain past issues in a format that is not supported. */
const UNREAD =
  /\.(?:rst|txt|adoc|asciidoc|org|textile|docx?|odt|rtf|pdf|epub|eml|mbox|xml|json|ya?ml|csv|zip|gz|tgz|tar|7z|rar)$/i;
const NO_TEXT_FILE =
  /(?:^|\/)(?:_config|config|hugo|package|package-lock|tsconfig|requirements|robots|manifest|data|netlify|subscribers?|email_list)[^/]*\.\w+$/i;
/** Maximum size of an issue's file, and of the export of a whole archive. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_EXPORT_BYTES = 512 * 1024 * 1024;

const HOSTS = [readSubstack, readButtondown, readMailchimp, readMedium, readGhost, readBeehiiv];

export const READS =
  'Tidings reads Markdown and HTML files with front matter (Hugo, Jekyll, Eleventy, Pelican), and the exports of ' +
  'Substack, Ghost (JSON), Buttondown, beehiiv (CSV of posts), Medium and Mailchimp.';

/** Finds the folder's documents. Throws a UserError if it cannot be read or contains no supported file. */
export function findDocuments(root: string): Found {
  const paths = listFiles(root);
  const guessed = new Set<string>();
  const folder: ImportFolder = {
    paths: paths.files,
    read: (path) => readText(join(root, path), () => guessed.add(path)),
  };
  const all: Found = { documents: [], claimed: new Set(), failed: [], guessed };
  for (const path of paths.links)
    if (READABLE.test(path)) all.failed.push({ file: path, why: 'it is a link or not a regular file' });
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
    throw new UserError(
      `${root} contains nothing to import${describeOthers(paths.files)}`,
      paths.files.some((path) => /\.zip$/i.test(path)) ? `Unpack the .zip files first. ${READS}` : READS,
    );
  return { ...all, unread: countUnread(folder.paths.filter((path) => !all.claimed.has(path))) };
}

function readPlainFile(folder: ImportFolder, path: string): ImportDocument {
  const text = folder.read(path);
  const { fields, body } = readFrontMatter(text);
  if (!/\.html?$/i.test(path))
    return {
      path,
      fields,
      text: readObsidian(withoutImports(path, body)),
      format: 'markdown',
      hasTemplateTags: true,
    };
  const page = readHtmlPage(body);
  return {
    path,
    fields: { ...page.fields, ...fields },
    text: page.text,
    format: 'html',
    hasTemplateTags: body !== text,
  };
}

/** Removes the import lines at the start of an .mdx file. */
function withoutImports(path: string, text: string): string {
  return /\.mdx$/i.test(path) ? text.replace(/^(?:\s*(?:import|export)\s[^\n]*\n)+/, '') : text;
}

function countUnread(paths: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const path of paths) {
    if (!UNREAD.test(path) || NO_TEXT_FILE.test(path) || NO_ISSUE.test(basename(path))) continue;
    const ending = extname(path).toLowerCase();
    counts[ending] = (counts[ending] ?? 0) + 1;
  }
  return counts;
}

function listFiles(root: string): { files: string[]; links: string[] } {
  try {
    if (statSync(root).isFile())
      throw new UserError(
        `${root} is a file, not a folder`,
        /\.zip$/i.test(root)
          ? 'Unpack it, and name the folder.'
          : `Name the folder that contains it. ${READS}`,
      );
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    const pathOf = (entry: (typeof entries)[number]) =>
      relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
    const isHidden = (path: string) => /(?:^|\/)\./.test(path) || GENERATOR_FOLDERS.test(path);
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

/** Returns the text with line feeds only. Calls `onGuess` if the file does not say that it is in Windows-1252. */
function readText(path: string, onGuess: () => void): string {
  const max = /\.(?:json|csv)$/i.test(path) ? MAX_EXPORT_BYTES : MAX_FILE_BYTES;
  if (lstatSync(path).size > max) throw new Error(`it is larger than ${max / 1024 / 1024} MB`);
  const bytes = readFileSync(path);
  const text = isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : decodeOther(bytes, onGuess);
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function decodeOther(bytes: Buffer, onGuess: () => void): string {
  const declared = /charset\s*=\s*["']?[\w.:-]+/i.exec(bytes.toString('latin1', 0, 2048))?.[0];
  const hasMark = [0xfffe, 0xfeff].includes(bytes.length > 1 ? bytes.readUInt16BE(0) : 0);
  if (declared || hasMark) return decodeDocument(bytes, declared);
  const text = decodeWestern(bytes);
  if (text === undefined) throw new Error('it is not written in UTF-8');
  onGuess();
  return text;
}
