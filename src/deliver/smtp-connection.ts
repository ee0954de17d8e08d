// One connection to an SMTP server, opened again when it breaks.
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { messageOf, UserError } from '../base/errors.js';
import { encodeLogin } from '../base/log.js';
import type { Mail } from '../model.js';
import { toNodemailerMessage } from './nodemailer-message.js';
import { createSecretMask } from './secrets.js';

/** The error of a failed sending, as nodemailer throws it. */
export interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

export interface SmtpConnection {
  /** Returns why a mail did not go out; undefined if it did. `begun`: the server may have got its content. */
  send(mail: Mail): Promise<{ error: unknown; begun: boolean } | undefined>;
  /** Returns the error of connecting and logging in. */
  verify(): Promise<string | undefined>;
  /** Mails that the server took over it. */
  readonly mails: number;
  /** Whether the server ever answered over it. */
  readonly connected: boolean;
  /** Removes the URL and its password from an error. */
  mask(text: string): string;
  close(): void;
}

/** Connects with the first mail. Throws a UserError for an unusable URL. */
export function openConnection(url: string, timeoutMs: number): SmtpConnection {
  const { username, password } = parseSmtpUrl(url);
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 1,
      maxMessages: Number.POSITIVE_INFINITY,
      // Another attempt is up to the caller, who knows the pace.
      maxRequeues: 0,
      connectionTimeout: Math.min(timeoutMs, 30_000),
      greetingTimeout: Math.min(timeoutMs, 30_000),
      socketTimeout: timeoutMs,
      ...(!username && { auth: undefined }),
    },
    { disableFileAccess: true, disableUrlAccess: true },
  );
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const mask = createSecretMask([url, password, secret, ...(secret ? encodeLogin(user, secret) : [])]);
  // If the stream of a mail was read from, its content may have reached the server.
  const streams: Readable[] = [];
  transport.use('stream', ({ message }, callback) => {
    message.processFunc((output) => {
      streams.push(output as Readable);
      return output;
    });
    callback();
  });
  let mails = 0;
  let connected = false;
  return {
    mask,
    get mails() {
      return mails;
    },
    get connected() {
      return connected;
    },
    async send(mail) {
      streams.length = 0;
      try {
        await transport.sendMail(toNodemailerMessage(mail));
        mails++;
        connected = true;
        return undefined;
      } catch (error) {
        connected ||= ((error as SmtpError).responseCode ?? 0) > 0;
        return { error, begun: streams.some(({ readableDidRead }) => readableDidRead) };
      }
    },
    async verify() {
      try {
        await transport.verify();
        return undefined;
      } catch (error) {
        return mask(messageOf(error));
      }
    },
    close: () => transport.close(),
  };
}

/** Throws a UserError, which does not repeat the URL and its password. */
export function parseSmtpUrl(value: string): URL {
  try {
    const url = new URL(value);
    decodeURIComponent(url.username + url.password);
    if ((url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname) return url;
  } catch {
    // Falls through to the same error.
  }
  throw new UserError(
    'Invalid SMTP_URL',
    'Use smtp://user:password@host:587, or smtps:// for port 465. In the password, write @ as %40 and / as %2F.',
  );
}
