// Mail over Resend: batches of up to 100 under an idempotency key, as fast as its rate limit allows.

import { Resend } from 'resend';
import { backoffMs } from '../base/retry.js';
import { oneLine } from '../base/text.js';
import { MINUTE_MS } from '../base/time.js';
import type { Mail, MailResult, Messenger } from '../model.js';
import { createBuffers } from './buffers.js';
import { createPace, type SharedPace } from './pace.js';
import { createPieceEncoder } from './pieces.js';
import { createRecipientMask } from './secrets.js';

export interface ResendOptions {
  apiKey: string;
  baseUrl?: string;
  /** Its limits are the team's: processes that share a store keep them together. */
  pace?: SharedPace;
  /** For one request; default 60 s. */
  timeoutMs?: number;
  /** Tries of one request, the first included; default 5. */
  tries?: number;
  /** The wait after the first failure, doubled after each; default 1 s. */
  firstWaitMs?: number;
}

interface Fault {
  name: string;
  message: string;
  statusCode: number | null;
}

interface Answer<T> {
  data: T | null;
  error: Fault | null;
  headers: Record<string, string> | null;
}

/** With `unclear`: one of the tries may have been taken. */
type BatchReply<T> = Pick<Answer<T>, 'data' | 'error'> & { unclear: boolean };

interface BatchAnswer {
  data: { id: string }[];
  /** Those of the batch that were refused, when it was not refused as a whole. */
  errors?: { index: number; message: string }[];
}

/** What `post` hands on to `fetch`; the body stands in for the entity. */
type PostOptions = Parameters<Resend['post']>[2] & { body: Buffer };

const TEXT = Buffer.from('","text":"');
const END = Buffer.from('"}');

const BATCH = 100;
/** No answer asks for more patience than this. */
const LONGEST_WAIT_MS = MINUTE_MS;

/**
 * Sends through Resend or what stands in for it at `baseUrl`. Requests follow each other at the pace that the
 * answers' headers name; 429, 5xx and lost connections are tried again under the same key, so that nothing is
 * mailed twice. Where the server names the bad ones of a batch, the others go out; a batch that it refuses as a whole is
 * told to be refused, for the ledger to split.
 */
export function createResend({
  apiKey,
  baseUrl = 'https://api.resend.com',
  timeoutMs = MINUTE_MS,
  tries = 5,
  firstWaitMs = 1000,
  pace: shared,
}: ResendOptions): Messenger {
  const client = new Resend(apiKey, { baseUrl: baseUrl.replace(/\/+$/, '') });
  const mask = createRecipientMask([apiKey]);
  const pace = createPace(LONGEST_WAIT_MS, shared);
  const buffers = createBuffers();
  const [encodeHtml, encodeText] = [createPieceEncoder(jsonString), createPieceEncoder(jsonString)];

  /** The JSON of a batch. As one value through `JSON.stringify` it would take three times as long. */
  const bodyOf = (mails: Mail[]): Buffer => {
    const parts = mails.flatMap((mail, index) => {
      const { replyTo, ...rest } = envelopeOf(mail);
      const known = JSON.stringify({ ...rest, ...(replyTo && { reply_to: replyTo }) });
      const head = `${index === 0 ? '[' : ','}${known.slice(0, -1)},"html":"`;
      return [Buffer.from(head), ...encodeHtml(mail.html), TEXT, ...encodeText(mail.text), END];
    });
    return buffers.join([...parts, Buffer.from(']')]);
  };

  const ask = async <T>(
    request: (options: { signal: AbortSignal }) => Promise<Answer<T>>,
    signal?: AbortSignal,
  ): Promise<BatchReply<T>> => {
    let unclear = false;
    for (let attempt = 1; ; attempt++) {
      await pace.turn(signal);
      if (signal?.aborted) return { data: null, error: STOPPED, unclear };
      const { data, error, headers } = await request({ signal: AbortSignal.timeout(timeoutMs) });
      await pace.heed(headers);
      unclear ||= error !== null && isUnclear(error);
      if (!error || !isPassing(error) || attempt >= tries) return { data, error, unclear };
      await pace.wait(backoffMs(firstWaitMs, attempt), headers);
    }
  };

  const sendOne = async (mail: Mail, signal?: AbortSignal): Promise<MailResult> => {
    const { data, error, unclear } = await ask(
      (options) => client.emails.send(payloadOf(mail), { ...options, idempotencyKey: shortKey(mail.key) }),
      signal,
    );
    return error
      ? faultResult(mail, { error, unclear }, mask)
      : { key: mail.key, outcome: 'sent', ...idOf(data) };
  };

  const sendBatch = async (mails: Mail[], batch: string, signal?: AbortSignal): Promise<MailResult[]> => {
    const body = bodyOf(mails);
    const { data, error, unclear } = await ask(
      (options) =>
        client.post<BatchAnswer>('/emails/batch', undefined, {
          ...options,
          idempotencyKey: shortKey(batch),
          // One bad address does not keep the others of its batch waiting.
          headers: { 'x-batch-validation': 'permissive' },
          body,
        } as PostOptions),
      signal,
    );
    if (error && isAboutContent(error))
      return mails.map(({ key }) => ({
        key,
        outcome: 'failed',
        batchRefused: true,
        error: mask(messageOfFault(error)),
      }));
    if (error) return mails.map((mail) => faultResult(mail, { error, unclear }, mask));
    buffers.giveBack(body);
    const refused = new Map(data?.errors?.map(({ index, message }) => [index, message]));
    const ids = [...(data?.data ?? [])];
    const results = mails.map((mail, index): MailResult => {
      const message = refused.get(index);
      return message === undefined
        ? { key: mail.key, outcome: 'sent', ...idOf(ids.shift()) }
        : { key: mail.key, outcome: refusalOf(message), error: mask(oneLine(message)) };
    });
    // The key is answered for: under it they would be refused again, or taken for those that went out.
    const batchRefused = results.every(({ outcome }) => outcome === 'failed');
    return batchRefused ? results.map((result) => ({ ...result, batchRefused })) : results;
  };

  return {
    name: 'resend',
    batchSize: BATCH,
    async send(mails, signal) {
      const batch = batchKeyOf(mails);
      // A batch by the key of a mail is one that is sent alone since its former batch was split or went out in part.
      if (batch !== undefined && batch !== mails[0]?.key) return sendBatch(mails, batch, signal);
      const results: MailResult[] = [];
      for (const mail of mails) results.push(await sendOne(mail, signal));
      return results;
    },
    close: async () => {},
  };
}

