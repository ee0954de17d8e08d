// What the pipeline's stages work with.
import type { Kysely } from 'kysely';
import type { Config } from '../config/config.js';
import type { Prompts } from '../editorial/model/prompts.js';
import type { Clock, LanguageModel, Messenger, Source } from '../model.js';
import type { Tables } from '../store/database/schema.js';

export type Stage = 'fetch' | 'editorial' | 'render' | 'deliver';

export interface PipelineContext {
  config: Config;
  db: Kysely<Tables>;
  sources: Source[];
  messenger: Messenger;
  /** A model for one issue, with a budget, a deadline and a bill of its own; absent: the offline editor works alone. */
  createModel?: () => LanguageModel;
  prompts: Prompts;
  clock: Clock;
  /** The folder with the MJML and the style sheets. */
  templates: string;
  /** Told what is going on, for whoever looks on. */
  progress: (stage: Stage, text: string) => void;
  signal: AbortSignal;
}
