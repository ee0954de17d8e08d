// Parses an answer's text into a value of the schema, or reports what is wrong with it.
import { type ZodType, z } from 'zod';
import { closeCutJson, listRepaired, listValues, parseStrictly } from './json-in-text.js';

export type ParsedAnswer<T> =
  /** `json` is the answer as compact JSON, before the schema: what a cache keeps. */
  | { ok: true; value: T; json: string }
  /** `misshapen`: no JSON, or not the schema's shape: a server that enforces schemas cannot have written it. */
  | { ok: false; misshapen: boolean; problem: string };

/** What a JSON schema cannot say to every server, and so no proof that it was ignored. */
const LIMIT_CODES = new Set(['too_big', 'too_small', 'invalid_format', 'not_multiple_of', 'custom']);

/** Characters of one text of an answer. None that we ask for is half as long, and whoever checks it needs time for each. */
const MAX_TEXT_CHARACTERS = 5_000;
/** Objects and strings that a model may put around its answer. */
const MAX_WRAPPINGS = 3;

/**
 * Reads an answer, whatever thoughts, fences, prose or wrappings are around it: the last object in the text that fits
 * the schema. Where there is no JSON, slips of syntax are corrected (a comma too many, a line break in a string, single
 * quotes); words never are.
 */
export function parseAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  const strict = findAnswer(listValues(text), text, schema);
  if (strict.ok || !strict.misshapen) return strict;
  const repaired = findAnswer(listRepaired(text), text, schema);
  return repaired.ok ? repaired : strict;
}

/**
 * Reads what is complete of an answer that was cut off: whole items of its lists and whole texts. Lists that it did not
 * come to are empty.
 */
export function parseCutAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  const closed = closeCutJson(text);
  if (closed === undefined) return findAnswer([], text, schema);
  const own = fitSchema(closed, schema);
  if (own.ok) return own;
  const result = schema.safeParse(closed);
  const missing = result.error?.issues.flatMap(({ code, path, message }) =>
    code === 'invalid_type' && path.length === 1 && /array, received undefined/.test(message) ? path : [],
  );
  return fitSchema({ ...closed, ...Object.fromEntries((missing ?? []).map((name) => [name, []])) }, schema);
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
    // Of several, the last is the answer; those before it are thinking.
    misfit ??= read;
  }
  return misfit as ParsedAnswer<T>;
}

/** The value itself, or one that is wrapped in it, when it fits; else what is wrong with the value itself. */
function readValue<T>(value: unknown, schema: ZodType<T>): ParsedAnswer<T> {
  const own = fitSchema(value, schema);
  if (own.ok || !own.misshapen) return own;
  for (const inner of listWrapped(value, MAX_WRAPPINGS)) {
    const read = fitSchema(inner, schema);
    if (read.ok) return read;
  }
  return own;
}

function fitSchema<T>(value: unknown, schema: ZodType<T>): ParsedAnswer<T> {
  const result = schema.safeParse(value);
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

/** At most ten problems with their paths, short enough to be sent back. */
function describe(error: z.ZodError): string {
  const first = new z.ZodError(error.issues.slice(0, 10));
  return z.prettifyError(first).slice(0, 2_000);
}
