// Orders stories for the lead: heavy ones, and those whose topic many mention today and few did before.
import type { Story } from '../../../model.js';
import type { TermArchive } from '../../group/term-archive.js';
import { EMPTY_ARCHIVE } from '../../group/term-archive.js';
import { readTerms } from '../../group/terms.js';
import type { PlannedRecap } from '../../plan.js';
import {
  countVoices,
  type DayEvent,
  listAllStories,
  listPlannedStories,
  OPENING_CHARACTERS,
  originalsOf,
} from './events.js';

/** Number of a story's words that measure corroboration. */
const MAX_WORDS = 3;
/** Without an archive, the expected share of posts with a word. */
const USUAL_SHARE = 0.01;
/** The usual share counts like this many further posts (prior). */
const PRIOR_POSTS = 100;
/** From this many archived posts on, a word's rarity counts more than half. */
const TRUSTED_POSTS = 300;

/** A story and its weight as the opening story. */
export interface LeadCandidate {
  story: Story;
  weight: number;
  /** How much others mention the same today, by names and words. */
  corroboration?: number;
}

/**
 * Ranks the stories of a plan for the lead, best first. A story's weight is multiplied by one plus its corroboration:
 * that of its strongest event, and that of the three words used by most voices beyond the expectation from `archive`.
 */
export function rankByLead(
  plan: PlannedRecap[],
  events: DayEvent[] = [],
  archive: TermArchive = EMPTY_ARCHIVE,
): LeadCandidate[] {
  const stories = listPlannedStories(plan);
  const ofNames = new Map<Story, number>();
  for (const { stories: members, corroboration } of events)
    for (const story of members) ofNames.set(story, Math.max(ofNames.get(story) ?? 0, corroboration));
  const ofWords = corroborateWords(listAllStories(plan), archive);
  return stories
    .map((story) => {
      const corroboration = (ofNames.get(story) ?? 0) + (ofWords.get(story) ?? 0);
      return { story, corroboration, weight: story.weight * (1 + corroboration) };
    })
    .sort((a, b) => b.weight - a.weight);
}

/** The corroboration of each story by words: how much more voices use them today than on earlier days. */
function corroborateWords(stories: Story[], archive: TermArchive): Map<Story, number> {
  const holders = new Map<string, Set<Story>>();
  const posts = stories.flatMap((story) => originalsOf(story).map((post) => ({ story, post })));
  const postsOf = new Map<string, typeof posts>();
  for (const entry of posts) {
    const { title, text } = entry.post;
    for (const stem of readTerms(title, title ? '' : text.slice(0, OPENING_CHARACTERS)).words.keys()) {
      holders.set(stem, (holders.get(stem) ?? new Set()).add(entry.story));
      postsOf.set(stem, [...(postsOf.get(stem) ?? []), entry]);
    }
  }
  const trust = archive.texts / (archive.texts + TRUSTED_POSTS);
  const found = new Map<Story, number[]>();
  for (const [stem, members] of holders) {
    const voices = countVoices(
      (postsOf.get(stem) ?? []).map(({ post }) => post),
      [...members],
    );
    if (voices <= 1) continue;
    const usual =
      ((archive.terms.get(`w ${stem}`) ?? 0) + PRIOR_POSTS * USUAL_SHARE) / (archive.texts + PRIOR_POSTS);
    const burst = Math.max(0, Math.log((voices + 1) / (usual * posts.length + 1))) * Math.log2(voices);
    for (const story of members) found.set(story, [...(found.get(story) ?? []), burst * trust]);
  }
  return new Map(
    [...found].map(([story, bursts]) => [
      story,
      bursts
        .sort((a, b) => b - a)
        .slice(0, MAX_WORDS)
        .reduce((sum, burst) => sum + burst, 0),
    ]),
  );
}
