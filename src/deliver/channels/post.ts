// Sends one HTTP POST to a channel and classifies its response.
import { messageOf } from '../../base/errors.js';
import { parseRetryAfter } from '../../base/retry.js';
import { oneLine, truncate, withoutControls } from '../../base/text.js';
import type { Clock } from '../../model.js';

export interface ChannelResult {
  /** `retry`: not posted, and worth another attempt. `failed`: refused. `uncertain`: it may have been posted. */
  outcome: 'sent' | 'retry' | 'failed' | 'uncertain';
  /** With `retry`: when the service asks for the next attempt, in milliseconds. */
  retryAfterMs?: number;
  error?: string;
}

/** A service's response. */
export interface ChannelAnswer {
  /** False for a failure reported with a success status. */
  ok?: boolean;
  error?: string;
  retryAfterMs?: number;
}

export interface ChannelRequest {
  url: string;
  body: string;
  headers?: Record<string, string>;
  readAnswer?(text: string): ChannelAnswer;
}

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 65_536;
/** Errors of a connection that was never open: nothing was posted. */
const NOT_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** Posts JSON. Follows no redirect, since the address contains a secret. */
export async function postJson(
  { url, body, headers, readAnswer }: ChannelRequest,
  clock: Clock,
  signal?: AbortSignal,
): Promise<ChannelResult> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    text = await readStart(response);
  } catch (error) {
    const cause = (error as { cause?: { code?: unknown } }).cause;
    const code = String(cause?.code ?? '');
    if (NOT_CONNECTED.test(code)) return { outcome: 'retry', error: `no connection (${code})` };
    return { outcome: 'uncertain', error: `no answer: ${code || messageOf(error)}` };
  }
  const answer = readAnswer?.(text) ?? {};
  if (response.ok && answer.ok !== false) return { outcome: 'sent' };
  const words = truncate(oneLine(withoutControls(answer.error ?? text)), 200);
  const error = `HTTP ${response.status}${words && `: ${words}`}`;
  const temporary = response.status === 429 || response.status === 408 || response.status >= 500;
  if (!temporary) return { outcome: 'failed', error };
  const asked = parseRetryAfter(response.headers.get('retry-after'), clock().getTime());
  // A wait of nothing would repeat the request in a loop.
  return { outcome: 'retry', retryAfterMs: answer.retryAfterMs || asked || undefined, error };
}

/** Reads the start of the response body, so that an endless one does not fill the memory. */
async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The JSON object of an answer; empty for anything else. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
