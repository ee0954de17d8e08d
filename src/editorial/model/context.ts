// The context of every request to the model.
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
 * Compares bullets that passed the rules with their posts. Returns, for each in order, the reasons why it must not be
 * published; empty if it may. `evidence` holds the cited posts.
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
  /** Absent: only the rules decide. */
  readAgain?: SecondReading;
}
