// What an editor does. The offline one quotes; a language model's phrases. The pipeline knows only this.
import type { Bullet, Platform, Story } from '../model.js';
import { groupSections } from './cluster.js';
import { type Headline, writeHeadline, writeLead, writeSubtitle } from './headline.js';
import type { Grouping, PlannedSection } from './plan.js';
import { type Writing, writeSection } from './write.js';

/** The top of an issue. */
export interface Opening {
  headline: Headline;
  subtitle: string;
  lead: Bullet[];
}

export interface Editor {
  /** The stories of one recap in titled sections. */
  group: Grouping;
  /** The top of the issue, from its heaviest stories, at least one. */
  open(stories: Story[]): Promise<Opening>;
  /** The bullets of a section. */
  write(section: PlannedSection, platform: Platform): Promise<Bullet[]>;
}

/** The editor that needs no model: groups by what posts share, and quotes their own sentences. */
export function createOfflineEditor(writing: Writing): Editor {
  return {
    group: (stories, options) => groupSections(stories, options),
    open: async (stories) => {
      const [first, ...others] = stories;
      if (!first) return { headline: { text: '', postId: '' }, subtitle: '', lead: [] };
      return {
        headline: writeHeadline(first, writing.language),
        subtitle: writeSubtitle(others, writing.language),
        lead: writeLead(first, writing),
      };
    },
    write: async (section, platform) => writeSection(section, platform, writing),
  };
}
