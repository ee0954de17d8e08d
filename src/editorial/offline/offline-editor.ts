// The offline editor: groups posts by shared terms and quotes their sentences.
import type { Bullet, Platform, Story } from '../../model.js';
import { type Editor, MAX_TAGS, type Opening, type SectionText } from '../editor.js';
import { groupSections } from '../group/cluster.js';
import { type Grouping, type PlannedRecap, type PlannedSection, planRecap, takeAccepted } from '../plan.js';
import { writeTitles } from '../titles/titles.js';
import { type DayEvent, findEvents } from './events.js';
import { writeSubtitle } from './headline.js';
import { type LeadCandidate, rankByLead } from './lead-order.js';
import { chooseOpening } from './opening.js';
import { planWeek } from './week.js';
import { isQuotable, type Writing, writeSection } from './write.js';

/** The subtitle reports one of this many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and varied, so more and smaller sections are more coherent (docs/grouping.md). */
const X_FINENESS = 1.4;

/** Stories below this share of a recap's heaviest story are left out. */
const MIN_WEIGHT_SHARE = 0.06;

/** The offline editor with separate parts, for editors that fall back to it when a model fails. */
export interface OfflineEditor extends Editor {
  openIssue(stories: Story[]): Opening;
  writeSection(section: PlannedSection, platform: Platform): Bullet[];
}

/** Creates the editor without a model: groups posts by shared terms and quotes their sentences. */
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
      const tellable = takeAccepted(
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
      // Written first, so that no section repeats the opening.
      const opening = candidates.length > 0 ? openIssue(candidates, events) : undefined;
      const sections = plan.flatMap((recap) => writeRecap(recap, opening, writing));
      return { opening, sections: new Map(sections), stories: candidates.map(({ story }) => story) };
    },
    tag: async (found) => ({ tags: found.slice(0, MAX_TAGS), proposed: [] }),
  };
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
      isTitled: settings.platform !== 'x' && settings.platform !== 'discord',
      without: new Set(opening ? [opening.headline.text] : []),
      archive: archive?.terms,
    },
  );
  return written.map(({ section, bullets }, at) => [section, { title: titles[at], bullets }]);
}

/** The section's stories that have a bullet. */
function listShown({ stories }: PlannedSection, bullets: Bullet[]): Story[] {
  const cited = new Set(bullets.flatMap(({ citations }) => citations));
  const all = stories.map(({ story }) => story);
  const shown = all.filter(({ posts }) => posts.some(({ id }) => cited.has(id)));
  return shown.length > 0 ? shown : all;
}
