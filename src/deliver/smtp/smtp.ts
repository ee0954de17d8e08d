// Mail over any SMTP server, on a few connections at a time. SMTP has no idempotency keys: if a connection is lost
// after the content was sent, the outcome is uncertain, and the mail is never sent again blindly.
import { messageOf } from '../../base/errors.js';
import { backoffMs } from '../../base/retry.js';
import { createSemaphore } from '../../base/semaphore.js';
import { oneLine } from '../../base/text.js';
import { MINUTE_MS } from '../../base/time.js';
import type { HandOver, Mail, MailResult, Messenger } from '../../model.js';
import { createSendingRate } from '../sending-rate.js';
import { adviseOnCertificate } from './certificate-fault.js';
import { openConnection, parseSmtpUrl, type SmtpConnection, type SmtpError } from './connection.js';
import { classifyReply } from './reply.js';

export interface SmtpOptions {
  /** Connections at a time; default 5. */
  connections?: number;
  /** Timeout of each step in milliseconds; default 2 minutes. */
  timeoutMs?: number;
  /** Maximum mails per second; default: as many as the server accepts. */
  maxPerSecond?: number;
}

/** How long a mail waits in memory for a server that is too busy, before the ledger schedules it. */
const MAX_WAIT_MS = 2 * MINUTE_MS;
/** How long to send nothing after an exhausted quota if the server does not say. */
const QUOTA_WAIT_MS = 15 * MINUTE_MS;
/** After this many deferrals in a row, the server accepts no mail at all for now. */
const MAX_DEFERRED_IN_A_ROW = 20;
const MAX_NEW_CONNECTIONS = 5;

/** `url` is `smtp://user:password@host:587` or `smtps://…`. Throws a UserError, without the URL, for any other. */
export function createSmtp(
  url: string,
  { connections: count = 5, timeoutMs = 2 * MINUTE_MS, maxPerSecond }: SmtpOptions = {},
): Messenger {
  parseSmtpUrl(url);
  const rate = createSendingRate(maxPerSecond);
  const slots = createSemaphore(count);
  const idle: SmtpConnection[] = [];
  const open = new Set<SmtpConnection>();
  /** Maximum parallel connections, as far as the server has said. */
  let allowed = count;
  /** Maximum mails per connection, as far as the server has said. */
  let maxMails = Number.POSITIVE_INFINITY;
  let deferredInARow = 0;

  const close = (connection: SmtpConnection) => {
    open.delete(connection);
    connection.close();
  };
  const take = () => {
    const connection = idle.pop() ?? openConnection(url, timeoutMs);
    open.add(connection);
    return connection;
  };
  const giveBack = (connection: SmtpConnection) => {
    if (connection.mails >= maxMails || open.size > allowed) close(connection);
    else idle.push(connection);
  };

  /** Sends a mail; retries while the server only asks for a lower rate or another connection. */
  const sendOne = async (mail: Mail, signal?: AbortSignal, handOver?: HandOver): Promise<MailResult> => {
    const { key } = mail;
    const started = performance.now();
    for (let attempt = 1; ; attempt++) {
      await rate.waitForTurn(signal);
      if (signal?.aborted) return { key, outcome: 'failed', error: 'stopped before it was sent' };
      const connection = take();
      const fault = await connection.send(mail, handOver);
      if (!fault) {
        rate.addSent();
        deferredInARow = 0;
        giveBack(connection);
        return { key, outcome: 'sent' };
      }
      if (fault.notHandedOver) {
        close(connection);
        return { key, outcome: 'failed', error: messageOf(fault.error) };
      }
      const { responseCode = 0, response = '', command = '' } = fault.error as SmtpError;
      // The server's message, if any.
      const error = connection.mask(
        responseCode >= 400 && response ? oneLine(response) : explainError(messageOf(fault.error)),
      );
      if (responseCode < 400 || (fault.error as SmtpError).code === 'EAUTH') {
        close(connection);
        if (responseCode >= 500) return { key, outcome: 'refused', affectsAll: true, error };
        // A connection lost before the content was sent may be a one-off; try a new one.
        if (!fault.mayBeAccepted && connection.connected && attempt <= MAX_NEW_CONNECTIONS) {
          if (attempt > 1) rate.slowDown(backoffMs(250, attempt));
          continue;
        }
        const advice = adviseOnCertificate(error);
        const what = advice ? `${error} (${advice})` : error;
        return { key, outcome: fault.mayBeAccepted ? 'uncertain' : 'failed', error: what };
      }
      // 530: the server requires a login or encryption from everybody.
      if (responseCode === 530) {
        close(connection);
        return { key, outcome: 'refused', affectsAll: true, error };
      }
      const { kind, retryAfterMs } = classifyReply({ code: responseCode, text: response, command });
      const deferAll = (waitMs: number): MailResult => ({
        key,
        outcome: 'deferred',
        retryAfterMs: retryAfterMs ?? waitMs,
        affectsAll: true,
        error,
      });
      if (kind === 'connection-used-up' || kind === 'connections' || responseCode === 421) close(connection);
      else giveBack(connection);
      if (kind === 'mailbox-gone') return { key, outcome: 'rejected', error };
      if (kind === 'mailbox-full') return { key, outcome: 'refused', softBounce: true, error };
      if (kind === 'refused') return { key, outcome: 'refused', error };
      if (kind === 'quota') return deferAll(QUOTA_WAIT_MS);
      if (kind === 'deferred') {
        const greylisted = /gr[ea]y-?list/i.test(response);
        if (!greylisted && ++deferredInARow >= MAX_DEFERRED_IN_A_ROW) return deferAll(5 * MINUTE_MS);
        return { key, outcome: 'deferred', retryAfterMs, error };
      }
      if (kind === 'connection-used-up' && connection.mails > 0)
        maxMails = Math.min(maxMails, connection.mails);
      if (kind === 'connections') allowed = Math.max(1, Math.min(allowed, open.size + idle.length) - 1);
      if (kind !== 'connection-used-up' || connection.mails === 0) rate.slowDown(retryAfterMs);
      const waited = performance.now() - started;
      if (waited + (retryAfterMs ?? 0) > MAX_WAIT_MS) return deferAll(MINUTE_MS);
      if (fault.mayBeAccepted) await handOver?.withdraw(mail);
    }
  };

  return {
    name: 'smtp',
    batchSize: 1,
    lanes: count,
    async send(mails, signal, handOver) {
      let held: MailResult | undefined;
      return Promise.all(
        mails.map((mail) =>
          slots.run(async (): Promise<MailResult> => {
            if (signal?.aborted)
              return { key: mail.key, outcome: 'failed', error: 'stopped before it was sent' };
            if (held) return { ...held, key: mail.key };
            const result = await sendOne(mail, signal, handOver);
            if (result.affectsAll) held = result;
            return result;
          }),
        ),
      );
    },
    async close() {
      for (const connection of open) connection.close();
    },
  };
}

/** Nodemailer's pool hides why it gave up. */
function explainError(message: string): string {
  return /^Reached maximum number of retries/.test(message)
    ? 'the server closes the connection before its greeting'
    : message;
}

/** Connects and logs in, without sending mail. Returns the error, without the URL, or undefined if all is well. */
export async function verifySmtp(url: string, timeoutMs = 5_000): Promise<string | undefined> {
  const connection = openConnection(url, timeoutMs);
  try {
    return await connection.verify();
  } finally {
    connection.close();
  }
}
