// Turns a past issue, as its host or site generator wrote it, into an Issue of the archive.
import { basename, dirname } from 'node:path/posix';
import { decodeHTML } from 'entities';
import { importedId } from '../../base/imported-id.js';
import { detectLanguage } from '../../base/language/detect.js';
import { oneLine, slugify, truncate } from '../../base/text.js';
import { periodOf } from '../../base/time.js';
import { noUsage } from '../../llm/usage.js';
import type { Cadence, Issue, Tag, TagKind } from '../../model.js';
import { type ImportedHtml, importHtml } from '../../render/imported.js';
import { blocksOfHtml } from '../../store/search/html-blocks.js';
import { type Fields, type ImportDocument, textOf } from './document.js';
import { type DocumentDate, dateOf, withoutDate } from './document-date.js';
import { cutAtPaywall } from './hidden-parts.js';
import { removeTemplateTags } from './template-tags.js';

export interface ImportOptions {
  timeZone: string;
  language: string;
  publication: string;
  cadence: Cadence;
  /** The address against which relative links and pictures are resolved. */
  origin?: string;
  /** Finds the tags that a text names, in the vocabulary's spelling. */
  findTags: (text: string, language?: string) => Tag[];
}

/** The parts of a document that are needed before all slugs are known. */
export interface DocumentSummary extends DocumentDate {
  title: string;
  slug: string;
  /** The cadence, if the document states it. */
  cadence?: Cadence;
}

const MAX_TAGS = 40;
const MAX_TITLE_CHARACTERS = 300;
const MAX_SUBTITLE_CHARACTERS = 1_000;
/** Markup is read in this many characters of a title or subtitle, since unclosed emphasis takes quadratic time. */
const MAX_READ_CHARACTERS = 4_000;
const MAX_TAG_CHARACTERS = 100;
const MAX_SLUG_CHARACTERS = 120;
const BLOCKS_THAT_SHOW_LANGUAGE = 40;
/** A slug that needs no change in an address. It has dots only within numbers: elsewhere they look like extensions. */
const KEPT_SLUG = /^(?=.{1,120}$)[a-z0-9](?:[\w-]|\.(?=\d))*$/i;
/** Front matter lists that are named after kinds of tags. */
const TAG_LISTS = [
  ['company', 'companies'],
  ['model', 'models'],
  ['person', 'people'],
  ['topic', 'topics'],
] as const;

/** Reads a document's title, date and slug. Throws an Error that names what is missing. */
export function summarize(document: ImportDocument, timeZone: string): DocumentSummary {
  const title = titleOf(document) || titleOfPath(document.path);
  if (!title) throw new Error('it has no title: add `title:` to its front matter, or a first heading');
  const when = dateOf(document, timeZone);
  const { cadence } = document.fields;
  const slug =
    slugOf(document.fields) || slugOfPath(document.path) || slugify(title, MAX_SLUG_CHARACTERS) || when.date;
  return {
    ...when,
    title,
    slug,
    cadence: cadence === 'weekly' || cadence === 'daily' ? cadence : when.cadence,
  };
}

/**
 * Creates the issue of a document under the given slug, and counts the links and pictures that it kept and lost. `isCut`:
 * its text ends at its paywall.
 */
export function createImportedIssue(
  { fields, text, format, hasTemplateTags }: ImportDocument,
  { title, date, createdAt, slug, cadence }: DocumentSummary,
  options: ImportOptions,
): { issue: Issue; isCut: boolean } & Pick<ImportedHtml, 'links' | 'images'> {
  const period = periodOf(date, cadence ?? options.cadence, options.timeZone);
  const subtitle = truncate(
    withoutMarkdown(
      plain(textOf(fields, ['description', 'subtitle', 'summary', 'excerpt', 'preview', 'dek'])).slice(
        0,
        MAX_READ_CHARACTERS,
      ),
    ),
    MAX_SUBTITLE_CHARACTERS,
  );
  const { text: open, isCut } = cutAtPaywall(text);
  const source = hasTemplateTags ? removeTemplateTags(open, format) : open;
  const { html, links, images } = importHtml(source, format, { title, origin: options.origin });
  if (!/[^\s]/.test(html.replace(/<[^>]*>/g, ''))) throw new Error('it has no text');
  const texts = blocksOfHtml(html).map((block) => block.text);
  const language =
    languageOf(fields) ??
    detectLanguage(texts.slice(0, BLOCKS_THAT_SHOW_LANGUAGE).join('\n').slice(0, 5_000));
  const issue: Issue = {
    id: importedId(slug),
    slug,
    cadence: period.cadence,
    period: { from: period.from, to: period.to },
    timeZone: options.timeZone,
    language: language || options.language,
    publication: options.publication,
    headline: title,
    subtitle,
    lead: [],
    body: html,
    quiet: false,
    checked: { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] },
    recaps: [],
    tags: tagsOf(fields, [`${title}\n${subtitle}`, ...texts], (text) => options.findTags(text, language)),
    posts: {},
    audit: { bullets: 0, rewritten: 0, replaced: 0, citations: 0, reasons: [] },
    model: noUsage('imported'),
    status: 'published',
    createdAt: createdAt ?? period.to,
  };
  return { issue, isCut, links, images };
}

