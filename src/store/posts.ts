// Posts and their comments as last seen.

import { sql } from 'kysely';
import { DAY_MS, isOfPeriod } from '../base/time.js';
import type { Comment, Instant, Metrics, Period, Platform, Post } from '../model.js';
import { chunks } from './database/chunks.js';
import { isPostgres } from './database/dialect.js';
import type { CommentRow, Db, PostRow } from './database/schema.js';

// SQLite binds at most 32,766 values per statement; a post has 17.
const MAX_ROWS_PER_STATEMENT = 500;

/**
 * Inserts and updates posts. An update replaces text and metrics and keeps the creation time and the first source. New
 * posts created since `coveredFrom` count as late (`Post.appearedAt`). Posts of a source that `saveSources` has not
 * stored violate a foreign key. Returns the ids of new posts.
 */
export async function savePosts(
  db: Db,
  posts: Post[],
  now: Instant,
  coveredFrom?: Instant,
): Promise<Set<string>> {
  const added = new Set<string>();
  const byId = new Map(posts.map((post) => [post.id, post]));
  for (const chunk of chunks([...byId.values()], MAX_ROWS_PER_STATEMENT)) {
    const ids = chunk.map((post) => post.id);
    const known = await db.selectFrom('posts').select('id').where('id', 'in', ids).execute();
    const knownIds = new Set(known.map((row) => row.id));
    const unknown = chunk
      .filter((post) => !knownIds.has(post.id))
      .map((post) => (coveredFrom && post.createdAt >= coveredFrom ? { ...post, appearedAt: now } : post));
    // If two processes store a post at once, only one of them may count it as new.
    const inserted = await insertPosts(db, unknown, now)
      ?.onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    for (const { id } of inserted ?? []) added.add(id);
    const present = chunk.filter((post) => !added.has(post.id));
    await insertPosts(db, present, now)
      ?.onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          title: eb.ref('excluded.title'),
          text: eb.ref('excluded.text'),
          seen_at: eb.ref('excluded.seen_at'),
          metrics: eb.ref('excluded.metrics'),
          links: eb.ref('excluded.links'),
          media: eb.ref('excluded.media'),
        })),
      )
      .execute();
  }
  return added;
}

function insertPosts(db: Db, posts: Post[], now: Instant) {
  if (posts.length === 0) return undefined;
  return db.insertInto('posts').values(posts.map((post) => rowOf(post, now)));
}

/** Posts created in the period and not seen since `before`, without comments, unordered. */
export async function findUnseenSince(db: Db, period: Period, before: Instant): Promise<Post[]> {
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('created_at', '>=', period.from)
    .where('created_at', '<', period.to)
    .where('seen_at', '<', before)
    .execute();
  return withComments(rows, []);
}

/** Updates the metrics of posts. */
export async function saveMetrics(db: Db, counts: ReadonlyMap<string, Metrics>, now: Instant): Promise<void> {
  for (const [id, metrics] of counts) {
    const latest = { metrics: JSON.stringify(metrics), seen_at: now };
    await db.updateTable('posts').set(latest).where('id', '=', id).execute();
  }
}

/** Removes posts deleted on their platform, except those that an issue reported: a published issue stays complete. */
export async function deleteWithdrawn(db: Db, ids: string[]): Promise<void> {
  for (const chunk of chunks(ids, MAX_ROWS_PER_STATEMENT)) {
    await db
      .deleteFrom('posts')
      .where('id', 'in', chunk)
      .where('id', 'not in', (eb) => eb.selectFrom('told').select('post_id'))
      .where('id', 'not in', (eb) => eb.selectFrom('citations').select('post_id'))
      .execute();
  }
}

/** Number of these posts that are stored and were seen since then. */
export async function countSeenSince(db: Db, ids: string[], since: Instant): Promise<number> {
  let count = 0;
  for (const chunk of chunks(ids, MAX_ROWS_PER_STATEMENT)) {
    const row = await db
      .selectFrom('posts')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('id', 'in', chunk)
      .where('seen_at', '>=', since)
      .executeTakeFirstOrThrow();
    count += Number(row.count);
  }
  return count;
}

