// Plans an issue: the recap, section and number of bullets of each story.
import type { Platform, Story } from '../model.js';

/** A recap in sources.yaml. */
export interface RecapSettings {
  title: string;
  platform: Platform;
  maxSections: number;
  maxBullets: number;
  /** Whether this is the recap of a weekly issue, which follows each story over the days. */
  weekly?: boolean;
}

/**
 * The only recap of a weekly issue. A section is a story of the week; its bullets follow its development. Its posts come
 * from all platforms; `x` is the layout of its bullets.
 */
export const WEEKLY_RECAP: RecapSettings = {
  title: 'The stories of the week',
  platform: 'x',
  maxSections: 10,
  maxBullets: 3,
  weekly: true,
};

export interface PlannedSection {
  /** The title that a model chose before the section was written. */
  title?: string;
  weight: number;
  stories: PlannedStory[];
}

export interface PlannedStory {
  story: Story;
  /** Maximum bullets. */
  bullets: number;
}

export interface PlannedRecap {
  settings: RecapSettings;
  /** Sections in reading order. */
  sections: PlannedSection[];
  /** All stories of the recap's sources, including those left out; they show the day's topics. */
  allStories?: Story[];
  /** Stories that a model chose to leave out. */
  dropped?: DroppedStory[];
}

export interface DroppedStory {
  story: Story;
  /** The reason in a few words. */
  reason: string;
}

/** Groups stories by theme into at most `maxSections` groups, heaviest group first. */
export type Grouping = (stories: Story[], maxSections: number) => Story[][];

/** Considers this many times the stories that fit into a recap, so that light sections can be dropped. */
const CANDIDATES_PER_STORY = 1.6;
/** A group with this many times the stories of a section is split rather than truncated. */
const SPLIT_SIZE = 1.5;
/**
 * When ranking sections, each further story counts this share of the one before, so that many light stories do not
 * outrank a heavy one.
 */
const LIGHTER_SHARE = 0.3;
/** Number of groups beyond the available sections, so that the lightest groups are dropped rather than stories of heavy ones. */
const EXTRA_GROUPS = 2;

/**
 * Assigns each story to the recap where its posts weigh most. `recapOf` returns the index of a source's recap; a story
 * without one is left out.
 */
export function assignStories(
  stories: Story[],
  scores: ReadonlyMap<string, number>,
  recapOf: (sourceId: string) => number | undefined,
  recaps: number,
): Story[][] {
  const assigned: Story[][] = Array.from({ length: recaps }, () => []);
  for (const story of stories) {
    const shares = new Map<number, number>();
    for (const post of story.posts) {
      const recap = recapOf(post.sourceId);
      if (recap === undefined) continue;
      // Repeats decide only if there are no other posts.
      const share = (scores.get(post.id) ?? 0) * (post.repostOf ? 0.01 : 1);
      shares.set(recap, (shares.get(recap) ?? 0) + share);
    }
    const [heaviest] = [...shares].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    if (heaviest) assigned[heaviest[0]]?.push(story);
  }
  return assigned;
}

/**
 * Plans one recap: the heaviest stories in sections, heaviest first. No section has more than `maxBullets` bullets, and
 * no story gets more than `maxStoryShare` of the recap's bullets.
 */
export function planRecap(
  stories: Story[],
  settings: RecapSettings,
  { maxStoryShare, group }: { maxStoryShare: number; group: Grouping },
): PlannedRecap {
  const maxBullets = settings.maxSections * settings.maxBullets;
  const candidates = stories.slice(0, Math.ceil(maxBullets * CANDIDATES_PER_STORY));
  const sections = groupEvenly(candidates, settings, group)
    .map((members) => {
      const chosen = [...members].sort((a, b) => b.weight - a.weight).slice(0, settings.maxBullets);
      const weigh = (share: number) =>
        chosen.reduce((sum, story, position) => sum + story.weight * share ** position, 0);
      return { chosen, weight: weigh(1), rank: weigh(LIGHTER_SHARE) };
    })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, settings.maxSections)
    .sort((a, b) => b.weight - a.weight);
  const bullets = sections.reduce((sum, section) => sum + section.chosen.length, 0);
  const maxBulletsPerStory = Math.max(1, Math.floor(maxStoryShare * bullets));
  return {
    settings,
    sections: sections.map(({ chosen, weight }) => ({
      weight,
      stories: assignBullets(chosen, settings.maxBullets, maxBulletsPerStory),
    })),
  };
}

/**
 * Groups stories, heaviest group first. Groups with far more stories than a section can show are split again while
 * there is room; with too many sections, a heavy story would be dropped.
 */
function groupEvenly(
  stories: Story[],
  { maxSections, maxBullets }: RecapSettings,
  group: Grouping,
): Story[][] {
  const groups = group(stories, maxSections * 2);
  let freeGroups = maxSections + EXTRA_GROUPS - groups.length;
  // While sections are free, any group that does not fit is split; otherwise only much larger ones.
  const splitFactor = groups.length < maxSections ? 1 : SPLIT_SIZE;
  return groups.flatMap((large) => {
    const parts = Math.min(freeGroups, Math.ceil(large.length / maxBullets)) + 1;
    if (parts < 2 || large.length <= maxBullets * splitFactor) return [large];
    freeGroups -= parts - 1;
    const smaller = group(large, parts);
    return smaller.length > 1 ? smaller : [large];
  });
}

/** Assigns each story one bullet; the remaining room goes to the heaviest, one bullet per two further voices, up to `limit`. */
function assignBullets(stories: Story[], maxBullets: number, limit: number): PlannedStory[] {
  let unassigned = maxBullets - stories.length;
  return stories.map((story) => {
    const extra = Math.max(0, Math.min(unassigned, limit - 1, Math.floor((story.voices - 1) / 2)));
    unassigned -= extra;
    return { story, bullets: 1 + extra };
  });
}

/** Returns the first `limit` accepted items; later items are not tested. */
export function takeAccepted<T>(items: T[], accept: (item: T) => boolean, limit: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length >= limit) break;
    if (accept(item)) taken.push(item);
  }
  return taken;
}
