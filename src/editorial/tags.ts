// Finds the companies, models, people and topics that a text names, in their canonical spelling.
import type { Tag, TagKind } from '../model.js';
import { slugify } from '../text.js';
import { COMPANIES, FAMILIES, PEOPLE, PRODUCTS, TOPICS, VARIANTS } from './vocabulary.js';

/** A tag with where it stands in the (NFKC-normalised) text. */
export interface Mention {
  tag: Tag;
  start: number;
  end: number;
  /** A product rather than a subject: it may stand in a title as a name. */
  named: boolean;
  /** Slug of the model's family without version (`claude-opus`). */
  family?: string;
  /** Slug of the model's maker. */
  maker?: string;
}

interface Entry {
  kind: TagKind;
  name: string;
  named: boolean;
  maker?: string;
  joint: string;
}

interface Spelling {
  entry: Entry;
  /** Only as written, when there is such a form. */
  written?: string;
  /** `bare` may stand without a version, `open` needs one, `tied` needs one that is tied to it or holds a point. */
  version: 'none' | 'bare' | 'open' | 'tied';
}

const LONGEST = 6;
const spellings = new Map<string, Spelling[]>();

function addEntries(table: string, kind: TagKind, named: boolean): void {
  for (const line of table.split(';')) {
    const [head = '', maker] = line.trim().split(': ');
    const forms = head.split('|').map((form) => form.trim());
    const first = (forms[0] ?? '').replace(/^[=+~]/, '');
    if (!first) continue;
    const joint = kind === 'model' ? (/ ([-._])$/.exec(first)?.[1] ?? ' ').replace('_', '') : '';
    const name = kind === 'model' ? first.replace(/ [-._]$/, '') : first;
    const entry: Entry = { kind, name, named, joint, ...(maker ? { maker: slugify(maker) } : {}) };
    const flagged = forms.filter((form) => /^[=+~]/.test(form));
    const strict = flagged.some((form) => glue(form) === glue(name));
    const usable = [
      ...flagged,
      ...forms.slice(1).filter((form) => !/^[=+~]/.test(form)),
      ...(strict ? [] : [name]),
    ];
    for (const form of usable) {
      const flag = /^[=+~]/.exec(form)?.[0];
      const version =
        kind !== 'model' ? 'none' : flag === '~' ? 'tied' : flag === '+' || joint === '' ? 'open' : 'bare';
      const spelling: Spelling = { entry, version, ...(flag ? { written: form.slice(1) } : {}) };
      const key = glue(form);
      spellings.set(key, [...(spellings.get(key) ?? []), spelling]);
    }
  }
}

