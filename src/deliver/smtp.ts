// Mail over any SMTP server, on a few connections at a time. SMTP has no idempotency keys: if a connection is lost
// after the content was sent, the outcome is uncertain, and the mail is never sent again blindly.
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { messageOf, UserError } from '../base/errors.js';
import { encodeLogin } from '../base/log.js';
import type { Mail, MailResult, Messenger } from '../model.js';
import { createSecretMask } from './secrets.js';

export interface SmtpOptions {
  /** Connections at a time; default 5. */
  connections?: number;
  /** For each step of the conversation; default 2 minutes. */
  timeoutMs?: number;
}

/** The error of a failed sending. */
interface SmtpError {
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
  const { transport, mask } = openTransport(url, { connections, timeoutMs });
  const streams = watchStreams(transport);

  const sendOne = async (mail: Mail): Promise<MailResult> => {
    const { key, batch: _, ...message } = mail;
    const messageId = mail.headers['Message-ID'];
    try {
      await transport.sendMail(message);
      return { key, outcome: 'sent' };
    } catch (error) {
      const begun = streams.get(messageId)?.readableDidRead ?? false;
      return { key, outcome: outcomeOf(error as SmtpError, begun), error: mask(messageOf(error)) };
    } finally {
      streams.delete(messageId);
    }
  };

  return {
    name: 'smtp',
    // What is claimed when a process dies is uncertain: one mail for each connection.
    batchSize: 1,
    lanes: connections,
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

/** Connects and logs in, without sending mail. Returns the error, without the URL, or undefined if all is well. */
export async function verifySmtp(url: string, timeoutMs = 5_000): Promise<string | undefined> {
  const { transport, mask } = openTransport(url, { connections: 1, timeoutMs });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return mask(messageOf(error));
  } finally {
    transport.close();
  }
}

/** `mask` removes the URL and its password from errors. Throws a UserError for an unusable URL. */
function openTransport(url: string, { connections, timeoutMs }: Required<SmtpOptions>) {
  const { username, password } = parseSmtpUrl(url);
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: connections,
      // A server that wants fewer mails over one connection replies 421; the rest go over a new one.
      maxMessages: Number.POSITIVE_INFINITY,
      connectionTimeout: Math.min(timeoutMs, 30_000),
      greetingTimeout: Math.min(timeoutMs, 30_000),
      socketTimeout: timeoutMs,
      ...(!username && { auth: undefined }),
    },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const secrets = [url, password, secret, ...(secret ? encodeLogin(user, secret) : [])];
  return { transport, mask: createSecretMask(secrets) };
}

/** The streams of mails under way, by Message-ID: one that was read from may have reached the server. */
function watchStreams(transport: ReturnType<typeof openTransport>['transport']) {
  const streams = new Map<string | undefined, Readable>();
  transport.use('stream', ({ message }, callback) => {
    message.processFunc((stream) => {
      streams.set(message.messageId(), stream as Readable);
      return stream;
    });
    callback();
  });
  return streams;
}

function parseSmtpUrl(value: string): URL {
  try {
    const url = new URL(value);
    decodeURIComponent(url.username + url.password);
    if ((url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname) return url;
  } catch {
    // The URL holds a password and stays out of the message.
  }
  throw new UserError(
    'Invalid SMTP_URL',
    'Use smtp://user:password@host:587, or smtps:// for port 465. In the password, write @ as %40 and / as %2F.',
  );
}

/**
 * Only a permanent refusal of the recipient is about the address. 5.7.x (RFC 3463) is about the sender or its policy,
 * and a refusal of the content or the login would hit every reader alike.
 */
function outcomeOf({ code, command, responseCode = 0, response = '' }: SmtpError, begun: boolean) {
  if (code === 'EENVELOPE' && command === 'RCPT TO' && responseCode >= 500) {
    return /^5\d\d[ -]5\.7\./.test(response) || responseCode === 530 ? 'failed' : 'rejected';
  }
  if (responseCode > 0 || !begun) return 'failed';
  return 'uncertain';
}