/** `en_US` becomes `en-US`. A language's name, such as `English`, is not a code. */
function languageOf(fields: Fields): string | undefined {
  const code = textOf(fields, ['lang', 'language', 'locale']).replace(/_/g, '-');
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(code) ? code : undefined;
}

function titleOf({ fields, text, format }: ImportDocument): string {
  const given = plain(textOf(fields, ['title', 'subject', 'headline', 'web_title']));
  if (given) return truncate(given, MAX_TITLE_CHARACTERS);
  const head = text.slice(0, 20_000);
  const found =
    format === 'html'
      ? (/<h1(?:\s[^<>]*)?>([\s\S]{1,1000}?)<\/h1>/i.exec(head) ?? /<title[^>]*>([^<]+)<\/title>/i.exec(head))
      : (/^#{1,2}[ \t]+(.+?)[ \t#]*$/m.exec(head) ?? /^(\S[^\n]{0,300})\n=+[ \t]*$/m.exec(head));
  const heading = (found?.[1] ?? '').slice(0, MAX_READ_CHARACTERS);
  return truncate(plain(format === 'html' ? heading : withoutMarkdown(heading)), MAX_TITLE_CHARACTERS);
}

/** Removes Markdown's links, emphasis and code marks. Other signs stay, as in `2 * 3` and `__init__`. */
function withoutMarkdown(text: string): string {
  return text
    .replace(/!?\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, '$1')
    .replace(/(\*\*|`)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![\p{L}\p{N}_])/gu, '$1');
}

const INLINE_TAG = /<\/?(?:a|b|br|code|em|i|mark|p|s|small|span|strong|u)(?:\s[^<>]*)?\/?>/gi;

/** Returns one line of text without tags of emphasis and links, with entities decoded. */
function plain(text: string): string {
  return oneLine(decodeHTML(text.replace(INLINE_TAG, '')));
}

/** The last part of a permalink also counts as a slug, unless the permalink is a pattern such as `/:year/:title/`. */
function slugOf(fields: Fields): string {
  const given = textOf(fields, ['slug', 'permalink', 'url'])
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  if (/[:{]/.test(given.replace(/^https?:/i, ''))) return '';
  const last = (given.split('/').at(-1) ?? '').replace(/\.html?$/i, '');
  return KEPT_SLUG.test(last) ? last : slugify(last, MAX_SLUG_CHARACTERS);
}

/** The title of a post without one, from its file name, as in Jekyll. */
function titleOfPath(path: string): string {
  const words = slugOfPath(path).replace(/[-_]+/g, ' ').trim();
  return /\p{L}{2}/u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : '';
}

// `2024-01-05-kites/index.md` gets its slug from its folder; any other index file from its title.
function slugOfPath(path: string): string {
  if (/:\s/.test(path)) return '';
  const whole = basename(path).replace(/\.\w+$/, '');
  // Hugo puts the language before the extension (`index.de.md`), Substack the slug after a number (`144.ai.html`).
  const name = /^\d+\./.test(whole) ? whole : whole.replace(/\.[a-z]{2}(?:-[a-z]{2})?$/i, '');
  const parent = basename(dirname(path));
  const isIndex = /^index$/i.test(name);
  if ((isIndex && withoutDate(parent) === parent) || /^\d{1,2}$/.test(name)) return '';
  return slugify(withoutDate(isIndex ? parent : name).replace(/^\d+\./, ''), MAX_SLUG_CHARACTERS);
}

/** The tags of the front matter, then those that the texts name, most frequent first. */
function tagsOf(fields: Fields, texts: string[], findTags: (text: string) => Tag[]): Tag[] {
  const namesOf = (values: unknown[]) =>
    values
      .flat()
      .flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
      .map(oneLine)
      .filter((name) => name && name.length <= MAX_TAG_CHARACTERS);
  const toTags = (name: string, kind: TagKind): Tag[] => {
    const known = findTags(name);
    const slug = slugify(name);
    return known.length > 0 || !slug ? known : [{ kind, slug, name }];
  };
  const listed = [
    ...TAG_LISTS.flatMap(([kind, field]) => namesOf([fields[field]]).flatMap((name) => toTags(name, kind))),
    ...namesOf([fields.tags, fields.tag, fields.categories, fields.category, fields.keywords]).flatMap(
      (name) => toTags(name, 'topic'),
    ),
  ];
  const named = new Map<string, { tag: Tag; texts: number }>();
  for (const tag of texts.flatMap((text) => findTags(text))) {
    const key = `${tag.kind} ${tag.slug}`;
    named.set(key, { tag, texts: (named.get(key)?.texts ?? 0) + 1 });
  }
  const found = [...named.values()].sort((a, b) => b.texts - a.texts).map(({ tag }) => tag);
  const all = [...listed, ...found];
  return [...new Map(all.map((tag) => [`${tag.kind} ${tag.slug}`, tag])).values()].slice(0, MAX_TAGS);
}
