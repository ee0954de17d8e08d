// What every question to the model needs.
import type { LanguageModel } from '../../model.js';
import type { Checking } from '../check.js';
import type { Prompts } from './prompts.js';

export interface Tone {
  language: string;
  /** The operator's notes to the editor. */
  tone: string;
}

export interface ModelContext {
  model: LanguageModel;
  prompts: Prompts;
  voice: Tone;
  checking: Checking;
}
