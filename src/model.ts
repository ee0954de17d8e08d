// The words of the house as types, and the ports through which it meets the world.
import type { ZodType } from 'zod';

/** An instant as `Date#toISOString` prints it (UTC, milliseconds), so that text order is time order. */
export type Instant = string;

/** A half-open span of time: `from` belongs to it, `to` does not. */
export interface Period {
  from: Instant;
  to: Instant;
}

export type Cadence = 'daily' | 'weekly';

// ── what is fetched ─────────────────────────────────────────────────────────────────────────────────

export type Platform = 'x' | 'reddit' | 'web';
/** A source as `sources.yaml` names it. */
export interface SourceRef {
  /**
   * Stable: `reddit:localllama`, `x:karpathy`, `x-list:1585430245762441216`, `feed:https://…`, `hn:local models`,
   * `bluesky:simonwillison.net`, `youtube:UC…`.
   */
  id: string;
  /** `subreddit`, `x-account`, `feed` …: a name that the registry in `sources/index.ts` knows. */
  kind: string;
  platform: Platform;
  /** As readers know it: `r/LocalLLaMA`, `@karpathy`, a list's or a feed's name. */
  name: string;
  /** What the adapter asks for: the subreddit, the handle, the list id, the feed's address, the words searched for. */
  target: string;
  /** The most posts taken from it in one fetch. */
  limit: number;
  /** Settings that only the adapter of its kind reads. */
  settings?: Readonly<Record<string, unknown>>;
}

/** Counts as the platform reported them when the post was last seen. A count that it did not report is absent. */
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

/** A comment under a Reddit submission. It may be cited by its own id. */
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
   * `hn:<item id>`, `bluesky:<repository>/<record key>`.
   */
  id: string;
  sourceId: string;
  platform: Platform;
  /** The post's own page, http(s). */
  url: string;
  /** X handle without `@`, Reddit name without `u/`, a feed entry's author or else the feed's title. */
  author: string;
  /** Empty for a tweet. */
  title: string;
  text: string;
  createdAt: Instant;
  /** When it was first seen, if earlier fetches would have seen a post of that date: a draft that came out late. */
  appearedAt?: Instant;
  metrics: Metrics;
  /** Absolute http(s) URLs that the post points at, canonical (`url.ts`), its own page excluded. */
  links: string[];
  media: Media[];
  /** Id of the post that this one answers or quotes. */
  parentId?: string;
  /** Id of the first post of the thread. */
  threadId?: string;
  /** Id of the post that this one merely repeats (a retweet, a Reddit cross-post). */
  repostOf?: string;
  /** BCP 47, when the platform says it. */
  lang?: string;
  /** Best first. */
  comments: Comment[];
}

/** The ids under which the store may know a post of a feed. */
export interface PostIdentity {
  /** The one that the post has: `plain`, or `distinct` where entries of the document share `plain`. */
  id: string;
  /** Of the entry's own id. */
  plain: string;
  /** Also of its link, date and title. */
  distinct: string;
}

export interface FetchRequest {
  /** Posts created in this span are wanted; an adapter may return older ones that came with them. */
  period: Period;
  /** How far back to look for posts that come out later than they are dated; default: `period.from`. */
  lateFrom?: Instant;
  now: Instant;
  /** What each source's last fetch left behind, by source id; absent on the first fetch. */
  cursors: ReadonlyMap<string, string>;
  /** To be called, and waited for, when the last answer is there and only reading it is left: the next is asked meanwhile. */
  onAnswered?(): Promise<void>;
  /** Sources that must not be asked now, by id, with what is said of them instead. */
  resting?: ReadonlyMap<string, FetchOutcome>;
  signal: AbortSignal;
}

/** What was read of a service that is paid by what is read. */
export interface Reads {
  posts: number;
  users: number;
}

/** What came of one source in one fetch. A failure is data: it is stored, shown, and the run goes on. */
export interface FetchOutcome {
  sourceId: string;
  posts: Post[];
  /** Of `posts`, where ids may not tell them apart. */
  identities?: PostIdentity[];
  /** Opaque to all but the adapter. Handed back at the next fetch; absent: keep the old one. */
  cursor?: string;
  /** Earlier fetches stored all posts created since then: one of these that is new came out late. */
  coveredFrom?: Instant;
  /** Ids of posts that were deleted or removed since. */
  withdrawn?: string[];
  /** Nothing new, as the source itself said (HTTP 304). */
  unchanged?: boolean;
  /** Not asked at all, and why (no credentials, budget spent). Neither checked nor failed. */
  skipped?: string;
  error?: string;
  /** What the reader of `sources check` should know: "no client: without scores". */
  note?: string;
  /** What has to be paid for (X), whether or not it became posts. */
  reads?: Reads;
  /** The price of `reads` is counted since it was set aside, on this UTC day. */
  reservedOn?: string;
  /** The source asks not to be asked before then. */
  notBefore?: Instant;
  /** That wish is an order (`Retry-After`, a spent allowance), not a habit (`Cache-Control`, `ttl`). */
  refused?: boolean;
  /** It said that it will never answer again (HTTP 410). */
  gone?: boolean;
}

