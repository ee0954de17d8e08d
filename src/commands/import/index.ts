// tidings import: past issues from a folder of Markdown or HTML with front matter.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf, UserError } from '../../base/errors.js';
import { type Context, openContext } from '../../context.js';
import { findTags } from '../../editorial/vocabulary/tags.js';
import type { Issue } from '../../model.js';
import { findIssue, saveIssue } from '../../store/issues.js';
import type { Command } from '../shared/command.js';
import { readImport } from './read-file.js';
import { type Fields, readPostList } from './substack-posts.js';

const READABLE = /\.(md|markdown|html?)$/i;
/** Bytes of the largest file that is taken for an issue. */
const LARGEST = 16 * 1024 * 1024;

interface Report {
  added: number;
  changed: number;
  unchanged: number;
  failed: { file: string; why: string }[];
}

export const command: Command = {
  usage: 'FOLDER',
  summary:
    "Takes past issues into the archive: Markdown or HTML files with front matter, or Substack's export. Safe to repeat.",
  words: 1,
  options: {},
  async run(input) {
    const [folder] = input.positionals;
    if (!folder)
      throw new UserError('Which folder shall be imported?', `Usage: tidings import ${this.usage}`);
    const { files, lists, others } = listFiles(folder);
    const context = await openContext(input.dir);
    try {
      const report: Report = { added: 0, changed: 0, unchanged: 0, failed: [] };
      for (const file of others)
        report.failed.push({ file: relative(folder, file), why: 'it is a link or no file' });
      const listed = new Map<string, Fields>();
      for (const list of lists) {
        try {
          for (const [file, fields] of readPostList(list)) listed.set(file, fields);
        } catch (error) {
          report.failed.push({ file: relative(folder, list), why: messageOf(error) });
        }
      }
      const seen = new Map<string, string>();
      for (const file of files) {
        if (input.signal.aborted) throw input.signal.reason;
        const name = relative(folder, file);
        try {
          report[await importFile(context, file, { seen, listed: listed.get(file) })]++;
        } catch (error) {
          report.failed.push({ file: name, why: messageOf(error) });
        }
      }
      return { json: report, text: describe(report), exitCode: report.failed.length > 0 ? 1 : 0 };
    } finally {
      await context.close();
    }
  },
};

/** What may be issues, lists of them, and what has an issue's name but cannot be one. */
function listFiles(folder: string): { files: string[]; lists: string[]; others: string[] } {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const pathsOf = (some: typeof entries) => some.map((one) => join(one.parentPath, one.name)).sort();
    const named = entries.filter(({ name }) => READABLE.test(name) && !/^(readme|license)\./i.test(name));
    return {
      files: pathsOf(named.filter((entry) => entry.isFile())),
      lists: pathsOf(entries.filter((entry) => entry.isFile() && entry.name === 'posts.csv')),
      others: pathsOf(named.filter((entry) => !entry.isFile() && !entry.isDirectory())),
    };
  } catch (error) {
    throw new UserError(`The folder ${folder} cannot be read: ${messageOf(error)}`);
  }
}

async function importFile(
  { db, config }: Context,
  file: string,
  { seen, listed }: { seen: Map<string, string>; listed: Fields | undefined },
): Promise<'added' | 'changed' | 'unchanged'> {
  if (statSync(file).size > LARGEST) throw new Error('it is larger than 16 MB');
  const { timeZone, language, name } = config.publication;
  const options = { timeZone, language, publication: name, findTags, listed };
  const issue = readImport(file, decode(readFileSync(file)), options);
  const twin = seen.get(issue.slug);
  if (twin) throw new Error(`it has the same slug as ${twin}: ${issue.slug}`);
  seen.set(issue.slug, file);
  const present = await findIssue(db, issue.slug);
  if (present && present.id !== issue.id)
    throw new Error(`the archive has an issue of its own at ${issue.slug}`);
  if (present && isSame(present, issue)) return 'unchanged';
  await db.transaction().execute((trx) => saveIssue(trx, issue));
  return present ? 'changed' : 'added';
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not written in UTF-8');
  }
}

function isSame(present: Issue, issue: Issue): boolean {
  const comparable = (one: Issue) => JSON.stringify({ ...one, slug: '', createdAt: '' });
  return comparable(present) === comparable(issue);
}

function describe({ added, changed, unchanged, failed }: Report): string {
  const lines = failed.map(({ file, why }) => `✗ ${file}: ${why}`);
  return [
    `${added} added, ${changed} changed, ${unchanged} as they were, ${failed.length} not read`,
    ...lines,
  ].join('\n');
}
