import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { environmentVariables, findUnread, loadConfig } from '../../src/config/config.js';
import { parseSourcesFile, sourcesFileSchema } from '../../src/config/sources-file.js';
import { sourceRefs } from '../../src/sources/index.js';

const minimal = `publication: { name: Test }
recaps:
  - { title: Blogs, from: feeds }
sources:
  feeds: [https://a.example/feed]
`;
const folder = (sources = minimal, env = '') => {
  const dir = mkdtempSync(join(tmpdir(), 'tidings-'));
  writeFileSync(join(dir, 'sources.yaml'), sources);
  if (env) writeFileSync(join(dir, '.env'), env);
  return dir;
};
const mistakeIn = (text: string) => {
  try {
    parseSourcesFile(text, 'sources.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no mistake';
};

test('the shipped sources.yaml is valid and has enough sources', () => {
  const file = parseSourcesFile(readFileSync('sources.yaml', 'utf8'), 'sources.yaml');
  const count = (kind: string) => sourceRefs(file.sources).filter((ref) => ref.kind === kind).length;
  expect(count('subreddit')).toBeGreaterThanOrEqual(12);
  expect(count('x-account')).toBeGreaterThanOrEqual(60);
  expect(count('feed')).toBeGreaterThanOrEqual(40);
});

test('the shipped sources.yaml shows every setting', () => {
  const text = readFileSync('sources.yaml', 'utf8');
  const keys = (schema: unknown): string[] =>
    Object.entries((schema as { properties?: object }).properties ?? {}).flatMap(([key, part]) => [
      key,
      ...keys(part),
    ]);
  const missing = keys(z.toJSONSchema(sourcesFileSchema, { io: 'input' })).filter(
    (key) => !text.includes(`${key}:`),
  );
  expect(missing).toEqual([]);
});

test('sources.schema.json matches the schema (npm run schema writes it)', () =>
  expect(JSON.parse(readFileSync('sources.schema.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(z.toJSONSchema(sourcesFileSchema, { io: 'input' }))),
  ));

test('.env.example lists every variable and no other', () =>
  expect(Object.keys(parseEnv(readFileSync('.env.example', 'utf8'))).sort()).toEqual(
    [...environmentVariables].sort(),
  ));

test.each([
  [
    'publication: { name: T, daily: { hour: 25 } }',
    /line 1, publication\.daily\.hour: found 25; allowed: a whole number from 0 to 23/,
  ],
  [minimal.replace('feeds: [', 'feds: ['), /line 5, sources\.feds: .*unknown setting/],
  [
    minimal.replace('name: Test', 'timeZone: Mars/Base, name: T'),
    /line 1, publication\.timeZone: found "Mars\/Base"; allowed: an IANA/,
  ],
  [
    minimal.replace('https://a.example/feed', 'ftp://a.example'),
    /line 5, sources\.feeds\.0: found "ftp:\/\/a\.example"; allowed: an http/,
  ],
  [
    minimal.replace('from: feeds', 'from: [r/Nowhere]'),
    /recap "Blogs" uses "r\/Nowhere", which is not a source/,
  ],
  ['publication: {', /line \d+: not valid YAML/],
  ['', /publication: missing; allowed: settings, each/],
  ['hello', /^sources.yaml, line 1: found "hello"; allowed: settings/],
  ['publication:\n\tname: T', /^sources.yaml, line 2: not valid YAML: Tabs are not allowed as indentation$/],
  [`${minimal}publication: {}`, /^sources.yaml, line 6: not valid YAML: "publication" occurs twice$/],
  ['publication:\n  name: Test: daily', /line 2: not valid YAML: a second ": " in one value, or/],
  ['publication:\n  name: T\n   tagline: x', /line 2: not valid YAML: .* the next line is indented further/],
  [`${minimal}---\n${minimal}`, /^sources.yaml, line 6: not valid YAML: a second document begins/],
  [minimal.replace('Test', '*nowhere'), /^sources.yaml: not valid YAML: Unresolved alias/],
  [minimal.replace('Test', '2026'), /name: found 2026; allowed: text \(quoted/],
  [minimal.replace('Test', '""'), /name: found ""; allowed: 1 or more letters/],
  [minimal.replace(/\[h.*\]/, 'https://a.example/feed'), /sources\.feeds: found "h.*; allowed: a list/],
  [
    `${minimal}model: { maxUsd: "1" }`,
    /line 6, model\.maxUsd: found "1"; allowed: a number, without quotes$/,
  ],
  [`${minimal}editorial: { topPosts: 99 }`, /topPosts: found 99; allowed: at most 20$/],
  [
    minimal.replace('name: Test', 'name: T, weekly: { day: Montag }'),
    /found "Montag"; allowed: monday, tuesday,/,
  ],
])('%j is refused with its position', (text, message) => expect(mistakeIn(text)).toMatch(message));

test('a source named twice is one source', () =>
  expect(
    sourceRefs(parseSourcesFile(minimal.replace('[h', '[https://a.example/feed, h'), 'f').sources),
  ).toHaveLength(1));

test('a paid feed is read with its key, and readers see it without the key', () => {
  const url = 'https://a.example/feed?token=s3cret';
  const [ref] = sourceRefs(parseSourcesFile(minimal.replace('https://a.example/feed', url), 'f').sources);
  expect(ref?.target).toBe(url);
  expect(JSON.stringify({ ...ref, target: '' })).not.toContain('s3cret');
});

test('environment variables take precedence over .env, and errors do not repeat secrets', () => {
  const dir = folder(minimal, 'X_BEARER_TOKEN=from-file\nMAIL_FROM=a@b.example');
  expect(loadConfig(dir, { environment: { X_BEARER_TOKEN: 'real' } }).env).toMatchObject({
    X_BEARER_TOKEN: 'real',
    MAIL_FROM: 'a@b.example',
  });
  expect(() => loadConfig(dir, { environment: { OPENAI_BASE_URL: 'sk-secret' } })).toThrow(
    /OPENAI_BASE_URL is invalid: expected an http/,
  );
  expect(() => loadConfig(dir, { environment: { OPENAI_BASE_URL: 'sk-secret' } })).not.toThrow(/sk-secret/);
});

test('a byte order mark is not part of the first name in .env, and an unreadable file is reported', () => {
  const dir = folder(minimal, '\ufeffMAIL_FROM=a@b.example');
  expect(loadConfig(dir, { environment: {} }).env.MAIL_FROM).toBe('a@b.example');
  rmSync(join(dir, '.env'));
  mkdirSync(join(dir, '.env'));
  expect(() => loadConfig(dir, { environment: {} })).toThrow(/Cannot read .*\.env: EISDIR/);
});

test.each([
  ['HOST=\r\nOPENAI_API_KEY: sk-secret\r\nMAIL_FROM=a@b.example', 'line 2: missing = after OPENAI_API_KEY'],
  ['OPENAI_API_KEY sk-secret\nMAIL_FROM=a@b.example', 'line 1: missing = after OPENAI_API_KEY'],
  ['# all\n\n  OPENAI_API_KEY: sk-secret', 'line 3: missing = after OPENAI_API_KEY'],
  ['see below\nHOST=\n', 'line 1: missing = after see'],
  ['export A="one\ntwo" # "\n# B="\nOPENAI_API_KEY: sk-secret=', 'line 4: missing = after OPENAI_API_KEY'],
  ['HOST=\nMAIL_FROM', 'line 2: missing = after MAIL_FROM'],
])('%j in .env is refused with its line, without repeating secrets', (env, message) => {
  const load = () => loadConfig(folder(minimal, env), { environment: {} });
  expect(load).toThrow(message);
  expect(load).not.toThrow(/sk-secret/);
});

test('a quoted value in .env may span lines', () => {
  const env =
    '# "\n  export MAIL_FROM = "a@b.example"\nOTHER=\'one\ntwo: 2\n\' # three\nOPENAI_MODEL=`x`\n\n';
  expect(loadConfig(folder(minimal, env), { environment: {} }).env).toMatchObject({
    MAIL_FROM: 'a@b.example',
    OPENAI_MODEL: 'x',
  });
});

test('unknown names in .env are reported', () => {
  const env = 'MAIL_FORM=x\nHOST=\nDOMAIN=a.example\nexport PORT=1\nPUBLIC_URL = "https://a.example" # ours';
  expect(findUnread(folder(minimal, env))).toEqual(['MAIL_FORM']);
});

test('an empty value counts as unset: HOST= does not open the site to all networks', () => {
  const { env } = loadConfig(folder(minimal, 'HOST=\nPORT=\nLOG_LEVEL=\nDATABASE_URL=\nPUBLIC_URL= \n'), {
    environment: {},
  });
  expect(env).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, LOG_LEVEL: 'info' });
  expect(env.PUBLIC_URL).toBeUndefined();
});

test.each([
  ['LOG_LEVEL', 'verbose', 'trace, debug, info, warn, error or silent'],
  ['MAIL_FROM', 'Field Notes', 'an e-mail address, also with a name: Tidings AI <news@example.org>'],
  ['ADMIN_TOKEN', 'fifteen-letters', 'at least 16 characters'],
  ['OPERATOR_EMAIL', 'me at home', 'an e-mail address'],
])('%s %j is refused without repeating the value', (name, value, allowed) => {
  const load = (given: string) => loadConfig(folder(), { environment: { [name]: given } }).env;
  expect(() => load(value)).toThrow(`${name} is invalid: expected ${allowed}`);
  expect(() => load(value)).not.toThrow(value);
  // Unset, as in .env.example.
  expect(load('')).toEqual(loadConfig(folder(), { environment: {} }).env);
});

test('the configuration is frozen', () => {
  const config = loadConfig(folder(), { environment: {} });
  expect(() => Object.assign(config.publication, { name: 'x' })).toThrow(TypeError);
});

test('a folder without sources.yaml produces an error with a hint', () =>
  expect(() => loadConfig(mkdtempSync(join(tmpdir(), 'tidings-')), { environment: {} })).toThrow(
    /No sources\.yaml/,
  ));

test('the store is a file in the folder, or a PostgreSQL database', () => {
  const dir = folder();
  const databaseOf = (environment: Record<string, string>) => loadConfig(dir, { environment }).database;
  expect(databaseOf({})).toBe(join(dir, 'data', 'tidings.db'));
  expect(databaseOf({ DATABASE_URL: 'postgresql://me:pw@h/d' })).toBe('postgresql://me:pw@h/d');
  expect(() => databaseOf({ DATABASE_URL: 'mysql://h/d' })).toThrow(/DATABASE_URL is invalid/);
  for (const url of ['postgres://me:hunter2@h:port/d', 'postgres://me:hunter#2@h/d', 'postgres://me:a/b@h/d'])
    expect(() => databaseOf({ DATABASE_URL: url })).toThrow(
      expect.objectContaining({
        message: 'DATABASE_URL is not a valid URL of a PostgreSQL database',
        hint: expect.stringContaining('# as %23'),
      }),
    );
  expect(() => databaseOf({ DATABASE_READ_URL: 'file:x.db' })).toThrow(/DATABASE_READ_URL is invalid/);
});
