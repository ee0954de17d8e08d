// Parses an answer's text into a value of the schema, or describes the error.
import { type ZodType, z } from 'zod';
import { listCutJson, listRepaired, listValues, parseStrictly } from './json-in-text.js';

export type ParsedAnswer<T> =
  /** `json` is the answer as compact JSON, before the schema is applied; this is cached. */
  | { ok: true; value: T; json: string }
  /** `misshapen`: not JSON, or not the schema's structure, so the server does not enforce schemas. */
  | { ok: false; misshapen: boolean; problem: string };

/** Limits that not every server accepts in a JSON schema; violating them does not prove that the schema was ignored. */
const LIMIT_CODES = new Set(['too_big', 'too_small', 'invalid_format', 'not_multiple_of', 'custom']);

/** Maximum characters of one text. No expected text is half as long, and the check takes time for each character. */
const MAX_TEXT_CHARACTERS = 5_000;
/** Objects and strings that a model may put around its answer. */
const MAX_WRAPPINGS = 3;

/**
 * Finds the answer among thoughts, fences, prose or wrappings: the last object in the text that matches the schema.
 * Without valid JSON, corrects syntax errors (an extra comma, a line break in a string, single quotes), but never
 * words.
 */
export function parseAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  const strict = findAnswer(listValues(text), text, schema);
  if (strict.ok || !strict.misshapen) return strict;
  const repaired = findAnswer(listRepaired(text), text, schema);
  return repaired.ok ? repaired : strict;
}

/**
 * Reads the complete parts of an answer that was cut off: whole items of its lists and whole texts. Lists that it did
 * not reach are empty.
 */
export function parseCutAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  let misfit: ParsedAnswer<T> | undefined;
  for (const closed of listCutJson(text)) {
    const read = fitSchema(closed, schema);
    if (read.ok) return read;
    misfit ??= read;
  }
  return misfit ?? findAnswer([], text, schema);
}

function findAnswer<T>(found: unknown[], text: string, schema: ZodType<T>): ParsedAnswer<T> {
  if (found.length === 0) {
    const problem = text.trim() ? 'The answer is not one complete JSON object.' : 'The answer is empty.';
    return { ok: false, misshapen: true, problem };
  }
  let misfit: ParsedAnswer<T> | undefined;
  for (const value of found.toReversed()) {
    const read = readValue(value, schema);
    if (read.ok) return read;
    // If there are several, the last is the answer; those before it are thinking.
    misfit ??= read;
  }
  return misfit as ParsedAnswer<T>;
}

/** The value itself, or one wrapped in it, if it matches; otherwise the errors of the value itself. */
function readValue<T>(value: unknown, schema: ZodType<T>): ParsedAnswer<T> {
  const own = fitSchema(value, schema);
  if (own.ok || !own.misshapen) return own;
  for (const inner of listWrapped(value, MAX_WRAPPINGS)) {
    const read = fitSchema(inner, schema);
    if (read.ok) return read;
  }
  return own;
}

function fitSchema<T>(given: unknown, schema: ZodType<T>): ParsedAnswer<T> {
  const first = schema.safeParse(given);
  const value = first.success ? given : fillLists(given, first.error);
  const result = value === given ? first : schema.safeParse(value);
  if (result.success) {
    if (isTooLong(value)) {
      const problem = `One of its texts is longer than ${MAX_TEXT_CHARACTERS} characters.`;
      return { ok: false, misshapen: false, problem };
    }
    return { ok: true, value: result.data, json: JSON.stringify(value) };
  }
  return {
    ok: false,
    misshapen: result.error.issues.some((issue) => !LIMIT_CODES.has(issue.code)),
    problem: describe(result.error),
  };
}

/**
 * Small models leave out lists that would be empty. Returns a copy with these lists, or the value itself if anything
 * else is wrong, or if it has no list at all.
 */
function fillLists(value: unknown, { issues }: z.ZodError): unknown {
  const isMissing = (issue: (typeof issues)[number]) =>
    issue.code === 'invalid_type' &&
    issue.expected === 'array' &&
    /received (?:undefined|null)/.test(issue.message);
  if (!isObject(value) || !Object.values(value).some(Array.isArray) || !issues.every(isMissing)) return value;
  const filled: unknown = structuredClone(value);
  for (const { path } of issues) {
    const parent = path
      .slice(0, -1)
      .reduce<unknown>((place, key) => isObject(place) && Reflect.get(place, key), filled);
    if (isObject(parent)) Reflect.set(parent, path.at(-1) ?? '', []);
  }
  return filled;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Values wrapped inside the value: `{ "answer": … }`, `[ … ]`, or JSON as a string. */
function listWrapped(value: unknown, depth: number): unknown[] {
  if (depth === 0) return [];
  const parts =
    typeof value === 'string'
      ? parseStrictly(value)
      : typeof value === 'object' && value
        ? Object.values(value)
        : [];
  return [...parts, ...parts.flatMap((part) => listWrapped(part, depth - 1))];
}

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_TEXT_CHARACTERS;
  return typeof value === 'object' && value !== null && Object.values(value).some(isTooLong);
}

/** At most ten problems with their paths, short enough to send back to the model. */
function describe(error: z.ZodError): string {
  const first = new z.ZodError(error.issues.slice(0, 10));
  return z.prettifyError(first).slice(0, 2_000);
}