const STOPPED: Fault = { name: 'stopped', message: 'stopped before it was sent', statusCode: null };

/** What may go away by itself: too many requests, a server in trouble, a lost connection, the same key in flight. */
function isPassing({ name, statusCode }: Fault): boolean {
  if (name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded') return false;
  return (
    statusCode === null ||
    statusCode === 429 ||
    statusCode >= 500 ||
    name === 'concurrent_idempotent_requests'
  );
}

/** No answer, a server in trouble, or the same in flight: it may be taken all the same. */
function isUnclear({ name, statusCode }: Fault): boolean {
  return statusCode === null || statusCode >= 500 || name === 'concurrent_idempotent_requests';
}

/** The request was understood and refused for what one of its mails holds. */
function isAboutContent({ statusCode }: Fault): boolean {
  return statusCode === 422 || statusCode === 400;
}

function faultResult(
  { key }: Mail,
  { error, unclear }: { error: Fault; unclear: boolean },
  mask: (text: string) => string,
): MailResult {
  // A key is known only once its mails went out: another payload under it means that those of the first did.
  if (error.name === 'invalid_idempotent_request') return { key, outcome: 'sent' };
  const message = mask(messageOfFault(error));
  const outcome = error.statusCode === 422 ? refusalOf(error.message) : 'failed';
  return { key, outcome, error: message, ...(unclear && outcome === 'failed' && { unclear }) };
}

function messageOfFault({ name, message }: Fault): string {
  return oneLine(`${name}: ${message}`);
}

/** Only a complaint about `to` is about the address; a sender that is not verified is nobody's bounce. */
function refusalOf(message: string): 'rejected' | 'failed' {
  return message.includes('`to`') ? 'rejected' : 'failed';
}

/** The key of a batch, unless its mails were not put together by the ledger. */
function batchKeyOf(mails: Mail[]): string | undefined {
  const key = mails[0]?.batch;
  return mails.every(({ batch }) => batch === key) ? key : undefined;
}

function payloadOf(mail: Mail) {
  return { ...envelopeOf(mail), html: mail.html.join(''), text: mail.text.join('') };
}

function envelopeOf({ from, to, subject, headers, replyTo, key }: Mail) {
  const tag = key
    .split('.')[0]
    ?.replace(/[^\w-]/g, '_')
    .slice(0, 256);
  return {
    from,
    to,
    subject,
    headers,
    ...(replyTo && { replyTo }),
    ...(tag && { tags: [{ name: 'issue', value: tag }] }),
  };
}

function idOf(data: { id?: string } | null | undefined): { providerId?: string } {
  return data?.id ? { providerId: data.id } : {};
}

/** What stands between the quotes of a JSON string. */
function jsonString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Resend takes keys of 1 to 256 characters. */
function shortKey(key: string): string {
  return key.slice(0, 256);
}