/** How posts that were fetched before stand now. */
export interface Refreshed {
  /** By post id. */
  metrics: Map<string, Metrics>;
  /** Ids of those that were deleted or removed. */
  withdrawn: string[];
  /** What has to be paid for. */
  reads?: Reads;
  /** As in a `FetchOutcome`. */
  reservedOn?: string;
  /** Why it was not done, or not for all. */
  error?: string;
}

/** Something that can be asked for posts: one feed, one subreddit, or as many X accounts as one query holds. */
export interface Source {
  /** The sources it answers for, at least one. */
  refs: SourceRef[];
  /** Requests of one lane run one after another, lanes side by side: the host, in practice. */
  lane: string;
  /** One outcome for every ref. It does not throw for what the outside world does. */
  fetch(request: FetchRequest): Promise<FetchOutcome[]>;
  /** Whether it asked, by what its last fetch left behind, not to be asked at such a time (`skipHours`, `skipDays`). */
  sleeps?(cursor: string, now: Instant): boolean;
  /** How `posts` stand now, best first in what is affordable. For sources whose posts `fetch` gives only once. */
  refresh?(posts: Post[], request: Pick<FetchRequest, 'now' | 'signal'>): Promise<Refreshed>;
  /** Top comments for those of `posts` (Reddit submissions) that made the cut, by post id. */
  fetchComments?(posts: Post[], signal: AbortSignal): Promise<Map<string, Comment[]>>;
}

// ── what is made of it ──────────────────────────────────────────────────────────────────────────────

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
  /** Slug of the earlier issue that told it, when this is an update. */
  updates?: string;
}

/** Text of one appearance. With `cite`, it is shown as a link to that post: code attaches the address, never a model. */
export interface Span {
  text: string;
  /** A post id or a comment id that the issue's `posts` holds. */
  cite?: string;
  strong?: boolean;
}

export type BulletOrigin = 'extract' | 'model' | 'rewritten' | 'replaced';

