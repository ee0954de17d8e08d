// Finds the field's names and topics in a text, with positions and canonical forms.

import { slugify } from '../../base/text.js';
import type { VocabularyData } from '../../config/vocabulary-file.js';
import type { Tag, TagKind } from '../../model.js';

export type Role = 'model' | 'company' | 'person' | 'product' | 'thing' | 'topic';

/** A tag with its position in the (NFKC-normalised) text. */
export interface VocabularyMention {
  tag: Tag;
  start: number;
  end: number;
  /** Its role: a name such as a company or product, a thing used, or a topic, which is not a name. */
  role: Role;
  /** Slug of the model's family without version (`claude-opus`). */
  family?: string;
  /** Slug of the model's maker. */
  maker?: string;
  /** Whether only this exact spelling is the name: `Attention`, not `attention`. */
  isExact?: boolean;
}

interface Token {
  word: string;
  start: number;
  end: number;
}

interface Entry {
  kind: TagKind;
  name: string;
  slug: string;
  role: Role;
  maker?: string;
  joint: string;
  /** Its spellings of several words, lower-cased. */
  spaced: Set<string>;
}

interface Spelling {
  entry: Entry;
  /** The exact spelling, if only that counts. */
  written?: string;
  /**
   * `bare` may occur without a version; `open` needs one; `tied` needs one that is attached to it or contains a point.
   */
  version: 'none' | 'bare' | 'open' | 'tied';
}

const MAX_SPELLING_TOKENS = 6;
const spellings = new Map<string, Spelling[]>();
/** All prefixes of all spellings. Most words of a text are not among them and need no further check. */
const beginnings = new Set<string>();
/** Names of models that may have variants: Claude Opus. */
const models = new Set<string>();
let variants: ReadonlySet<string> = new Set();
let variantPattern = /(?!)/uy;

/** Replaces all names with those of the field. */
export function loadNames(data: VocabularyData): void {
  spellings.clear();
  beginnings.clear();
  models.clear();
  for (const [name, { maker, join = ' ', aliases }] of Object.entries(data.models)) {
    models.add(name);
    addEntry(name, aliases, { kind: 'model', role: 'model', maker: maker && slugify(maker), joint: join });
  }
  const tables = [
    ['companies', 'company', 'company'],
    ['people', 'person', 'person'],
    ['products', 'topic', 'product'],
    ['things', 'topic', 'thing'],
    ['topics', 'topic', 'topic'],
  ] as const;
  for (const [table, kind, role] of tables)
    for (const [name, forms] of Object.entries(data[table])) addEntry(name, forms, { kind, role, joint: '' });
  variants = new Set(data.variants.map((word) => word.toLowerCase()));
  variantPattern =
    variants.size > 0
      ? new RegExp(`[\\s\\u2010-](${[...variants].join('|')})(?![\\p{L}\\p{N}])`, 'iuy')
      : /(?!)/uy;
}

/** Whether a word only distinguishes variants of a model (`Pro`, `Preview`). */
export function isVariant(word: string): boolean {
  return variants.has(word.toLowerCase());
}

function addEntry(
  name: string,
  forms: string[],
  { kind, role, maker, joint }: Pick<Entry, 'kind' | 'role' | 'maker' | 'joint'>,
): void {
  const spaced = [name, ...forms].filter((form) => form.includes(' ')).map((form) => form.toLowerCase());
  const entry: Entry = { kind, name, slug: slugify(name), role, joint, spaced: new Set(spaced), maker };
  const flagged = forms.filter((form) => /^[=+~]/.test(form));
  const strict = flagged.some((form) => normaliseSpelling(form) === normaliseSpelling(name));
  const plain = forms.filter((form) => !/^[=+~]/.test(form));
  for (const form of [...flagged, ...plain, ...(strict ? [] : [name])]) {
    const flag = /^[=+~]/.exec(form)?.[0];
    const version =
      kind !== 'model' ? 'none' : flag === '~' ? 'tied' : flag === '+' || joint === '' ? 'open' : 'bare';
    const key = normaliseSpelling(form);
    const spelling: Spelling = { entry, version, written: flag && form.slice(1) };
    spellings.set(key, [...(spellings.get(key) ?? []), spelling]);
    for (let end = 1; end <= key.length; end++) beginnings.add(key.slice(0, end));
  }
}

