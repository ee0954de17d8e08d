import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('no secret of the environment reaches a log line, whatever key or text it stands in', () => {
  const script = `import('./dist/log.js').then(({ createLog }) => {
    const log = createLog({ LOG_LEVEL: 'info', PORT: 8080, HOST: 'h', OPENAI_API_KEY: 'sk-secret-1', X_BEARER_TOKEN: 'AAAA%2Bsecret', SMTP_URL: 'smtp://me:hunter2@mail.example', DATABASE_URL: 'postgres://me:hunter3@db.example/t' });
    log.info({ err: new Error('refused sk-secret-1, hunter3'), nested: { url: 'smtp://me:hunter2@mail.example' } }, 'with AAAA%2Bsecret');
    log.debug('not shown');
  })`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/sk-secret|AAAA|hunter/);
  expect(JSON.parse(stderr)).toMatchObject({ level: 30, msg: 'with [secret]' });
});
