// Mail over any SMTP server, on a few connections at a time. SMTP has no idempotency keys: what was in flight when
// a connection was lost is uncertain, and never sent again blindly.
import { createTransport } from 'nodemailer';
import { messageOf, UserError } from '../errors.js';
import type { Mail, MailResult, Messenger } from '../model.js';
import { createBlockEncoder } from './blocks.js';
import { quotedPrintable } from './quoted-printable.js';
import { createMask } from './secrets.js';

export interface SmtpOptions {
  /** Connections at a time; default 5. */
  connections?: number;
  /** For each step of the conversation; default 2 minutes. */
  timeoutMs?: number;
}

/** What a failed sending tells. */
interface SmtpFault {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** `url` is `smtp://user:password@host:587` or `smtps://…`. Throws a UserError, without the URL, for any other. */
export function createSmtp(
  url: string,
  { connections = 5, timeoutMs = 120_000 }: SmtpOptions = {},
): Messenger {
  const { username, password } = parseSmtpUrl(url);
  const mask = createMask([url, password, decodeURIComponent(password)]);
  const encodeText = createBlockEncoder(quotedPrintable);
  const encodeHtml = createBlockEncoder(quotedPrintable);
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    connectionTimeout: Math.min(timeoutMs, 30_000),
    greetingTimeout: Math.min(timeoutMs, 30_000),
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(!username && { auth: undefined }),
  });
  // The server has seen nothing of a mail whose stream nobody has read from.
  const started = new Map<string, () => boolean>();
  transport.use('stream', (mail, callback) => {
    const { message } = mail;
    const open = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = open(options);
      started.set(message.messageId(), () => stream.readableDidRead);
      return stream;
    };
    callback();
  });

  const sendOne = async (mail: Mail): Promise<MailResult> => {
    const { key, html, text, to, headers, ...rest } = mail;
    const { 'Message-ID': messageId = `<${key}@tidings.invalid>`, ...others } = headers;
    try {
      const info = await transport.sendMail({
        ...rest,
        to: { name: '', address: to },
        messageId,
        headers: others,
        alternatives: [
          { raw: bodyPart('text/plain', encodeText(text)) },
          { raw: bodyPart('text/html', encodeHtml(html)) },
        ],
      });
      return { key, outcome: 'sent', providerId: info.messageId };
    } catch (error) {
      const fault = error as SmtpFault;
      const outcome = outcomeOf(fault, started.get(messageId)?.() ?? false);
      return { key, outcome, error: mask(messageOf(error)) };
    } finally {
      started.delete(messageId);
    }
  };

  return {
    name: 'smtp',
    // Small: what is claimed when a process dies is uncertain.
    batchSize: 20,
    async send(mails, signal) {
      const results: MailResult[] = [];
      let next = 0;
      const work = async () => {
        for (let index = next++; index < mails.length; index = next++) {
          const mail = mails[index];
          if (!mail) continue;
          results[index] = signal?.aborted
            ? { key: mail.key, outcome: 'failed', error: 'stopped before it was sent' }
            : await sendOne(mail);
        }
      };
      await Promise.all(Array.from({ length: Math.min(connections, mails.length) }, work));
      return results;
    },
    close: async () => transport.close(),
  };
}

function parseSmtpUrl(value: string): URL {
  try {
    const url = new URL(value);
    decodeURIComponent(url.password);
    if ((url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname) return url;
  } catch {
    // The URL is not part of the message: it holds a password.
  }
  throw new UserError(
    'SMTP_URL is not usable',
    'Give it as smtp://user:password@host:587, or smtps:// for port 465; signs such as @ and / in the password as %40 and %2F.',
  );
}

function bodyPart(type: string, body: Buffer[]): Buffer {
  const head = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), ...body]);
}

/**
 * Only a permanent refusal of the recipient says something about the address. 5.7.x (RFC 3463) is about the sender
 * or its policy, and a refusal of the content or the login would hit every reader alike.
 */
function outcomeOf({ code, command, responseCode = 0, response = '' }: SmtpFault, begun: boolean) {
  if (code === 'EENVELOPE' && command === 'RCPT TO' && responseCode >= 500) {
    return /^5\d\d[ -]5\.7\./.test(response) || responseCode === 530 ? 'failed' : 'rejected';
  }
  if (responseCode > 0 || !begun) return 'failed';
  return 'uncertain';
}
