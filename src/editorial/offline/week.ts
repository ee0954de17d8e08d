// Plans the stories of a week: each is a section whose bullets follow its development in time.
import type { Story } from '../../model.js';
import type { DayArchive } from '../archive.js';
import type { PlannedRecap, PlannedSection, RecapSettings } from '../plan.js';
import { type DayEvent, findEvents } from './events/events.js';
import { rankByLead } from './events/lead-order.js';
import { openingContentWords, opensWith } from './sentences/shared-words.js';

/** Names that join stories of several days: versions, but not places or companies. */
const ONE_THING = /^(?:model|phrase) .*\d/;

/**
 * Plans the heaviest stories of the week; corroborated ones come first (lead-order.ts). Stories about one new version
 * are joined, and stories that open alike with a name that no earlier day had.
 */
export function planWeek(stories: Story[], settings: RecapSettings, archive?: DayArchive): PlannedRecap {
  const all = { weight: 0, stories: stories.map((story) => ({ story, bullets: 1 })) };
  const plan = [{ settings, sections: [all] }];
  const events = findEvents(plan, archive?.names);
  const weights = new Map(
    rankByLead(plan, events, archive?.terms).map(({ story, weight }) => [story, weight]),
  );
  const sections = joinStories(stories, events)
    .map((group) => planSection(group, settings.maxBullets, weights))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, settings.maxSections);
  return { settings, sections };
}

/** Groups stories by their strongest event; each story is in one group. */
function joinStories(stories: Story[], events: DayEvent[]): Story[][] {
  const free = new Set(stories);
  const joined = events
    .filter(({ key, isNew, isFirstSeen }) => isNew && (isFirstSeen || ONE_THING.test(key)))
    .map(({ key, stories: members }) =>
      members.filter((story) => (ONE_THING.test(key) || openAlike(members[0], story)) && free.delete(story)),
    );
  return [...joined.filter((group) => group.length > 0), ...[...free].map((story) => [story])];
}

/** Whether the first posts of two stories open alike. */
function openAlike(one: Story | undefined, other: Story): boolean {
  const [first, second] = [one?.posts[0], other.posts[0]];
  return (
    one === other ||
    (first !== undefined && second !== undefined && opensWith(second, openingContentWords(first)))
  );
}

function planSection(
  group: Story[],
  maxBullets: number,
  weights: ReadonlyMap<Story, number>,
): PlannedSection {
  const heaviest = [...group].sort((a, b) => b.weight - a.weight);
  const chosen = heaviest.slice(0, maxBullets);
  let freeBullets = maxBullets - chosen.length;
  const planned = chosen.map((story) => {
    const extra = Math.min(freeBullets, Math.floor((story.voices - 1) / 2));
    freeBullets -= Math.max(0, extra);
    return { story, bullets: 1 + Math.max(0, extra) };
  });
  return {
    weight: Math.max(0, ...group.map((story) => weights.get(story) ?? 0)),
    stories: planned.sort((a, b) => compareStart(a.story, b.story)),
  };
}

function compareStart(one: Story, other: Story): number {
  const startOf = ({ posts }: Story) => posts.map(({ createdAt }) => createdAt).sort()[0] ?? '';
  return startOf(one).localeCompare(startOf(other));
}
