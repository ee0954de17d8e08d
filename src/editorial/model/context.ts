// What every question to the model needs.
import type { Bullet, LanguageModel } from '../../model.js';
import type { Checking } from '../check.js';
import type { Evidence } from '../verify/evidence.js';
import type { Prompts } from './prompts.js';

export interface Style {
  language: string;
  /** The operator's notes to the editor. */
  tone: string;
}

/**
 * A second opinion on bullets that passed the rules: for each, in order, why it may not be published; empty when it
 * may. `evidence` holds the posts that they cite.
 */
export type SecondReading = (
  bullets: Bullet[],
  evidence: ReadonlyMap<string, Evidence>,
) => Promise<string[][]>;

export interface ModelContext {
  model: LanguageModel;
  prompts: Prompts;
  style: Style;
  checking: Checking;
  /** Absent: the rules alone decide. */
  readAgain?: SecondReading;
}
