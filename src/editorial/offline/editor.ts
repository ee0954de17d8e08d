// What an editor does. The offline one quotes; a language model's phrases. The pipeline knows only this.
import type { Bullet, Platform, Story, Tag } from '../../model.js';
import { groupSections } from '../group/cluster.js';
import {
  type Grouping,
  type PlannedRecap,
  type PlannedSection,
  planRecap,
  type RecapSettings,
  takeWhere,
} from '../plan.js';
import { writeTitles } from '../titles/titles.js';
import { type DayEvent, findEvents } from './events.js';
import { type Headline, writeSubtitle } from './headline.js';
import { type LeadCandidate, rankByLead } from './lead-order.js';
import { chooseOpening } from './opening.js';
import { planWeek } from './week.js';
import { isQuotable, type Writing, writeSection } from './write.js';

/** What else is told above the issue is one of so many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and of many things: more and smaller sections are more of one thing each (docs/grouping.md). */
const X_FINENESS = 1.4;

/** What weighs less than this share of a recap's heaviest story would only fill its sections. */
const MIN_WEIGHT_SHARE = 0.06;

export const MAX_TAGS = 24;

/** The top of an issue. */
export interface Opening {
  headline: Headline;
  subtitle: string;
  lead: Bullet[];
  /** Three lines on the three heaviest stories, or none. */
  summary: string[];
  /** Nothing that two independent voices tell, and nothing that stands out by its engagement. */
  quiet?: boolean;
  /** Announced dates. */
  watch?: Bullet[];
}

export interface Editor {
  /** What a recap tells of `stories`, which are its own, heaviest first. */
  plan(stories: Story[], recap: RecapSettings): Promise<PlannedRecap>;
  /** Writes the sections of a plan, and the top of the issue. */
  write(plan: PlannedRecap[]): Promise<IssueText>;
  /** The tags of the issue out of those found in its stories, the most important first; and names worth a tag. */
  tag(found: Tag[], bullets: Bullet[]): Promise<Tagging>;
}

export interface IssueText {
  /** Absent when there is nothing to tell. */
  opening?: Opening;
  sections: ReadonlyMap<PlannedSection, SectionText>;
  /** The stories told, the one that opens the issue first. */
  stories: Story[];
}

export interface SectionText {
  /** Better than the plan's, by whoever read all of the section's posts. */
  title?: string;
  bullets: Bullet[];
}

/** The offline editor's parts by themselves, for an editor that uses it where a model fails. */
export interface OfflineEditor extends Editor {
  openIssue(stories: Story[]): Opening;
  writeSection(section: PlannedSection, platform: Platform): Bullet[];
}

export interface Tagging {
  tags: Tag[];
  /** Names that the vocabulary lacks, for the operator to look at. */
  proposed: string[];
}

/** The editor that needs no model: groups by what posts share, and quotes their own sentences. */
export function createOfflineEditor(writing: Writing, maxStoryShare: number): OfflineEditor {
  const { language } = writing;
  const group: Grouping = (stories, given) => {
    const options = { ...given, archive: writing.archive?.terms };
    if (options.platform !== 'x' && options.platform !== 'discord') return groupSections(stories, options);
    return groupSections(stories, { ...options, fineness: X_FINENESS });
  };
  const openIssue = (candidates: LeadCandidate[], events: DayEvent[] = []): Opening => {
    const opening = chooseOpening(candidates, events, writing);
    const stories = candidates.map(({ story }) => story);
    if (!opening) return { headline: { text: '', postId: '' }, subtitle: '', lead: [], summary: [] };
    const others = stories.filter((story) => !opening.stories.includes(story));
    return {
      headline: opening.headline,
      subtitle: writeSubtitle(others.slice(0, SUBTITLE_AMONG), language, opening.headline.text, opening.lead),
      lead: opening.lead,
      summary: [],
      quiet: opening.quiet,
    };
  };
  return {
    openIssue: (stories) => openIssue(stories.map((story) => ({ story, weight: story.weight }))),
    writeSection: (section, platform) => writeSection(section, platform, writing),
    async plan(stories, recap) {
      const least = MIN_WEIGHT_SHARE * (stories[0]?.weight ?? 0);
      const tellable = takeWhere(
        stories,
        (story) => story.weight >= least && isQuotable(story, language),
        recap.maxSections * recap.maxBullets * 2,
      );
      if (recap.weekly) return { ...planWeek(tellable, recap, writing.archive), heard: stories };
      return { ...(await planRecap(tellable, recap, { maxStoryShare, language, group })), heard: stories };
    },
    async write(plan) {
      const events = findEvents(plan, writing.archive?.names);
      const candidates = rankByLead(plan, events, writing.archive?.terms);
      // First, so that no section repeats what the opening says.
      const opening = candidates.length > 0 ? openIssue(candidates, events) : undefined;
      const sections = plan.flatMap((recap) => writeRecap(recap, opening, writing));
      return { opening, sections: new Map(sections), stories: candidates.map(({ story }) => story) };
    },
    tag: async (found) => ({ tags: found.slice(0, MAX_TAGS), proposed: [] }),
  };
}

/** The bullets of a recap's sections, and titles for what is left of them after the lead has taken its story. */
function writeRecap(
  { sections, settings }: PlannedRecap,
  opening: Opening | undefined,
  writing: Writing,
): [PlannedSection, SectionText][] {
  const { language, archive } = writing;
  const written = sections.map((section) => ({
    section,
    bullets: writeSection(section, settings.weekly ? undefined : settings.platform, writing),
  }));
  const titles = writeTitles(
    written.map(({ section, bullets }) => listShown(section, bullets)),
    {
      language,
      isTitled: settings.platform !== 'x' && settings.platform !== 'discord',
      without: new Set(opening ? [opening.headline.text] : []),
      archive: archive?.terms,
    },
  );
  return written.map(({ section, bullets }, at) => [section, { title: titles[at], bullets }]);
}

/** The section's stories that a bullet is about. */
function listShown({ stories }: PlannedSection, bullets: Bullet[]): Story[] {
  const cited = new Set(bullets.flatMap(({ citations }) => citations));
  const all = stories.map(({ story }) => story);
  const shown = all.filter(({ posts }) => posts.some(({ id }) => cited.has(id)));
  return shown.length > 0 ? shown : all;
}
