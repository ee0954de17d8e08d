// Fetches untrusted addresses, with limits on time, size and networks.
import { isUtf8 } from 'node:buffer';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { CookieJar } from 'tough-cookie';
import { messageOf } from '../../base/errors.js';
import { parseHttpUrl } from '../../base/url.js';
import { decompress, TooLargeError } from './decompress.js';
import { isPublicAddress, lookupPublic, RefusedAddressError } from './public-address.js';

export interface FetchBytesOptions {
  /** Allow loopback, private and link-local addresses: for tests and for feeds on the operator's network. */
  allowPrivateNetwork: boolean;
  /** Timeout in milliseconds of the whole exchange, including redirects and body. */
  timeoutMs: number;
  /** Maximum size of the body in bytes, as sent and decompressed. */
  maxBytes: number;
  /** Lower-case names. `authorization` and `cookie` do not follow a redirect to another origin. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Resolves host names; by default only to public addresses unless private networks are allowed. */
  lookup?: LookupFunction;
  /** Default `Tidings`. */
  userAgent?: string;
}

export interface FetchedBytes {
  status: number;
  /** Headers with lower-case names; repeated ones are joined with commas. */
  headers: Record<string, string>;
  /** The decompressed body. */
  bytes: Buffer;
  /** The final address after redirects. */
  url: string;
  /** The final address, if all redirects were permanent (301, 308). */
  permanentUrl?: string;
}

const MAX_REDIRECTS = 10;
/** Maximum cookies per response. Browsers keep at least 50 per site. */
const MAX_COOKIES = 50;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * GETs an http(s) URL and follows redirects. Returns responses with any status. Throws an Error with a one-line message
 * without a complete response: refused or unknown host, no connection, timeout, truncated, too large, too many
 * redirects.
 */
export async function fetchBytes(url: string, options: FetchBytesOptions): Promise<FetchedBytes> {
  const stop = new AbortController();
  const timer = setTimeout(
    () => stop.abort(new Error(`timed out after ${options.timeoutMs / 1000} s`)),
    options.timeoutMs,
  );
  const onAbort = () => stop.abort(new Error('stopped'));
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  try {
    return await followRedirects(url, options, stop.signal);
  } catch (error) {
    // Whatever broke after the abort broke because of it.
    if (stop.signal.aborted) throw stop.signal.reason;
    throw new Error(explain(error), { cause: error });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
  }
}

async function followRedirects(
  start: string,
  options: FetchBytesOptions,
  signal: AbortSignal,
): Promise<FetchedBytes> {
  let url = parseHttpUrl(start);
  if (!url) throw new Error('not an http(s) address');
  let headers: Record<string, string> = {
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': options.userAgent ?? 'Tidings',
    ...options.headers,
  };
  // Some publishers redirect to the same page until the client sends the cookie that the redirect set.
  let cookies: CookieJar | undefined;
  let permanent = true;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const cookie = [headers.cookie, cookies?.getCookieStringSync(url.href)].filter(Boolean).join('; ');
    const sent = cookie ? { ...headers, cookie } : headers;
    const { setCookies, ...answer } = await requestOnce(url, sent, options, signal);
    const location = answer.headers.location;
    if (!REDIRECT_STATUSES.has(answer.status) || !location) {
      const moved = redirects > 0 && permanent ? { permanentUrl: url.href } : {};
      return { ...answer, url: url.href, ...moved };
    }
    cookies ??= new CookieJar();
    for (const text of setCookies.slice(0, MAX_COOKIES))
      cookies.setCookieSync(text, url.href, { ignoreError: true });
    permanent &&= answer.status === 301 || answer.status === 308;
    const next = parseHttpUrl(decodeHeader(location), url.href);
    if (!next) throw new Error('redirected to something that is not an http(s) address');
    if (next.origin !== url.origin) headers = withoutCredentials(headers);
    url = next;
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects`);
}

/** Node reads headers as Latin-1, but servers that do not escape addresses write UTF-8. */
function decodeHeader(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)),
  );
}

type Answer = Pick<FetchedBytes, 'status' | 'headers' | 'bytes'> & { setCookies: string[] };

function requestOnce(
  url: URL,
  headers: Record<string, string>,
  options: FetchBytesOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = /^[\d.]+$|:/.test(host);
  if (!options.allowPrivateNetwork && literal && !isPublicAddress(host)) throw new RefusedAddressError(host);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, {
      agent: false, // a separate socket, closed with the response
      headers,
      signal,
      maxHeaderSize: 64 * 1024,
      ...(options.lookup || !options.allowPrivateNetwork ? { lookup: options.lookup ?? lookupPublic } : {}),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const setCookies = response.headers['set-cookie'] ?? [];
      const answer = { status, headers: flattenHeaders(response.headers), setCookies };
      if (REDIRECT_STATUSES.has(status)) {
        // Discards the body of a redirect: an endless one must not keep the socket open.
        response.destroy();
        resolve({ ...answer, bytes: Buffer.alloc(0) });
        return;
      }
      readBody(response, options.maxBytes)
        .then((body) => decompress(body, answer.headers['content-encoding'], options.maxBytes))
        .then((bytes) => resolve({ ...answer, bytes }))
        .catch(reject);
    });
  });
}

async function readBody(response: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function flattenHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

const REASONS_BY_CODE: Record<string, string> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'the connection timed out',
  HPE_HEADER_OVERFLOW: 'the response has too many headers',
};

function explain(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const code = (inner as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (REASONS_BY_CODE[code]) return REASONS_BY_CODE[code];
  if (code.startsWith('HPE_')) return 'the response is not HTTP';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return `no secure connection: ${messageOf(inner)}`;
  return messageOf(inner);
}
