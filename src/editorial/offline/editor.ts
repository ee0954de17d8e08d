// What an editor does. The offline one quotes; a language model's phrases. The pipeline knows only this.
import { countWords } from '../../base/text.js';
import type { Bullet, Platform, Story, Tag } from '../../model.js';
import { groupSections } from '../group/cluster.js';
import {
  type Grouping,
  type PlannedRecap,
  type PlannedSection,
  planRecap,
  type RecapSettings,
  type TitledStories,
  takeWhere,
} from '../plan.js';
import { type DayEvent, findEvents } from './events.js';
import { findHeadline, type Headline, writeSubtitle } from './headline.js';
import { type LeadCandidate, rankByLead } from './lead-order.js';
import { chooseOpening } from './opening.js';
import { isQuotable, type Writing, writeSection } from './write.js';

/** What else is told above the issue is one of so many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and of many things: more and smaller sections are more of one thing each (docs/grouping.md). */
const X_FINENESS = 1.4;

/** A section's title has fewer words than this. */
const TITLE_WORDS = 10;

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
    const sections = groupSections(stories, { ...options, fineness: X_FINENESS });
    return sections.map((section) => ({ ...section, title: titleSection(section, language) }));
  };
  const openIssue = (candidates: LeadCandidate[], events: DayEvent[] = []): Opening => {
    const opening = chooseOpening(candidates, events, writing);
    const stories = candidates.map(({ story }) => story);
    if (!opening) return { headline: { text: '', postId: '' }, subtitle: '', lead: [], summary: [] };
    const others = stories.filter((story) => !opening.stories.includes(story));
    return {
      headline: opening.headline,
      subtitle: writeSubtitle(others.slice(0, SUBTITLE_AMONG), language, opening.headline.text),
      lead: opening.lead,
      summary: [],
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
      return planRecap(tellable, recap, { maxStoryShare, language, group });
    },
    async write(plan) {
      const events = findEvents(plan, writing.archive?.names);
      const candidates = rankByLead(plan, events, writing.archive?.terms);
      // First, so that no section repeats what the opening says.
      const opening = candidates.length > 0 ? openIssue(candidates, events) : undefined;
      const sections = plan.flatMap((recap) =>
        recap.sections.map((section) => {
          const bullets = writeSection(section, recap.settings.platform, writing);
          return [section, { bullets }] as const;
        }),
      );
      return { opening, sections: new Map(sections), stories: candidates.map(({ story }) => story) };
    },
    tag: async (found) => ({ tags: found.slice(0, MAX_TAGS), proposed: [] }),
  };
}

/**
 * A title of names says what the stories share; the headline of the first one says it better when it names that, too.
 * Not where bullets open with titles: it would stand right below.
 */
function titleSection({ title, stories }: TitledStories, language: string): string {
  const headline = stories[0] && findHeadline(stories[0], language);
  if (!headline?.telling || countWords(headline.text) >= TITLE_WORDS) return title;
  const names = title.split(/, | and /).map((name) => name.toLowerCase());
  const isShared = (name: string) =>
    stories.filter(({ posts: [post] }) => `${post?.title} ${post?.text}`.toLowerCase().includes(name))
      .length > 1;
  const said = names.slice(0, 2).some((name) => headline.text.toLowerCase().includes(name) && isShared(name));
  return said ? headline.text : title;
}
