// Reads a YAML file against a schema. Errors name the line, the value and what is allowed.
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf, UserError } from '../base/errors.js';

/**
 * Reads the text of a YAML file. Throws a UserError that names the file, the line, the field, what was found and what
 * is allowed, for the first three mistakes.
 */
export function parseYamlFile<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const [key = ''] = /^[^:,\s]*/.exec(text.slice(broken.pos[0])) ?? [];
    const why = { ...PARSER_WORDS, DUPLICATE_KEY: `"${key}" is there twice` }[broken.code as string];
    throw notYaml(`${file}, line ${broken.linePos?.[0].line ?? 1}`, why ?? broken.message);
  }
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch (error) {
    // An alias (*name) without its anchor.
    throw notYaml(file, messageOf(error));
  }
  const result = schema.safeParse(value, { error: allowedBy });
  if (result.success) return result.data;
  const mistakes = result.error.issues.slice(0, 3).map((issue) => {
    const path = [...issue.path] as (string | number)[];
    if (issue.code === 'unrecognized_keys' && issue.keys[0] !== undefined) path.push(issue.keys[0]);
    const found = path.reduce<unknown>(
      (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
      value,
    );
    let node: unknown;
    for (let depth = path.length; depth > 0 && !node; depth--)
      node = document.getIn(path.slice(0, depth), true);
    const offset = (node as { range?: [number, number, number] } | undefined)?.range?.[0] ?? 0;
    const what = found === undefined ? 'missing' : `found ${JSON.stringify(found).slice(0, 80)}`;
    const allowed = issue.code === 'unrecognized_keys' ? 'no such setting' : `allowed: ${issue.message}`;
    const place = [
      `${file}, line ${lines.linePos(offset).line}`,
      ...(path.length > 0 ? [path.join('.')] : []),
    ];
    return `${place.join(', ')}: ${what}; ${allowed}`;
  });
  throw new UserError(
    mistakes.join('\n  '),
    'The commented example that `tidings init` writes shows every setting.',
  );
}

/** Clearer messages for common mistakes, by the parser's error code. */
const PARSER_WORDS: Record<string, string> = {
  MULTIPLE_DOCS: 'a second document begins (---)',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " in one value, or the next line is indented further than this one',
};

/** The first line of the parser's message without the position, which is shown separately. */
function notYaml(place: string, why: string): UserError {
  const [first = ''] = why.split('\n');
  return new UserError(
    `${place}: not valid YAML: ${first.replace(/ at line \d+, column \d+:?$/, '')}`,
    'Indent with spaces, settings of one group alike, and put text with signs such as : # * [ { into quotes.',
  );
}

const TYPES: Record<string, string> = {
  object: 'settings, each "name: value"',
  array: 'a list, each entry after "- "',
  string: 'text (in quotes, where it looks like a number or a date)',
  number: 'a number, without quotes',
  int: 'a whole number, without quotes',
  boolean: 'true or false',
};

/** Messages for the schema's default errors: zod's own name JavaScript types. */
function allowedBy(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return TYPES[issue.expected];
  if (issue.code === 'invalid_value') return issue.values.join(', ');
  const unit = (origin: string) => ({ string: ' letters', array: ' entries' })[origin] ?? '';
  if (issue.code === 'too_small') return `${issue.minimum} or more${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit(issue.origin)}`;
  return undefined;
}
