// One file of a past newsletter → an Issue: its front matter, its name, its text.
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { oneLine, slugify, truncate } from '../../base/text.js';
import { isCalendarDay, periodOf } from '../../base/time.js';
import { noUsage } from '../../llm/usage.js';
import type { Issue, Tag, TagKind } from '../../model.js';
import { importedToHtml } from '../../render/imported.js';
import { blocksOfHtml } from '../../store/search/html-blocks.js';
import type { Fields } from './substack-posts.js';

export interface ImportOptions {
  timeZone: string;
  language: string;
  publication: string;
  /** The tags that a text names, in the vocabulary's spelling. */
  findTags: (text: string) => Tag[];
  /** What a list beside it says of a file without front matter. */
  listed?: Fields | undefined;
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const TOML = /^\uFEFF?\+\+\+[ \t]*\r?\n/;
const NAME = /^(?:(\d{4}-\d\d-\d\d)[-_.]?|\d+\.)?(.*)\.(md|markdown|html?)$/i;
const MOST_TAGS = 40;
/** Characters of a title, a subtitle and a tag's name: lists of issues show them whole. */
const [LONGEST_TITLE, LONGEST_SUBTITLE, LONGEST_TAG] = [300, 1_000, 100];
/** A dot only within a number: what follows another one would be taken for a file's kind. */
const KEPT_SLUG = /^(?=.{1,120}$)[a-z0-9](?:[\w-]|\.(?=\d))*$/i;
/** Lists of tags in front matter whose names say the kind. */
const KINDS = [
  ['company', 'companies'],
  ['model', 'models'],
  ['person', 'people'],
  ['topic', 'topics'],
] as const;

/** Throws an Error that says what is missing, when it cannot be an issue. */
export function readImport(path: string, text: string, options: ImportOptions): Issue {
  const front = FRONT_MATTER.exec(text);
  const fields = front ? readFields(front[1] ?? '') : options.listed;
  if (!fields)
    throw new Error(
      TOML.test(text)
        ? 'its front matter is TOML: write it as YAML, between two lines of "---"'
        : 'it has no front matter between two lines of "---"',
    );
  const [, day = '', name = '', extension = ''] = NAME.exec(basename(path)) ?? [];
  const title = truncate(textOf(fields, ['title', 'subject', 'headline']), LONGEST_TITLE);
  if (!title) throw new Error('it has no title');
  if (fields.draft === true || /^draft$/i.test(textOf(fields, ['status']))) throw new Error('it is a draft');
  const { date, createdAt } = dateOf(fields, day, options.timeZone);
  const cadence = textOf(fields, ['cadence']) === 'weekly' ? 'weekly' : 'daily';
  const period = periodOf(date, cadence, options.timeZone);
  const subtitle = truncate(
    textOf(fields, ['description', 'subtitle', 'summary', 'excerpt', 'preview']),
    LONGEST_SUBTITLE,
  );
  const slug =
    slugOf(fields) || slugify(name.toLowerCase() === 'index' ? title : name) || slugify(title) || date;
  const format = /^html?$/i.test(extension) ? 'html' : 'markdown';
  const body = importedToHtml(text.slice(front?.[0].length ?? 0), format, title);
  return {
    id: `imported-${slug}`,
    slug,
    cadence,
    period: { from: period.from, to: period.to },
    timeZone: options.timeZone,
    language: textOf(fields, ['lang', 'language']) || options.language,
    publication: options.publication,
    headline: title,
    subtitle,
    lead: [],
    body,
    quiet: false,
    checked: { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] },
    recaps: [],
    tags: tagsOf(fields, [`${title}\n${subtitle}`, ...textsOf(body)], options.findTags),
    posts: {},
    audit: { bullets: 0, rewritten: 0, replaced: 0, citations: 0, reasons: [] },
    model: noUsage('imported'),
    status: 'published',
    createdAt: createdAt ?? period.to,
  };
}

function readFields(source: string): Fields {
  const fields = parseYaml(source);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new Error('its front matter holds no fields');
  return fields as Fields;
}

function parseYaml(source: string): unknown {
  try {
    // Dates stay as they are written; an alias cannot be made to grow without end. An empty line stands for that of
    // the dashes, so that lines are counted as the file's.
    return parse(`\n${source}`, { schema: 'core', maxAliasCount: 20 });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // What follows the first line is the place, drawn.
    throw new Error(`its front matter: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  }
}

function textOf(fields: Fields, names: string[]): string {
  const found = names
    .map((name) => fields[name])
    .find((value) => ['string', 'number'].includes(typeof value));
  return oneLine(String(found ?? ''));
}

/** The calendar day in the zone, and the moment where one is given. */
function dateOf(fields: Fields, named: string, timeZone: string): { date: string; createdAt?: string } {
  const written = textOf(fields, [
    'date',
    'publish_date',
    'published_at',
    'published',
    'post_date',
    'pubDate',
  ]);
  if (isCalendarDay(written)) return { date: written };
  if (/^\d{4}-\d\d-\d\d[T ]\d/.test(written)) {
    const moment = new Date(
      /(?:Z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written.replace(' ', 'T')}Z`,
    );
    if (Number.isNaN(moment.getTime())) throw new Error(`its date "${written}" is none`);
    const date = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment);
    return { date, createdAt: moment.toISOString() };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(written)) throw new Error(`its date "${written}" is none`);
  if (written) throw new Error(`its date "${written}" is not written as 2026-04-06`);
  if (isCalendarDay(named)) return { date: named };
  throw new Error('it has no date');
}

/** The last part of a permalink counts, too. One that can stand in an address stays letter by letter. */
function slugOf(fields: Fields): string {
  const given = textOf(fields, ['slug', 'permalink', 'url'])
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const last = (given.split('/').at(-1) ?? '').replace(/\.html?$/i, '');
  return KEPT_SLUG.test(last) ? last : slugify(last, 120);
}

function textsOf(body: string): string[] {
  return blocksOfHtml(body).map(({ text }) => text);
}

/** What the front matter lists, then what the texts name, what most of them name first. */
function tagsOf(fields: Fields, texts: string[], findTags: (text: string) => Tag[]): Tag[] {
  const namesOf = (values: unknown[]) =>
    values
      .flat()
      .flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
      .map(oneLine)
      .filter((name) => name && name.length <= LONGEST_TAG);
  const toTags = (name: string, kind: TagKind): Tag[] => {
    const known = findTags(name);
    const slug = slugify(name);
    return known.length > 0 || !slug ? known : [{ kind, slug, name }];
  };
  const listed = [
    ...KINDS.flatMap(([kind, field]) => namesOf([fields[field]]).flatMap((name) => toTags(name, kind))),
    ...namesOf([fields.tags, fields.tag, fields.categories, fields.keywords]).flatMap((name) =>
      toTags(name, 'topic'),
    ),
  ];
  const named = new Map<string, { tag: Tag; texts: number }>();
  for (const tag of texts.flatMap(findTags)) {
    const key = `${tag.kind} ${tag.slug}`;
    named.set(key, { tag, texts: (named.get(key)?.texts ?? 0) + 1 });
  }
  const found = [...named.values()].sort((a, b) => b.texts - a.texts).map(({ tag }) => tag);
  const all = [...listed, ...found];
  return [...new Map(all.map((tag) => [`${tag.kind} ${tag.slug}`, tag])).values()].slice(0, MOST_TAGS);
}
