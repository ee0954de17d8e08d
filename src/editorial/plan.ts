// Decides what goes where: which stories a recap tells, in which sections, and how much room a story gets.
import type { Platform, Story } from '../model.js';

/** A recap as sources.yaml describes it. */
export interface RecapSettings {
  title: string;
  platform: Platform;
  maxSections: number;
  maxBullets: number;
  /** The stories of a week, each told as it developed over the days. */
  weekly?: boolean;
}

/** The one recap of a weekly issue. A section is a story of the week, its bullets what became of it. */
export const WEEKLY_RECAP: RecapSettings = {
  title: 'The stories of the week',
  platform: 'x',
  maxSections: 10,
  maxBullets: 3,
  weekly: true,
};

export interface PlannedSection {
  title: string;
  weight: number;
  stories: PlannedStory[];
}

export interface PlannedStory {
  story: Story;
  /** The most bullets that it may have. */
  bullets: number;
}

export interface PlannedRecap {
  settings: RecapSettings;
  /** In reading order. */
  sections: PlannedSection[];
  /** Every story of the recap's sources, told or not: what they speak of shows what the day is about. */
  heard?: Story[];
  /** What a model left out of those it could choose from. */
  dropped?: DroppedStory[];
}

export interface DroppedStory {
  story: Story;
  /** In a few words. */
  reason: string;
}

export interface TitledStories {
  title: string;
  stories: Story[];
}

/**
 * Groups the stories of one recap into titled sections: groupSections, or a language model. `shown` of a section's
 * stories, the heaviest, will be told.
 */
export type Grouping = (
  stories: Story[],
  options: { maxSections: number; language: string; platform: Platform; shown?: number },
) => Promise<TitledStories[]> | TitledStories[];

/** Of what fits into a recap, this many times as many stories are considered: the lightest sections fall away. */
const CANDIDATES = 1.6;
/** A group with this many times the stories that a section shows is split rather than cut off. */
const SPARE = 1.5;
/**
 * Where not all sections fit, each further story counts this share of the one before it: many light ones do not take the
 * place of a heavy one.
 */
const LIGHTER = 0.3;
/** So many more groups than there is room for are made, so that the lightest fall away and not the heaviest's fifth. */
const EXTRA = 2;

/**
 * The stories of each recap, each story in exactly one: where its posts weigh most. `recapOf` gives the index of the
 * recap that a source belongs to; a story of no recap's sources is left out.
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
      // A repeat tells nothing new: it decides only where nothing else does.
      const share = (scores.get(post.id) ?? 0) * (post.repostOf ? 0.01 : 1);
      shares.set(recap, (shares.get(recap) ?? 0) + share);
    }
    const [heaviest] = [...shares].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    if (heaviest) assigned[heaviest[0]]?.push(story);
  }
  return assigned;
}

/**
 * One recap: the heaviest stories in sections, heaviest first, no section with more than `maxBullets` bullets and no
 * story with more than its share of the recap's.
 */
export async function planRecap(
  stories: Story[],
  settings: RecapSettings,
  options: { maxStoryShare: number; language: string; group: Grouping },
): Promise<PlannedRecap> {
  const room = settings.maxSections * settings.maxBullets;
  const candidates = stories.slice(0, Math.ceil(room * CANDIDATES));
  const groups = await groupEvenly(candidates, settings, options);
  const sections = groups
    .map(({ title, stories: members }) => {
      const told = [...members].sort((a, b) => b.weight - a.weight).slice(0, settings.maxBullets);
      const weigh = (share: number) => told.reduce((sum, story, at) => sum + story.weight * share ** at, 0);
      return { title, told, weight: weigh(1), rank: weigh(LIGHTER) };
    })
    .sort((a, b) => b.rank - a.rank)
    .slice(0, settings.maxSections)
    .sort((a, b) => b.weight - a.weight);
  const bullets = sections.reduce((sum, section) => sum + section.told.length, 0);
  const most = Math.max(1, Math.floor(options.maxStoryShare * bullets));
  return {
    settings,
    sections: sections.map(({ title, told, weight }) => ({
      title,
      weight,
      stories: shareRoom(told, settings.maxBullets, most),
    })),
  };
}

/**
 * The groups of the grouping, heaviest first; those with far more stories than a section can show are grouped once more,
 * as long as there is room for their parts: among too many sections a heavy story would fall away.
 */
async function groupEvenly(
  stories: Story[],
  { maxSections, maxBullets, platform }: RecapSettings,
  { group, language }: { group: Grouping; language: string },
): Promise<TitledStories[]> {
  const options = { shown: maxBullets, language, platform };
  const groups = await group(stories, { ...options, maxSections: maxSections * 2 });
  let room = maxSections + EXTRA - groups.length;
  // While there is room for a section, no story falls away because its own is full.
  const spare = groups.length < maxSections ? 1 : SPARE;
  const split = groups.map(async (large) => {
    const parts = Math.min(room, Math.ceil(large.stories.length / maxBullets)) + 1;
    if (parts < 2 || large.stories.length <= maxBullets * spare) return [large];
    room -= parts - 1;
    const smaller = await group(large.stories, { ...options, maxSections: parts });
    return smaller.length > 1 ? smaller : [large];
  });
  return (await Promise.all(split)).flat();
}

/** Each story one bullet; what room is left goes to the heaviest, a bullet for every two more voices, up to `most`. */
function shareRoom(stories: Story[], room: number, most: number): PlannedStory[] {
  let left = room - stories.length;
  return stories.map((story) => {
    const extra = Math.max(0, Math.min(left, most - 1, Math.floor((story.voices - 1) / 2)));
    left -= extra;
    return { story, bullets: 1 + extra };
  });
}

/** The first `most` items that are accepted; the others are not looked at. */
export function takeWhere<T>(items: T[], accept: (item: T) => boolean, most: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length >= most) break;
    if (accept(item)) taken.push(item);
  }
  return taken;
}
