import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newFolder, type Ran, tidings } from '../fixtures/cli.js';

const sample = newFolder();
let first: Ran;
beforeAll(async () => {
  first = await tidings(['run', '--sample', '--json'], sample);
});

test('the sample makes an issue in an empty folder: page, text and mail', () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const { issue, email, deliveries } = JSON.parse(first.stdout);
  expect(deliveries).toEqual({ sent: 1, failed: 0, skipped: 0 });
  const outbox = readdirSync(join(sample, 'data', 'outbox')).sort();
  expect(outbox).toEqual(['eml', 'html', 'txt'].map((form) => `${issue.slug}.${form}`));
  expect(readFileSync(join(sample, 'data', 'outbox', `${issue.slug}.html`)).length).toBe(email.bytes);
});

test('run --json keeps its contract', () => {
  expect(JSON.parse(first.stdout)).toMatchObject({
    issue: {
      id: 'daily-2026-03-17',
      cadence: 'daily',
      period: { from: '2026-03-17T00:00:00.000Z' },
      title: expect.any(String),
    },
    posts: { fetched: expect.any(Number), new: expect.any(Number), duplicates: expect.any(Number) },
    sources: {
      checked: expect.any(Number),
      failed: expect.arrayContaining([{ source: 'r/PromptLab', error: 'private or banned (403)' }]),
    },
    sections: expect.arrayContaining([
      { recap: 'X Recap', title: expect.any(String), posts: expect.any(Number) },
    ]),
    audit: {
      bullets: expect.any(Number),
      rewritten: 0,
      replaced: expect.any(Number),
      citations: expect.any(Number),
      refusals: expect.any(Object),
    },
    model: { name: 'offline', calls: 0, tokensIn: 0, costUsd: 0, parts: { asked: 0, offline: 0 } },
    ms: {
      fetch: expect.any(Number),
      editorial: expect.any(Number),
      render: expect.any(Number),
      deliver: expect.any(Number),
    },
  });
});

test('a repeated run makes no second issue and sends nothing twice', async () => {
  const again = JSON.parse((await tidings(['run', '--sample', '--json'], sample)).stdout);
  expect(again).toMatchObject({
    issue: JSON.parse(first.stdout).issue,
    posts: { new: 0 },
    deliveries: { sent: 0, skipped: 1 },
  });
});

test('search finds published bullets with their places', async () => {
  const found = JSON.parse((await tidings(['search', 'quickserve', '--json'], sample)).stdout);
  expect(found.total).toBeGreaterThan(3);
  expect(found.hits[0]).toMatchObject({ recap: expect.any(String), anchor: expect.stringMatching(/^b\d+$/) });
  expect(JSON.parse((await tidings(['search', 'qiuckserve', '--json'], sample)).stdout)).toMatchObject({
    instead: 'quickserve',
    total: found.total,
  });
  const none = await tidings(['search', 'zeppelin'], sample);
  expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing found') });
});

test('sources and doctor report failures', async () => {
  const { sources } = JSON.parse((await tidings(['sources', '--json'], sample)).stdout);
  expect(sources.find((source: { name: string }) => source.name === 'r/PromptLab')).toMatchObject({
    error: 'private or banned (403)',
  });
  const doctor = await tidings(['doctor'], sample);
  expect(doctor).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('✗ r/PromptLab: private or banned (403)'),
  });
});

test('text from outside contains no terminal control sequences, neither as text nor as JSON', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'old'));
  writeFileSync(join(folder, 'sources.yaml'), readFileSync('sources.yaml'));
  writeFileSync(join(folder, 'old', 'x\u001b]0;owned\u0007\u009b2J\u202e.md'), 'nothing');
  const text = await tidings(['import', 'old'], folder);
  expect(text.stdout).toContain('x]0;owned2J.md: it has no date');
  const json = await tidings(['import', 'old', '--json'], folder);
  expect(JSON.parse(json.stdout).failed[0].file).toBe('x\u001b]0;owned\u0007\u009b2J\u202e.md');
  const unknown = await tidings(['search', 'x', '--tag', 'a\u001b[2J\u009b'], folder);
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('No issue has the tag "a[2J') });
  expect(text.stdout + json.stdout + unknown.stderr).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
});

