// Finds JSON in a model's text: within prose, with syntax errors, or cut off.
import { jsonrepair } from 'jsonrepair';

/** Maximum number of places tried where JSON may begin. */
const MAX_OBJECTS = 200;
/** Maximum characters; repairing a longer text would take too long. */
const MAX_REPAIRED_CHARACTERS = 100_000;
const [BACKSLASH, QUOTE, OPEN, CLOSE] = [92, 34, 123, 125];

/** Lists the JSON values in the text that may be the answer, in order. */
export function listValues(text: string): unknown[] {
  const whole = parseStrictly(text);
  if (whole.length > 0) return whole;
  const values: unknown[] = [];
  let at = text.indexOf('{');
  for (let tries = 0; at >= 0 && tries < MAX_OBJECTS; tries++) {
    const end = findEnd(text, at);
    const found = end > 0 ? parseStrictly(text.slice(at, end)) : [];
    values.push(...found);
    at = text.indexOf('{', found.length > 0 ? end : at + 1);
  }
  return values;
}

/** The text between the first and the last brace after the last thought, with its syntax corrected. */
export function listRepaired(text: string): unknown[] {
  const answer = text.slice(text.lastIndexOf('</think>') + 1);
  const json = answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
  if (!json.startsWith('{') || json.length > MAX_REPAIRED_CHARACTERS) return [];
  try {
    return parseStrictly(jsonrepair(json));
  } catch {
    return [];
  }
}

/** A list with the parsed text; an empty list when the text is not JSON. */
export function parseStrictly(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** The index after the object that begins at `start`; 0 if it never ends. */
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

/**
 * Lists the incomplete objects of the text, each without the list item or field in which it was cut off. Thoughts
 * before the answer may contain braces, so each brace may begin the answer.
 */
export function listCutJson(text: string): Record<string, unknown>[] {
  const starts = [...text.matchAll(/\{/g)].slice(0, MAX_OBJECTS);
  return starts.flatMap(({ index }): Record<string, unknown>[] => {
    const closed = closeCutJson(text, index);
    return closed ? [closed] : [];
  });
}

/** The object from `start`, closed before its incomplete part; undefined if no part is complete. */
function closeCutJson(text: string, start: number): Record<string, unknown> | undefined {
  const open: string[] = [];
  let quoted = false;
  /** Positions where the text may end, with the brackets that close it there. */
  let best: { end: number; closing: string } | undefined;
  const note = (end: number) => {
    // A list item is kept whole or not at all: half an item may have another meaning.
    if (open.lastIndexOf('}') <= 0) best = { end, closing: open.toReversed().join('') };
  };
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (sign === '"') {
      quoted = !quoted;
    } else if (quoted) continue;
    else if (sign === '{') open.push('}');
    else if (sign === '[') open.push(']');
    else if (sign === '}' || sign === ']') {
      open.pop();
      if (open.length === 0) return undefined;
      note(at + 1);
    } else if (sign === ',') note(at);
  }
  const [value] = best ? parseStrictly(text.slice(start, best.end) + best.closing) : [];
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
