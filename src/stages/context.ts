// The context of the pipeline's stages.
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
  /**
   * Creates a model for one issue, with its own budget, deadline and cost report. Absent: only the offline editor
   * works.
   */
  createModel?: () => LanguageModel;
  prompts: Prompts;
  clock: Clock;
  /** The folder with the MJML and the style sheets. */
  templates: string;
  /** Reports progress to the user. */
  progress: (stage: Stage, text: string) => void;
  signal: AbortSignal;
}
