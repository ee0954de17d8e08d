// Reads a YAML file against a schema. Error messages contain the line, the value and the allowed values.
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { messageOf, UserError } from '../base/errors.js';

/**
 * Reads the text of a YAML file. Throws a UserError for the first three mistakes, each with file, line, field, the
 * value found and the allowed values.
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
    const why = { ...PARSER_MESSAGES, DUPLICATE_KEY: `"${key}" occurs twice` }[broken.code as string];
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
    const allowed = issue.code === 'unrecognized_keys' ? 'unknown setting' : `allowed: ${issue.message}`;
    const place = [
      `${file}, line ${lines.linePos(offset).line}`,
      ...(path.length > 0 ? [path.join('.')] : []),
    ];
    return `${place.join(', ')}: ${what}; ${allowed}`;
  });
  throw new UserError(
    mistakes.join('\n  '),
    'docs/settings.md lists every setting, and `tidings init` writes a commented example.',
  );
}

/** Messages for common mistakes, by the parser's error code. */
const PARSER_MESSAGES: Record<string, string> = {
  MULTIPLE_DOCS: 'a second document begins here (---)',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " in one value, or the next line is indented further than this one',
};

/** The first line of the parser's message without the position, which is shown separately. */
function notYaml(place: string, why: string): UserError {
  const [first = ''] = why.split('\n');
  return new UserError(
    `${place}: not valid YAML: ${first.replace(/ at line \d+, column \d+:?$/, '')}`,
    'Indent with spaces, equally within a group, and quote text that contains characters such as : # * [ {.',
  );
}

const TYPE_DESCRIPTIONS: Record<string, string> = {
  object: 'settings, each "name: value"',
  array: 'a list, each entry after "- "',
  string: 'text (quoted if it looks like a number or a date)',
  number: 'a number, without quotes',
  int: 'a whole number, without quotes',
  boolean: 'true or false',
};

/** Messages for zod's default errors, which would mention JavaScript types. */
function allowedBy(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return TYPE_DESCRIPTIONS[issue.expected];
  if (issue.code === 'invalid_value') return issue.values.join(', ');
  const unit = (origin: string) => ({ string: ' letters', array: ' entries' })[origin] ?? '';
  if (issue.code === 'too_small') return `${issue.minimum} or more${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unit(issue.origin)}`;
  return undefined;
}
