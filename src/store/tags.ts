// Tags of published issues: their list, and the bullets that mention each.
import { sql } from 'kysely';
import type { Cadence, Instant, Tag, TagKind } from '../model.js';
import type { Db } from './database/schema.js';
import { facetWord } from './search/facets.js';
import { matchIn } from './search/full-text.js';
import { matchOfTag } from './search/match.js';
import { IMPORTED, LEAD, type Place, type PlaceRow, placeOf } from './search/passages.js';

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

/** Tags of published issues by kind, the most frequent first; at most `limit` of each kind. */
export async function listTags(db: Db, limit: number): Promise<TagCount[]> {
  const { rows } = await sql<{ kind: string; slug: string; name: string; issues: number }>`
    select kind, slug, name, issues from (
      select tags.kind, tags.slug, max(tags.name) as name, count(*) as issues,
        row_number() over (partition by tags.kind order by count(*) desc, tags.slug) as place
      from tags join issues on issues.id = tags.issue_id
      where issues.status = 'published'
      group by tags.kind, tags.slug) as counted
    where place <= ${limit}
    order by kind, place`.execute(db);
  return rows.map((row) => ({ ...row, kind: row.kind as TagKind, issues: Number(row.issues) }));
}

/** The tag under its latest name, when a published issue carries it. */
export async function findTag(db: Db, kind: string, slug: string): Promise<Tag | undefined> {
  const row = await db
    .selectFrom('tags')
    .innerJoin('issues', 'issues.id', 'tags.issue_id')
    .select(['tags.kind', 'tags.slug', 'tags.name'])
    .where('issues.status', '=', 'published')
    .where('tags.kind', '=', kind)
    .where('tags.slug', '=', slug)
    .orderBy('issues.period_to', 'desc')
    .orderBy('issues.id')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, kind: row.kind as TagKind };
}

export interface MentionScope {
  /** Leaves out imported texts. */
  checkedOnly?: boolean;
  /** Includes the leads, which repeat what the recaps say. */
  inLead?: boolean;
}

/** The bullets that name the tag (see `matchOfTag`) in reading order, the newest issue first. */
export async function findMentions(
  db: Db,
  tag: Tag,
  page: MentionScope & { limit: number; offset: number; oldestFirst?: boolean },
): Promise<TagMention[]> {
  const order = sql.raw(page.oldestFirst ? 'asc' : 'desc');
  const { rows } = await sql<MentionRow>`
    select issues.id as issue_id, issues.slug, issues.cadence, issues.headline, issues.period_from, issues.period_to,
      bullets.recap, bullets.platform, bullets.section, bullets.anchor, bullets.text
    ${namedBy(db, tag, page)}
    order by issues.period_to ${order}, issues.cadence, bullets.id
    limit ${page.limit} offset ${page.offset}`.execute(db);
  return rows.map((row) => ({
    issueId: row.issue_id,
    ...placeOf(row),
    text: row.text,
  }));
}

/** How many bullets of each published issue name the tag, oldest issue first. */
export async function countMentions(
  db: Db,
  tag: Tag,
  scope: MentionScope = {},
): Promise<{ cadence: Cadence; to: Instant; count: number }[]> {
  const { rows } = await sql<{ cadence: string; period_to: string; count: number }>`
    select issues.cadence, issues.period_to, count(*) as count
    ${namedBy(db, tag, scope)}
    group by issues.id, issues.cadence, issues.period_to order by issues.period_to, issues.id`.execute(db);
  return rows.map((row) => ({
    cadence: row.cadence as Cadence,
    to: row.period_to,
    count: Number(row.count),
  }));
}

/** The published issues that carry the tag, newest first. */
export async function listTaggedIssues(
  db: Db,
  tag: Tag,
  limit: number,
): Promise<{ slug: string; headline: string }[]> {
  return db
    .selectFrom('tags')
    .innerJoin('issues', 'issues.id', 'tags.issue_id')
    .select(['issues.slug', 'issues.headline'])
    .where('issues.status', '=', 'published')
    .where('tags.kind', '=', tag.kind)
    .where('tags.slug', '=', tag.slug)
    .orderBy('issues.period_to', 'desc')
    .orderBy('issues.id')
    .limit(limit)
    .execute();
}

interface MentionRow extends PlaceRow {
  issue_id: string;
  text: string;
}

function namedBy(db: Db, tag: Tag, { checkedOnly = false, inLead = false }: MentionScope) {
  const left = [...(inLead ? [] : [LEAD]), ...(checkedOnly ? [IMPORTED] : [])];
  const one = matchOfTag(tag);
  const without = { any: left.map((recap) => ({ words: [facetWord('recap', recap)] })) };
  const { bullets, found } = matchIn(db, left.length > 0 ? { one, without } : one);
  return sql`from ${bullets} join issues on issues.id = bullets.issue_id where ${found}`;
}
