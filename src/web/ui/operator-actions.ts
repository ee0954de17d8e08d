// What the operator's pages can set in motion. The site shows and asks; these functions do, and are passed in.
import type { Bullet, Cadence, Instant, Issue, Period } from '../../model.js';
import type { EditStack } from '../../store/operator/edit-steps.js';
import type { Preferences } from '../../store/subscribers/subscribers.js';

/** A statement that the posts it cites do not support. */
export interface Doubt {
  /** The bullet's anchor. */
  bullet: string;
  reasons: string[];
  /** What the posts that it cites say, as plain text; empty where a post is no longer stored. */
  posts: { id: string; author: string; url: string; quote: string }[];
}

export interface EditorActions {
  /** The bullets as Markdown lines. */
  writeBullets(bullets: Bullet[]): string;
  /** The issue with the manuscript's words. Throws a UserError that names the line. */
  readManuscript(text: string, issue: Issue): Issue;
  findDoubts(issue: Issue): Promise<Doubt[]>;
  /** `what`: what the edit does, in a few words. Throws a UserError when the stored issue is not `before` any more. */
  save(before: Issue, edited: Issue, what: string): Promise<void>;
  /** Undoes the last edit, or redoes the last undone one, and returns what it did. Throws a UserError. */
  move(issue: Issue, stack: EditStack): Promise<string>;
  /** Deletes a draft. Throws a UserError when it is published, or not `draft` any more. */
  discard(draft: Issue): Promise<void>;
  renderMail(issue: Issue): Promise<{ subject: string; html: string; bytes: number }>;
  /** Throws a UserError when the mail could not be sent. */
  sendTest(issue: Issue, to: string): Promise<void>;
}

/** An issue that is being collected, or due. */
export interface PlannedIssue {
  id: string;
  cadence: Cadence;
  period: Period;
  /** Its period is over: it can be published. */
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
    /** Mean cost of the last issues of a cadence; absent if there are none. */
    expectedUsd?: Partial<Record<Cadence, number>>;
  };
}

export interface RunActions {
  /** The issues of the running periods, and those of the last ones. */
  planned(): PlannedIssue[];
  spending(): Promise<Spending>;
  /** Starts a run and returns. Throws a UserError when one is under way in this process. */
  makeIssue(planned: PlannedIssue, options: { draft: boolean }): Promise<void>;
  /** What the run of this process is doing. */
  progress(): string | undefined;
}

/** One source as it answered once. */
export interface TriedSource {
  name: string;
  kind: string;
  posts: { title: string; url: string; author: string; createdAt: Instant; text: string }[];
  error?: string;
  note?: string;
}

export interface ConfiguredSource {
  id: string;
  kind: string;
  name: string;
  target: string;
  /** Whether a recap takes its posts. */
  isRead: boolean;
  /** What a recap's `from` says to take all sources of its kind. */
  recap: string;
}

export interface SourceActions {
  /** In the order of sources.yaml. */
  list(): { sources: ConfiguredSource[]; muted: { line: number; text: string }[]; version: string };
  /** Finds what an address stands for and fetches it once, without storing anything. Throws a UserError. */
  find(address: string): Promise<TriedSource & { address?: string }>;
  /** Adds it to sources.yaml. Throws a UserError, also when the file is not `version` any more. */
  add(address: string, version: string): Promise<string>;
  try(id: string): Promise<TriedSource>;
  remove(id: string, version: string): Promise<void>;
  mute(id: string, version: string): Promise<void>;
  unmute(line: number, version: string): Promise<void>;
  exportOpml(): string;
  /** Returns how many were added, and the lines that name an address nobody can follow. */
  importOpml(
    text: string,
    version: string,
  ): Promise<{ added: number; known: number; refused: { name: string; reason: string }[] }>;
}

/** All take a published issue and throw a UserError. What becomes due goes out within a minute, by whichever process. */
export interface DeliveryActions {
  /** Holds what is not on its way, in every process. */
  pause(issue: Issue): Promise<unknown>;
  resume(issue: Issue): Promise<unknown>;
  /** Sends what waits for readers' hours. */
  now(issue: Issue): Promise<unknown>;
  /** Queues failed mails and channels again. */
  retry(issue: Issue): Promise<unknown>;
  /** Queues uncertain ones again, which may arrive twice. */
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
  /** Invalid lines, and lines that do not say clearly that the address gets mail. */
  refused: { line: number; fields: string[]; reason: string }[];
  /** One for each refused line, or why the whole file is unreadable. */
  mistakes: string[];
}

export interface ReaderActions {
  preferences: Preferences;
  /** `name`: the file's, which can say that everybody in it left. */
  readFile(csv: string, name?: string): ReadSubscribers;
  /** The refused lines of a file with their reasons, as CSV. */
  formatRefused(csv: string): string;
  exportCsv(): Promise<string>;
}

export interface Setting {
  name: string;
  /** Absent: not set. Secrets are replaced by `set`. */
  value?: string;
  from: 'environment' | '.env' | 'default' | 'sources.yaml';
  /** What it does, in a few words. */
  what: string;
}

export interface Finding {
  level: 'ok' | 'note' | 'problem';
  what: string;
  hint?: string;
}

export interface SettingActions {
  list(): Setting[];
  /** Asks each configured service once. */
  check(service: 'model' | 'mail' | 'all'): Promise<Finding[]>;
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
  /** What a name can be. */
  kinds: string[];
  /** False where a shipped vocabulary is used as it is. */
  isEditable(): boolean;
  proposals(): Promise<ProposedName[]>;
  /** Adds the name to the vocabulary. Throws a UserError. */
  accept(name: string, kind: string): Promise<void>;
  /** The name is not proposed again. Throws a UserError. */
  ignore(name: string): Promise<void>;
}

export interface OperatorActions {
  /** Publishes a draft as `tidings approve` does; its deliveries are due at their hours. Throws a UserError. */
  approve(draft: Issue): Promise<unknown>;
  /**
   * Publishes a draft at `local`, such as `2026-03-18T07:30` in the publication's time zone; without it, no more. Throws a
   * UserError.
   */
  schedule?(draft: Issue, local: string | undefined): Promise<void>;
  deliveries?: DeliveryActions;
  editor?: EditorActions;
  runs?: RunActions;
  sources?: SourceActions;
  readers?: ReaderActions;
  settings?: SettingActions;
  vocabulary?: VocabularyActions;
  /** Where `mailOperator` sends to, and test mails by default. */
  operatorEmail?: string;
  /** Mails a short text to the operator. */
  mailOperator?(subject: string, lines: string[]): Promise<void>;
  /** Mails a short text to a reader who reported an error. */
  mailReader?(address: string, subject: string, lines: string[]): Promise<void>;
}
