// Checks that the model server answers and knows the model, without sending a prompt.
import { messageOf } from '../base/errors.js';
import { estimateRequest, findCut } from './call.js';
import { openServer, type ServerOptions } from './server.js';

export type ModelCheck =
  /** YYYY-MM-DD, if the server returns a date. */
  | { state: 'known'; shutdownDate?: string }
  /** The model is missing from the server's list of this many. */
  | { state: 'unknown'; listed: number }
  /** The server answers but does not list its models, or not for this key. */
  | { state: 'unlisted' }
  /** One line without secrets. */
  | { state: 'failed'; why: string };

/** Timeout in milliseconds. */
const LIST_TIMEOUT_MS = 5_000;

/** Requests `GET /models`, which no provider bills. Throws UserError for an invalid address or key. */
export async function checkModel(options: ServerOptions): Promise<ModelCheck> {
  const server = openServer(options);
  try {
    const models = await server.listModels(LIST_TIMEOUT_MS);
    if (!models) return { state: 'unlisted' };
    // Gemini lists `models/NAME`, Ollama `NAME:latest`.
    const names = [options.model, `models/${options.model}`, `${options.model}:latest`];
    const found = models.find(({ id }) => names.includes(id));
    if (!found) return { state: 'unknown', listed: models.length };
    return { state: 'known', ...(found.shutdownDate && { shutdownDate: found.shutdownDate }) };
  } catch (error) {
    return { state: 'failed', why: messageOf(error) };
  }
}

/** A small computer takes a while to process a long prompt. */
const PROBE_TIMEOUT_MS = 30_000;
/** In tokens; about as long as our longest prompts. */
const PROBE_WORDS = 8_000;
const LOCAL_HOST =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[^.]+$|.*\.(?:local|internal|lan)$)/;

/**
 * Returns the length, in tokens, to which a server on the local network silently truncates prompts; undefined if it
 * does not truncate or does not answer in time. Skips other servers, which would bill the prompt and do not truncate.
 */
export async function probeContext(options: ServerOptions): Promise<number | undefined> {
  const server = openServer(options);
  if (!LOCAL_HOST.test(server.host)) return undefined;
  const content = `Answer with the word yes.${' word'.repeat(PROBE_WORDS)}`;
  const request: Parameters<typeof server.send>[0] = {
    messages: [{ role: 'user', content }],
    maxTokens: 16,
    format: 'text',
    tokenLimit: 'max_tokens',
    responseFormat: undefined,
  };
  try {
    const reply = await server.send(request, PROBE_TIMEOUT_MS);
    return findCut(estimateRequest(request), request.maxTokens, reply);
  } catch {
    return undefined;
  }
}
