// The offline editor: groups posts by shared terms and quotes their sentences.
import type { Bullet, Story } from '../../model.js';
import { type Editor, MAX_TAGS, type Opening, type SectionText } from '../editor.js';
import { groupSections } from '../group/cluster.js';
import {
  type PlannedRecap,
  type PlannedSection,
  planRecap,
  type RecapSettings,
  takeAccepted,
} from '../plan.js';
import type { Writing } from './bullets/bullet.js';
import { isQuotable } from './bullets/newsworthy.js';
import { writeSection } from './bullets/write-section.js';
import { type DayEvent, findEvents } from './events/events.js';
import { type LeadCandidate, rankByLead } from './events/lead-order.js';
import { chooseOpening } from './opening/choose-opening.js';
import { writeSubtitle } from './opening/subtitle.js';
import { writeTitles } from './titles/titles.js';
import { planWeek } from './week.js';

/** The subtitle reports one of this many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and varied, so more and smaller sections are more coherent (docs/grouping.md). */
const X_FINENESS = 1.4;

/** Stories below this share of a recap's heaviest story are left out. */
const MIN_WEIGHT_SHARE = 0.06;

/** The offline editor with separate parts, for editors that fall back to it when a model fails. */
export interface OfflineEditor extends Editor {
  openIssue(stories: Story[]): Opening;
  writeSection(section: PlannedSection, recap: RecapSettings): SectionText;
}

/** Creates the editor without a model: groups posts by shared terms and quotes their sentences. */
export function createOfflineEditor(writing: Writing, maxStoryShare: number): OfflineEditor {
  const { language } = writing;
  const openIssue = (candidates: LeadCandidate[], events: DayEvent[] = []): Opening => {
    const opening = chooseOpening(candidates, events, writing);
    const stories = candidates.map(({ story }) => story);
    if (!opening) return { headline: { text: '', postId: '' }, subtitle: '', lead: [], summary: [] };
    const others = stories.filter((story) => !opening.stories.includes(story));
    return {
      headline: opening.headline,
      subtitle: writeSubtitle(others.slice(0, SUBTITLE_AMONG), {
        ...writing,
        headline: opening.headline.text,
        lead: opening.lead,
      }),
      lead: opening.lead,
      summary: [],
      quiet: opening.quiet,
    };
  };
  return {
    openIssue: (stories) => openIssue(stories.map((story) => ({ story, weight: story.weight }))),
    writeSection: (section, recap) => {
      const [written] = writeRecap({ sections: [section], settings: recap }, undefined, writing);
      return written?.[1] ?? { bullets: [] };
    },
    async plan(stories, recap) {
      const least = MIN_WEIGHT_SHARE * (stories[0]?.weight ?? 0);
      const tellable = takeAccepted(
        stories,
        (story) => story.weight >= least && isQuotable(story, language),
        recap.maxSections * recap.maxBullets * 2,
      );
      if (recap.weekly) return { ...planWeek(tellable, recap, writing.archive), allStories: stories };
      const options = { archive: writing.archive?.terms, fineness: isShort(recap) ? X_FINENESS : 1 };
      const planned = planRecap(tellable, recap, {
        maxStoryShare,
        group: (members, maxSections) => groupSections(members, { ...options, maxSections }),
      });
      return { ...planned, allStories: stories };
    },
    async write(plan) {
      const events = findEvents(plan, writing.archive?.names);
      const candidates = rankByLead(plan, events, writing.archive?.terms);
      // Written first, so that no section repeats the opening.
      const opening = candidates.length > 0 ? openIssue(candidates, events) : undefined;
      const sections = plan.flatMap((recap) => writeRecap(recap, opening, writing));
      return { opening, sections: new Map(sections), stories: candidates.map(({ story }) => story) };
    },
    tag: async (found) => ({ tags: found.slice(0, MAX_TAGS), proposed: [] }),
  };
}

/** Whether the recap's posts are short and have no titles. */
function isShort({ platform }: RecapSettings): boolean {
  return platform === 'x' || platform === 'discord';
}

/** Writes the bullets and titles of a recap's sections, without the story in the lead. */
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
      isTitled: !isShort(settings),
      without: new Set(opening ? [opening.headline.text] : []),
      archive: archive?.terms,
    },
  );
  return written.map(({ section, bullets }, index) => [section, { title: titles[index], bullets }]);
}

/** The section's stories that have a bullet. */
function listShown({ stories }: PlannedSection, bullets: Bullet[]): Story[] {
  const cited = new Set(bullets.flatMap(({ citations }) => citations));
  const all = stories.map(({ story }) => story);
  const shown = all.filter(({ posts }) => posts.some(({ id }) => cited.has(id)));
  return shown.length > 0 ? shown : all;
}
