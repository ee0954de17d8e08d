import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../../../src/commands/doctor/index.js';
import { verifyResend } from '../../../src/deliver/resend/verify-resend.js';
import { saveIssue } from '../../../src/store/issues.js';
import { openDatabase } from '../../../src/store/open.js';
import { addRun, endRun } from '../../../src/store/runs.js';
import { type Answer, startApiServer } from '../../fixtures/api-server.js';
import { newFolder, tidings } from '../../fixtures/cli.js';
import { makeIssue } from '../../fixtures/issue.js';
import { startModelServer } from '../../fixtures/model-server.js';
import { runCommand } from '../../fixtures/publication.js';

const YAML =
  'publication: { name: T }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["https://a.example/f"] }\n';

test('doctor reports the mail service and a missing sender, without secrets', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const outbox = await tidings(['doctor'], folder);
  expect(outbox).toMatchObject({ code: 0, stdout: expect.stringContaining('– Mail goes to data/outbox/') });
  const smtp = await tidings(['doctor'], folder, { env: { SMTP_URL: 'smtp://me:hunter2@127.0.0.1:9' } });
  expect(smtp.stdout).toMatch(/✗ Mail goes out by SMTP, but its server does not accept it: .*ECONNREFUSED/);
  expect(smtp).toMatchObject({ code: 1, stdout: expect.stringContaining('MAIL_FROM is not set') });
  expect(smtp.stdout + smtp.stderr).not.toContain('hunter2');
});

test('doctor reports that bounces are not received if Resend has no webhook secret', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  let answer: Answer = { status: 401, body: { name: 'restricted_api_key', message: 'only sends' } };
  const resend = await startApiServer(() => answer);
  const env = {
    ...{ RESEND_API_KEY: 're_1', RESEND_BASE_URL: resend.url },
    ...{ MAIL_FROM: 'me@news.example', PUBLIC_URL: 'https://notes.example' },
  };
  const deaf = await tidings(['doctor'], folder, { env });
  expect(deaf.stdout).toMatch(/– Bounces .* not received.*\n.*https:\/\/notes\.example\/webhooks\/resend/);
  const hearing = await tidings(['doctor'], folder, { env: { ...env, RESEND_WEBHOOK_SECRET: 'whsec_eA==' } });
  expect(hearing.stdout).not.toContain('not received');
  expect(hearing.stdout).toContain('✓ Mail goes out by Resend');
  answer = { status: 401, body: { name: 'invalid_api_key', message: 'API key re_1 is invalid' } };
  const refused = await verifyResend('re_1', { baseUrl: resend.url });
  expect(refused).toBe('invalid_api_key: API key [secret] is invalid');
  answer = { status: 404, body: { message: 'Not Found' } };
  const missing = await verifyResend('re_1', { baseUrl: resend.url });
  expect(missing).toBe('the list of domains could not be read (Not Found)');
  const domains = (name: string, status: string): Answer => ({ body: { data: [{ name, status }] } });
  const verify = (one: Answer) => {
    answer = one;
    return verifyResend('re_1', { baseUrl: resend.url, from: 'N <me@news.example>' });
  };
  expect(await verify(domains('news.example', 'verified'))).toBeUndefined();
  expect(await verify(domains('news.example', 'pending'))).toBe('the domain news.example is pending there');
  expect(await verify(domains('other.example', 'verified'))).toContain(
    'news.example of MAIL_FROM is not one',
  );
  await resend.close();
});

test('doctor checks that the model server responds and offers the model', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const server = await startModelServer((_request, response) => {
    response.end(JSON.stringify({ data: [{ id: 'small', shutdown_date: '2027-04-01' }, { id: 'large' }] }));
  });
  const doctor = (model: string) =>
    tidings(['doctor'], folder, { env: { OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: model } });
  expect((await doctor('large')).stdout).toContain(`✓ Language model: large at ${server.baseUrl} answers`);
  expect((await doctor('small')).stdout).toMatch(/– Language model: small .* shuts down on 2027-04-01/);
  expect((await doctor('huge')).stdout).toMatch(/– Language model: huge .* is not among the 2 models/);
  await server.close();
  const dead = await doctor('large');
  expect(dead.code).toBe(1);
  expect(dead.stdout).toMatch(
    /✗ Language model: large .*cannot reach the model server: connect ECONNREFUSED/,
  );
});

test('doctor reports unknown variables in .env and unknown prompts, without their values', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  writeFileSync(
    join(folder, '.env'),
    'X_BEARER_TOKNE=a-secret-of-x\nDOMAIN=news.example.org\nLOG_LEVEL=warn\n',
  );
  mkdirSync(join(folder, 'prompts'));
  for (const name of ['write.md', 'wirte.md']) writeFileSync(join(folder, 'prompts', name), 'Write.');
  const { text } = await runCommand(command, folder, []);
  expect(text.match(/.* is not a known (variable|prompt)/g)).toEqual([
    '– X_BEARER_TOKNE in .env is not a known variable',
    '– prompts/wirte.md is not a known prompt',
  ]);
  expect(text).not.toContain('a-secret-of-x');
});

test('doctor explains why a store cannot be opened', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  mkdirSync(join(folder, 'data', 'tidings.db'), { recursive: true });
  expect(await tidings(['doctor'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Cannot open'),
  });
});

test('an unpublished latest issue is one line that calls it a draft', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  const draft = { ...makeIssue(), status: 'draft' as const };
  await db.transaction().execute((trx) => saveIssue(trx, draft));
  const at = draft.createdAt;
  await addRun(db, { id: 'a', kind: 'issue', subject: draft.id, owner: 'o', startedAt: at, figures: {} });
  await endRun(db, 'a', { at, outcome: 'done', figures: {} });
  await db.destroy();
  const { text } = await runCommand(command, folder, []);
  const lines = text.split('\n').filter((line) => /^\S/.test(line) && line.includes(draft.id));
  expect(lines).toEqual([
    expect.stringMatching(/^– Latest issue: .*, a draft; its period ended \d+ days ago$/),
  ]);
});

test('doctor reports the last runs, interrupted ones, and who is notified', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const db = await openDatabase(join(folder, 'data', 'tidings.db'));
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const add = async (id: string, subject: string, outcome?: 'done' | 'failed') => {
    const owner = `${hostname()}/999999999/x`;
    await addRun(db, { id, kind: 'issue', subject, owner, startedAt: at, figures: {} });
    if (outcome) await endRun(db, id, { at, outcome, figures: {}, error: 'disk full' });
  };
  await add('a', 'daily-2026-03-16');
  await add('b', 'daily-2026-03-17');
  await add('c', 'daily-2026-03-17', 'failed');
  await db.destroy();
  const quiet = await runCommand(command, folder, []);
  expect(quiet.text).toContain('– Nobody is notified when something goes wrong');
  writeFileSync(join(folder, '.env'), 'OPERATOR_EMAIL=op@example.org\nADMIN_TOKEN=operator-secret-0123\n');
  const { exitCode, text } = await runCommand(command, folder, []);
  expect(exitCode).toBe(1);
  // Each fact once.
  expect(text).not.toContain('Last issue: daily-2026-03-17, failed');
  expect(text).toMatch(/\d+ to fix \(✗\); \d+ notes \(–\) about what is optional/);
  expect(text).toMatch(/✗ issue daily-2026-03-16, started .* was interrupted/);
  expect(text).not.toMatch(/✗ issue daily-2026-03-17/);
  expect(text).toContain('✗ Making daily-2026-03-17 failed: disk full');
  expect(text).toContain('✓ op@example.org is notified');
  expect(text).not.toContain('operator-secret');
});
