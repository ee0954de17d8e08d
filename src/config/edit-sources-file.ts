// Adds sources to the text of a sources.yaml. Keeps comments, order and spaces.
import { type Document, isMap, isSeq, parseDocument } from 'yaml';
import type { SourceRef } from '../model.js';
import { type Addition, refOfEntry, sourceRefs } from '../sources/index.js';
import { parseSourcesFile } from './sources-file.js';

export interface EditedFile {
  text: string;
  added: SourceRef[];
  /** Sources that the file already has. */
  known: SourceRef[];
}

/** Adds sources to a file. Throws a UserError, like `parseSourcesFile`, for an invalid file. */
export function addSources(text: string, file: string, additions: Addition[]): EditedFile {
  const edited: EditedFile = { text, added: [], known: [] };
  const followed = followedKeys(text, file);
  const fresh = additions.filter((addition) => {
    const ref = refOfEntry(addition);
    const isKnown = followed.has(keyOf(ref));
    edited[isKnown ? 'known' : 'added'].push(ref);
    followed.add(keyOf(ref));
    return !isKnown;
  });
  for (const path of new Set(fresh.map((addition) => addition.path.join('.')))) {
    const own = fresh.filter((addition) => addition.path.join('.') === path);
    edited.text = insert(edited.text, ['sources', ...path.split('.')], own);
  }
  const written = followedKeys(edited.text, file);
  const lost = edited.added.find((ref) => !written.has(keyOf(ref)));
  if (lost) throw new Error(`${file} could not be edited: ${lost.target} is not in it`);
  return edited;
}

function followedKeys(text: string, file: string): Set<string> {
  return new Set(sourceRefs(parseSourcesFile(text, file).sources).map(keyOf));
}

/** A key that is equal for feeds whose addresses differ only in http(s), `www.` or a trailing slash. */
function keyOf({ kind, target }: SourceRef): string {
  return `${kind} ${target.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}`;
}

interface Ranged {
  range?: [start: number, valueEnd: number, nodeEnd: number];
}

function insert(text: string, path: string[], additions: Addition[]): string {
  const document = parseDocument(text);
  const node = document.getIn(path, true);
  if (!isSeq(node) || !node.range) return insertList(text, document, path, additions);
  const [start, end] = node.range;
  const last = node.items.at(-1) as Ranged | undefined;
  if (node.flow && !last) {
    const before = text.slice(0, start).trimEnd().length;
    return splice(text, before, end, formatLines(additions, `${indentAt(text, start)}  `));
  }
  if (node.flow) {
    const items = additions.map(({ entry }) => `, ${formatEntry(entry)}`);
    return splice(text, end - 1, end - 1, items.join(''));
  }
  // Inserts below the last item of a block, with the indent of the first one.
  const at = lineEndAfter(text, last?.range?.[1] ?? end);
  return splice(text, at, at, formatLines(additions, indentAt(text, start)));
}

/** Inserts a new list at the end of the map that it belongs to. */
function insertList(text: string, document: Document, path: string[], additions: Addition[]): string {
  const parent = document.getIn(path.slice(0, -1), true);
  const first = isMap(parent) && !parent.flow ? parent.items[0] : undefined;
  const last = isMap(parent) ? parent.items.at(-1) : undefined;
  const [start] = (first?.key as Ranged | undefined)?.range ?? [];
  const [, end] = (last?.value as Ranged | undefined)?.range ?? [];
  if (start !== undefined && end !== undefined && !document.hasIn(path)) {
    const indent = indentAt(text, start);
    const at = lineEndAfter(text, end);
    return splice(text, at, at, `\n${indent}${path.at(-1)}:${formatLines(additions, `${indent}  `)}`);
  }
  // The package keeps comments but moves them to other columns.
  const values = additions.map(({ entry }) => parseDocument(formatEntry(entry)).contents);
  document.setIn(path, document.createNode(values));
  return document.toString({ lineWidth: 0 });
}

/** The lines of new items: those without a folder first, then each folder's items below its name. */
function formatLines(additions: Addition[], indent: string): string {
  const byFolder = new Map<string, Addition[]>([['', []]]);
  for (const addition of additions) {
    const key = addition.folder ?? '';
    byFolder.set(key, [...(byFolder.get(key) ?? []), addition]);
  }
  const lines = [...byFolder].flatMap(([folder, own]) => [
    ...(folder ? [`# ${folder}`] : []),
    ...own.map(({ entry }) => `- ${formatEntry(entry)}`),
  ]);
  return lines.map((line) => `\n${indent}${line}`).join('');
}

function formatEntry(entry: Addition['entry']): string {
  if (typeof entry === 'string') return JSON.stringify(entry);
  return `{ ${Object.entries(entry)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ')} }`;
}

/** The end of the last line with text before the offset. */
function lineEndAfter(text: string, offset: number): number {
  const end = text.indexOf('\n', text.slice(0, offset).trimEnd().length);
  return end < 0 ? text.length : end;
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function splice(text: string, from: number, to: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(to);
}
