// The tables as TypeScript types. Values that SQL does not read are JSON text.
import type { Kysely, Transaction } from 'kysely';

export interface PostRow {
  id: string;
  source_id: string;
  platform: string;
  url: string;
  author: string;
  title: string;
  text: string;
  /** The date at first sight: a feed entry without a date keeps the time of its first fetch. */
  created_at: string;
  first_seen_at: string;
  seen_at: string;
  /** `Post.appearedAt` */
  appeared_at: string | null;
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
  /** Scheduled fetches skip it until then. */
  next_at: string | null;
  /** When the source reported that it is permanently gone. */
  retired_at: string | null;
}

/** Reads of a service that charges by the read. */
export interface ReadRow {
  /** UTC, `YYYY-MM-DD`. */
  day: string;
  kind: 'posts' | 'users';
  count: number;
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
  /** When a scheduled draft is published. */
  publish_at: string | null;
  /** The whole Issue as JSON. The rows of `bullets`, `citations`, `tags` and `bullet_index` are derived from it. */
  body: string;
}

export interface BulletRow {
  /**
   * Ascends by time, and the bullets of an issue are adjacent; see bullet-ids.ts. The row of `bullet_index` has the
   * same id.
   */
  id: number;
  issue_id: string;
  /** Empty for the issue as a whole. */
  anchor: string;
  recap: string;
  platform: string;
  section: string;
  section_anchor: string;
  /** The bullet's plain text, points included. */
  text: string;
  /** See facets.ts. */
  facets: string;
  /** Slug of the earlier issue whose story it continues. */
  updates: string | null;
  /** The text's tokens as the index has them, with spaces between: ranking reads them instead of the text. */
  tokens: string;
  section_tokens: string;
}

/** The words of published issues, used to correct misspelt queries. */
export interface WordRow {
  word: string;
}

export interface CitationRow {
  issue_id: string;
  bullet_anchor: string;
  /** A post's or a comment's id. */
  post_id: string;
}

/** A post of a story in the issue, whether or not a bullet cites it. */
export interface ReportedRow {
  issue_id: string;
  post_id: string;
}

export interface TagRow {
  issue_id: string;
  kind: string;
  slug: string;
  name: string;
}

