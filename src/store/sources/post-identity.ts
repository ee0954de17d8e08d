// Matches entries of a feed to stored posts when the feed's ids are not unique, or change.
import { canonicalUrl } from '../../base/url.js';
import type { Post, PostIdentity } from '../../model.js';
import { chunks } from '../database/chunks.js';
import type { Db, PostRow } from '../database/schema.js';

const MAX_VALUES_PER_STATEMENT = 500;

type StoredPost = Pick<PostRow, 'id' | 'url' | 'title' | 'text' | 'created_at'>;

/**
 * Returns the posts of one source with the ids under which they are stored. A feed may use one id for several entries, in
 * one document or over time, or change ids; a stored post keeps its id.
 */
export async function resolveIdentities(
  db: Db,
  posts: Post[],
  identities: PostIdentity[] = [],
): Promise<Post[]> {
  if (identities.length === 0) return posts;
  const byId = new Map(identities.map((identity) => [identity.id, identity]));
  const ids = identities.flatMap(({ plain, distinct }) => [plain, distinct]);
  const stored = new Map((await findBy(db, 'id', ids)).map((row) => [row.id, row]));
  // Best matches first, because two entries may resemble one stored post.
  const matches = posts
    .flatMap((post) => {
      const identity = byId.get(post.id);
      const row = identity && stored.get(identity.plain);
      return row ? [{ post, row, identity, score: scoreMatch(post, row) }] : [];
    })
    .sort((a, b) => b.score - a.score);
  const idOf = new Map<Post, string>();
  const taken = new Set<string>();
  for (const { post, row, identity, score } of matches) {
    // Entries that share an id must have the same page and one more equal field; others, any one field.
    const needed = post.id === identity.distinct ? SHARED_ID_SCORE : 1;
    const isSame = score >= needed && !taken.has(row.id) && !stored.has(identity.distinct);
    if (isSame) taken.add(row.id);
    idOf.set(post, isSame ? identity.plain : identity.distinct);
  }
  const resolved = posts.map((post) => {
    const distinct = byId.get(post.id)?.distinct;
    const known = distinct !== undefined && stored.has(distinct) ? distinct : undefined;
    const id = known ?? idOf.get(post) ?? post.id;
    return id === post.id ? post : { ...post, id };
  });
  const inDocument = new Set(resolved.map(({ id }) => id));
  const isUndated = (at: number) => byId.get(posts[at]?.id ?? '')?.isUndated === true;
  const renamed = await findRenamed(
    db,
    resolved.flatMap((post, at) => (stored.has(post.id) ? [] : [{ post, isUndated: isUndated(at) }])),
    inDocument,
  );
  return resolved.map((post) => ({ ...post, id: renamed.get(post.id) ?? post.id }));
}

/**
 * Finds stored posts of entries whose ids changed: some feeds make a new id at each fetch, or from an address that
 * changes. Such an entry has the page, the title and the date of a stored post that the document no longer has; without
 * a date, also its text.
 */
async function findRenamed(
  db: Db,
  fresh: { post: Post; isUndated: boolean }[],
  inDocument: Set<string>,
): Promise<Map<string, string>> {
  const renamed = new Map<string, string>();
  const rows = await findAlike(db, fresh);
  const byPage = new Map<string, StoredPost[]>();
  for (const row of rows) {
    if (inDocument.has(row.id)) continue;
    const page = pageKey(row.url);
    byPage.set(page, [...(byPage.get(page) ?? []), row]);
  }
  const taken = new Set<string>();
  for (const { post, isUndated } of fresh) {
    const row = byPage
      .get(pageKey(post.url))
      ?.find(
        (one) =>
          !taken.has(one.id) &&
          (one.title || one.text) === (post.title || post.text) &&
          (isUndated ? one.text === post.text : one.created_at === post.createdAt),
      );
    if (!row) continue;
    taken.add(row.id);
    renamed.set(post.id, row.id);
  }
  return renamed;
}

/** A page with its fragment, whatever its scheme, `www.`, trailing slash or trackers. */
function pageKey(url: string): string {
  return `${canonicalUrl(url) ?? url} ${url.split('#')[1] ?? ''}`;
}

/** Stored posts of the same source with the date of a dated entry or the address of an undated one. */
async function findAlike(db: Db, fresh: { post: Post; isUndated: boolean }[]): Promise<StoredPost[]> {
  const sourceId = fresh[0]?.post.sourceId;
  if (sourceId === undefined) return [];
  const dates = fresh.flatMap(({ post, isUndated }) => (isUndated ? [] : post.createdAt));
  const urls = fresh.flatMap(({ post, isUndated }) => (isUndated ? post.url : []));
  return [
    ...(await findBy(db, 'created_at', [...new Set(dates)], sourceId)),
    ...(await findBy(db, 'url', [...new Set(urls)], sourceId)),
  ];
}

const PAGE_SCORE = 4;
const SHARED_ID_SCORE = PAGE_SCORE + 1;

function scoreMatch(post: Post, row: StoredPost): number {
  return (
    Number(post.url === row.url) * PAGE_SCORE +
    Number(post.createdAt === row.created_at) * 2 +
    Number((post.title || post.text) === (row.title || row.text))
  );
}

/** Stored posts by a column; of one source, if it is given. */
async function findBy(
  db: Db,
  column: 'id' | 'url' | 'created_at',
  values: string[],
  sourceId?: string,
): Promise<StoredPost[]> {
  const found: StoredPost[] = [];
  for (const chunk of chunks(values, MAX_VALUES_PER_STATEMENT))
    found.push(
      ...(await db
        .selectFrom('posts')
        .select(['id', 'url', 'title', 'text', 'created_at'])
        .$if(sourceId !== undefined, (query) => query.where('source_id', '=', sourceId ?? ''))
        .where(column, 'in', chunk)
        .execute()),
    );
  return found;
}
