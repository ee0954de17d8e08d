// Finds headwords for a section's title: names, topics and recurring phrases of its posts.

import type { Story } from '../../../model.js';
import type { Role } from '../../vocabulary/gazetteer.js';
import { findSightings } from '../events/name-sightings.js';

export interface Headword {
  /** A key shared by all spellings. */
  key: string;
  /** Spellings in posts, with counts. */
  forms: Map<string, number>;
  /** Whether it is a name rather than a topic or a phrase. */
  named: boolean;
  /** Only if the vocabulary has it. */
  role?: Role;
  /** Related headwords, which would be redundant in one title: a model, its family and its maker. */
  kin: string[];
  /** Share of the section that it covers; leading stories count most. */
  share: number;
  /** Indexes of the section's stories that contain it. */
  stories: Set<number>;
  /** Indexes of the stories that open with it. */
  openings: Set<number>;
}

/** How fast the weight of a section's stories falls with their position. */
const WEIGHT_FALL = 0.3;
/** Number of posts read per story. */
const POSTS_PER_STORY = 4;
/** A headword outside the title and the first characters of the text counts half. */
const HEADWORD_CHARACTERS = 100;
/** Number of stories in which an unknown headword must recur. */
const MIN_STORIES_BY_KIND = new Map([
  ['capitals', 2],
  ['pair', 3],
]);

/** The headwords of a section's stories, heaviest first, in order of first appearance. */
export function findHeadwords(stories: Story[]): Headword[] {
  const found = new Map<string, Headword>();
  for (const [rank, story] of stories.entries()) {
    const seen = new Map<string, number>();
    for (const post of story.posts.slice(0, POSTS_PER_STORY)) {
      for (const { key, form, named, kin, start, role, aside } of findSightings(post)) {
        const headword: Headword = found.get(key) ?? {
          key,
          forms: new Map(),
          named,
          ...(role && { role }),
          kin,
          share: 0,
          stories: new Set(),
          openings: new Set(),
        };
        headword.forms.set(form, (headword.forms.get(form) ?? 0) + 1);
        const opens = start < Math.max(post.title.length, HEADWORD_CHARACTERS) && !aside;
        if (opens) headword.openings.add(rank);
        seen.set(key, Math.max(seen.get(key) ?? 0, opens ? 1 : 0.5));
        headword.stories.add(rank);
        found.set(key, headword);
      }
    }
    for (const [key, part] of seen) {
      const headword = found.get(key);
      if (headword) headword.share += part * shareOf(rank);
    }
  }
  return [...found.values()].filter(
    (headword) =>
      headword.stories.size >= (MIN_STORIES_BY_KIND.get(kindOf(headword)) ?? 1) ||
      isSubject(headword, stories.length),
  );
}

function shareOf(rank: number): number {
  return 1 / (1 + rank * WEIGHT_FALL);
}

/** The share of a headword that each of `stories` stories opens with. */
export function fullShare(stories: number): number {
  return Array.from({ length: stories }, (_, rank) => shareOf(rank)).reduce((sum, share) => sum + share, 0);
}

/** Whether a new name is a subject: it opens a story and recurs in it, unless there is no other story. */
function isSubject({ named, openings, forms }: Headword, stories: number): boolean {
  const times = [...forms.values()].reduce((sum, count) => sum + count, 0);
  return named && openings.size > 0 && (times > 1 || stories === 1);
}

function kindOf({ key, named }: Headword): string {
  return key.startsWith('phrase ') ? (named ? 'capitals' : 'pair') : 'vocabulary';
}
