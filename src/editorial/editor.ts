// What an editor does: plans recaps, writes sections and the top, chooses tags. The offline editor quotes, the model's
// phrases; the pipeline knows only this interface.
import type { Bullet, Story, Tag } from '../model.js';
import type { PlannedRecap, PlannedSection, RecapSettings } from './plan.js';

/** Tags of one issue: those of its heaviest stories. */
export const MAX_TAGS = 12;

/** A headline and the post that it quotes. */
export interface Headline {
  text: string;
  postId: string;
}

/** The top of an issue. */
export interface Opening {
  headline: Headline;
  subtitle: string;
  lead: Bullet[];
  /** Three lines on the three heaviest stories, or none. */
  summary: string[];
  /** Whether no story has two independent voices or outstanding engagement. */
  quiet?: boolean;
  /** Announced dates. */
  watch?: Bullet[];
}

export interface Editor {
  /** Plans a recap from its own `stories`, heaviest first. */
  plan(stories: Story[], recap: RecapSettings): Promise<PlannedRecap>;
  /** Writes the sections of a plan, and the top of the issue. */
  write(plan: PlannedRecap[]): Promise<IssueText>;
  /** Chooses the issue's tags from those found in its stories, most important first, and proposes new names. */
  tag(found: Tag[], bullets: Bullet[]): Promise<Tagging>;
}

export interface IssueText {
  /** Absent if there are no stories. */
  opening?: Opening;
  sections: ReadonlyMap<PlannedSection, SectionText>;
  /** The stories in the issue; the opening story comes first. */
  stories: Story[];
}

export interface SectionText {
  /** The section's title; absent if the plan's title is kept. */
  title?: string;
  bullets: Bullet[];
}

export interface Tagging {
  tags: Tag[];
  /** Names missing from the vocabulary, for the operator to review. */
  proposed: string[];
}
