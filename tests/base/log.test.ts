import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/**
 * Every variable that may contain a secret, with values that are hard to mask: quotes, characters of addresses, percent
 * codes.
 */
const SECRETS = {
  OPENAI_API_KEY: 'sk-secret"1\\back',
  X_BEARER_TOKEN: 'AAAA%2Bsecret%3D',
  REDDIT_CLIENT_ID: 'reddit-id',
  REDDIT_CLIENT_SECRET: 'reddit+secret/=&?',
  RESEND_API_KEY: 're_secret key',
  RESEND_WEBHOOK_SECRET: 'whsec_c2VjcmV0',
  SMTP_URL: 'smtp://me:hunter2%21@mail.example',
  DATABASE_URL: 'postgres://me:hunter3@db.example/t',
  DATABASE_READ_URL: 'postgres://me:hunter4@db.example/t',
  ADMIN_TOKEN: 'operator-secret-0123',
  OPENAI_BASE_URL: 'https://gate:hunter5@llm.example/v1',
};

const logged = (script: string) =>
  spawnSync(
    process.execPath,
    [
      '-e',
      `const env = { LOG_LEVEL: 'info', PORT: 8080, HOST: 'h', ...${JSON.stringify(SECRETS)} };
      import('./dist/base/log.js').then(async ({ createLog, inRun }) => { const log = createLog(env); ${script} })`,
    ],
    { encoding: 'utf8' },
  );

test('no secret of the environment reaches a log line, whatever key or text contains it', () => {
  const { stdout, stderr } = logged(`
    const secrets = Object.values(env).filter((value) => typeof value === 'string' && value.length > 6);
    for (const secret of secrets) {
      const login = secret.match(/:\\/\\/([^:]+):([^@]+)@/);
      const coded = (text) => Buffer.from(text).toString('base64');
      const basic = login ? coded(login[1] + ':' + decodeURIComponent(login[2])) : coded(env.REDDIT_CLIENT_ID + ':' + env.REDDIT_CLIENT_SECRET);
      const plain = login ? coded('\\0' + login[1] + '\\0' + decodeURIComponent(login[2])) : basic;
      log.error('535 bad AUTH PLAIN ' + plain + ' LOGIN ' + coded(login ? decodeURIComponent(login[2]) : secret));
      log.info(secret);
      log.warn({ [secret]: secret, url: 'https://a.example/?key=' + encodeURIComponent(secret) }, 'x ' + secret);
      log.error({ err: new Error('refused ' + secret, { cause: new Error(secret) }), nested: [{ secret }] }, 'y');
      log.error({ headers: { authorization: 'Basic ' + basic }, body: JSON.stringify({ secret }) }, 'z');
      log.info({ form: new URLSearchParams({ secret }).toString(), plain: secret.replace(/%2B/g, '+').replace(/%3D/g, '=') });
      log.warn('the server has no use for ' + secret.slice(0, -2) + '\u2026');
      if (login) log.error('the server does not take ' + decodeURIComponent(login[2]));
    }
    log.debug('not shown');`);
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines.length).toBeGreaterThan(50);
  for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
  expect(stderr).not.toMatch(
    /sk-secret|AAAA|reddit.{1,3}secret|re_secret|whsec|hunter\d|operator-secret|bWU6|Z2F0ZT|AG1lAG|aHVudGVy|cmVkZGl0LWlkOn/,
  );
  expect(stderr).not.toContain('not shown');
});

test('log lines contain no terminal control characters', () => {
  const { stderr } = logged(`log.warn({ source: 'a\\u001b[2J\\u009b2J\\u007f\\u202e' }, 'x\\u009bb');`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(JSON.parse(stderr)).toMatchObject({ source: 'a\u001b[2J\u009b2J\u007f\u202e', msg: 'x\u009bb' });
});

test('only the log lines of a run carry its id, whoever logs them', () => {
  const { stderr } = logged(`
    log.info('before');
    await inRun('r1', async () => { log.info('in'); await new Promise(setImmediate); log.info({ a: 1 }, 'in'); });
    log.info('after');`);
  const runs = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).run);
  expect(runs).toEqual([undefined, 'r1', 'r1', undefined]);
});

test('a UserError is logged with its hint, a defect with its stack', () => {
  const { stderr } = logged(`
    log.warn({ err: Object.assign(new Error('no room'), { code: 'ENOSPC' }) }, 'a');
    log.warn({ err: new TypeError('x is undefined') }, 'b');`);
  const [full, defect] = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).err);
  expect(full).toEqual({ message: 'no room', advice: 'The disk is full: free some space.' });
  expect(defect).toMatchObject({ message: 'x is undefined', stack: expect.stringContaining(' at ') });
});
