// Removes, mutes and unmutes a source in the text of a sources.yaml. Keeps comments, order and spaces.
import { isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { UserError } from '../base/errors.js';
import type { SourceRef } from '../model.js';
import { type Addition, refOfEntry } from '../sources/index.js';
import { parseSourcesFile } from './sources-file.js';

const MUTED_LINE = /^(\s*)# muted: (- .*)$/;

interface Found {
  /** Path of the list in the document. */
  path: string[];
  index: number;
  /** Number of entries in the list. */
  count: number;
  /** First and last line of the entry; absent for a list in brackets. */
  lines?: [first: number, last: number];
}

/** Removes the source from the text. Throws a UserError if the result is not a valid file. */
export function removeSource(text: string, file: string, ref: SourceRef): string {
  const found = getEntry(text, file, ref);
  const { lines, path, index, count } = found;
  if (lines && count > 1) {
    const all = text.split('\n');
    all.splice(lines[0], lines[1] - lines[0] + 1);
    return requireValid(all.join('\n'), file);
  }
  const document = parseDocument(text);
  if (count > 1) document.deleteIn([...path, index]);
  else document.setIn(path, document.createNode([]));
  return requireValid(document.toString({ lineWidth: 0 }), file);
}

/**
 * Turns the source's line into a comment that `unmuteSource` can restore. A list in brackets gets a line for each entry
 * first, and an entry of several lines gets one.
 */
export function muteSource(text: string, file: string, ref: SourceRef): string {
  const { lines, count, path, index } = getEntry(text, file, ref);
  if (count === 1)
    throw new UserError(
      `${ref.name} cannot be muted: it is the only source in its list`,
      'Remove it, or add another source to the list first.',
    );
  if (!lines || lines[0] !== lines[1]) {
    const split = splitList(text, path, index);
    if (split === text) throw new UserError(`${ref.name} cannot be muted`, 'Edit sources.yaml by hand.');
    return muteSource(split, file, ref);
  }
  const all = text.split('\n');
  all[lines[0]] = (all[lines[0]] ?? '').replace(/^(\s*)/, '$1# muted: ');
  return requireValid(all.join('\n'), file);
}

/** The text with each entry of the list on lines of its own, and the entry at `index` on one line. */
function splitList(text: string, path: string[], index: number): string {
  const document = parseDocument(text);
  const list = document.getIn(path, true);
  if (!isSeq(list)) return text;
  list.flow = false;
  const entry = list.items[index];
  if (isMap(entry)) entry.flow = true;
  return document.toString({ lineWidth: 0 });
}

/** The muted entries with their lines, counted from 1. */
export function listMuted(text: string): { line: number; text: string }[] {
  return text.split('\n').flatMap((line, at) => {
    const entry = MUTED_LINE.exec(line)?.[2];
    return entry ? [{ line: at + 1, text: entry.slice(2) }] : [];
  });
}

export function unmuteSource(text: string, file: string, line: number): string {
  const all = text.split('\n');
  const muted = MUTED_LINE.exec(all[line - 1] ?? '');
  if (!muted) throw new UserError(`Line ${line} of sources.yaml is not a muted source`, 'Reload the page.');
  all[line - 1] = `${muted[1]}${muted[2]}`;
  return requireValid(all.join('\n'), file);
}

function requireValid(text: string, file: string): string {
  parseSourcesFile(text, file);
  return text;
}

function getEntry(text: string, file: string, ref: SourceRef): Found {
  const sources = parseDocument(text).get('sources', true);
  const found = isMap(sources) ? findIn(text, sources, [], ref) : undefined;
  if (!found) throw new UserError(`${ref.name} was not found in ${file}`, 'Edit the file by hand.');
  return { ...found, path: ['sources', ...found.path] };
}

function findIn(text: string, map: YAMLMap, path: string[], ref: SourceRef): Found | undefined {
  for (const { key, value } of map.items) {
    const here = [...path, String(key)];
    if (isMap(value)) {
      const found = findIn(text, value, here, ref);
      if (found) return found;
    }
    if (!isSeq(value)) continue;
    const index = value.items.findIndex((_, at) => isEntryOf(value, at, here, ref));
    if (index >= 0)
      return { path: here, index, count: value.items.length, lines: linesOf(text, value, index) };
  }
  return undefined;
}

function isEntryOf(list: YAMLSeq, index: number, path: string[], ref: SourceRef): boolean {
  const entry = (list.toJSON() as Addition['entry'][])[index];
  try {
    return entry !== undefined && refOfEntry({ path, entry }).id === ref.id;
  } catch {
    // Skips other lists.
    return false;
  }
}

function linesOf(text: string, list: YAMLSeq, index: number): [number, number] | undefined {
  const { range } = list.items[index] as { range?: [number, number, number] };
  if (list.flow || !range) return undefined;
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  const last = text.slice(0, range[1]).trimEnd().length;
  return [lineAt(range[0]), lineAt(last)];
}
