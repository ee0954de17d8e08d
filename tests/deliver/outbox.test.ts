import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
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

test('text of Latin letters is sent quoted-printable, text of other scripts as base64', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-'));
  const encodingsOf = async (key: string, text: string) => {
    const mail = { key, from: 'a@a.example', to: 'b@b.example', subject: 'S', html: `<p>${text}</p>`, text };
    await createOutbox(folder).send([{ ...mail, headers: {} }]);
    const eml = readFileSync(join(folder, `${key}.eml`), 'utf8');
    return [...eml.matchAll(/^Content-Transfer-Encoding: (.*)$/gm)].map(([, name]) => name);
  };
  expect(await encodingsOf('fr', 'Le modèle a été publié — il répond vite.')).toEqual(
    Array(2).fill('quoted-printable'),
  );
  expect(await encodingsOf('ja', '新しいモデルが GPT 向けに公開されました')).toEqual(Array(2).fill('base64'));
});
