// From ranked stories to the text of an issue: plan what is told where, have it written.

import { oneLine, truncate } from '../base/text.js';
import type { Bullet, Platform, Post, Section, Story, Tag, TopPost } from '../model.js';
import type { Editor, Opening, Tagging } from './offline/editor.js';
import { wholeSentences } from './offline/extract.js';
import { orderByLead } from './offline/lead-order.js';
import { assignStories, type PlannedRecap, planRecap, type RecapSettings } from './plan.js';
import { engagementOf } from './rank.js';
import { findTags } from './vocabulary/tags.js';

/** What weighs less than this share of a recap's heaviest story would only fill its sections. */
const LEAST_SHARE = 0.06;

export interface EditSettings {
  recaps: RecapSettings[];
  /** The index of the recap that a source belongs to. */
  recapOf: (sourceId: string) => number | undefined;
  maxStoryShare: number;
  topPosts: number;
  language: string;
}

export interface WrittenRecap {
  title: string;
  platform: Platform;
  sections: Omit<Section, 'id'>[];
  topPosts: TopPost[];
}

export interface WrittenIssue extends Partial<Opening> {
  recaps: WrittenRecap[];
  /** The stories that are told, the issue's first one first. */
  stories: Story[];
  tagging: Tagging;
}

/** What each recap tells, in which sections. Stories that have nothing to show are left out. */
export async function planIssue(
  stories: Story[],
  scores: ReadonlyMap<string, number>,
  settings: EditSettings,
  editor: Editor,
): Promise<PlannedRecap[]> {
  const { recaps, recapOf, language, maxStoryShare } = settings;
  const assigned = assignStories(stories, scores, recapOf, recaps.length);
  return Promise.all(
    recaps.map((recap, index) => {
      const room = recap.maxSections * recap.maxBullets * 2;
      const own = assigned[index] ?? [];
      const least = LEAST_SHARE * (own[0]?.weight ?? 0);
      const accept = (story: Story) => story.weight >= least && editor.canTell(story);
      const tellable = takeWhere(own, accept, room);
      return planRecap(tellable, recap, { maxStoryShare, language, group: editor.group });
    }),
  );
}

/** Every post of the plan that a bullet may be about: those whose comments are worth fetching. */
export function plannedPosts(plan: PlannedRecap[]): Post[] {
  return plan.flatMap((recap) =>
    recap.sections.flatMap((section) =>
      section.stories.flatMap(({ story }) => story.posts.filter((post) => !post.repostOf)),
    ),
  );
}

/** Has the plan written. `posts` are all posts of the period, for the lists of top posts. */
export async function writeIssue(
  plan: PlannedRecap[],
  posts: Post[],
  settings: EditSettings,
  editor: Editor,
): Promise<WrittenIssue> {
  const stories = orderByLead(plan);
  const opening = stories[0] && (await editor.open(stories, findOthers(plan, stories[0])));
  const recaps = await Promise.all(
    plan.map(async (planned, index): Promise<WrittenRecap> => {
      const { title, platform } = planned.settings;
      const sections = await Promise.all(
        planned.sections.map(async (section) => ({
          title: section.title,
          weight: section.weight,
          bullets: markUpdates(
            await editor.write(section, platform),
            section.stories.map(({ story }) => story),
          ),
          postIds: section.stories.flatMap(({ story }) => story.posts.map((post) => post.id)),
        })),
      );
      const own = posts.filter((post) => settings.recapOf(post.sourceId) === index);
      return {
        title,
        platform,
        sections: sections.filter((section) => section.bullets.length > 0),
        topPosts: listTopPosts(own, settings.topPosts, settings.language),
      };
    }),
  );
  const told = recaps.filter((recap) => recap.sections.length > 0);
  const bullets = told.flatMap((recap) => recap.sections.flatMap((section) => section.bullets));
  const tagging = await editor.tag(findStoryTags(stories), bullets);
  return { ...opening, recaps: told, stories, tagging };
}

/** The heaviest story of each section, the heaviest first, but not of the section that opens the issue. */
function findOthers(plan: PlannedRecap[], opening: Story): Story[] {
  return plan
    .flatMap(({ sections }) => sections.map((section) => section.stories.map(({ story }) => story)))
    .filter((stories) => !stories.includes(opening))
    .flatMap(([heaviest]) => heaviest ?? [])
    .sort((a, b) => b.weight - a.weight);
}

/** The tags of what is told, those of the most and heaviest stories first. */
function findStoryTags(stories: Story[]): Tag[] {
  const found = new Map<string, { tag: Tag; weight: number }>();
  for (const story of stories) {
    const text = story.posts
      .slice(0, 4)
      .map((post) => `${post.title}. ${post.text.slice(0, 1500)}`)
      .join('\n');
    const platforms = new Set<string>(story.posts.map((post) => post.platform));
    for (const tag of findTags(text)) {
      // "The Reddit post", on Reddit: it is about something else.
      if (platforms.has(tag.slug)) continue;
      const key = `${tag.kind} ${tag.slug}`;
      const entry = found.get(key) ?? { tag, weight: 0 };
      entry.weight += 1 + story.weight;
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}

/** A bullet that stands on a story which an earlier issue told says so. */
function markUpdates(bullets: Bullet[], stories: Story[]): Bullet[] {
  return bullets.map((bullet) => {
    const story = stories.find(
      (each) => each.updates && each.posts.some((post) => bullet.citations.includes(post.id)),
    );
    return story?.updates ? { ...bullet, updates: story.updates } : bullet;
  });
}

/** The posts that people did most with, repeats left out, one line of each one's own words. */
function listTopPosts(posts: Post[], most: number, language: string): TopPost[] {
  const ranked = posts
    .filter((post) => !post.repostOf)
    .map((post) => ({ post, engagement: engagementOf(post.metrics) ?? 0 }))
    .filter(({ engagement }) => engagement > 0)
    .sort((a, b) => b.engagement - a.engagement || (a.post.id < b.post.id ? -1 : 1));
  const lines = takeWhere(ranked, ({ post }) => lineOf(post, language) !== undefined, most);
  return lines.map(({ post }) => ({ postId: post.id, line: lineOf(post, language) ?? '' }));
}

function lineOf(post: Post, language: string): string | undefined {
  const line = post.title || wholeSentences(post.text, language)[0]?.text;
  return line && truncate(oneLine(line), 140);
}

function takeWhere<T>(items: T[], accept: (item: T) => boolean, most: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length >= most) break;
    if (accept(item)) taken.push(item);
  }
  return taken;
}
