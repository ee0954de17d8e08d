import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder, tidings } from '../fixtures/cli.js';

const YAML =
  'publication: { name: T }\nrecaps: [{ title: F, from: feeds }]\nsources: { feeds: ["https://a.example/f"] }\n';

test('doctor names the way of mail, a missing sender, and no secret', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  const outbox = await tidings(['doctor'], folder);
  expect(outbox).toMatchObject({ code: 0, stdout: expect.stringContaining('– Mail goes to data/outbox/') });
  const smtp = await tidings(['doctor'], folder, { env: { SMTP_URL: 'smtp://me:hunter2@127.0.0.1:9' } });
  expect(smtp.stdout).toContain('Mail goes out by SMTP');
  expect(smtp).toMatchObject({ code: 1, stdout: expect.stringContaining('MAIL_FROM is missing') });
  expect(smtp.stdout + smtp.stderr).not.toContain('hunter2');
});

test('doctor says of a store that cannot be opened what is wrong', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'sources.yaml'), YAML);
  mkdirSync(join(folder, 'data', 'tidings.db'), { recursive: true });
  expect(await tidings(['doctor'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('cannot be opened'),
  });
});
