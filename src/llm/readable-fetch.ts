// `fetch` for the openai package: errors in the one shape that it reads, and no answer without end.
import { parseJson, readError } from './reply.js';
import { ServerFault } from './server-error.js';
import { findWait, isAboutWaiting } from './server-figures.js';

/** An answer of the most tokens that we ask for, thoughts included, has less than a tenth of it. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_ERROR_BYTES = 32 * 1024;
const MAX_DETAIL_CHARACTERS = 2_000;

/**
 * Brings every error body into the shape `{ error: { message, code } }`: the package drops the words of servers that
 * put them elsewhere (`{ message }`, `{ detail }`, plain text), and the words decide what is tried next.
 */
export function createReadableFetch(clock: () => number): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (response.ok) return bound(response);
    const text = await readBeginning(response, MAX_ERROR_BYTES);
    const { detail, code } = readError(parseJson(text));
    const message = detail || text.replace(/<[^>]{0,200}>/g, ' ').slice(0, MAX_DETAIL_CHARACTERS);
    const headers = new Headers({ 'content-type': 'application/json' });
    for (const [name, value] of response.headers) if (isAboutWaiting(name)) headers.set(name, value);
    // Google names the wait and the quota beside the message, in `details`.
    const wait = findWait(text, clock());
    if (!headers.has('retry-after') && wait !== undefined) headers.set('retry-after-ms', String(wait));
    const quota = /"quotaId": ?"(\w+)"/.exec(text)?.[1] ?? '';
    const body = JSON.stringify({ error: { message, code: `${code} ${quota}`.trim() } });
    return new Response(body, { status: response.status, headers });
  };
}

/**
 * The same answer as text, which breaks off where it grows beyond what any answer needs. Some call a stream JSON, and
 * others call JSON text: what it is shows in its first sign.
 */
function bound({ body, status }: Response): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes <= MAX_ANSWER_BYTES) controller.enqueue(chunk);
      else controller.error(new ServerFault('garbled', 'the model server answered without end'));
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