test('init writes its files once, and the shipped sources.yaml is valid', async () => {
  const folder = newFolder();
  expect((await tidings(['init'], folder)).code).toBe(0);
  writeFileSync(join(folder, '.env.example'), 'mine');
  const again = JSON.parse((await tidings(['init', '--json'], folder)).stdout);
  expect(again).toEqual({
    field: 'ai',
    written: [],
    kept: [
      'sources.yaml',
      'sources.schema.json',
      'vocabulary.yaml',
      'vocabulary.schema.json',
      '.env.example',
    ],
  });
  expect(readFileSync(join(folder, '.env.example'), 'utf8')).toBe('mine');
  expect(JSON.parse((await tidings(['sources', '--json'], folder)).stdout).sources.length).toBeGreaterThan(
    100,
  );
});

test('sample data is removed when a real sources.yaml exists, and never enters a real archive', async () => {
  const folder = newFolder();
  cpSync(sample, folder, { recursive: true });
  await tidings(['init'], folder);
  expect(JSON.parse((await tidings(['search', 'quickserve', '--json'], folder)).stdout).total).toBe(0);
  await tidings(['sources', 'check', 'r/NoSuch'], folder);
  writeFileSync(
    join(folder, 'sources.yaml'),
    'publication: { name: T }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["http://127.0.0.1:9/f"] }\n',
  );
  await tidings(['sources', 'check'], folder);
  expect(await tidings(['run', '--sample'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--dir'),
  });
});

const refusals: [string[], string][] = [
  [['run'], 'No sources.yaml in'],
  [['run', '--sample', '--date', '2026-02-30'], 'Invalid --date "2026-02-30"'],
  [['run', '--sample', '--cadence', 'hourly'], 'Invalid --cadence "hourly"'],
  [['run', '--sample', '--date', '2999-01-01'], 'is not over yet'],
  [['run', '--nope'], "Unknown option '--nope'"],
  [['nope'], 'Unknown command "nope"'],
  [['search'], 'No query given'],
  // Taken for yesterday's issue, it would be mailed.
  [['run', '2026-04-06'], 'Unexpected argument "2026-04-06"'],
  [['backup', 'one.db', 'two.db'], 'Unexpected argument "two.db"'],
  [['search', 'llama', '-meta'], "Unknown option '-m'\n  Usage: tidings search QUERY"],
  [['search', 'llama', '-meta'], 'begins with - after --'],
  [['search', 'llama', '--since='], '--since is empty'],
  [['search', 'llama', '--tag', ''], '--tag is empty'],
  [['sources', '--cost'], '--cost has no effect without check'],
  [['sources', 'check', 'r/LocalLLaMA', '--cost'], 'Unexpected argument "r/LocalLLaMA"'],
  [['sources', 'export', 'feeds.opml'], 'Unexpected argument "feeds.opml"'],
  [['sources', 'add', 'a.example', 'b.example'], 'Unexpected argument "b.example"'],
  [['sources', 'import', 'a.opml', 'b.opml'], 'Unexpected argument "b.opml"'],
  [['send', 'daily-2026-03-17', '--uncertain'], '--uncertain has no effect without --resume'],
  [['send', 'daily-2026-03-17', '--to', 'a@example.org', '--resume'], '--resume has no effect with --to'],
  [['doctor', '--days', '3'], '--days has no effect without --rotate-key'],
  [['edit', 'daily-2026-03-17'], 'vi needs a terminal'],
  // Of the operating system: no defect, though nobody foresaw the place.
  [['init', '--dir', '/dev/null/folder'], 'ENOTDIR'],
];
let refused: Ran[];
beforeAll(async () => {
  refused = [];
  for (const [args] of refusals) refused.push(await tidings(args, newFolder()));
});
test.each(refusals.map((refusal, at) => [...refusal, at] as const))(
  '%j is refused with one line and a way out',
  (_, message, at) => {
    const { code, stdout, stderr } = refused[at] as Ran;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^✗ /);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  },
);

