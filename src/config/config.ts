// Reads the environment, .env and sources.yaml into one validated, frozen value. Only this module reads process.env.
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { adviceOn, messageOf, UserError } from '../base/errors.js';
import { isPostgresUrl } from '../base/url.js';
import type { SourceRef } from '../model.js';
import { sourceEnvironment, sourceRefs } from '../sources/index.js';
import { parseSourcesFile, type SourcesFile } from './sources-file.js';

const optional = z.string().optional();
const optionalUrl = z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional();

/** A short token can be guessed; 16 letters and digits have 95 bits. */
const token = optional.refine((value) => value === undefined || value.length >= 16, 'at least 16 characters');
const mailbox = optional.refine(
  (value) => value === undefined || /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(value),
  'an e-mail address',
);
const sender = optional.refine(
  (value) => value === undefined || /^[^\s@<>]+@[^\s@<>]+$|<[^\s@<>]+@[^\s@<>]+>$/.test(value),
  'an e-mail address, also with a name: Tidings AI <news@example.org>',
);
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const environmentSchema = z.object({
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: optionalUrl,
  OPENAI_MODEL: optional,
  ...sourceEnvironment,
  RESEND_API_KEY: optional,
  RESEND_BASE_URL: optionalUrl,
  RESEND_WEBHOOK_SECRET: optional,
  SMTP_URL: optional,
  MAIL_FROM: sender,
  OPERATOR_EMAIL: mailbox,
  SLACK_WEBHOOK_URL: optionalUrl,
  DISCORD_WEBHOOK_URL: optionalUrl,
  TELEGRAM_BOT_TOKEN: optional,
  TELEGRAM_API_URL: z
    .url({ protocol: /^https?$/, error: 'an http(s) address' })
    .default('https://api.telegram.org'),
  ISSUE_WEBHOOK_URL: optionalUrl,
  ISSUE_WEBHOOK_SECRET: token,
  ADMIN_TOKEN: token,
  PUBLIC_URL: optionalUrl,
  DATABASE_URL: optional,
  DATABASE_READ_URL: optional,
  PORT: z.coerce.number('a port number').int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  TRUST_PROXY: z.enum(['yes', 'no'], { error: 'yes or no' }).optional(),
  TZ: optional,
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: 'trace, debug, info, warn, error or silent' }).default('info'),
});

/** Every variable that Tidings reads. A test checks that `.env.example` lists them all. */
export const environmentVariables = Object.keys(environmentSchema.shape) as (keyof z.input<
  typeof environmentSchema
>)[];

export type Environment = Readonly<z.output<typeof environmentSchema>>;

export interface Config extends SourcesFile {
  /** The folder that holds sources.yaml, .env and data/; absolute. */
  dir: string;
  env: Environment;
  refs: SourceRef[];
  /** Path of the SQLite file, `:memory:`, or the URL of a PostgreSQL database with its password. */
  database: string;
  /** URL of a read replica for the site's pages. */
  readDatabase?: string;
}

/**
 * Reads `.env` (environment variables take precedence) and `sources.yaml` in `dir`. `sourcesFile` replaces sources.yaml
 * (for the bundled sample). Throws a UserError for invalid settings.
 */
export function loadConfig(
  dir: string,
  {
    environment = process.env,
    sourcesFile,
  }: { environment?: NodeJS.ProcessEnv; sourcesFile?: SourcesFile } = {},
): Config {
  const root = resolve(dir);
  const env = readEnvironment(root, environment);
  const file = sourcesFile ?? readSourcesFile(root);
  const config: Config = {
    ...file,
    dir: root,
    env,
    refs: sourceRefs(file.sources),
    database: databaseOf(root, env.DATABASE_URL),
    ...(env.DATABASE_READ_URL && { readDatabase: readDatabaseOf(env.DATABASE_READ_URL) }),
  };
  return deepFreeze(config);
}

/** The path or URL of the folder's database. Works with an otherwise incomplete configuration. */
export function findDatabase(dir: string, environment: NodeJS.ProcessEnv = process.env): string {
  const root = resolve(dir);
  return databaseOf(root, readEnvironment(root, environment).DATABASE_URL);
}

/** Variables in `.env` that only compose.yaml and compose.scale.yaml read. */
const OTHERS_VARIABLES = ['DOMAIN', 'UPSTREAM', 'POSTGRES_PASSWORD'];

/** Variables whose values may be shown: no keys, tokens or passwords, and no URLs that may contain them. */
const SHOWN_VARIABLES: Partial<Record<keyof Environment, string>> = {
  PUBLIC_URL: 'Where readers reach the site',
  MAIL_FROM: 'Sender of the mails',
  OPERATOR_EMAIL: 'Gets alerts and sign-in links',
  OPENAI_MODEL: 'The language model',
  HOST: 'Address that the server listens on',
  PORT: 'Port that the server listens on, unless --port names another',
  TRUST_PROXY: 'Whether requests come through a proxy',
  LOG_LEVEL: 'How much is logged',
};

