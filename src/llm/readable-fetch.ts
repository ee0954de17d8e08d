// `fetch` for the openai package: converts errors to the form that it reads, and limits the length of an answer.

import { Agent, fetch as fetchBy } from 'undici';
import { ServerFault } from './errors/server-error.js';
import { findWait, isAboutWaiting } from './errors/server-figures.js';
import { parseJson, readError } from './replies/reply.js';

/** The longest valid answer, including thinking, needs less than a tenth of this. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_ERROR_BYTES = 32 * 1024;
const MAX_DETAIL_CHARACTERS = 2_000;

// Node's own fetch waits at most 300 s for the first byte, and a local model may need longer. Each call has a timeout of
// its own.
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/**
 * Converts every error body to `{ error: { message, code } }`. The package drops messages in any other form (`{ message
 * }`, `{ detail }`, plain text), and the message decides what to try next.
 */
export function createReadableFetch(clock: () => number): typeof fetch {
  return async (url, init) => {
    // The server may close an idle connection while our own work keeps this process from noticing. Calls are few.
    const headersSent = new Headers(init?.headers);
    headersSent.set('connection', 'close');
    const response = await fetchPatiently(url, { ...init, headers: headersSent });
    if (response.ok) return limitBody(response);
    const text = await readBeginning(response, MAX_ERROR_BYTES);
    const { detail, code } = readError(parseJson(text));
    const message = detail || text.replace(/<[^>]{0,200}>/g, ' ').slice(0, MAX_DETAIL_CHARACTERS);
    const headers = new Headers({ 'content-type': 'application/json' });
    for (const [name, value] of response.headers) if (isAboutWaiting(name)) headers.set(name, value);
    // Google reports the wait and the quota in `details`, not in the message.
    const wait = findWait(text, clock());
    if (!headers.has('retry-after') && wait !== undefined) headers.set('retry-after-ms', String(wait));
    const quota = /"quotaId": ?"(\w+)"/.exec(text)?.[1] ?? '';
    const body = JSON.stringify({ error: { message, code: `${code} ${quota}`.trim() } });
    return new Response(body, { status: response.status, headers });
  };
}

/** `fetch` that waits for the first byte as long as its signal allows. */
const fetchPatiently: typeof fetch = async (url, init) => {
  const response = await fetchBy(
    url as Parameters<typeof fetchBy>[0],
    { ...init, dispatcher: patient } as Parameters<typeof fetchBy>[1],
  );
  return response as unknown as Response;
};

/**
 * Reads the answer as text and stops when it is longer than any valid answer. Content types are unreliable (some
 * servers label a stream as JSON, others JSON as text), so the first character decides.
 */
function limitBody({ body, status }: Response): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= MAX_ANSWER_BYTES) controller.enqueue(chunk);
      else controller.error(new ServerFault('garbled', 'the model server sent an endless answer'));
    },
  });
  return new Response(body?.pipeThrough(limit) ?? null, {
    status,
    headers: { 'content-type': 'text/plain' },
  });
}

async function readBeginning({ body }: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxBytes);
}
