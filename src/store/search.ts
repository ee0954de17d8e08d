// Full-text search over the bullets of published issues.
import { type RawBuilder, sql } from 'kysely';
import type { Cadence, Instant, Platform } from '../model.js';
import type { Db } from './schema.js';

export interface SearchQuery {
  /** Words, `"phrases"`, `prefix*`, `-excluded`; all must be there. */
  text: string;
  platform?: Platform;
  /** A source's id or its name as readers know it: `r/LocalLLaMA`, `@karpathy`. */
  source?: string;
  /** Only issues whose period ends after it. */
  since?: Instant;
  limit: number;
  offset?: number;
}

export interface SearchHit {
  slug: string;
  cadence: Cadence;
  headline: string;
  /** The period. */
  period: { from: Instant; to: Instant };
  recap: string;
  section: string;
  /** The bullet's anchor within the issue. */
  anchor: string;
  /** The sentence around the hit, in order; marked parts are the words that were found. */
  snippet: { text: string; marked: boolean }[];
}

export interface SearchResult {
  total: number;
  hits: SearchHit[];
}

// Characters that no stored text holds, as they mark the found words in a snippet.
const OPEN = '\u0001';
const CLOSE = '\u0002';

/** Best match first: BM25, a hit in the section's title counts double. Nothing to search for finds nothing. */
export async function searchBullets(db: Db, query: SearchQuery): Promise<SearchResult> {
  const match = ftsQuery(query.text);
  if (!match) return { total: 0, hits: [] };
  const where = conditions(match, query);
  const from = sql`from bullet_index
    join bullets on bullets.issue_id = bullet_index.issue_id and bullets.anchor = bullet_index.anchor
    join issues on issues.id = bullet_index.issue_id`;
  const counted = await sql<{ total: number }>`select count(*) as total ${from} where ${where}`.execute(db);
  const { rows } = await sql<{
    slug: string;
    cadence: string;
    headline: string;
    period_from: string;
    period_to: string;
    recap: string;
    section: string;
    anchor: string;
    snippet: string;
  }>`select issues.slug, issues.cadence, issues.headline, issues.period_from, issues.period_to,
      bullets.recap, bullets.section, bullets.anchor,
      snippet(bullet_index, 0, ${OPEN}, ${CLOSE}, '…', 32) as snippet
    ${from} where ${where}
    order by bm25(bullet_index, 1.0, 2.0, 0.5), issues.period_to desc, bullets.anchor
    limit ${query.limit} offset ${query.offset ?? 0}`.execute(db);
  return {
    total: Number(counted.rows[0]?.total ?? 0),
    hits: rows.map((row) => ({
      slug: row.slug,
      cadence: row.cadence as Cadence,
      headline: row.headline,
      period: { from: row.period_from, to: row.period_to },
      recap: row.recap,
      section: row.section,
      anchor: row.anchor,
      snippet: splitSnippet(row.snippet),
    })),
  };
}

/**
 * The user's words as an FTS5 query that cannot be malformed: every term is quoted, so that no character of it is
 * an operator. Undefined when nothing remains to search for.
 */
export function ftsQuery(text: string): string | undefined {
  const wanted: string[] = [];
  const excluded: string[] = [];
  for (const [, minus, phrase, word] of text.slice(0, 500).matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const term = (phrase ?? word ?? '').replace(/\0/g, '');
    const prefix = phrase === undefined && term.endsWith('*');
    const quoted = `"${term.replace(/\*+$/, '').replace(/"/g, '""')}"${prefix ? '*' : ''}`;
    if (!/[\p{L}\p{N}]/u.test(term)) continue;
    (minus ? excluded : wanted).push(quoted);
  }
  if (wanted.length === 0) return undefined;
  const all = wanted.join(' AND ');
  return excluded.length > 0 ? `(${all}) NOT (${excluded.join(' OR ')})` : all;
}

function conditions(match: string, query: SearchQuery): RawBuilder<unknown> {
  const parts = [sql`bullet_index match ${match}`, sql`issues.status = 'published'`];
  if (query.platform) parts.push(sql`bullets.platform = ${query.platform}`);
  if (query.since) parts.push(sql`issues.period_to > ${query.since}`);
  if (query.source) {
    parts.push(sql`exists (select 1 from citations
      join posts on posts.id = citations.post_id
      join sources on sources.id = posts.source_id
      where citations.issue_id = bullets.issue_id and citations.bullet_anchor = bullets.anchor
        and (sources.id = ${query.source} or lower(sources.name) = lower(${query.source})
          or lower('@' || posts.author) = lower(${query.source})))`);
  }
  return sql.join(parts, sql` and `);
}

function splitSnippet(snippet: string): SearchHit['snippet'] {
  const parts: SearchHit['snippet'] = [];
  for (const piece of snippet.split(OPEN)) {
    const close = piece.indexOf(CLOSE);
    if (close >= 0) parts.push({ text: piece.slice(0, close), marked: true });
    const rest = close >= 0 ? piece.slice(close + 1) : piece;
    if (rest) parts.push({ text: rest, marked: false });
  }
  return parts;
}
