// Front matter: YAML (`---`), TOML (`+++`), JSON (`{`), Pelican's header lines, or none.
import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { type Fields, lowerCaseNames } from './document.js';

/** A fenced block; the opening line may name the language, as in `---toml`. YAML may end with `...`. */
const YAML_BLOCK =
  /^\s*---[ \t]*(?:yaml|yml)?[ \t]*(?:#[^\n]*)?\n(?:([\s\S]*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const TOML_BLOCK =
  /^\s*(?:\+\+\+[ \t]*\n(?:([\s\S]*?)\n)?\+\+\+|---[ \t]*toml[ \t]*\n(?:([\s\S]*?)\n)?---)[ \t]*(?:\n|$)/;
const JSON_BLOCK =
  /^\s*(?:---[ \t]*json[ \t]*\n([\s\S]*?)\n---|(?:;;;\n)([\s\S]*?)\n;;;|(\{\n[\s\S]*?\n\}|\{[ \t]*"[^\n]*\}))[ \t]*(?:\n|$)/;
/** Eleventy runs these. */
const PROGRAM_BLOCK = /^\s*---[ \t]*(js|javascript|ts|coffee|jsx|cson)[ \t]*\n/i;
/** A header that starts at the file's first line and ends at the first empty one (Pelican) or at dashes (Hexo). */
const HEADER_LINES =
  /^((?:[A-Za-z][\w -]{0,30}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+)(?:---[ \t]*(?:\n|$)|[ \t]*(?:\n|$))/;
/** The tables in which Hugo and Zola keep custom fields. */
const NESTED_FIELDS = ['params', 'extra', 'taxonomies'];

export interface FrontMatter {
  /** Names in lower case. */
  fields: Fields;
  body: string;
}

/** Splits a file into its fields and its text. Throws an Error that names the line of a mistake in the front matter. */
export function readFrontMatter(text: string): FrontMatter {
  const yaml = YAML_BLOCK.exec(text);
  if (yaml) return split(text, yaml, readYaml(yaml[1] ?? ''));
  const toml = TOML_BLOCK.exec(text);
  if (toml) return split(text, toml, readToml(toml[1] ?? toml[2] ?? ''));
  const json = JSON_BLOCK.exec(text);
  if (json)
    return split(text, json, readJson(json[1] ?? (json[2] !== undefined ? `{${json[2]}}` : json[3]) ?? ''));
  const program = PROGRAM_BLOCK.exec(text)?.[1];
  if (program) throw new Error(`its front matter is a program (${program}), which Tidings does not run`);
  const header = HEADER_LINES.exec(text.slice(0, 20_000));
  if (/^\s*(?:---|\+\+\+)[ \t]*\n[\w"' -]{1,40}\s*[:=]/.test(text))
    throw new Error('its front matter does not end: close it with a line of `---`');
  if (header && /^(?:title|date|subject)\s*:/im.test(header[1] ?? ''))
    return split(text, header, readHeaderLines(header[1] ?? ''));
  return { fields: {}, body: text };
}

function split(text: string, block: RegExpExecArray, fields: unknown): FrontMatter {
  if (!isFields(fields)) throw new Error('its front matter has no fields');
  const named = lowerCaseNames(fields);
  const nested = NESTED_FIELDS.map((name) => named[name]).filter(isFields);
  return {
    fields: Object.assign({}, ...nested.map(lowerCaseNames), named),
    body: text.slice(block[0].length),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readYaml(source: string): unknown {
  if (!source.trim()) return {};
  // Dates stay as written, and aliases cannot expand endlessly. The empty line replaces the dashes, so that errors have
  // the file's line numbers.
  const parse = (text: string): unknown => parseYaml(`\n${text}`, { schema: 'core', maxAliasCount: 20 });
  try {
    return parse(source);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const quoted = quoteValues(source);
    try {
      if (quoted !== source) return parse(quoted);
    } catch {
      // Report the error of the file as written.
    }
    // Further lines of the message show an excerpt.
    throw new Error(`its front matter: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  }
}

/** Quotes values that people write without quotation marks: `title: Wind: a story`, `handle: @kites`. */
function quoteValues(source: string): string {
  return source.replace(
    /^([A-Za-z][\w -]{0,40}):[ \t]+((?:[^\s"'[{|>&*!#@`%][^\n]*:[ \t]|[@`%])[^\n]*)$/gm,
    (_, name, value) => `${name}: ${JSON.stringify(value.trim())}`,
  );
}

function readToml(source: string): Fields {
  try {
    const fields = Object.entries(parseToml(source));
    return Object.fromEntries(
      fields.map(([name, value]) => [name, value instanceof TomlDate ? value.toISOString() : value]),
    );
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new Error(`its front matter: ${error.message.split('\n')[0]} at line ${error.line + 1}`);
  }
}

function readJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new Error(`its front matter: ${(error as Error).message}`);
  }
}

/** A line that begins with spaces continues the value of the line before. */
function readHeaderLines(source: string): Fields {
  const lines = source.replace(/\n[ \t]+/g, ' ').split('\n');
  return Object.fromEntries(
    lines
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
