// The domain types, and the ports to the outside world.
import type { ZodType } from 'zod';

/** An instant as `Date#toISOString` prints it (UTC, milliseconds), so that text order is time order. */
export type Instant = string;

/** A half-open span of time: includes `from`, excludes `to`. */
export interface Period {
  from: Instant;
  to: Instant;
}

export type Cadence = 'daily' | 'weekly';

// ── what is fetched ─────────────────────────────────────────────────────────────────────────────────

export const PLATFORMS = ['x', 'reddit', 'discord', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A source as `sources.yaml` names it. */
export interface SourceRef {
  /**
   * Stable: `reddit:localllama`, `x:karpathy`, `x-list:1585430245762441216`, `feed:https://…`, `hn:local models`,
   * `bluesky:simonwillison.net`, `youtube:UC…`, `discord:<channel id>`.
   */
  id: string;
  /** `subreddit`, `x-account`, `feed` …: a name that the registry in `sources/index.ts` knows. */
  kind: string;
  platform: Platform;
  /** The name readers know: `r/LocalLLaMA`, `@karpathy`, the name of a list or a feed. */
  name: string;
  /** sources.yaml has no name for it: the source's own replaces `name` once it is known. */
  isUnnamed?: boolean;
  /** What the adapter requests: the subreddit, the handle, the list id, the feed's address, the search terms. */
  target: string;
  /** Maximum posts per fetch. */
  limit: number;
  /** The publisher, if several sources have the same one. */
  publisher?: string;
  /** Settings of its kind. */
  settings?: Readonly<Record<string, unknown>>;
}

/** Counts as the platform last reported them. A count that it did not report is absent. */
export interface Metrics {
  likes?: number;
  reposts?: number;
  replies?: number;
  quotes?: number;
  bookmarks?: number;
  views?: number;
  /** Points on Reddit and Hacker News. */
  score?: number;
  comments?: number;
  /** 0…1 */
  upvoteRatio?: number;
}

export interface Media {
  type: 'image' | 'video' | 'audio';
  url: string;
  alt?: string;
}

/** A comment under a Reddit submission. A bullet may cite it by its own id. */
export interface Comment {
  /** `reddit:<id>` */
  id: string;
  url: string;
  author: string;
  text: string;
  score: number;
}

/** One item fetched from a source: a tweet, a Reddit submission, a feed entry. All text is plain text. */
export interface Post {
  /**
   * Stable across fetches: `x:<tweet id>`, `reddit:<submission id>`, `feed:<16 hex digits>` (YouTube, too),
   * `hn:<item id>`, `bluesky:<repository>/<record key>`, `discord:<message id>`.
   */
  id: string;
  sourceId: string;
  platform: Platform;
  /** The post's own page, http(s). */
  url: string;
  /** X handle without `@`, Reddit name without `u/`, a feed entry's author or else the feed's title. */
  author: string;
  /** The publisher, if sources.yaml sets one. Not stored. */
  publisher?: string;
  /** Empty for a tweet. */
  title: string;
  text: string;
  createdAt: Instant;
  /** Set for a post that appeared later than its date (a draft published late): when it was first seen. */
  appearedAt?: Instant;
  metrics: Metrics;
  /** Canonical http(s) URLs that the post links to (`url.ts`), without its own page. */
  links: string[];
  media: Media[];
  /** Id of the post that this one replies to or quotes. */
  parentId?: string;
  /** Id of the first post of the thread. */
  threadId?: string;
  /** Id of the original, when this post is a retweet or a cross-post. */
  repostOf?: string;
  /** BCP 47, when the platform reports it. */
  lang?: string;
  /** Best first. */
  comments: Comment[];
}

/** The ids that the store may have for a feed's post. */
export interface PostIdentity {
  /** The id in use: `plain`, or `distinct` if entries of the document share `plain`. */
  id: string;
  /** Made from the entry's own id. */
  plain: string;
  /** Made from the entry's id, link, date and title. */
  distinct: string;
  /** The entry has no date of its own. */
  isUndated?: boolean;
}

export interface FetchRequest {
  /** The wanted span. An adapter may also return older posts that came with the answer. */
  period: Period;
  /** How far back to look for posts that appear later than their date; default: `period.from`. */
  lateFrom?: Instant;
  now: Instant;
  /** Cursor of each source's last fetch, by source id; absent on the first fetch. */
  cursors: ReadonlyMap<string, string>;
  /** The adapter awaits this when its last response has arrived and only parsing is left: the next source can be requested. */
  onAnswered?(): Promise<void>;
  /** Sources that must not be requested now, by id, with the outcome to report for them. */
  resting?: ReadonlyMap<string, FetchOutcome>;
  signal: AbortSignal;
}

/** Reads of a service that charges for each read. */
export interface Reads {
  posts: number;
  users: number;
}

/** The result of fetching one source. A failure is data: it is stored and shown, and the run continues. */
export interface FetchOutcome {
  sourceId: string;
  posts: Post[];
  /** For each of `posts` whose id may not be unique in its feed. */
  identities?: PostIdentity[];
  /** Opaque except to the adapter, which gets it back at the next fetch. Absent: keep the previous cursor. */
  cursor?: string;
  /** Earlier fetches stored all posts created since then: a new post dated after it appeared late. */
  coveredFrom?: Instant;
  /** Ids of posts deleted or removed since the last fetch. */
  withdrawn?: string[];
  /** The source reported no change (HTTP 304). */
  unchanged?: boolean;
  /** Why the source was not requested (no credentials, budget spent). It counts neither as checked nor as failed. */
  skipped?: string;
  /** Why its last fetch failed, for a source that is skipped until it may be tried again. */
  failedBefore?: string;
  /** Why only a part was read: the budget ended in the middle. */
  partial?: string;
  error?: string;
  /** Its own name, for a source that has none in sources.yaml. */
  title?: string;
  /** A remark for `sources check`: "no client: without scores". */
  note?: string;
  /** Billed reads (X), whether or not they became posts. */
  reads?: Reads;
  /** The UTC day on which the budget for `reads` was reserved. */
  reservedOn?: string;
  /** The source asks for no request before then. */
  notBefore?: Instant;
  /** Whether that is binding (`Retry-After`, a spent rate limit) and not a hint (`Cache-Control`, `ttl`). */
  refused?: boolean;
  /** The service refuses every source of its lane for now (HTTP 429). */
  laneRefused?: boolean;
  /** The source is gone for good (HTTP 410). */
  gone?: boolean;
}

/** Current engagement of posts fetched earlier. */
export interface Refreshed {
  /** By post id. */
  metrics: Map<string, Metrics>;
  /** Ids of posts that were deleted or removed. */
  withdrawn: string[];
  /** Billed reads. */
  reads?: Reads;
  /** As in a `FetchOutcome`. */
  reservedOn?: string;
  /** Why some or all posts were not refreshed. */
  error?: string;
}

/** Fetches posts of one feed, one subreddit, or several X accounts that share queries. */
export interface Source {
  /** The sources that it fetches; at least one. */
  refs: SourceRef[];
  /** Usually the host. Requests of one lane run one after another; lanes run in parallel. */
  lane: string;
  /** One outcome per ref. A network or server error is an outcome, not an exception. */
  fetch(request: FetchRequest): Promise<FetchOutcome[]>;
  /** Whether the cursor of its last fetch rules out a request now (`skipHours`, `skipDays`). */
  sleeps?(cursor: string, now: Instant): boolean;
  /** Current engagement of `posts`, best first as far as the budget goes. For sources whose `fetch` returns a post only once. */
  refresh?(posts: Post[], request: Pick<FetchRequest, 'now' | 'signal'>): Promise<Refreshed>;
  /** Top comments for those of `posts` (Reddit submissions) that made the cut, by post id. */
  fetchComments?(posts: Post[], signal: AbortSignal): Promise<Map<string, Comment[]>>;
}

// ── the issue ───────────────────────────────────────────────────────────────────────────────────────

/** Posts about the same event or release. */
export interface Story {
  /** The id of its leading post. */
  id: string;
  /** Heaviest first; the first one leads. */
  posts: Post[];
  /** See docs/ranking.md. */
  weight: number;
  /** Distinct authors and publishers. */
  voices: number;
  /** Slug of the earlier issue that reported it, when this is an update. */
  updates?: string;
}

/** Text with one format. With `cite`, it is a link to that post: code attaches the address, never a model. */
export interface Span {
  text: string;
  /** A post id or a comment id that the issue's `posts` holds. */
  cite?: string;
  strong?: boolean;
}

/** `edited`: by a person, after the check. */
export type BulletOrigin = 'extract' | 'model' | 'rewritten' | 'replaced' | 'edited';

/** One to five sentences with citations. */
export interface Bullet {
  /** Anchor within the issue, `b` and a number. */
  id: string;
  /** The opening claim, shown in bold. */
  claim: Span[];
  /** The text after the claim; may be empty. */
  text: Span[];
  /** Ids of all posts that support it, at least one. */
  citations: string[];
  /** Points from the comments (Reddit). */
  points: Bullet[];
  /** Id of the submission whose title is linked below a claim that a model wrote. */
  submission?: string;
  origin: BulletOrigin;
  /** Why the check had it rewritten or replaced, while the issue is written. */
  refusals?: RefusalReason[];
  /** The same as sentences without the refused words, in the finished issue. */
  reasons?: string[];
  /** Slug of an earlier issue that reported this story, when this is an update. */
  updates?: string;
}

/** A themed group of stories under one recap. */
export interface Section {
  /** Anchor within the issue, `s` and a number. */
  id: string;
  title: string;
  weight: number;
  bullets: Bullet[];
  /** Every post of its stories, cited or not. */
  postIds: string[];
  /** Slugs of the daily issues that reported it, earliest first (weekly issues). */
  issues?: string[];
}

/** One platform's part of an issue: "X Recap", "Reddit Recap: LocalLLaMA", "Blogs and News". */
export interface Recap {
  /** Anchor within the issue. */
  id: string;
  title: string;
  platform: Platform;
  /** Heaviest first. */
  sections: Section[];
  /** Top posts by engagement. */
  topPosts: TopPost[];
}

export interface TopPost {
  postId: string;
  /** One line of the post's own words. */
  line: string;
}

export type TagKind = 'company' | 'model' | 'person' | 'topic';

export interface Tag {
  kind: TagKind;
  /** Canonical: `openai`, `gpt-5-5`. Unique within its kind. */
  slug: string;
  name: string;
}

/** A tag as the archive reads it. */
export interface StoredTag extends Tag {
  /** The tags that the operator merged into it. */
  merged?: Tag[];
}

/** What an issue keeps of a post or a comment that it cites. */
export interface CitedPost {
  id: string;
  url: string;
  platform: Platform;
  sourceId: string;
  sourceName: string;
  author: string;
  title: string;
  createdAt: Instant;
  metrics: Metrics;
}

/** The sources that the run checked. */
export interface Checked {
  subreddits: number;
  accounts: number;
  lists: number;
  feeds: number;
  /** Counts of other kinds, by their noun in the singular: `{ 'Discord channel': 3 }`. */
  others?: Record<string, number>;
  failed: { source: string; error: string }[];
  skipped: { source: string; why: string }[];
  /** Sources of which only a part was read. */
  partial?: { source: string; why: string }[];
  /** A sentence about the posts, if they were not fetched during the period (a backfill). */
  note?: string;
}

/** Why the check refuses a text. */
export const REFUSAL_REASONS = [
  'citation',
  'quotation',
  'handle',
  'name',
  'number',
  'owner',
  'wording',
  'event',
  'quantifier',
  'cause',
  'time',
  'hedge',
  'opposite',
  'denial',
  'swap',
  'merged',
  'speaker',
  'address',
  'markup',
  'doubt',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
/** Refused texts by reason; a text counts once for each of its reasons. */
export type RefusalCounts = Partial<Record<RefusalReason, number>>;

export interface Audit {
  bullets: number;
  /** Model bullets that failed the check once and passed after a rewrite. */
  rewritten: number;
  /** Model bullets that failed twice, or whose section the model did not write, shown as extracts. */
  replaced: number;
  citations: number;
  /** Why a bullet was rewritten or replaced. */
  reasons: { bullet: string; reason: string }[];
  /** How many texts the check refused, headings and drafts included, by reason. Absent in issues made before it was counted. */
  refusals?: RefusalCounts;
  /** Names missing from the vocabulary that a model proposed as tags. */
  proposedTags?: string[];
  /** Stories offered to the model that the issue does not report. */
  omitted?: OmittedStory[];
}

export interface OmittedStory {
  /** Address of its leading post. */
  url: string;
  /** The beginning of its title or text. */
  line: string;
  /** Why, in a few words. */
  reason: string;
}

export interface StageUsage {
  stage: string;
  calls: number;
  cached: number;
  tokensIn: number;
  /** The part of `tokensIn` that the provider read from its own cache. */
  tokensInCached: number;
  tokensOut: number;
  costUsd: number;
}

/** Token counts and dollars of one run. `name` is `offline` when no model was used. */
export interface ModelUsage extends Omit<StageUsage, 'stage'> {
  name: string;
  stages: StageUsage[];
  /** False if the model's price is unknown; `costUsd` is then 0. */
  priceKnown?: boolean;
  /** Why the model did not write every part; absent if it did. */
  degraded?: string;
  /** Statements that a second reading by the model compared with their posts after the rules passed them, and how many it doubted. */
  secondReading?: {
    read: number;
    doubted: number;
    /** Statements for which it gave no answer, so that only the rules decided. */
    unread?: number;
  };
  /** The number of tokens to which the server silently cut the prompt. */
  cutAt?: number;
  /** Parts of the issue that the model was asked for, and how many of them the offline editor wrote instead. */
  parts?: { asked: number; offline: number };
}

export type IssueStatus = 'draft' | 'published';

/** One issue. Every renderer needs only this value. */
export interface Issue {
  /** `daily-2026-04-06`, `weekly-2026-w15` */
  id: string;
  /** Its name in permalinks; fixed once published. */
  slug: string;
  cadence: Cadence;
  period: Period;
  timeZone: string;
  language: string;
  publication: string;
  headline: string;
  subtitle: string;
  /** Three lines about the three heaviest stories; absent if nobody wrote them. */
  summary?: string[];
  /** The operator's own words, Markdown. */
  intro?: string;
  lead: Bullet[];
  /** The text of an imported issue as sanitised HTML, every block with an id; such an issue has no recaps. */
  body?: string;
  /** There was little or nothing to report. */
  quiet: boolean;
  checked: Checked;
  recaps: Recap[];
  tags: Tag[];
  /** Every post and comment that a bullet or a top-post line cites, by id. */
  posts: Record<string, CitedPost>;
  audit: Audit;
  model: ModelUsage;
  status: IssueStatus;
  /** Why it is held as a draft until it can be made again. */
  held?: string;
  /** Of a draft: when it is published. No run overwrites it. */
  publishAt?: Instant;
  /** The operator changed it: no run overwrites it. */
  edited?: boolean;
  /** When the operator last changed it after publication. */
  editedAt?: Instant;
  /** What was changed after it was published, the earliest first. */
  corrections?: Correction[];
  createdAt: Instant;
}

/** One change of a published issue. The store keeps the issue as it was before. */
export interface Correction {
  at: Instant;
  changes: TextChange[];
}

export interface TextChange {
  part: 'headline' | 'subtitle' | 'introduction' | 'title' | 'statement';
  /** The statement's or the title's anchor within the issue. */
  anchor?: string;
  /** Plain text; absent when it was added. */
  before?: string;
  /** Plain text; absent when it was removed. */
  after?: string;
}

// ── ports ───────────────────────────────────────────────────────────────────────────────────────────

export interface Completion<T> {
  /** The stage in the cost report: `cluster`, `write`, `lead`, `tags`. */
  stage: string;
  /** Part of the cache key, so that a changed prompt is not answered from the cache. */
  promptVersion: string;
  system: string;
  user: string;
  /** Schema of the answer. Optional fields are nullable, not absent. */
  schema: ZodType<T>;
  schemaName: string;
  /** Includes the model's reasoning. */
  maxOutputTokens: number;
}

export interface CachedAnswer {
  model: string;
  stage: string;
  /** Compact JSON. */
  answer: string;
  tokensIn: number;
  tokensOut: number;
}

/** Stores a model's answers by a hash of everything that decides them, so that a repeated run costs nothing. */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, entry: CachedAnswer): Promise<void>;
}

