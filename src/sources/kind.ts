// What the rest of Tidings asks about one kind of source. A new kind is one file that answers it, and one line in index.ts.
import { type ZodType, z } from 'zod';
import type { Source, SourceRef } from '../model.js';
import type { JsonApiOptions } from './http/json-api.js';
import type { BudgetStore } from './x/budget.js';

/** What a kind works with besides its settings. */
export interface SourceTools {
  http: {
    /** Let feeds come from loopback and private addresses. */
    allowPrivateNetwork: boolean;
    /** For one request. */
    timeoutMs: number;
    /** For one answer. */
    maxBytes: number;
    userAgent: string;
  };
  /** The validated environment: keys, and base URLs that stand in for the real services. */
  env: Readonly<Record<string, string | number | undefined>>;
  /** Where the budget of paid reads is kept; absent: no bound. */
  budgetStore?: BudgetStore;
}

/** How people see the sources that have one value of `SourceRef.kind`. */
export interface KindNames {
  /** Heading of their list on the site. */
  heading: string;
  /** What an issue counts them as, in the singular: `We checked 41 feeds`. */
  noun: string;
  /** The recap they belong to when none names them: `from: feeds`. */
  recap: string;
  /** An issue adds a recap of this title when `recaps` has none for them. Absent: they stay without one. */
  recapTitle?: string;
}

export interface Home {
  url: string;
  label: string;
}

/** A line of `sources.yaml`: the entry, and the list below the kind's key that it belongs to (`accounts` of `x`). */
export interface SettingsEntry {
  list?: string;
  entry: string | Record<string, unknown>;
}

export interface SourceKind<
  Schema extends ZodType = ZodType,
  Environment extends Record<string, ZodType> = Record<string, ZodType>,
> {
  /** What may stand under its key in `sources.yaml`. It needs a default: the key may be absent. */
  schema: Schema;
  /** The sources that these settings name, in order. */
  refs(settings: z.output<Schema>): SourceRef[];
  /** By every `SourceRef.kind` that `refs` returns. */
  names: Record<string, KindNames>;
  /** The variables that it reads. */
  environment?: Environment;
  /** Fetches nothing yet. `refs` are all sources of this kind. */
  create(refs: SourceRef[], tools: SourceTools): Source[];
  /** The source's own page, from its stored id. Undefined when readers cannot reach one. */
  findHome?(source: Pick<SourceRef, 'id' | 'kind' | 'name'>): Home | undefined;
  /** The entry for an address that `sources add` or an OPML file names. Undefined when it is no source of this kind. */
  recognize?(url: URL, name?: string): SettingsEntry | undefined;
  /** The address of a feed of the same posts, for other readers. */
  findFeed?(ref: SourceRef): string | undefined;
}

/** Keeps the types of the schemas for `config`. */
export function defineKind<
  Schema extends ZodType,
  Environment extends Record<string, ZodType> = Record<never, ZodType>,
>(kind: SourceKind<Schema, Environment>): SourceKind<Schema, Environment> {
  return kind;
}

// ── what the schemas of kinds share ─────────────────────────────────────────────────────────────────

export const limitSetting = z.int().min(1).max(1000).describe('The most posts taken in one fetch').optional();
export const nameSetting = z.string().min(1).max(100).describe('What readers see').optional();
export const secretVariable = z.string().optional();
export const baseUrlVariable = z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional();

/** What follows the first colon of a source's id. */
export function idWords(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

/** Options of a JSON API; `variable` names the base URL that stands in for the real service. */
export function jsonApiOptions({ http, env }: SourceTools, variable: string): JsonApiOptions {
  const { timeoutMs, maxBytes, userAgent } = http;
  return { timeoutMs, maxBytes, userAgent, baseUrl: textVariable(env, variable) };
}

/** One variable of the environment, undefined when it is not set. */
export function textVariable(env: SourceTools['env'], name: string): string | undefined {
  const value = env[name];
  return typeof value === 'string' ? value : undefined;
}