test('an unsupported Node version is reported before any code fails', async () => {
  const folder = newFolder();
  const old = join(folder, 'old.cjs');
  const versions = "{ value: { ...process.versions, node: '20.10.0' } }";
  writeFileSync(old, `Object.defineProperty(process, 'versions', ${versions})`);
  expect(
    await tidings(['--help'], folder, { ownProcess: true, env: { NODE_OPTIONS: `--require="${old}"` } }),
  ).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^✗ Tidings needs Node 20\.19 or newer; this is 20\.10\.0\n/),
  });
});

test('the reader of a pipe may close it early', async () => {
  const child = spawn(process.execPath, [resolve('dist/main.js'), '--help'], { stdio: 'pipe' });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  expect([...(await once(child, 'close')), stderr]).toEqual([0, null, '']);
});

test('an issue that reaches nobody ends with exit code 1 and a hint', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'outbox'), 'a file where the folder should be');
  expect(await tidings(['run', '--sample'], folder)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/✗ Not delivered: .*outbox.*\n.*tidings send daily-2026-03-17 --resume/),
  });
});

test('serve explains why it cannot listen', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  expect(await tidings(['serve', '--port', String(port)], sample)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('already running'),
  });
  other.close();
  // An address of no machine, kept for documents.
  expect(await tidings(['serve'], sample, { env: { HOST: '192.0.2.1' } })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Check that HOST'),
  });
});

test('help names every command', async () => {
  const { stdout } = await tidings(['--help'], newFolder());
  for (const name of ['init', 'run', 'serve', 'search', 'sources', 'doctor'])
    expect(stdout).toContain(`tidings ${name}`);
});

test('a command’s help describes every option on a line of its own, with its default', async () => {
  const { stdout } = await tidings(['serve', '--help'], newFolder());
  expect(stdout).toMatch(/^ {2}--port N +\S.*\(default: PORT, else 8080\)$/m);
  expect(stdout).toMatch(/^ {2}--no-schedule +\S.*\(default: .+\)$/m);
  expect(stdout).toMatch(/^ {2}--dir DIR +\S.*\(default: .+\)$/m);
});

test('a draft is made for a period that is not over, is written again, and is not sent', async () => {
  const folder = newFolder();
  const draft = JSON.parse((await tidings(['run', '--sample', '--draft', '--json'], folder)).stdout);
  expect(draft.deliveries).toEqual({ sent: 0, failed: 0, skipped: 1 });
  expect(existsSync(join(folder, 'data', 'outbox'))).toBe(false);
  expect(JSON.parse((await tidings(['search', 'quickserve', '--json'], folder)).stdout).total).toBe(0);
  const published = JSON.parse((await tidings(['run', '--sample', '--json'], folder)).stdout);
  expect(published).toMatchObject({ issue: { slug: draft.issue.slug }, deliveries: { sent: 1 } });
});

test('an issue is edited as a manuscript, and what no post supports is named', async () => {
  const folder = newFolder();
  await tidings(['run', '--sample', '--draft'], folder);
  const env = {
    EDITOR: `${process.execPath} -e "const fs=require('fs');const f=process.env.TIDINGS_FILE;fs.writeFileSync(f,fs.readFileSync(f,'utf8').replace(/^# .*$/m,'# Mine').replace(/^- \\*\\*/m,'- ** 987,654 users say that '))"`,
  };
  const edited = await tidings(['edit', 'daily-2026-03-17', '--json'], folder, { env });
  expect(edited, edited.stderr).toMatchObject({ code: 0 });
  const { changed, doubts } = JSON.parse(edited.stdout);
  expect({ changed, doubts: doubts.length }).toEqual({ changed: true, doubts: 1 });
  expect(doubts[0].reasons.join()).toContain('987,654');
  expect(
    JSON.parse((await tidings(['run', '--sample', '--draft', '--json'], folder)).stdout).issue.title,
  ).toBe('Mine');
});
