// The stories of a week: each is a section of its own, whose bullets tell in order of time what became of it.
import type { Story } from '../../model.js';
import type { PlannedRecap, PlannedSection, RecapSettings } from '../plan.js';
import { type DayEvent, findEvents, type NameArchive } from './events.js';

/** A version makes stories of several days one; a place or a company does not. */
const ONE_THING = /^(?:model|phrase) .*\d/;
/** More stories than this under one name are not one story. */
const MAX_JOINED = 6;

/** The heaviest stories of the week; those about one new release or name are one, and count as the best plus a share of the others. */
export function planWeek(stories: Story[], settings: RecapSettings, archive?: NameArchive): PlannedRecap {
  const events = findEvents([{ settings, sections: [], heard: stories }], archive);
  const sections = joinStories(stories, events)
    .map((group) => planSection(group, settings.maxBullets))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, settings.maxSections);
  return { settings, sections };
}

/** Groups of stories, each story in one: that of the strongest event that it belongs to. */
function joinStories(stories: Story[], events: DayEvent[]): Story[][] {
  const free = new Set(stories);
  const joined = events
    .filter(
      ({ key, isNew, stories: members }) => isNew && ONE_THING.test(key) && members.length <= MAX_JOINED,
    )
    .map(({ stories: members }) => {
      const own = members.filter((story) => free.delete(story));
      return own;
    });
  return [...joined.filter((group) => group.length > 0), ...[...free].map((story) => [story])];
}

function planSection(group: Story[], maxBullets: number): PlannedSection {
  const heaviest = [...group].sort((a, b) => b.weight - a.weight);
  const told = heaviest.slice(0, maxBullets);
  const sum = heaviest.reduce((total, { weight }) => total + weight, 0);
  const best = heaviest[0]?.weight ?? 0;
  let left = maxBullets - told.length;
  const planned = told.map((story) => {
    const extra = Math.min(left, Math.floor((story.voices - 1) / 2));
    left -= Math.max(0, extra);
    return { story, bullets: 1 + Math.max(0, extra) };
  });
  return {
    title: '',
    weight: best > 0 ? best * (1 + Math.log(sum / best)) : 0,
    stories: planned.sort((a, b) => compareStart(a.story, b.story)),
  };
}

function compareStart(one: Story, other: Story): number {
  const startOf = ({ posts }: Story) => posts.map(({ createdAt }) => createdAt).sort()[0] ?? '';
  return startOf(one).localeCompare(startOf(other));
}
