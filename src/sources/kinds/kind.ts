// The interface of a source kind. To add a kind, implement it in one file and add one line to index.ts.
import { type ZodType, z } from 'zod';
import type { Source, SourceRef } from '../../model.js';
import type { JsonApiOptions } from '../http/json-api.js';
import type { BudgetStore } from '../x/budget.js';

/** The context of a kind, in addition to its settings. */
export interface SourceTools {
  http: {
    /** Allow feeds on loopback and private addresses. */
    allowPrivateNetwork: boolean;
    /** Timeout of one request in milliseconds. */
    timeoutMs: number;
    /** Maximum size of one response in bytes. */
    maxBytes: number;
    userAgent: string;
  };
  /** The validated environment: keys, and base URLs that replace the real services. */
  env: Readonly<Record<string, string | number | undefined>>;
  /** Stores the budget of paid reads; absent: unlimited. */
  budgetStore?: BudgetStore;
}

/** The names of a kind on pages and in issues. */
export interface KindNames {
  /** Heading of their list on the site. */
  heading: string;
  /** The singular noun that an issue counts them by: `We checked 41 feeds`. */
  noun: string;
  /** The `from` value that selects them in a recap: `from: feeds`. */
  recap: string;
  /** The title of the recap that an issue adds if `recaps` has none for them. Absent: adds none. */
  recapTitle?: string;
}

export interface Home {
  url: string;
  label: string;
}

/** An entry of `sources.yaml`, and the list below the kind's key that it belongs to (`accounts` of `x`). */
export interface SettingsEntry {
  list?: string;
  entry: string | Record<string, unknown>;
}

export interface SourceKind<
  Schema extends ZodType = ZodType,
  Environment extends Record<string, ZodType> = Record<string, ZodType>,
> {
  /** The schema of its key in `sources.yaml`. It needs a default, because the key may be absent. */
  schema: Schema;
  /** The sources in these settings, in order. */
  refs(settings: z.output<Schema>): SourceRef[];
  /** The names of every `SourceRef.kind` that `refs` returns. */
  names: Record<string, KindNames>;
  /** The environment variables that it reads. */
  environment?: Environment;
  /** Creates the sources; fetches nothing yet. `refs` are all sources of this kind. */
  create(refs: SourceRef[], tools: SourceTools): Source[];
  /** The source's own page, from its stored id; undefined without a public one. */
  findHome?(source: Pick<SourceRef, 'id' | 'kind' | 'name'>): Home | undefined;
  /** The entry for an address from `sources add` or an OPML file; undefined if it is not of this kind. */
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

// ── shared by the schemas of kinds ─────────────────────────────────────────────────────────────────

export const limitSetting = z.int().min(1).max(1000).describe('Maximum posts read in one fetch').optional();
export const nameSetting = z.string().min(1).max(100).describe('The name that readers see').optional();
export const secretVariable = z.string().optional();
export const baseUrlVariable = z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional();

/** The part of a source's id after the first colon. */
export function idWords(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

/** Options of a JSON API; `variable` is the environment variable that replaces the base URL. */
export function jsonApiOptions({ http, env }: SourceTools, variable: string): JsonApiOptions {
  const { timeoutMs, maxBytes, userAgent } = http;
  return { timeoutMs, maxBytes, userAgent, baseUrl: textVariable(env, variable) };
}

/** An environment variable; undefined if not set. */
export function textVariable(env: SourceTools['env'], name: string): string | undefined {
  const value = env[name];
  return typeof value === 'string' ? value : undefined;
}
