// Whether the model server answers and knows the model, without asking the model anything.
import { messageOf } from '../base/errors.js';
import { estimateRequest, findCut } from './call.js';
import { openServer, type ServerOptions } from './server.js';

export type ModelCheck =
  /** The date as YYYY-MM-DD, where the server says so. */
  | { state: 'known'; shutdownDate?: string }
  /** There is a list without it: of so many models. */
  | { state: 'unknown'; listed: number }
  /** The server answers, and lists its models to nobody, or not to this key. */
  | { state: 'unlisted' }
  /** In one line without secrets. */
  | { state: 'failed'; why: string };

/** For an answer, in milliseconds. */
const LIST_TIMEOUT_MS = 5_000;

/** Asks `GET /models`, which no provider bills. Throws a UserError for an address or a key that cannot be one. */
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

/** A long question takes a small computer a while. */
const PROBE_TIMEOUT_MS = 30_000;
/** About as many tokens as our longest questions have. */
const PROBE_WORDS = 8_000;
const LOCAL_HOST =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|[^.]+$|.*\.(?:local|internal|lan)$)/;

/**
 * The length in tokens that a server on the local network silently cuts questions to; undefined where it does not, or
 * does not answer in time. Other servers would bill the question, and do not cut.
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
