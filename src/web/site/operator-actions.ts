// The actions behind the operator's pages. The site only has the forms: these functions are passed in.
import type { Bullet, Cadence, Instant, Issue, Period } from '../../model.js';
import type { EditStack } from '../../store/operator/edit-steps.js';
import type { Preferences } from '../../store/subscribers/subscribers.js';

/** A statement that the posts it cites do not support. */
export interface Doubt {
  /** The bullet's anchor. */
  bullet: string;
  reasons: string[];
  /** The posts that it cites. `quote` is plain text, empty if the post is no longer stored. */
  posts: { id: string; author: string; url: string; quote: string }[];
}

export interface EditorActions {
  /** The bullets as Markdown lines. */
  writeBullets(bullets: Bullet[]): string;
  /** Returns the issue with the manuscript's text. Throws a UserError that names the line. */
  readManuscript(text: string, issue: Issue): Issue;
  findDoubts(issue: Issue): Promise<Doubt[]>;
  /** `what` describes the edit in a few words. Throws a UserError if the stored issue is no longer `before`. */
  save(before: Issue, edited: Issue, what: string): Promise<void>;
  /** Undoes the last edit, or redoes the last undone one, and returns what it did. Throws a UserError. */
  move(issue: Issue, stack: EditStack): Promise<string>;
  /** Deletes a draft. Throws a UserError if it has been published or changed. */
  discard(draft: Issue): Promise<void>;
  renderMail(issue: Issue): Promise<{ subject: string; html: string; bytes: number }>;
  /** Throws a UserError if the mail cannot be sent. */
  sendTest(issue: Issue, to: string): Promise<void>;
}

/** An issue whose period is running, or which is due. */
export interface PlannedIssue {
  id: string;
  cadence: Cadence;
  period: Period;
  /** Whether its period is over, so that it can be published. */
  over: boolean;
  /** When the schedule makes and sends it. */
  releaseAt: Instant;
}

export interface Spending {
  x?: { spentUsd: number; budgetUsd: number; expectedUsd: number };
  model?: {
    name: string;
    spentUsd: number;
    budgetUsdPerIssue: number;
    /** The mean cost of a cadence's last issues; absent if there are none. */
    expectedUsd?: Partial<Record<Cadence, number>>;
  };
}

export interface RunActions {
  /** The issues of the running periods and of the last ones. */
  planned(): PlannedIssue[];
  spending(): Promise<Spending>;
  /** Starts a run without waiting for it. Throws a UserError if one is already running in this process. */
  makeIssue(planned: PlannedIssue, options: { draft: boolean }): Promise<void>;
  /** The current step of this process's run. */
  progress(): string | undefined;
}

/** A source and its answer to one fetch. */
export interface TriedSource {
  name: string;
  kind: string;
  posts: { title: string; url: string; author: string; createdAt: Instant; text: string }[];
  error?: string;
  note?: string;
  /** Why it may not be what the operator meant. */
  warning?: string;
}

export interface ConfiguredSource {
  id: string;
  kind: string;
  name: string;
  target: string;
  /** Whether a recap takes its posts. */
  isRead: boolean;
  /** The value of a recap's `from` that takes all sources of its kind. */
  recap: string;
}

export interface SourceActions {
  /** In the order of sources.yaml. */
  list(): { sources: ConfiguredSource[]; muted: { line: number; text: string }[]; version: string };
  /** Finds the source behind an address and fetches it once, without storing anything. Throws a UserError. */
  find(address: string): Promise<TriedSource & { address?: string }>;
  /** Adds a source to sources.yaml. Throws a UserError, also if the file has changed since `version`. */
  add(address: string, version: string): Promise<string>;
  try(id: string): Promise<TriedSource>;
  remove(id: string, version: string): Promise<void>;
  mute(id: string, version: string): Promise<void>;
  unmute(line: number, version: string): Promise<void>;
  exportOpml(): string;
  /** Returns how many were added, and the lines whose address cannot be followed. */
  importOpml(
    text: string,
    version: string,
  ): Promise<{ added: number; known: number; refused: { name: string; reason: string }[] }>;
}

