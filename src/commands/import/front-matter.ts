// Front matter: YAML (`---`), TOML (`+++`), JSON (`{`), Pelican's header lines, or none.
import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import { parse as parseYaml, YAMLParseError } from 'yaml';
import { type Fields, lowerCaseNames } from './document.js';

const YAML_BLOCK = /^\uFEFF?---[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?---[ \t]*(?:\r?\n|$)/;
const TOML_BLOCK = /^\uFEFF?\+\+\+[ \t]*\r?\n(?:([\s\S]*?)\r?\n)?\+\+\+[ \t]*(?:\r?\n|$)/;
const JSON_BLOCK = /^\uFEFF?(\{\r?\n[\s\S]*?\r?\n\})[ \t]*(?:\r?\n|$)/;
/** A Pelican header, which starts at the file's first line and ends at the first empty one. */
const HEADER_LINES = /^\uFEFF?((?:[A-Za-z][\w -]{0,30}:[^\n]*\n)+)(?:\s*\n|$)/;

export interface FrontMatter {
  /** Names in lower case. */
  fields: Fields;
  body: string;
}

/** Splits a file into its fields and its text. Throws an Error with the line of a mistake in the front matter. */
export function readFrontMatter(text: string): FrontMatter {
  const yaml = YAML_BLOCK.exec(text);
  if (yaml) return split(text, yaml, readYaml(yaml[1] ?? ''));
  const toml = TOML_BLOCK.exec(text);
  if (toml) return split(text, toml, readToml(toml[1] ?? ''));
  const json = JSON_BLOCK.exec(text);
  if (json) return split(text, json, readJson(json[1] ?? ''));
  const header = HEADER_LINES.exec(text.slice(0, 20_000));
  if (header && /^(?:title|date)\s*:/im.test(header[1] ?? ''))
    return split(text, header, readHeaderLines(header[1] ?? ''));
  return { fields: {}, body: text };
}

function split(text: string, block: RegExpExecArray, fields: unknown): FrontMatter {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new Error('its front matter holds no fields');
  return { fields: lowerCaseNames(fields as Fields), body: text.slice(block[0].length) };
}

function readYaml(source: string): unknown {
  if (!source.trim()) return {};
  try {
    // Dates stay as written, and aliases cannot expand without end. The empty line stands for that of the dashes, so
    // that errors name the file's own lines.
    return parseYaml(`\n${source}`, { schema: 'core', maxAliasCount: 20 });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    // The lines after the first draw the place.
    throw new Error(`its front matter: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  }
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

function readHeaderLines(source: string): Fields {
  const lines = source.split('\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}
