// Tags of published issues: their list, the bullets that mention each, and merged tags.
import { sql } from 'kysely';
import { UserError } from '../base/errors.js';
import { isImported } from '../base/imported-id.js';
import type { Cadence, Instant, StoredTag, Tag, TagKind } from '../model.js';
import type { Db, TagMergeRow } from './database/schema.js';
import { facetWord } from './search/facets.js';
import { matchIn } from './search/full-text.js';
import { raiseArchiveVersion } from './search/index-bullets.js';
import { matchOfTag } from './search/match.js';
import { IMPORTED, type Place, type PlaceRow, placeOf } from './search/passages.js';

export interface TagCount extends Tag {
  /** Published issues that carry it. */
  issues: number;
}

/** A bullet that mentions a tag. */
export interface TagMention extends Place {
  issueId: string;
  /** The bullet's plain text. */
  text: string;
}

/** Tags of published issues by kind, the most frequent first; at most `limit` of each kind. Merged tags are one. */
export async function listTags(db: Db, limit: number): Promise<TagCount[]> {
  const [kind, slug] = [
    sql`coalesce(merged.into_kind, tags.kind)`,
    sql`coalesce(merged.into_slug, tags.slug)`,
  ];
  const { rows } = await sql<{ kind: string; slug: string; name: string; issues: number }>`
    select kind, slug, name, issues from (
      select ${kind} as kind, ${slug} as slug, count(distinct tags.issue_id) as issues,
        coalesce(max(case when merged.slug is null then tags.name end), max(tags.name)) as name,
        row_number() over (partition by ${kind} order by count(distinct tags.issue_id) desc, ${slug}) as place
      from tags join issues on issues.id = tags.issue_id
      left join tag_merges as merged on merged.kind = tags.kind and merged.slug = tags.slug
      where issues.status = 'published'
      group by ${kind}, ${slug}) as counted
    where place <= ${limit}
    order by kind, place`.execute(db);
  return rows.map((row) => ({ ...row, kind: row.kind as TagKind, issues: Number(row.issues) }));
}

/** The tag under its latest name, or the one that it was merged into, if a published issue has it. */
export async function findTag(db: Db, kind: string, slug: string): Promise<StoredTag | undefined> {
  const merge = await db
    .selectFrom('tag_merges')
    .selectAll()
    .where('kind', '=', kind)
    .where('slug', '=', slug)
    .executeTakeFirst();
  const row = await db
    .selectFrom('tags')
    .innerJoin('issues', 'issues.id', 'tags.issue_id')
    .select(['tags.kind', 'tags.slug', 'tags.name'])
    .where('issues.status', '=', 'published')
    .where('tags.kind', '=', merge?.into_kind ?? kind)
    .where('tags.slug', '=', merge?.into_slug ?? slug)
    .orderBy('issues.period_to', 'desc')
    .orderBy('issues.id')
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const merged = await db
    .selectFrom('tag_merges')
    .select(['kind', 'slug', 'name'])
    .where('into_kind', '=', row.kind)
    .where('into_slug', '=', row.slug)
    .execute();
  const tag = { ...row, kind: row.kind as TagKind };
  return merged.length > 0 ? { ...tag, merged: merged as Tag[] } : tag;
}

/** The tags of this slug and these kinds that published issues carry; merged ones as the tag they were merged into. */
export async function findTagsBySlug(db: Db, kinds: TagKind[], slug: string): Promise<StoredTag[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from tags where kind in (${sql.join(kinds)}) and slug = ${slug}
    union select kind from tag_merges where kind in (${sql.join(kinds)}) and slug = ${slug}`.execute(db);
  const carried = new Set(rows.map(({ kind }) => kind));
  const found = await Promise.all(
    kinds.filter((kind) => carried.has(kind)).map((kind) => findTag(db, kind, slug)),
  );
  return found.filter((tag) => tag !== undefined);
}

export interface MentionScope {
  /** Leaves out imported texts. */
  checkedOnly?: boolean;
}

/**
 * The bullets that name the tag (see `matchOfTag`), including leads, as a search for the tag finds them. In reading order,
 * newest issue first, or with `oldestFirst` in the order of a search from the oldest.
 */
export async function findMentions(
  db: Db,
  tag: StoredTag,
  page: MentionScope & { limit: number; offset: number; oldestFirst?: boolean },
): Promise<TagMention[]> {
  const order = page.oldestFirst ? sql`bullets.id` : sql`issues.period_to desc, issues.cadence, bullets.id`;
  const { rows } = await sql<MentionRow>`
    select issues.id as issue_id, issues.slug, issues.cadence, issues.headline, issues.period_from, issues.period_to,
      bullets.recap, bullets.platform, bullets.section, bullets.anchor, bullets.text
    ${namedBy(db, tag, page)}
    order by ${order}
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return rows.map((row) => ({
    issueId: row.issue_id,
    ...placeOf(row),
    text: row.text,
  }));
}

/** Number of bullets of an issue that name a tag. */
export interface MentionCount {
  cadence: Cadence;
  /** The end of the issue's period. */
  to: Instant;
  count: number;
  imported: boolean;
}