/** All take a published issue and throw a UserError. What becomes due goes out within a minute, from any process. */
export interface DeliveryActions {
  /** Holds all mails that are not on their way, in every process. */
  pause(issue: Issue): Promise<unknown>;
  resume(issue: Issue): Promise<unknown>;
  /** Sends the mails that wait for readers' hours. */
  now(issue: Issue): Promise<unknown>;
  /** Queues failed mails and channels again. */
  retry(issue: Issue): Promise<unknown>;
  /** Queues uncertain mails again, which may then arrive twice. */
  repeat(issue: Issue): Promise<unknown>;
}

export interface ReadSubscribers {
  subscribers: {
    mailbox: { address: string; key: string };
    preferences: Preferences;
    pausedUntil?: Instant;
  }[];
  left: number;
  /** The addresses of `left`. They are remembered as readers who left. */
  leavers: { address: string; key: string }[];
  leftBy: string[];
  /** Invalid lines, and lines that do not clearly state that the address gets mail. */
  refused: { line: number; fields: string[]; reason: string }[];
  /** One for each refused line, or why the whole file is unreadable. */
  mistakes: string[];
}

export interface ReaderActions {
  preferences: Preferences;
  /** `name` is the file's, such as `unsubscribed.csv`: it can mean that everybody in it left. */
  readFile(csv: string, name?: string): ReadSubscribers;
  /** The refused lines of a file with their reasons, as CSV. */
  formatRefused(csv: string): string;
  exportCsv(): Promise<string>;
}

export interface Setting {
  name: string;
  /** Absent if not set. A secret is shown as `set`. */
  value?: string;
  from: 'environment' | '.env' | 'default' | 'sources.yaml';
  /** What the setting does, in a few words. */
  what: string;
}

/** One finding of `tidings doctor`, as the command prints it and the operator's pages show it. */
export interface Finding {
  level: 'ok' | 'note' | 'problem';
  what: string;
  /** How to fix it. */
  hint?: string;
  /** The operator's page where the hint can be followed. */
  page?: 'today' | 'runs' | 'deliveries' | 'sources';
}

export interface SettingActions {
  list(): Setting[];
  /** Sends each configured service one request. */
  check(service: 'model' | 'mail' | 'all'): Promise<Finding[]>;
  /** The Markdown of a page of the documentation, `deliverability.md`; undefined if there is none. */
  readDoc(name: string): string | undefined;
}

/** A name that recurs in posts and that the vocabulary does not know. */
export interface ProposedName {
  name: string;
  posts: number;
  authors: number;
  days: number;
  examples: { title: string; url: string }[];
}

export interface VocabularyActions {
  /** The kinds that a name can have. */
  kinds: string[];
  /** False if the vocabulary in use is a shipped one. */
  isEditable(): boolean;
  proposals(): Promise<ProposedName[]>;
  /** Adds the name to the vocabulary. Throws a UserError. */
  accept(name: string, kind: string): Promise<void>;
  /** The names that are neither proposed nor tags of later issues. */
  ignored(): string[];
  /** Stops proposing the name; later issues do not get it as a tag. Throws a UserError. */
  ignore(name: string): Promise<void>;
  /** Undoes `ignore`. Throws a UserError. */
  show(name: string): Promise<void>;
}

export interface OperatorActions {
  /** Publishes a draft as `tidings approve` does; its deliveries are due at their hours. Throws a UserError. */
  approve(draft: Issue): Promise<unknown>;
  /**
   * Schedules a draft for `local`, such as `2026-03-18T07:30` in the publication's time zone, or cancels its schedule.
   * Throws a UserError.
   */
  schedule?(draft: Issue, local: string | undefined): Promise<void>;
  deliveries?: DeliveryActions;
  /** Whether this process or a worker sends what is due; `tidings serve --no-schedule` does not. Default true. */
  isSending?: boolean;
  editor?: EditorActions;
  runs?: RunActions;
  sources?: SourceActions;
  readers?: ReaderActions;
  settings?: SettingActions;
  vocabulary?: VocabularyActions;
  /** The recipient of `mailOperator`, and by default of test mails. */
  operatorEmail?: string;
  /** Mails a short text to the operator. */
  mailOperator?(subject: string, lines: string[]): Promise<void>;
  /** Mails a short text to a reader who reported an error. */
  mailReader?(address: string, subject: string, lines: string[]): Promise<void>;
}
