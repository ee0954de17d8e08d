// Answer text → JSON → a value of the schema, or what was wrong with it.
import { type ZodType, z } from 'zod';

export type ParsedAnswer<T> =
  /** `json` is the answer as compact JSON, before the schema: what a cache keeps. */
  | { ok: true; value: T; json: string }
  /** `misshapen`: no JSON, or not the schema's shape: a server that enforces schemas cannot have written it. */
  | { ok: false; misshapen: boolean; problem: string };

/** What a JSON schema cannot say to every server, and so no proof that it was ignored. */
const LIMIT_CODES = new Set(['too_big', 'too_small', 'invalid_format', 'not_multiple_of', 'custom']);

/** Characters of one text of an answer. None that we ask for is half as long, and whoever checks it needs time for each. */
const MAX_TEXT_CHARACTERS = 5_000;
/** Places in an answer where JSON may begin that are tried. */
const MAX_OBJECTS = 200;
/** Objects and strings that a model may put around its answer. */
const MAX_WRAPPINGS = 3;

/**
 * Reads an answer, whatever thoughts, fences, prose or wrappings are around it: the last object in the text that fits
 * the schema. Nothing inside it is corrected.
 */
export function parseAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  const found = listValues(text);
  if (found.length === 0) {
    const problem = text.trim() ? 'The answer is not one complete JSON object.' : 'The answer is empty.';
    return { ok: false, misshapen: true, problem };
  }
  let misfit: ParsedAnswer<T> | undefined;
  for (const value of found.reverse()) {
    const read = readValue(value, schema);
    if (read.ok) return read;
    // Of several, the last is what the model answers; what comes before it are thoughts.
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

/** What stands inside the value: `{ "answer": … }`, `[ … ]`, or JSON as a string. */
function listWrapped(value: unknown, depth: number): unknown[] {
  if (depth === 0) return [];
  const parts =
    typeof value === 'string' ? parse(value) : typeof value === 'object' && value ? Object.values(value) : [];
  return [...parts, ...parts.flatMap((part) => listWrapped(part, depth - 1))];
}

function isTooLong(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_TEXT_CHARACTERS;
  return typeof value === 'object' && value !== null && Object.values(value).some(isTooLong);
}

/** Every JSON value in the text that may be an answer, in order. */
function listValues(text: string): unknown[] {
  const whole = parse(text);
  if (whole.length > 0) return whole;
  const values: unknown[] = [];
  let at = text.indexOf('{');
  for (let tries = 0; at >= 0 && tries < MAX_OBJECTS; tries++) {
    const end = findEnd(text, at);
    const found = end > 0 ? parse(text.slice(at, end)) : [];
    values.push(...found);
    at = text.indexOf('{', found.length > 0 ? end : at + 1);
  }
  return values;
}

/** The place behind the object that begins at `start`; 0 when it never ends. */
function findEnd(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BACKSLASH) at++;
    else if (sign === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (sign === OPEN) depth++;
    else if (sign === CLOSE && --depth === 0) return at + 1;
  }
  return 0;
}
const [BACKSLASH, QUOTE, OPEN, CLOSE] = [92, 34, 123, 125];

/** The parsed text in a list, empty when it is not JSON. */
function parse(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** At most ten problems with their paths, short enough to be sent back. */
function describe(error: z.ZodError): string {
  const first = new z.ZodError(error.issues.slice(0, 10));
  return z.prettifyError(first).slice(0, 2_000);
}