/** Lists the variables with their origin, and their values unless they may be secret. */
export function listEnvironment(dir: string, environment: NodeJS.ProcessEnv = process.env) {
  const root = resolve(dir);
  const file = readEnvFile(join(root, '.env'));
  const values = readEnvironment(root, environment);
  return environmentVariables.map((name) => {
    const isSet = Boolean(environment[name]?.trim() || file[name]?.trim());
    const value = values[name];
    const shown = value === undefined ? undefined : SHOWN_VARIABLES[name] ? String(value) : 'set';
    const from = !isSet ? 'default' : environment[name]?.trim() ? 'environment' : '.env';
    return {
      name,
      value: shown,
      from: from as 'default' | 'environment' | '.env',
      what: SHOWN_VARIABLES[name] ?? '',
    };
  });
}

/** Names in the folder's `.env` that Tidings does not read: usually misspellings. */
export function findUnread(dir: string): string[] {
  const known: string[] = [...environmentVariables, ...OTHERS_VARIABLES];
  return Object.keys(readEnvFile(join(dir, '.env'))).filter((name) => !known.includes(name));
}

/**
 * Reads the variables of the file, if it exists. Throws a UserError for a line without `=`: Node's parser joins such a
 * line with the next one, which loses both variables and could show a secret as a name.
 */
function readEnvFile(path: string): NodeJS.Dict<string> {
  if (!existsSync(path)) return {};
  const text = readText(path);
  const lines = withoutQuoted(text).split('\n');
  // Node 20 reads such a line as part of the next name; newer versions skip it silently.
  const wrong = lines.findIndex(
    (line) => /^\s*[^\s#]/.test(line) && !/^\s*(?:export\s+)?[^\s:=]*\s*=/.test(line),
  );
  if (wrong < 0) return parseEnv(text);
  const [name] = /\w+/.exec(lines[wrong] ?? '') ?? ['its name'];
  throw new UserError(
    `${path}, line ${wrong + 1}: missing = after ${name}`,
    'Write NAME=value on each line, or begin the line with # for a comment.',
  );
}

/** The text with quoted values removed (they may span lines) and the number of lines unchanged. */
function withoutQuoted(text: string): string {
  const assignments = /^([ \t]*[^\s#=][^=\n]*=[ \t]*)(["'`])[\s\S]*?\2/gm;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(assignments, (all, start) => '\n'.repeat(all.split('\n').length - 1) + start);
}

function readEnvironment(root: string, environment: NodeJS.ProcessEnv): Environment {
  const path = join(root, '.env');
  const fromFile = readEnvFile(path);
  // An empty value counts as not set, as in .env.example. An empty HOST would open the site to every network.
  const given = Object.entries({ ...fromFile, ...environment })
    .map(([name, value]) => [name, value?.trim()])
    .filter(([, value]) => value);
  const result = environmentSchema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  // Does not repeat the value: it may be a secret in the wrong place.
  const [issue] = result.error.issues;
  const name = String(issue?.path[0]);
  throw new UserError(
    `${name} is invalid: expected ${issue?.message}`,
    `Correct ${name} in ${join(root, '.env')} or in the environment.`,
  );
}

function readSourcesFile(root: string): SourcesFile {
  const path = join(root, 'sources.yaml');
  if (!existsSync(path)) {
    throw new UserError(
      `No sources.yaml in ${root}`,
      'Run `tidings init` to write one, name another folder with --dir, or try `tidings run --sample`.',
    );
  }
  const shown = relative(process.cwd(), path);
  return parseSourcesFile(readText(path), shown.startsWith('..') ? path : shown);
}

/** Reads a file with normalised line ends and without a byte order mark, which would become part of the first name. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n');
  } catch (error) {
    throw new UserError(`Cannot read ${path}: ${messageOf(error)}`, adviceOn(error), { cause: error });
  }
}

function databaseOf(root: string, url = 'file:data/tidings.db'): string {
  if (url === ':memory:' || isPostgresUrl(url)) return url;
  const path = /^file:(?:\/\/)?(.+)$/.exec(url)?.[1];
  if (!path) {
    refuseInvalidUrl('DATABASE_URL', url);
    throw new UserError(
      'DATABASE_URL is invalid: expected an SQLite file or a PostgreSQL database',
      'Write it as file:data/tidings.db (relative to the folder), file:/absolute/path.db or postgres://user:password@host/database.',
    );
  }
  return isAbsolute(path) ? path : join(root, path);
}

function readDatabaseOf(url: string): string {
  if (isPostgresUrl(url)) return url;
  refuseInvalidUrl('DATABASE_READ_URL', url);
  throw new UserError(
    'DATABASE_READ_URL is invalid: only a PostgreSQL database can have a read replica',
    'Write it as postgres://user:password@host/database, or remove it.',
  );
}

/** Throws a UserError for an invalid URL. The usual cause is an unescaped character in the password. */
function refuseInvalidUrl(name: string, url: string): void {
  if (/^postgres(ql)?:/i.test(url))
    throw new UserError(
      `${name} is not a valid URL of a PostgreSQL database`,
      'In a password, write @ as %40, # as %23, / as %2F, ? as %3F and % as %25.',
    );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
