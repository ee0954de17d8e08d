// Whether the model server answers and knows the model, without asking the model anything.
import { messageOf } from '../base/errors.js';
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
const PATIENCE_MS = 5_000;

/** Asks `GET /models`, which no provider bills. Throws a UserError for an address or a key that cannot be one. */
export async function checkModel(options: ServerOptions): Promise<ModelCheck> {
  const server = openServer(options);
  try {
    const models = await server.listModels(PATIENCE_MS);
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