/** A tag that the operator merged into another. */
export interface TagMergeRow {
  kind: string;
  slug: string;
  name: string;
  into_kind: string;
  into_slug: string;
  merged_at: string;
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

export interface SubscriberRow {
  id: string;
  /** As entered. */
  address: string;
  /** Equal for all spellings of an address; see mail-address.ts. */
  key: string;
  status: string;
  /** `daily`, `weekly` or `both` */
  cadence: string;
  time_zone: string;
  hour: number;
  /** Titles of recaps to leave out, as JSON. */
  omitted: string;
  /** The topics that the reader follows and mutes, as JSON; see subscribers/interests.ts. */
  interests: string;
  paused_until: string | null;
  /** Part of the reader's token; increasing it invalidates all earlier links. */
  generation: number;
  /** How often consent was given or withdrawn; a confirmation link is valid for one count. */
  consents: number;
  soft_bounces: number;
  created_at: string;
  confirmed_at: string | null;
  left_at: string | null;
  /** Why it is suppressed. */
  reason: string | null;
}

/**
 * Addresses that must never be mailed again, by the SHA-256 of their key, which remains when all other data is deleted.
 */
export interface SuppressionRow {
  hash: string;
  reason: string;
  created_at: string;
  /** `bounce`, `complaint`, or `provider` (the mail service refuses the address after either). */
  kind: string;
  /** The subscriber's earlier status; null if there was none, and in rows of older versions. */
  former_status: string | null;
}

/** Number of the deliveries of an issue, in all states. */
export interface RecipientCountRow {
  issue_id: string;
  count: number;
}

/** A subscription request whose confirmation mail has not been sent. */
export interface ConfirmationRequestRow {
  id: string;
  address: string;
  key: string;
  /** SHA-256 of the mailbox, the same for all its spellings. */
  holder: string;
  /** As JSON. */
  preferences: string;
  /** 0 or 1 */
  by_operator: number;
  created_at: string;
  due_at: string;
  attempts: number;
  /** `new`, `limit` or `server` */
  reason: string;
}

export interface ConfirmationMailRow {
  id: string;
  holder: string;
  /** 0 or 1: whether it counts towards the hourly limit. */
  counts: number;
  sent_at: string;
}

/** The delivery of an issue to a channel other than mail; see deliveries/channels.ts. */
export interface ChannelDeliveryRow {
  issue_id: string;
  channel: string;
  /** As for mail, without `rejected`. */
  state: string;
  due_at: string;
  /** When the issue was released. */
  released_at: string;
  /** The process that posts it. */
  claimed_by: string | null;
  attempts: number;
  sent_at: string | null;
  error: string | null;
}

export interface DeliveryRow {
  subscriber_id: string;
  issue_id: string;
  cadence: string;
  period: string;
  state: string;
  /** When it is due or will be retried. */
  due_at: string;
  /** When it was first due; null until it is retried. */
  waits_since: string | null;
  /** The batch that is sent under one idempotency key, and since when; a retry keeps it. */
  batch: string | null;
  batched_at: string | null;
  claimed_at: string | null;
  claimed_by: string | null;
  /** The messenger that sends the claimed delivery. */
  via: string | null;
  attempts: number;
  sent_at: string | null;
  provider_id: string | null;
  error: string | null;
}

export interface SettingRow {
  name: string;
  value: string;
}

/** An event of a mail provider, stored so that it is handled once. */
export interface MailEventRow {
  id: string;
  kind: string;
  received_at: string;
}

/** One run; see runs.ts. */
export interface RunRow {
  id: string;
  kind: string;
  subject: string;
  owner: string;
  started_at: string;
  ended_at: string | null;
  outcome: string;
  error: string | null;
  /** JSON */
  figures: string;
}

/** An incident; see incidents.ts. */
export interface IncidentRow {
  key: string;
  what: string;
  since: string;
  ended_at: string | null;
  /** When the operator was last notified. */
  mailed_at: string | null;
  /** 1: the operator was notified of its start but not yet of its end. */
  told: number;
}

/** When the next request to a service is allowed; see cluster/shared-pace.ts. */
export interface PaceRow {
  name: string;
  next_at: number;
  held_until: number;
}

/** A session of the operator's site, or a sign-in link that was mailed; see operator/sessions.ts. */
export interface SessionRow {
  /** HMAC of the secret in the cookie or link. */
  id: string;
  kind: string;
  /** The browser that it was made for. */
  client: string;
  created_at: string;
  seen_at: string;
  expires_at: string;
}

/** One action of an operator. */
export interface AuditRow {
  id: string;
  at: string;
  /** Short name of the session, or `token`. */
  actor: string;
  action: string;
  subject: string;
  detail: string;
}

/** A published issue before a change. */
export interface IssueVersionRow {
  issue_id: string;
  /** Counts from 1, the earliest version. */
  number: number;
  /** When the next version replaced it. */
  replaced_at: string;
  /** The whole Issue as JSON. */
  body: string;
}

/** An issue before or after one of its last edits, to undo or redo it. */
export interface EditStepRow {
  issue_id: string;
  /** `undo` or `redo`. */
  stack: string;
  /** The highest is the next step. */
  number: number;
  /** The version of the issue before the step; see base/issue-version.ts. */
  version: string;
  /** The whole Issue after the step, as JSON. */
  body: string;
  what: string;
  at: string;
}

/** A reader's report of an error. */
export interface ReportRow {
  id: string;
  issue_id: string;
  anchor: string;
  /** The bullet's text when it was reported. */
  claim: string;
  /** The reader's description of the error. */
  text: string;
  link: string | null;
  address: string | null;
  /** `open`, `corrected` or `dismissed`. */
  state: string;
  created_at: string;
  decided_at: string | null;
  answer: string | null;
}

export interface TermCountRow {
  /** A kind and the term: `w STEM`, `n NAME`, `c WORD` (inside sentences), `e NAME` (opens a post); '' for all texts. */
  term: string;
  /** Number of texts that contain it. */
  texts: number;
  /** Like `texts`, but each day has 0.75 of the weight of the day after it. */
  recent: number;
  /** For `c`: how often it has a capital. */
  upper: number;
  /** The last day that contained it: YYYY-MM-DD. */
  counted_on: string;
}

export interface Tables {
  posts: PostRow;
  comments: CommentRow;
  sources: SourceRow;
  issues: IssueRow;
  bullets: BulletRow;
  words: WordRow;
  citations: CitationRow;
  told: ReportedRow;
  tags: TagRow;
  tag_merges: TagMergeRow;
  answers: AnswerRow;
  subscribers: SubscriberRow;
  suppressions: SuppressionRow;
  confirmation_requests: ConfirmationRequestRow;
  confirmation_mails: ConfirmationMailRow;
  channel_deliveries: ChannelDeliveryRow;
  deliveries: DeliveryRow;
  recipient_counts: RecipientCountRow;
  settings: SettingRow;
  reads: ReadRow;
  mail_events: MailEventRow;
  runs: RunRow;
  incidents: IncidentRow;
  paces: PaceRow;
  sessions: SessionRow;
  audit: AuditRow;
  corrections: ReportRow;
  issue_versions: IssueVersionRow;
  edit_steps: EditStepRow;
  term_counts: TermCountRow;
}

/** The first parameter of store functions: the database, or a transaction to join. */
export type Db = Kysely<Tables> | Transaction<Tables>;