/** Number of bullets that name the tag in each published issue, oldest issue first. */
export async function countMentions(
  db: Db,
  tag: StoredTag,
  scope: MentionScope = {},
): Promise<MentionCount[]> {
  const { rows } = await sql<{ id: string; cadence: string; period_to: string; count: number }>`
    select issues.id, issues.cadence, issues.period_to, count(*) as count
    ${namedBy(db, tag, scope)}
    group by issues.id, issues.cadence, issues.period_to order by issues.period_to, issues.id`.execute(db);
  return rows.map((row) => ({
    cadence: row.cadence as Cadence,
    to: row.period_to,
    count: Number(row.count),
    imported: isImported(row.id),
  }));
}

/** The published issues with the tag, newest first. */
export async function listTaggedIssues(
  db: Db,
  tag: StoredTag,
  limit: number,
): Promise<{ slug: string; headline: string }[]> {
  return db
    .selectFrom('tags')
    .innerJoin('issues', 'issues.id', 'tags.issue_id')
    .select(['issues.slug', 'issues.headline', 'issues.period_to', 'issues.id'])
    .distinct()
    .where('issues.status', '=', 'published')
    .where((eb) => eb.or(formsOf(tag).map((one) => eb.and(one))))
    .orderBy('issues.period_to', 'desc')
    .orderBy('issues.id')
    .limit(limit)
    .execute();
}

/** How many published issues carry the tag. */
export async function countTaggedIssues(db: Db, tag: StoredTag): Promise<number> {
  const { count } = await db
    .selectFrom('tags')
    .innerJoin('issues', 'issues.id', 'tags.issue_id')
    .select((eb) => eb.fn.count<number>('issues.id').distinct().as('count'))
    .where('issues.status', '=', 'published')
    .where((eb) => eb.or(formsOf(tag).map((one) => eb.and(one))))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The tag and those merged into it, as columns of `tags`. */
function formsOf({ kind, slug, merged = [] }: StoredTag) {
  return [{ kind, slug }, ...merged].map((tag) => ({ 'tags.kind': tag.kind, 'tags.slug': tag.slug }));
}

interface MentionRow extends PlaceRow {
  text: string;
}

function namedBy(db: Db, tag: StoredTag, { checkedOnly = false }: MentionScope) {
  const one = matchOfTag(tag);
  const without = { words: [facetWord('recap', IMPORTED)] };
  const { bullets, found } = matchIn(db, checkedOnly ? { one, without } : one);
  return sql`from ${bullets} join issues on issues.id = bullets.issue_id where ${found}`;
}

/** A tag that the operator merged into another: issues keep both, and pages show them as one. */
export interface TagMerge {
  from: Tag;
  into: Pick<Tag, 'kind' | 'slug'>;
  mergedAt: Instant;
}

/** All merges, latest first. */
export async function listTagMerges(db: Db): Promise<TagMerge[]> {
  const rows = await db.selectFrom('tag_merges').selectAll().orderBy('merged_at', 'desc').execute();
  return rows.map((row) => ({
    from: tagOf(row),
    into: { kind: row.into_kind as TagKind, slug: row.into_slug },
    mergedAt: row.merged_at,
  }));
}

/**
 * Merges `from`, including tags merged into it before, into `into`. Throws a UserError if one of them is unknown or
 * they are already merged. Returns the remaining tag.
 */
export function mergeTags(
  db: Db,
  from: Pick<Tag, 'kind' | 'slug'>,
  into: Pick<Tag, 'kind' | 'slug'>,
  now: Instant,
): Promise<Tag> {
  return db.transaction().execute(async (trx) => {
    const [source, target] = [await getTag(trx, from), await getTag(trx, into)];
    if (source.kind === target.kind && source.slug === target.slug)
      throw new UserError(`${source.name} and ${target.name} are already one tag`);
    const place = { into_kind: target.kind, into_slug: target.slug };
    await trx
      .updateTable('tag_merges')
      .set(place)
      .where('into_kind', '=', source.kind)
      .where('into_slug', '=', source.slug)
      .execute();
    const { kind, slug, name } = source;
    await trx
      .insertInto('tag_merges')
      .values({ kind, slug, name, ...place, merged_at: now })
      .execute();
    await raiseArchiveVersion(trx);
    return target;
  });
}

/** Undoes the merge of the tag. Returns false if there was none. */
export async function splitTag(db: Db, { kind, slug }: Pick<Tag, 'kind' | 'slug'>): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('tag_merges')
    .where('kind', '=', kind)
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (numDeletedRows > 0n) await raiseArchiveVersion(db);
  return numDeletedRows > 0n;
}

async function getTag(db: Db, { kind, slug }: Pick<Tag, 'kind' | 'slug'>): Promise<Tag> {
  const tag = await findTag(db, kind, slug);
  if (!tag)
    throw new UserError(`No published issue has the tag "${kind}/${slug}"`, 'See /tags for all tags.');
  return tag;
}

function tagOf({ kind, slug, name }: TagMergeRow): Tag {
  return { kind: kind as TagKind, slug, name };
}
