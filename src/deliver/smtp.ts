// Mail over any SMTP server, on a few connections at a time. SMTP has no idempotency keys: what was in flight when
// a connection was lost is uncertain, and never sent again blindly.
import { promisify } from 'node:util';
import type MailMessage from 'nodemailer/lib/mailer/mail-message';
import SMTPPool from 'nodemailer/lib/smtp-pool';
import { messageOf, UserError } from '../base/errors.js';
import { encodeLogin } from '../base/log.js';
import type { Mail, MailResult, Messenger } from '../model.js';
import { createMessages } from './message.js';
import { createRecipientMask } from './secrets.js';

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
  const { pool, mask } = openPool(url, { connections, timeoutMs });
  const messageOfMail = createMessages();
  const deliver = promisify(pool.send.bind(pool));

  const sendOne = async (mail: Mail): Promise<MailResult> => {
    const { key } = mail;
    const message = messageOfMail(mail);
    try {
      // All that a pool wants of nodemailer's own mails, which are made from a tree of parts each time.
      await deliver({ data: {}, message } as unknown as MailMessage<SMTPPool.SentMessageInfo>);
      message.giveBack();
      return { key, outcome: 'sent' };
    } catch (error) {
      const fault = error as SmtpFault;
      return { key, outcome: outcomeOf(fault, message.isBegun()), error: mask(messageOf(error)) };
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
    close: async () => pool.close(),
  };
}

/** Connects, and logs in where the URL says as whom; no mail goes out. Gives what went wrong, without the URL. */
export async function verifySmtp(url: string, timeoutMs = 5_000): Promise<string | undefined> {
  const { pool, mask } = openPool(url, { connections: 1, timeoutMs });
  try {
    await pool.verify();
    return undefined;
  } catch (error) {
    return mask(messageOf(error));
  } finally {
    pool.close();
  }
}

/** `mask` takes the URL and its password out of what is told. Throws a UserError for a URL that is none. */
function openPool(url: string, { connections, timeoutMs }: Required<SmtpOptions>) {
  const { username, password } = parseSmtpUrl(url);
  const pool = new SMTPPool({
    url,
    pool: true,
    maxConnections: connections,
    // A server that wants fewer over one connection says so (421), and what had not begun goes over another.
    maxMessages: Number.POSITIVE_INFINITY,
    connectionTimeout: Math.min(timeoutMs, 30_000),
    greetingTimeout: Math.min(timeoutMs, 30_000),
    socketTimeout: timeoutMs,
    ...(!username && { auth: undefined }),
  });
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  return {
    pool,
    mask: createRecipientMask([url, password, secret, ...(secret ? encodeLogin(user, secret) : [])]),
  };
}

function parseSmtpUrl(value: string): URL {
  try {
    const url = new URL(value);
    decodeURIComponent(url.username + url.password);
    if ((url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname) return url;
  } catch {
    // The URL is not part of the message: it holds a password.
  }
  throw new UserError(
    'SMTP_URL is not usable',
    'Give it as smtp://user:password@host:587, or smtps:// for port 465; signs such as @ and / in the password as %40 and %2F.',
  );
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
