// Mail over Resend: batches of up to 100 under an idempotency key, as fast as its rate limit allows.
import { Resend } from 'resend';
import { backoffMs } from '../../base/retry.js';
import { oneLine } from '../../base/text.js';
import { HOUR_MS, MINUTE_MS } from '../../base/time.js';
import type { Mail, MailResult, Messenger } from '../../model.js';
import { createSecretMask } from '../secrets.js';
import { createSendingRate } from '../sending-rate.js';
import { createRequestPace, type ResponseHeaders, readRetryAfter, type SharedPace } from './pace.js';

export interface ResendOptions {
  apiKey: string;
  baseUrl?: string;
  /** Resend limits the whole team: processes that share a store share one pace. */
  pace?: SharedPace;
  /** Maximum mails per second of this process; default: as many as Resend accepts. */
  maxPerSecond?: number;
  /** Timeout of one request in milliseconds; default 60 s. */
  timeoutMs?: number;
  /** Tries of one request, the first included; default 5. */
  tries?: number;
  /** The wait after the first failure, doubled after each; default 1 s. */
  firstWaitMs?: number;
}

interface ResendError {
  name: string;
  message: string;
  statusCode: number | null;
}

interface ResendResponse<T> {
  data: T | null;
  error: ResendError | null;
  headers: ResponseHeaders;
}

/** `uncertain`: one of the tries may have been accepted. */
type RequestResult<T> = ResendResponse<T> & { uncertain: boolean };

const MAX_BATCH_SIZE = 100;
const MAX_KEY_CHARACTERS = 256;
/** The longest wait within one request; a longer one is scheduled by the ledger. */
const MAX_WAIT_MS = MINUTE_MS;
/** How long to wait after an exhausted quota if Resend names no time. */
const QUOTA_WAIT_MS = HOUR_MS;
const STOPPED_ERROR: ResendError = {
  name: 'stopped',
  message: 'stopped before it was sent',
  statusCode: null,
};

/**
 * Sends through Resend, or through the server at `baseUrl`. Requests keep to the pace that the response headers name.
 * 429, 5xx and lost connections are retried under the same key, so that nobody gets a mail twice. If the server names
 * the bad mails of a batch, the others go out; if it refuses the whole batch, the results say `batchRefused` and the
 * ledger splits it. A refused key or sender refuses everyone.
 */
export function createResend({
  apiKey,
  baseUrl = 'https://api.resend.com',
  timeoutMs = MINUTE_MS,
  tries = 5,
  firstWaitMs = 1000,
  pace: shared,
  maxPerSecond,
}: ResendOptions): Messenger {
  const client = new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, '') });
  const mask = createSecretMask([apiKey]);
  const pace = createRequestPace(MAX_WAIT_MS, shared);
  const rate = createSendingRate(maxPerSecond);

  const request = async <T>(
    mails: number,
    send: (options: { signal: AbortSignal }) => Promise<ResendResponse<T>>,
    signal?: AbortSignal,
  ): Promise<RequestResult<T>> => {
    let uncertain = false;
    await rate.waitForTurn(signal, mails);
    for (let attempt = 1; ; attempt++) {
      await pace.waitForTurn(signal);
      if (signal?.aborted) return { data: null, error: STOPPED_ERROR, headers: null, uncertain };
      const { data, error, headers } = await send({ signal: AbortSignal.timeout(timeoutMs) });
      await pace.readHeaders(headers);
      uncertain ||= error !== null && isUncertain(error);
      const waitMs = readRetryAfter(headers) ?? 0;
      if (!error || !isTemporary(error) || attempt >= tries || waitMs > MAX_WAIT_MS)
        return { data, error, headers, uncertain };
      await pace.holdBack(backoffMs(firstWaitMs, attempt), headers);
    }
  };

  const sendOne = async (mail: Mail, signal?: AbortSignal): Promise<MailResult> => {
    const { data, error, headers, uncertain } = await request(
      1,
      (options) => client.emails.send(payloadOf(mail), { ...options, idempotencyKey: shortKey(mail.key) }),
      signal,
    );
    if (error) return errorResult(mail, { error, headers, uncertain }, mask);
    return data?.id ? { key: mail.key, outcome: 'sent', providerId: data.id } : uncertainResult(mail);
  };

  const sendBatch = async (mails: Mail[], batch: string, signal?: AbortSignal): Promise<MailResult[]> => {
    const { data, error, headers, uncertain } = await request(
      mails.length,
      (options) =>
        client.batch.send(mails.map(payloadOf), {
          ...options,
          idempotencyKey: shortKey(batch),
          // One bad address must not block the rest of its batch.
          batchValidation: 'permissive',
        }),
      signal,
    );
    if (error && isAboutContent(error) && !isAboutSender(error)) {
      const message = mask(describeError(error));
      return mails.map(({ key }) => ({ key, outcome: 'failed', batchRefused: true, error: message }));
    }
    if (error) return mails.map((mail) => errorResult(mail, { error, headers, uncertain }, mask));
    const refused = new Map(data?.errors?.map(({ index, message }) => [index, message]));
    const ids = Array.isArray(data?.data) ? [...data.data] : [];
    if (ids.length + refused.size !== mails.length) return mails.map(uncertainResult);
    const results = mails.map(({ key }, index): MailResult => {
      const message = refused.get(index);
      return message === undefined
        ? { key, outcome: 'sent', providerId: ids.shift()?.id }
        : { key, outcome: refusalOf(message), error: mask(oneLine(message)) };
    });
    // For the same key, Resend would repeat this refusal.
    const batchRefused = results.every(({ outcome }) => outcome === 'failed');
    return batchRefused ? results.map((result) => ({ ...result, batchRefused })) : results;
  };

  return {
    name: 'resend',
    // A batch must not exceed the mails allowed per second.
    batchSize: Math.max(1, Math.min(MAX_BATCH_SIZE, Math.floor(maxPerSecond ?? MAX_BATCH_SIZE))),
    async send(mails, signal) {
      const batch = batchKeyOf(mails);
      // A mail whose batch was split, or went out in part, is sent alone under its own key.
      if (batch !== undefined && batch !== mails[0]?.key) return sendBatch(mails, batch, signal);
      const results: MailResult[] = [];
      for (const mail of mails) results.push(await sendOne(mail, signal));
      return results;
    },
    close: async () => {},
  };
}