function normaliseSpelling(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

const VERSION_NUMBER =
  /(?<tie>[\s._\u2010-]?)v?(?<number>(?<=-)\d-\d(?![\p{L}\p{N}.]|-\d)|\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)(?![\p{L}\p{N}]|\.\d|[\s-]?%)/uy;
/** The version at position `at`, in canonical form, and its end. */
function readVersion(
  text: string,
  at: number,
  spelling: Spelling,
): { name: string; end: number } | undefined {
  VERSION_NUMBER.lastIndex = at;
  const groups = VERSION_NUMBER.exec(text)?.groups;
  // An identifier has no points: `claude-opus-4-6`.
  const number = groups?.number?.replace('-', '.');
  if (!number || (/\d[a-z]$/.test(number) && !/^(4o|4v|\d\.\dv|5v)$/.test(number))) return undefined;
  if (spelling.version === 'tied' && /\s/.test(groups?.tie ?? '') && !number.includes('.')) return undefined;
  let end = VERSION_NUMBER.lastIndex;
  let name = `${spelling.entry.name}${spelling.entry.joint}${number}`;
  for (let count = 0; count < 2; count++) {
    variantPattern.lastIndex = end;
    const word = variantPattern.exec(text)?.[1];
    // After a space, a lower-case letter probably starts the next word.
    if (!word || (/\s/.test(text[end] ?? '') && word === word.toLowerCase())) break;
    const variant =
      word.length < 4 &&
      word.toLowerCase() !== 'pro' &&
      word.toLowerCase() !== 'max' &&
      word.toLowerCase() !== 'air'
        ? word.toUpperCase()
        : word[0]?.toUpperCase() + word.slice(1).toLowerCase();
    const named = `${spelling.entry.name} ${variant}`;
    name = models.has(named) ? `${named} ${number}` : `${name} ${variant}`;
    end = variantPattern.lastIndex;
  }
  return { name, end };
}

/** Lists every mention in order; of overlapping spellings, the longest counts. */
export function findVocabulary(given: string): { text: string; mentions: VocabularyMention[] } {
  const text = given.normalize('NFKC');
  const tokens: Token[] = [];
  for (const { index, 0: word } of text.matchAll(/\p{L}+|\p{N}+/gu))
    tokens.push({ word: word.toLowerCase(), start: index, end: index + word.length });
  const mentions: VocabularyMention[] = [];
  for (let i = 0; i < tokens.length; ) {
    const found = mentionAt(text, tokens, i);
    if (found && !isSize(found, mentions.at(-1))) mentions.push(found);
    const end = found?.end ?? 0;
    do i++;
    while (i < tokens.length && (tokens[i]?.start ?? 0) < end);
  }
  return { text, mentions };
}

/** Whether a mention is a model's size: `Gemma 4 E2B` is not a model and a company. */
function isSize({ role, start, tag }: VocabularyMention, before: VocabularyMention | undefined): boolean {
  return role === 'company' && /\d/.test(tag.name) && before?.role === 'model' && start - before.end <= 1;
}

function mentionAt(text: string, tokens: Token[], first: number): VocabularyMention | undefined {
  let key = '';
  let best: VocabularyMention | undefined;
  const start = tokens[first]?.start ?? 0;
  for (let last = first; last < Math.min(first + MAX_SPELLING_TOKENS, tokens.length); last++) {
    const token = tokens[last];
    if (!token) break;
    key += token.word;
    if (!beginnings.has(key)) break;
    // No name starts inside a run of letters and digits (`x1b`).
    if (last === first && isWordAt(text, start - 1)) break;
    const before = tokens[last - 1];
    if (last > first && before) {
      const gap = text.slice(before.end, token.start);
      if (!/^[ \-_.&/'\u2010\u2019]?$/.test(gap)) break;
      // "with X AI agents" does not name xAI.
      if (gap === ' ' && before.end - start === 1 && last === first + 1) break;
    }
    for (const spelling of spellings.get(key) ?? []) {
      const mention = tryMention(text, start, token.end, spelling);
      if (mention && (!best || mention.end > best.end)) best = mention;
    }
  }
  return best;
}

function isWordAt(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at] ?? ' ');
}

function tryMention(
  text: string,
  start: number,
  end: number,
  spelling: Spelling,
): VocabularyMention | undefined {
  const { entry, version, written } = spelling;
  const { kind, name, slug, role, maker } = entry;
  const given = text.slice(start, end);
  const asWritten = (!written || given === written) && !isOrdinary(given, entry);
  const whole: VocabularyMention = { tag: { kind, slug, name }, start, end, role };
  if (kind === 'model') whole.family = slug;
  if (maker) whole.maker = maker;
  if (written) whole.isExact = true;
  // "ACE-Step-1.5" is not Step: a name that needs a version may also be an ordinary word.
  const isPart = version === 'tied' && /\p{L}[-\u2010]$/u.test(text.slice(Math.max(0, start - 2), start));
  if (kind === 'model' && (asWritten || version === 'bare') && !isPart) {
    const found = readVersion(text, end, spelling);
    if (found)
      return { ...whole, end: found.end, tag: { kind, slug: slugify(found.name), name: found.name } };
  }
  const mayStandAlone = version === 'none' || version === 'bare';
  // CLAUDE.md is a file, and the MIT license is not the university.
  const ends =
    !isWordAt(text, end) &&
    !/^(?:\.(?:md|json|py|js|ts|txt|ya?ml)\b|[ -]licen[cs])/i.test(text.slice(end, end + 7));
  return mayStandAlone && asWritten && ends ? whole : undefined;
}

/** Whether the words are ordinary words that resemble the name: "linked in" is not LinkedIn. */
function isOrdinary(given: string, { name, spaced }: Entry): boolean {
  return (
    given.includes(' ') &&
    /^\p{Lu}\S*$/u.test(name) &&
    !/[.&-]/.test(name) &&
    given === given.toLowerCase() &&
    !spaced.has(given)
  );
}

/** Every canonical name of the vocabulary, each once; versions of model families are not listed. */
export function listVocabulary(): Tag[] {
  const tags = new Map<string, Tag>();
  for (const { entry } of [...spellings.values()].flat()) {
    tags.set(`${entry.kind} ${entry.slug}`, { kind: entry.kind, slug: entry.slug, name: entry.name });
  }
  return [...tags.values()];
}