/** One sentence or few, with citations. */
export interface Bullet {
  /** Anchor within the issue, `b` and a number. */
  id: string;
  /** The opening claim, shown in bold. */
  claim: Span[];
  /** What follows it; may be empty. */
  text: Span[];
  /** Ids of all posts that it stands on, at least one. */
  citations: string[];
  /** What comments add (Reddit). */
  points: Bullet[];
  /** Id of the post whose title stands linked below the claim: a submission that a model wrote of. */
  submission?: string;
  origin: BulletOrigin;
  /** What the check found, when it was rewritten or replaced. */
  reasons?: string[];
  /** Slug of an earlier issue that told this story, when this is an update. */
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
  /** Slugs of the daily issues that told of it, the earliest first (weekly issues). */
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

/** What an issue needs to know of a post or a comment that it cites. */
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

/** The run's own account of where it looked. */
export interface Checked {
  subreddits: number;
  accounts: number;
  lists: number;
  feeds: number;
  /** How many of further kinds, by their noun in the singular: `{ 'Discord channel': 3 }`. */
  others?: Record<string, number>;
  failed: { source: string; error: string }[];
  skipped: { source: string; why: string }[];
  /** A sentence on what it was made from, when that was not the sources as they were in the period. */
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
  'speaker',
  'address',
  'markup',
  'doubt',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface Audit {
  bullets: number;
  /** Model bullets that failed the check once and passed when written again. */
  rewritten: number;
  /** Model bullets that failed twice, or whose section the model did not write, shown as extracts. */
  replaced: number;
  citations: number;
  /** Why a bullet was rewritten or replaced. */
  reasons: { bullet: string; reason: string }[];
  /** Names that a model would have tagged and that the vocabulary lacks. */
  proposedTags?: string[];
  /** What a model could choose from and the issue does not tell. */
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
  /** Of `tokensIn`, how many the provider served from its own cache. */
  tokensInCached: number;
  tokensOut: number;
  costUsd: number;
}

/** Token counts and dollars of one run. `name` is `offline` when no model was used. */
export interface ModelUsage extends Omit<StageUsage, 'stage'> {
  name: string;
  stages: StageUsage[];
  /** False when no price is known for the model: `costUsd` is then 0 and means nothing. */
  priceKnown?: boolean;
  /** Why the model did not do all of the work, when it did not. */
  degraded?: string;
  /** Statements that a model compared with their posts after the rules had passed them, and those that it doubted. */
  secondReading?: { read: number; doubted: number };
  /** The server silently cut what it was sent to so many tokens. */
  cutAt?: number;
  /** Parts of the issue that the model was asked for, and how many of them the offline editor wrote instead. */
  parts?: { asked: number; offline: number };
}

export type IssueStatus = 'draft' | 'published';

/** One published number. Complete in itself: every renderer works from this value alone. */
export interface Issue {
  /** `daily-2026-04-06`, `weekly-2026-w15` */
  id: string;
  /** Its name in permalinks; never changes once published. */
  slug: string;
  cadence: Cadence;
  period: Period;
  timeZone: string;
  language: string;
  publication: string;
  headline: string;
  subtitle: string;
  /** Three lines on the three heaviest stories, for those who read no further; absent when nobody wrote them. */
  summary?: string[];
  /** The operator's own words, Markdown. */
  intro?: string;
  lead: Bullet[];
  /** The text of an imported issue as sanitised HTML, every block with an id; such an issue has no recaps. */
  body?: string;
  /** There was little or nothing to tell. */
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
  /** A person changed it: no run writes over it. */
  edited?: boolean;
  /** When a person last changed it after it was published. */
  editedAt?: Instant;
  createdAt: Instant;
}

// ── ports ───────────────────────────────────────────────────────────────────────────────────────────

export interface Completion<T> {
  /** For the bill: `cluster`, `write`, `lead`, `tags`. */
  stage: string;
  /** Part of the cache key, so that a changed prompt is asked anew. */
  promptVersion: string;
  system: string;
  user: string;
  /** What the answer must be. Optional fields are nullable, not absent. */
  schema: ZodType<T>;
  schemaName: string;
  /** What a model thinks before it answers counts, too. */
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

/** Keeps a model's answers by a hash of all that decides them, so that a repeated run costs nothing. */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, entry: CachedAnswer): Promise<void>;
}

/** Answers with a value of the schema or throws a ModelError; keeps its own budget, cache and clock. */
export interface LanguageModel {
  readonly name: string;
  complete<T>(completion: Completion<T>): Promise<T>;
  /** All that was used since it was made. */
  usage(): ModelUsage;
}

/** Why a model gave no usable answer. The editorial stages fall back to their offline selves on it. */
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
  /** The idempotency key of the batch that it is part of, now and whenever it is sent again. */
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
   * `rejected`: the mailbox does not exist. `refused`: refused for good, and the mailbox is not the reason. `deferred`:
   * the server asks to try again later. `failed`: no usable response. `uncertain`: it may have gone out.
   */
  outcome: 'sent' | 'rejected' | 'refused' | 'deferred' | 'failed' | 'uncertain';
  /** With `failed`: it may have gone out all the same. Another try under the same key does no harm. */
  uncertain?: boolean;
  /** With `failed`: the provider took no mail of the batch because of what they contain; each may go under its own key. */
  batchRefused?: boolean;
  /** With `deferred`: when the server asks to try again, in milliseconds. */
  retryAfterMs?: number;
  /** With `deferred`: the server takes no mail at all until then. With `refused`: from nobody. */
  everyone?: boolean;
  /** With `refused`: the mailbox is full. */
  softBounce?: boolean;
  /** The provider's id of the mail. */
  providerId?: string;
  error?: string;
}

/** A way to send mail. */
export interface Messenger {
  readonly name: 'resend' | 'smtp' | 'outbox';
  /** The most mails that one call of `send` takes; smaller while a server takes few. */
  readonly batchSize: number;
  /** How many calls of `send` it takes at a time. Absent: two. */
  readonly lanes?: number;
  /** One result a mail, in order. It does not throw for what the outside world does. */
  send(mails: Mail[], signal?: AbortSignal): Promise<MailResult[]>;
  /** Whether a mail of this key went out before, where the messenger itself can tell. */
  has?(key: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The present, handed in by `context`. */
export type Clock = () => Date;
