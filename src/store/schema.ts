// The tables as TypeScript sees them. Values that SQL never looks into are JSON text.
import type { Kysely, Transaction } from 'kysely';

export interface PostRow {
  id: string;
  source_id: string;
  platform: string;
  url: string;
  author: string;
  title: string;
  text: string;
  /** As first seen: a feed entry without a date keeps the time of its first fetch. */
  created_at: string;
  first_seen_at: string;
  seen_at: string;
  /** Metrics, links, media as JSON. */
  metrics: string;
  links: string;
  media: string;
  parent_id: string | null;
  thread_id: string | null;
  repost_of: string | null;
  lang: string | null;
}

export interface CommentRow {
  id: string;
  post_id: string;
  url: string;
  author: string;
  text: string;
  score: number;
}

export interface SourceRow {
  id: string;
  kind: string;
  platform: string;
  name: string;
  cursor: string | null;
  checked_at: string | null;
  succeeded_at: string | null;
  error: string | null;
  /** Consecutive failures; 0 when the last fetch went well. */
  failures: number;
  note: string | null;
}

export interface IssueRow {
  id: string;
  slug: string;
  cadence: string;
  period_from: string;
  period_to: string;
  headline: string;
  subtitle: string;
  status: string;
  created_at: string;
  /** The whole Issue as JSON: the truth. The rows of `bullets`, `citations`, `tags` and `bullet_index` are made from it. */
  body: string;
}

export interface BulletRow {
  issue_id: string;
  anchor: string;
  recap: string;
  platform: string;
  section: string;
  section_anchor: string;
  /** The bullet's plain text, points included. */
  text: string;
}

export interface CitationRow {
  issue_id: string;
  bullet_anchor: string;
  /** A post's or a comment's id. */
  post_id: string;
}

/** A post of a story that the issue told, whether or not a bullet cites it. */
export interface ToldRow {
  issue_id: string;
  post_id: string;
}

export interface TagRow {
  issue_id: string;
  kind: string;
  slug: string;
  name: string;
}

export interface AnswerRow {
  key: string;
  model: string;
  stage: string;
  answer: string;
  tokens_in: number;
  tokens_out: number;
  created_at: string;
}

export interface Tables {
  posts: PostRow;
  comments: CommentRow;
  sources: SourceRow;
  issues: IssueRow;
  bullets: BulletRow;
  citations: CitationRow;
  told: ToldRow;
  tags: TagRow;
  answers: AnswerRow;
}

/** What store functions take first: the database, or the transaction that they shall be part of. */
export type Db = Kysely<Tables> | Transaction<Tables>;
