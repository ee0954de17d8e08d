// Adding sources to the text of a sources.yaml, which keeps its comments, its order and its spaces.
import { type Document, isMap, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { type Followed, sourceRefs } from './source-settings.js';
import { parseSourcesFile } from './sources-file.js';

export interface Addition {
  /** Under which key of `sources`. */
  list: 'feeds' | 'youtube';
  /** The feed's address or the channel's id. */
  target: string;
  name?: string;
}

export interface Edited {
  text: string;
  added: Addition[];
  /** Those that were followed before. */
  known: Addition[];
}

/** Throws a UserError, as `parseSourcesFile` does, when the text was no valid file before. */
export function addSources(text: string, file: string, additions: Addition[]): Edited {
  const followed = followedTargets(parseSourcesFile(text, file).sources);
  const edited: Edited = { text, added: [], known: [] };
  for (const addition of additions) {
    const key = keyOf(addition.target);
    edited[followed.has(key) ? 'known' : 'added'].push(addition);
    followed.add(key);
  }
  for (const list of ['feeds', 'youtube'] as const) {
    const some = edited.added.filter((addition) => addition.list === list);
    if (some.length > 0) edited.text = insert(edited.text, list, some);
  }
  // Whatever was written must read as what was meant.
  const now = followedTargets(parseSourcesFile(edited.text, file).sources);
  const lost = edited.added.find((addition) => !now.has(keyOf(addition.target)));
  if (lost) throw new Error(`${file} could not be edited: ${lost.target} is not in it`);
  return edited;
}

function followedTargets(followed: Followed): Set<string> {
  return new Set(sourceRefs(followed).map((ref) => keyOf(ref.target)));
}

/** http or https, with or without `www.` and the last slash: the same feed. */
function keyOf(target: string): string {
  return target.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
}

interface Ranged {
  range?: [start: number, valueEnd: number, nodeEnd: number];
}

function insert(text: string, list: Addition['list'], additions: Addition[]): string {
  const document = parseDocument(text);
  const items = additions.map((addition) => itemOf(list, addition));
  const node = document.getIn(['sources', list], true);
  if (!isSeq(node) || !node.range) return insertAnew(text, document, list, additions);
  const [start, end] = node.range;
  const last = node.items.at(-1) as Ranged | undefined;
  if (node.flow && !last) {
    const indent = `${indentAt(text, start)}  `;
    const before = text.slice(0, start).trimEnd().length;
    return splice(text, before, end, items.map((item) => `\n${indent}- ${item}`).join(''));
  }
  if (node.flow) return splice(text, end - 1, end - 1, items.map((item) => `, ${item}`).join(''));
  return insertAfter(text, node, last?.range?.[1] ?? end, items);
}

/** Below the last item of a block, as far in as the first one. */
function insertAfter(text: string, node: YAMLSeq, lastEnd: number, items: string[]): string {
  const indent = indentAt(text, node.range?.[0] ?? 0);
  const at = lineEndAfter(text, lastEnd);
  return splice(text, at, at, items.map((item) => `\n${indent}- ${item}`).join(''));
}

/** Where the file has no such list: at the end of `sources`. */
function insertAnew(text: string, document: Document, list: Addition['list'], additions: Addition[]): string {
  const sources = document.get('sources', true);
  const first = isMap(sources) && !sources.flow ? sources.items[0] : undefined;
  const last = isMap(sources) ? sources.items.at(-1) : undefined;
  const [start] = (first?.key as Ranged | undefined)?.range ?? [];
  const [, end] = (last?.value as Ranged | undefined)?.range ?? [];
  if (start !== undefined && end !== undefined && !document.hasIn(['sources', list])) {
    const indent = indentAt(text, start);
    const items = additions.map((addition) => `\n${indent}  - ${itemOf(list, addition)}`);
    const at = lineEndAfter(text, end);
    return splice(text, at, at, `\n${indent}${list}:${items.join('')}`);
  }
  // The package keeps comments, though not their columns.
  const values = additions.map((addition) => parseDocument(itemOf(list, addition)).contents);
  document.setIn(['sources', list], document.createNode(values));
  return document.toString({ lineWidth: 0 });
}

function itemOf(list: Addition['list'], { target, name }: Addition): string {
  const key = list === 'feeds' ? 'url' : 'id';
  const value = JSON.stringify(target);
  return name ? `{ ${key}: ${value}, name: ${JSON.stringify(name)} }` : value;
}

/** The end of the line that the last words before the offset stand on. */
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
