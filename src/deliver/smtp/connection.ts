// One connection to an SMTP server, opened again when it breaks.
import { pipeline, Transform } from 'node:stream';
import { createTransport } from 'nodemailer';
import { messageOf, UserError } from '../../base/errors.js';
import { encodeLogin } from '../../base/log.js';
import type { HandOver, Mail } from '../../model.js';
import { toNodemailerMessage } from '../nodemailer-message.js';
import { createSecretMask } from '../secrets.js';

/** The error of a failed sending, as nodemailer throws it. */
export interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

export interface SmtpFault {
  error: unknown;
  /** The server may have accepted the mail: it may have received all of its content. */
  mayBeAccepted: boolean;
  /** `handOver` rejected: the end of the content was not sent. */
  notHandedOver: boolean;
}

export interface SmtpConnection {
  /** Returns why a mail did not go out; undefined if it did. */
  send(mail: Mail, handOver?: HandOver): Promise<SmtpFault | undefined>;
  /** Returns the error of connecting and logging in. */
  verify(): Promise<string | undefined>;
  /** Number of mails accepted over this connection. */
  readonly mails: number;
  /** Whether the server ever responded over this connection. */
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
      // The caller decides about another attempt.
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
  // One mail at a time.
  let current = { mayBeAccepted: false, notHandedOver: false, beforeEnd: async () => {} };
  transport.use('stream', ({ message }, callback) => {
    const mail = current;
    message.processFunc((output) => pipeline(output, createGate(mail), () => {}));
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
    async send(mail, handOver) {
      const sending = {
        mayBeAccepted: false,
        notHandedOver: false,
        beforeEnd: async () => {
          connected = true;
          await handOver?.begin(mail);
        },
      };
      current = sending;
      try {
        await transport.sendMail(toNodemailerMessage(mail));
        mails++;
        connected = true;
        return undefined;
      } catch (error) {
        connected ||= ((error as SmtpError).responseCode ?? 0) > 0;
        return { error, mayBeAccepted: sending.mayBeAccepted, notHandedOver: sending.notHandedOver };
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

/**
 * Lets the content of a mail pass, and its end only after `beforeEnd`. A server that has not seen the end discards what it
 * got (RFC 5321, 4.1.1.4).
 */
function createGate(mail: {
  mayBeAccepted: boolean;
  notHandedOver: boolean;
  beforeEnd(): Promise<void>;
}): Transform {
  const gate = new Transform({
    transform: (chunk, _, done) => done(null, chunk),
    flush(done) {
      mail.beforeEnd().then(
        () => {
          // The connection may have broken meanwhile.
          if (!gate.destroyed) mail.mayBeAccepted = true;
          done();
        },
        (error) => {
          mail.notHandedOver = true;
          done(error);
        },
      );
    },
  });
  return gate;
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
