// The messenger without a mail service: it writes each mail as three files that any mail program or browser can open.
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../base/errors.js';
import type { Mail, MailResult, Messenger } from '../model.js';
import { toNodemailerMessage } from './nodemailer-message.js';

/** Writes `<key>.html`, `.txt` and, last, `.eml` into the folder, each atomically. */
export function createOutbox(folder: string): Messenger {
  const pathOf = (key: string) => join(folder, key.replace(/[^\w.@+-]/g, '_'));
  let transport: ReturnType<typeof openTransport> | undefined;
  const write = async (mail: Mail): Promise<MailResult> => {
    const { key } = mail;
    try {
      const path = pathOf(key);
      transport ??= openTransport();
      const { message: eml } = await (await transport).sendMail(toNodemailerMessage(mail));
      // Mails contain addresses and readers' personal links, so only the owner may read them.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeAtomically(`${path}.html`, mail.html);
      await writeAtomically(`${path}.txt`, mail.text);
      await writeAtomically(`${path}.eml`, eml as Buffer);
      return { key, outcome: 'sent', providerId: `${path}.eml` };
    } catch (error) {
      return { key, outcome: 'failed', error: messageOf(error) };
    }
  };
  return {
    name: 'outbox',
    batchSize: 100,
    send: async (mails) => {
      const results: MailResult[] = [];
      for (const mail of mails) results.push(await write(mail));
      return results;
    },
    has: async (key) => existsSync(`${pathOf(key)}.eml`),
    close: async () => {},
  };
}

/** Loads nodemailer with the first mail: most commands send none. */
async function openTransport() {
  const { createTransport } = await import('nodemailer');
  return createTransport(
    { streamTransport: true, buffer: true, newline: 'unix' },
    { disableFileAccess: true, disableUrlAccess: true },
  );
}

async function writeAtomically(path: string, content: string | Buffer): Promise<void> {
  const temporary = `${path}.part`;
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, path);
}