function glue(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

addEntries(FAMILIES, 'model', true);
addEntries(COMPANIES, 'company', true);
addEntries(PEOPLE, 'person', true);
addEntries(PRODUCTS, 'topic', true);
addEntries(TOPICS, 'topic', false);

const VERSION =
  /(?<tie>[\s._\u2010-]?)v?(?<number>\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)(?![\p{L}\p{N}]|\.\d|[\s-]?%)/uy;
const VARIANT = new RegExp(`[\\s\\u2010-](${VARIANTS.split(' ').join('|')})(?![\\p{L}\\p{N}])`, 'iuy');
const CLAUDES = new Set(['Opus', 'Sonnet', 'Haiku']);

/** The version that stands at `at`, as it belongs into the canonical name, and where it ends. */
function readVersion(
  text: string,
  at: number,
  spelling: Spelling,
): { name: string; end: number } | undefined {
  VERSION.lastIndex = at;
  const groups = VERSION.exec(text)?.groups;
  const number = groups?.number;
  if (!number || (/\d[a-z]$/.test(number) && !/^(4o|4v|\d\.\dv|5v)$/.test(number))) return undefined;
  if (spelling.version === 'tied' && /\s/.test(groups?.tie ?? '') && !number.includes('.')) return undefined;
  let end = VERSION.lastIndex;
  let name = `${spelling.entry.name}${spelling.entry.joint}${number}`;
  for (let count = 0; count < 2; count++) {
    VARIANT.lastIndex = end;
    const word = VARIANT.exec(text)?.[1];
    // After a space, a small letter is more likely the next word of the sentence.
    if (!word || (/\s/.test(text[end] ?? '') && word === word.toLowerCase())) break;
    const variant =
      word.length < 4 &&
      word.toLowerCase() !== 'pro' &&
      word.toLowerCase() !== 'max' &&
      word.toLowerCase() !== 'air'
        ? word.toUpperCase()
        : word[0]?.toUpperCase() + word.slice(1).toLowerCase();
    name =
      name.startsWith('Claude ') && CLAUDES.has(variant)
        ? `Claude ${variant} ${number}`
        : `${name} ${variant}`;
    end = VARIANT.lastIndex;
  }
  return { name, end };
}

/** Every mention in order of appearance; where spellings overlap, the longest counts. */
export function findMentions(given: string): { text: string; mentions: Mention[] } {
  const text = given.normalize('NFKC');
  const lower = text.toLowerCase();
  const tokens: { start: number; end: number }[] = [];
  for (const match of lower.matchAll(/\p{L}+|\p{N}+/gu))
    tokens.push({ start: match.index, end: match.index + match[0].length });
  const mentions: Mention[] = [];
  for (let i = 0; i < tokens.length; ) {
    const found = mentionAt(text, lower, tokens, i);
    if (found) mentions.push(found);
    const end = found?.end ?? 0;
    do i++;
    while (i < tokens.length && (tokens[i]?.start ?? 0) < end);
  }
  return { text, mentions };
}

function mentionAt(
  text: string,
  lower: string,
  tokens: { start: number; end: number }[],
  first: number,
): Mention | undefined {
  const start = tokens[first]?.start ?? 0;
  // Inside a longer run of letters and digits (`x1b`) nothing starts.
  if (/[\p{L}\p{N}]/u.test(text[start - 1] ?? ' ')) return undefined;
  let key = '';
  let best: Mention | undefined;
  for (let last = first; last < Math.min(first + LONGEST, tokens.length); last++) {
    const token = tokens[last];
    if (!token) break;
    const before = tokens[last - 1];
    if (last > first && before) {
      const gap = text.slice(before.end, token.start);
      if (!/^[ \-_.&/'\u2010\u2019]?$/.test(gap)) break;
      if (gap === ' ' && before.end - start === 1 && last === first + 1) break;
    }
    key += lower.slice(token.start, token.end);
    const candidates = spellings.get(key);
    if (!candidates) continue;
    for (const spelling of candidates) {
      const mention = tryMention(text, start, token.end, spelling);
      if (mention && (!best || mention.end > best.end)) best = mention;
    }
  }
  return best;
}

function tryMention(text: string, start: number, end: number, spelling: Spelling): Mention | undefined {
  const { entry, version, written } = spelling;
  const asWritten = !written || text.slice(start, end) === written;
  const base = { start, named: entry.named };
  if (version === 'none') {
    if (!asWritten || /[\p{L}\p{N}]/u.test(text[end] ?? ' ')) return undefined;
    return { ...base, end, tag: { kind: entry.kind, slug: slugify(entry.name), name: entry.name } };
  }
  const family = { family: slugify(entry.name), ...(entry.maker ? { maker: entry.maker } : {}) };
  const found = asWritten || version === 'bare' ? readVersion(text, end, spelling) : undefined;
  if (found)
    return {
      ...base,
      ...family,
      end: found.end,
      tag: { kind: 'model', slug: slugify(found.name), name: found.name },
    };
  if (version !== 'bare' || !asWritten || /[\p{L}\p{N}]/u.test(text[end] ?? ' ')) return undefined;
  return { ...base, ...family, end, tag: { kind: 'model', slug: slugify(entry.name), name: entry.name } };
}

/**
 * The companies, models, people and topics that `text` names, each once, in order of first mention. Spellings meet
 * on word bounds (`xAI`, `x-ai` and `X.AI` are one tag); a version of a known family is its own tag, also one that
 * the vocabulary has never seen, without its size: `Qwen 3.5 397B` is `qwen-3-5`. A family that the text names with
 * a version is not also tagged without one.
 */
export function findTags(text: string): Tag[] {
  const { mentions } = findMentions(text);
  const versioned = new Set(
    mentions.filter((mention) => mention.family !== mention.tag.slug).map((mention) => mention.family),
  );
  const tags = new Map<string, Tag>();
  for (const { tag, family } of mentions) {
    if (family && family === tag.slug && versioned.has(family)) continue;
    const key = `${tag.kind} ${tag.slug}`;
    if (!tags.has(key)) tags.set(key, tag);
  }
  return [...tags.values()];
}