/** Whether a quota is exhausted; it resets by itself, but not within minutes. */
function isQuota({ name }: Pick<ResendError, 'name'>): boolean {
  return name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded';
}

/** Whether a retry may help: too many requests, a server error, a lost connection, the same key in flight. */
function isTemporary({ name, statusCode }: ResendError): boolean {
  if (isQuota({ name })) return false;
  return (
    statusCode === null ||
    statusCode === 429 ||
    statusCode >= 500 ||
    name === 'concurrent_idempotent_requests'
  );
}

/** Whether Resend may have accepted the mails: no response, a server error, or the same key in flight. */
function isUncertain({ name, statusCode }: ResendError): boolean {
  return statusCode === null || statusCode >= 500 || name === 'concurrent_idempotent_requests';
}

/** Whether Resend refuses the API key, the sender or the request itself, and therefore every mail. */
function isAboutSender({ name, message, statusCode }: ResendError): boolean {
  return (
    (statusCode !== null && REFUSES_ALL.has(statusCode) && !isUnexplained({ message })) ||
    name === 'invalid_from_address' ||
    /`from`/.test(message)
  );
}

/** 404 and 405: the server does not know this endpoint. 451: Resend's security refuses the request. */
const REFUSES_ALL = new Set([401, 403, 404, 405, 451]);

/** The SDK's message for a response that is not JSON: a proxy or a firewall wrote it. */
function isUnexplained({ message }: Pick<ResendError, 'message'>): boolean {
  return message.startsWith('Internal server error. We are unable to process');
}

function adviseSender({ name, statusCode }: ResendError): string {
  if (statusCode === 404 || statusCode === 405) return 'check RESEND_BASE_URL in .env';
  if (statusCode === 451) return 'ask Resend’s support';
  return statusCode === 401 || name.endsWith('api_key')
    ? 'check RESEND_API_KEY in .env; tidings doctor tests it'
    : 'check MAIL_FROM in .env, and that its domain is verified at https://resend.com/domains';
}

/** Whether Resend refused the request because of what its mails contain, or because together they are too large. */
function isAboutContent({ statusCode }: ResendError): boolean {
  return statusCode === 422 || statusCode === 400 || statusCode === 413;
}

function errorResult(
  { key }: Mail,
  { error, headers, uncertain }: Omit<RequestResult<never>, 'data'> & { error: ResendError },
  mask: (text: string) => string,
): MailResult {
  // Resend remembers a key only if its mails went out: a payload that differs from the first proves that they did.
  if (error.name === 'invalid_idempotent_request') return { key, outcome: 'sent' };
  const message = mask(describeError(error));
  const named = readRetryAfter(headers);
  const isLong = isTemporary(error) && named !== undefined && named > MAX_WAIT_MS;
  if (isQuota(error) || isLong || error.statusCode === 429) {
    const retryAfterMs = named ?? (isQuota(error) ? QUOTA_WAIT_MS : MAX_WAIT_MS);
    return { key, outcome: 'deferred', retryAfterMs, affectsAll: true, error: message, uncertain };
  }
  if (isAboutSender(error))
    return { key, outcome: 'refused', affectsAll: true, error: `${message} (${adviseSender(error)})` };
  const outcome = error.statusCode === 422 ? refusalOf(error.message) : 'failed';
  return { key, outcome, error: message, ...(uncertain && outcome === 'failed' && { uncertain }) };
}

/** Success without an id for each mail: a proxy may have answered instead of Resend. */
function uncertainResult({ key }: Mail): MailResult {
  return { key, outcome: 'failed', uncertain: true, error: 'the answer does not name an id for each mail' };
}

function describeError({ name, message, statusCode }: ResendError): string {
  if (isUnexplained({ message })) return `HTTP ${statusCode} without an explanation`;
  return oneLine(`${name}: ${message}`);
}

/** Only a complaint about `to` is about the address; an unverified sender is nobody's bounce. */
function refusalOf(message: string): 'rejected' | 'failed' {
  return message.includes('`to`') ? 'rejected' : 'failed';
}

/** The key of the batch; undefined if the mails are not one batch of the ledger. */
function batchKeyOf(mails: Mail[]): string | undefined {
  const key = mails[0]?.batch;
  return mails.every(({ batch }) => batch === key) ? key : undefined;
}

function payloadOf({ key, batch: _, ...mail }: Mail) {
  const tag = key
    .split('.')[0]
    ?.replace(/[^\w-]/g, '_')
    .slice(0, 256);
  return { ...mail, tags: tag ? [{ name: 'issue', value: tag }] : undefined };
}

function shortKey(key: string): string {
  return key.slice(0, MAX_KEY_CHARACTERS);
}
