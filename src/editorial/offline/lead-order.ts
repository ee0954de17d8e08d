// Which stories lead an issue: the heavy ones, and those about what many speak of today and few did before.
import type { Story } from '../../model.js';
import type { TermArchive } from '../group/term-archive.js';
import { EMPTY_ARCHIVE } from '../group/term-archive.js';
import { readTerms } from '../group/terms.js';
import type { PlannedRecap } from '../plan.js';
import {
  countVoices,
  type DayEvent,
  listHeard,
  listStories,
  OPENING_CHARACTERS,
  originalsOf,
} from './events.js';

/** This many of a story's words show how much others speak of the same. */
const MAX_WORDS = 3;
/** Before any archive, a word is expected in this share of the posts. */
const USUAL_SHARE = 0.01;
/** The archive counts like this many further posts of the usual share. */
const PRIOR_POSTS = 100;
/** From this many archived posts on, what a word's rarity says counts more than half. */
const TRUSTED_POSTS = 300;

/** A story and what it weighs as the one that opens the issue. */
export interface LeadCandidate {
  story: Story;
  weight: number;
  /** How much others speak of the same today, by names and words. */
  corroboration?: number;
}

/**
 * The stories of a plan, the one that opens the issue first. A story's weight is multiplied by one plus its
 * corroboration: that of the strongest event that it belongs to, and that of its three words which most voices use
 * today beyond what `archive` leads to expect.
 */
export function rankByLead(
  plan: PlannedRecap[],
  events: DayEvent[] = [],
  archive: TermArchive = EMPTY_ARCHIVE,
): LeadCandidate[] {
  const stories = listStories(plan);
  const ofNames = new Map<Story, number>();
  for (const { stories: members, corroboration } of events)
    for (const story of members) ofNames.set(story, Math.max(ofNames.get(story) ?? 0, corroboration));
  const ofWords = corroborateWords(listHeard(plan), archive);
  return stories
    .map((story) => {
      const corroboration = (ofNames.get(story) ?? 0) + (ofWords.get(story) ?? 0);
      return { story, corroboration, weight: story.weight * (1 + corroboration) };
    })
    .sort((a, b) => b.weight - a.weight);
}

/** How much the words of each story's openings are spoken of today by several voices, more than on earlier days. */
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
