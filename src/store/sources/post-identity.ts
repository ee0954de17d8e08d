// Matches entries of a feed to stored posts when the feed's ids are not unique.
import type { Post, PostIdentity } from '../../model.js';
import type { Db, PostRow } from '../database/schema.js';

const MAX_IDS_A_STATEMENT = 500;

type StoredPost = Pick<PostRow, 'id' | 'url' | 'title' | 'text' | 'created_at'>;

/**
 * Returns the posts with the ids under which they are stored. A feed may use one id for several entries, in one document
 * or over time; a post stored under such an id keeps it.
 */
export async function resolveIdentities(
  db: Db,
  posts: Post[],
  identities: PostIdentity[] = [],
): Promise<Post[]> {
  if (identities.length === 0) return posts;
  const byId = new Map(identities.map((identity) => [identity.id, identity]));
  const stored = await findStored(
    db,
    identities.flatMap(({ plain, distinct }) => [plain, distinct]),
  );
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
  return posts.map((post) => {
    const distinct = byId.get(post.id)?.distinct;
    const known = distinct !== undefined && stored.has(distinct) ? distinct : undefined;
    const id = known ?? idOf.get(post) ?? post.id;
    return id === post.id ? post : { ...post, id };
  });
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

async function findStored(db: Db, ids: string[]): Promise<Map<string, StoredPost>> {
  const found = new Map<string, StoredPost>();
  for (let start = 0; start < ids.length; start += MAX_IDS_A_STATEMENT) {
    const rows = await db
      .selectFrom('posts')
      .select(['id', 'url', 'title', 'text', 'created_at'])
      .where('id', 'in', ids.slice(start, start + MAX_IDS_A_STATEMENT))
      .execute();
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}