/** Number of posts fetched since then, and how many of them were new. */
export async function countFetched(db: Db, since: Instant): Promise<{ fetched: number; added: number }> {
  const row = await db
    .selectFrom('posts')
    .select((eb) => [
      eb.fn.countAll<number>().as('fetched'),
      eb.fn.count<number>(eb.case().when('first_seen_at', '>=', since).then(1).end()).as('added'),
    ])
    .where('seen_at', '>=', since)
    .executeTakeFirstOrThrow();
  return { fetched: Number(row.fetched), added: Number(row.added) };
}

/** Number of posts created in the period, by platform; omits platforms without posts. */
export async function countPostsIn(db: Db, period: Period): Promise<Map<Platform, number>> {
  const rows = await db
    .selectFrom('posts')
    .select(['platform', (eb) => eb.fn.countAll<number>().as('count')])
    .where('created_at', '>=', period.from)
    .where('created_at', '<', period.to)
    .groupBy('platform')
    .orderBy('platform', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.platform as Platform, Number(row.count)]));
}

/** Number of these posts that are stored and were created in the period. */
export async function countAmong(db: Db, ids: string[], { from, to }: Period): Promise<number> {
  if (ids.length === 0) return 0;
  const { count } = await db
    .selectFrom('posts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('id', 'in', ids)
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Replaces the stored comments of each of the posts. */
export async function saveComments(db: Db, comments: ReadonlyMap<string, Comment[]>): Promise<void> {
  for (const [postId, list] of comments) {
    await db.deleteFrom('comments').where('post_id', '=', postId).execute();
    if (list.length === 0) continue;
    await db
      .insertInto('comments')
      .values(list.map((comment) => ({ ...comment, post_id: postId })))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

/**
 * The posts of the period (`isOfPeriod`; without `lateDays`, those created in it), oldest first, with their comments,
 * best first.
 */
export async function findPosts(db: Db, period: Period, lateDays = 0): Promise<Post[]> {
  const { from, to } = period;
  const earliest = new Date(Date.parse(from) - lateDays * DAY_MS).toISOString();
  const rows = await db
    .selectFrom('posts')
    .selectAll()
    .where('created_at', '>=', earliest)
    .where('created_at', '<', to)
    .where((eb) => eb.or([eb('created_at', '>=', from), eb('appeared_at', '>=', from)]))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const comments = await db
    .selectFrom('comments')
    .innerJoin('posts', 'posts.id', 'comments.post_id')
    .selectAll('comments')
    .where('posts.created_at', '>=', earliest)
    .where('posts.created_at', '<', to)
    .orderBy('comments.score', 'desc')
    .orderBy('comments.id')
    .execute();
  return withComments(rows, comments).filter((post) => isOfPeriod(post, period, lateDays));
}

/** The stored posts among `ids`, unordered, without comments. */
export async function findPostsById(db: Db, ids: string[]): Promise<Post[]> {
  const posts: Post[] = [];
  for (const chunk of chunks(ids, MAX_ROWS_PER_STATEMENT)) {
    const rows = await db.selectFrom('posts').selectAll().where('id', 'in', chunk).execute();
    posts.push(...withComments(rows, []));
  }
  return posts;
}

/** The stored posts that these ids name, themselves or by their comments, each with the comments named. Unordered. */
export async function findCitedPosts(db: Db, ids: string[]): Promise<Post[]> {
  const comments: CommentRow[] = [];
  for (const chunk of chunks(ids, MAX_ROWS_PER_STATEMENT))
    comments.push(...(await db.selectFrom('comments').selectAll().where('id', 'in', chunk).execute()));
  const posts = await findPostsById(db, [...new Set([...ids, ...comments.map(({ post_id }) => post_id)])]);
  return posts.map((post) => ({
    ...post,
    comments: comments.flatMap(({ post_id, ...comment }) => (post_id === post.id ? [comment] : [])),
  }));
}

/**
 * Metrics of each source's latest posts between `since` and `before`, at most `perSource` per source, used to compute
 * its usual engagement. Shape: source id → metrics, newest first.
 */
export async function findPastMetrics(
  db: Db,
  range: { since: Instant; before: Instant; perSource: number },
): Promise<Map<string, Metrics[]>> {
  const rows = await listLatest<{ source_id: string; metrics: string }>(db, range, ['source_id', 'metrics']);
  const past = new Map<string, Metrics[]>();
  for (const row of rows) {
    const list = past.get(row.source_id) ?? [];
    list.push(JSON.parse(row.metrics) as Metrics);
    past.set(row.source_id, list);
  }
  return past;
}

/** The latest feed entries of each source in the span, at most `perSource` per source, without comments. */
export async function findFeedEntries(
  db: Db,
  range: { since: Instant; before: Instant; perSource: number },
): Promise<Post[]> {
  const rows = await listLatest<PostRow>(db, { ...range, platform: 'web' }, []);
  return withComments(rows, []);
}

/** The latest posts of each source in the span, newest first, at most `perSource` per source: `columns`, or all of them. */
async function listLatest<Row>(
  db: Db,
  {
    since,
    before,
    perSource,
    platform,
  }: { since: Instant; before: Instant; perSource: number; platform?: Platform },
  columns: (keyof PostRow)[],
): Promise<Row[]> {
  const selected = columns.length > 0 ? sql.join(columns.map((column) => sql.ref(column))) : sql`*`;
  const isWanted = sql`created_at >= ${since} and created_at < ${before}
    ${platform ? sql`and platform = ${platform}` : sql``}`;
  // PostgreSQL would sort all posts of the span on disk for the window; SQLite has no lateral joins.
  const { rows } = isPostgres(db)
    ? await sql<Row>`select posts.* from sources cross join lateral (
        select ${selected} from posts where source_id = sources.id and ${isWanted}
        order by created_at desc, id limit ${perSource}) as posts
        ${platform ? sql`where sources.platform = ${platform}` : sql``}`.execute(db)
    : await sql<Row>`select ${selected} from (
        select posts.*, row_number() over (partition by source_id order by created_at desc, id) as nth
        from posts where ${isWanted}) as recent where nth <= ${perSource}`.execute(db);
  return rows;
}

function withComments(rows: PostRow[], comments: CommentRow[]): Post[] {
  const byPost = new Map<string, Comment[]>();
  for (const { post_id, ...comment } of comments) {
    const list = byPost.get(post_id);
    if (list) list.push(comment);
    else byPost.set(post_id, [comment]);
  }
  return rows.map((row) => postOf(row, byPost.get(row.id) ?? []));
}

function rowOf(post: Post, now: Instant): PostRow {
  return {
    id: post.id,
    source_id: post.sourceId,
    platform: post.platform,
    url: post.url,
    author: post.author,
    title: post.title,
    text: post.text,
    created_at: post.createdAt,
    first_seen_at: now,
    seen_at: now,
    appeared_at: post.appearedAt ?? null,
    metrics: JSON.stringify(post.metrics),
    links: JSON.stringify(post.links),
    media: JSON.stringify(post.media),
    parent_id: post.parentId ?? null,
    thread_id: post.threadId ?? null,
    repost_of: post.repostOf ?? null,
    lang: post.lang ?? null,
  };
}

function postOf(row: PostRow, comments: Comment[]): Post {
  return {
    id: row.id,
    sourceId: row.source_id,
    platform: row.platform as Platform,
    url: row.url,
    author: row.author,
    title: row.title,
    text: row.text,
    createdAt: row.created_at,
    ...(row.appeared_at !== null && { appearedAt: row.appeared_at }),
    metrics: JSON.parse(row.metrics) as Metrics,
    links: JSON.parse(row.links) as string[],
    media: JSON.parse(row.media) as Post['media'],
    ...(row.parent_id !== null && { parentId: row.parent_id }),
    ...(row.thread_id !== null && { threadId: row.thread_id }),
    ...(row.repost_of !== null && { repostOf: row.repost_of }),
    ...(row.lang !== null && { lang: row.lang }),
    comments,
  };
}
