// JSON in a model's text: amid prose, with slips of syntax, or cut off.
import { jsonrepair } from 'jsonrepair';

/** Places in a text where JSON may begin that are tried. */
const MAX_OBJECTS = 200;
/** A longer text is not repaired: it would take too long. */
const MAX_REPAIRED_CHARACTERS = 100_000;
const [BACKSLASH, QUOTE, OPEN, CLOSE] = [92, 34, 123, 125];

/** Every JSON value in the text that may be an answer, in order. */
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

/** What stands between the first and the last brace, and behind the last thought, with its syntax corrected. */
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

/** The text as JSON, in a list; the list is empty when it is none. */
export function parseStrictly(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
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

/**
 * The object that the text begins and does not end, without the item of a list, or the field, in which it was cut off.
 * Undefined when nothing is complete.
 */
export function closeCutJson(text: string): Record<string, unknown> | undefined {
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  const open: string[] = [];
  let quoted = false;
  /** Where the text may end, and what must be closed there. */
  let best: { end: number; closing: string } | undefined;
  const note = (end: number) => {
    // Inside an item of a list nothing is complete: half an item would say something else.
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