/** Returns a value of the schema or throws a ModelError. Has its own budget, cache and time limit. */
export interface LanguageModel {
  readonly name: string;
  complete<T>(completion: Completion<T>): Promise<T>;
  /** Usage since it was created. */
  usage(): ModelUsage;
}

/** Why a model returned no usable answer. The editorial stages then do their part without the model. */
export class ModelError extends Error {
  override name = 'ModelError';
  constructor(
    readonly reason: 'budget' | 'timeout' | 'refused' | 'unusable' | 'unreachable' | 'tooLong',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface Mail {
  /** Stable for one delivery: the idempotency key and the root of `Message-ID`. */
  key: string;
  /** The idempotency key of its batch, the same for every attempt. */
  batch?: string;
  to: string;
  from: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  /** Extra headers; values hold no line break. */
  headers: Record<string, string>;
}

export interface MailResult {
  key: string;
  /**
   * `rejected`: the mailbox does not exist. `refused`: refused permanently for another reason. `deferred`: the server
   * asks to try again later. `failed`: no usable response. `uncertain`: it may have been sent.
   */
  outcome: 'sent' | 'rejected' | 'refused' | 'deferred' | 'failed' | 'uncertain';
  /** With `failed`: it may have been sent. Another attempt with the same key is harmless. */
  uncertain?: boolean;
  /** With `failed`: the provider refused the whole batch for its content; each mail may be sent under its own key. */
  batchRefused?: boolean;
  /** With `deferred`: when the server asks to try again, in milliseconds. */
  retryAfterMs?: number;
  /** The reason concerns all mails and not this one. With `deferred`: the server takes no mail until then. */
  affectsAll?: boolean;
  /** With `refused`: the mailbox is full. */
  softBounce?: boolean;
  /** The provider's id of the mail. */
  providerId?: string;
  error?: string;
}

/** What a messenger without idempotency keys (SMTP) reports while it sends. */
export interface HandOver {
  /** Called before the end of a mail's content is sent; until then, the server cannot accept it. A rejection forbids it. */
  begin(mail: Mail): Promise<void>;
  /** The server did not accept it, and another attempt follows. */
  withdraw(mail: Mail): Promise<void>;
}

/** A way to send mail. */
export interface Messenger {
  readonly name: 'resend' | 'smtp' | 'outbox';
  /** Maximum mails per call of `send`; lower while a server accepts few. */
  readonly batchSize: number;
  /** Maximum parallel calls of `send`; default 2. */
  readonly lanes?: number;
  /** One result per mail, in order. A network or server error is a result, not an exception. */
  send(mails: Mail[], signal?: AbortSignal, handOver?: HandOver): Promise<MailResult[]>;
  /** Whether a mail with this key was sent before, when the messenger can find out. */
  has?(key: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The current time, passed in by `context`. */
export type Clock = () => Date;
