import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOutbox } from '../../src/deliver/outbox.js';

test('nobody else on the machine can read the mails', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'tidings-')), 'data', 'outbox');
  const mail = {
    key: 'k',
    from: 'a@a.example',
    to: 'b@b.example',
    subject: 'S',
    html: '<p>H</p>',
    text: 'T',
    headers: {},
  };
  expect(await createOutbox(folder).send([mail])).toMatchObject([{ outcome: 'sent' }]);
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  expect(modeOf(folder)).toBe(0o700);
  expect(readdirSync(folder).map((file) => modeOf(join(folder, file)))).toEqual([0o600, 0o600, 0o600]);
});
