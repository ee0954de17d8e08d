// ParsedAnswer text → JSON → a value of the schema, or what was wrong with it.
import { type ZodType, z } from 'zod';

export type ParsedAnswer<T> =
  /** `json` is the answer as compact JSON, before the schema: what a cache keeps. */
  | { ok: true; value: T; json: string }
  /** `misshapen`: no JSON, or not the schema's shape: a server that enforces schemas cannot have said it. */
  | { ok: false; misshapen: boolean; problem: string };

/** What a JSON schema cannot say to every server, and so no proof that it was ignored. */
const LIMITS = new Set(['too_big', 'too_small', 'invalid_format', 'not_multiple_of', 'custom']);

/** Characters of one text of an answer. None that we ask for is half as long, and whoever checks it needs time for each. */
const LONGEST_TEXT = 5_000;

/** Reads an answer, whatever fences or prose stand around its outermost object. Nothing inside is mended. */
export function parseAnswer<T>(text: string, schema: ZodType<T>): ParsedAnswer<T> {
  const found = findJson(text);
  if (!found) {
    const problem = text.trim() ? 'The answer is not one complete JSON object.' : 'The answer is empty.';
    return { ok: false, misshapen: true, problem };
  }
  if (found.tooLong) {
    const problem = `One of its texts is longer than ${LONGEST_TEXT} characters.`;
    return { ok: false, misshapen: false, problem };
  }
  const result = schema.safeParse(found.value);
  if (result.success) return { ok: true, value: result.data, json: JSON.stringify(found.value) };
  return {
    ok: false,
    misshapen: result.error.issues.some((issue) => !LIMITS.has(issue.code)),
    problem: describe(result.error),
  };
}

function findJson(text: string): { value: unknown; tooLong: boolean } | undefined {
  // Local reasoning models put their thoughts first, and thoughts hold braces.
  const said = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  const outermost = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  const fenced = /```(?:json)?[^\S\n]*\n([\s\S]*?)```/.exec(said)?.[1];
  for (const candidate of [said, outermost, fenced]) {
    try {
      if (!candidate) continue;
      let tooLong = false;
      const value: unknown = JSON.parse(candidate, (_, part: unknown) => {
        tooLong ||= typeof part === 'string' && part.length > LONGEST_TEXT;
        return part;
      });
      return { value, tooLong };
    } catch {
      // The next candidate may be cleaner.
    }
  }
  return undefined;
}

/** At most ten problems with their paths, short enough to be sent back. */
function describe(error: z.ZodError): string {
  const first = new z.ZodError(error.issues.slice(0, 10));
  return z.prettifyError(first).slice(0, 2_000);
}
