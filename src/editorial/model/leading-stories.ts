// Chooses the stories for the top of an issue: all those about the subject of its first section.
import type { Story, Tag } from '../../model.js';
import type { PlannedRecap, PlannedSection } from '../plan.js';
import { findTags } from '../vocabulary/tags.js';

const TITLE_CHARACTERS = 300;

/**
 * The planned stories about the subject of the heaviest opening section: its own, then those elsewhere that name the
 * subject.
 */
export function findLeadingStories(plan: PlannedRecap[]): Story[] {
  const foremost = findForemostSection(plan);
  if (!foremost) return [];
  const own = foremost.stories.map(({ story }) => story);
  const subject = findSubject(foremost);
  const others = listStories(plan).filter(
    (story) => !own.includes(story) && subject && namesOf(story).has(subject),
  );
  return [...own, ...others];
}

/** The stories of a plan: those of the heaviest opening section, then the others in reading order. */
export function inReadingOrder(plan: PlannedRecap[]): Story[] {
  const first = findForemostSection(plan)?.stories.map(({ story }) => story) ?? [];
  return [...new Set([...first, ...listStories(plan)])];
}

/** The heaviest of the recaps' first sections. */
function findForemostSection(plan: PlannedRecap[]): PlannedSection | undefined {
  const first = plan.flatMap(({ sections }) => sections[0] ?? []);
  return first.sort((a, b) => b.weight - a.weight)[0];
}

function listStories(plan: PlannedRecap[]): Story[] {
  return plan.flatMap(({ sections }) => sections.flatMap(({ stories }) => stories.map(({ story }) => story)));
}

/** The model, otherwise the company, that most of the section's stories name, if its title or first story does, too. */
function findSubject({ title, stories }: PlannedSection): string | undefined {
  const counts = new Map<string, number>();
  for (const { story } of stories)
    for (const key of namesOf(story)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const heading = namesIn(title ?? '');
  const named = heading.size > 0 ? heading : stories[0] ? namesOf(stories[0].story) : new Set<string>();
  const rank = (key: string) => (counts.get(key) ?? 0) + (key.startsWith('model ') ? 100 : 0);
  return [...named].sort((a, b) => rank(b) - rank(a))[0];
}

function namesOf({ posts: [lead] }: Story): Set<string> {
  return namesIn(`${lead?.title}. ${lead?.text.slice(0, TITLE_CHARACTERS)}`);
}

const keyOf = ({ kind, slug }: Tag) => `${kind} ${slug}`;

function namesIn(text: string): Set<string> {
  return new Set(
    findTags(text)
      .filter(({ kind }) => kind === 'model' || kind === 'company')
      .map(keyOf),
  );
}
