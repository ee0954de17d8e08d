// Turns ranked stories into the text of an issue: plans recaps and sections, and has the editor write them.

import { listBullets, listCitations } from '../base/issue-bullets.js';
import { phrasesOf } from '../base/language/phrases/phrases.js';
import { oneLine, truncate } from '../base/text.js';
import type {
  Bullet,
  Cadence,
  OmittedStory,
  Platform,
  Post,
  Section,
  Story,
  Tag,
  TopPost,
} from '../model.js';
import type { Editor, Opening, SectionText, Tagging } from './editor.js';
import {
  assignStories,
  type PlannedRecap,
  type PlannedSection,
  type RecapSettings,
  WEEKLY_RECAP,
} from './plan.js';
import { listTopPosts } from './top-posts.js';
import { isHiddenName } from './vocabulary/field.js';
import { findTags } from './vocabulary/tags.js';

const MAX_OMITTED_CHARACTERS = 100;

export interface EditSettings {
  cadence: Cadence;
  recaps: RecapSettings[];
  /** The index of the recap that a source belongs to. */
  recapOf: (sourceId: string) => number | undefined;
  topPosts: number;
  language: string;
  /** For a weekly issue: slugs of the daily issues that reported a post, by post id. */
  dailyIssues?: ReadonlyMap<string, string>;
}

export interface WrittenRecap {
  title: string;
  platform: Platform;
  sections: Omit<Section, 'id'>[];
  topPosts: TopPost[];
}

export interface WrittenIssue extends Partial<Opening> {
  recaps: WrittenRecap[];
  /** The stories of the issue, the leading one first. */
  stories: Story[];
  tagging: Tagging;
  omitted?: OmittedStory[];
}

/** Plans the sections of each recap; for a weekly issue, the stories of the week. */
export async function planIssue(
  stories: Story[],
  scores: ReadonlyMap<string, number>,
  settings: EditSettings,
  editor: Editor,
): Promise<PlannedRecap[]> {
  const { recaps, recapOf, cadence } = settings;
  const assigned = assignStories(stories, scores, recapOf, recaps.length);
  if (cadence === 'weekly') {
    const all = assigned.flat().sort((a, b) => b.weight - a.weight);
    return [await editor.plan(all, WEEKLY_RECAP)];
  }
  return Promise.all(recaps.map((recap, index) => editor.plan(assigned[index] ?? [], recap)));
}

/** The posts of the plan that may get a bullet, and whose comments are therefore fetched. */
export function plannedPosts(plan: PlannedRecap[]): Post[] {
  return plan.flatMap((recap) =>
    recap.sections.flatMap((section) =>
      section.stories.flatMap(({ story }) => story.posts.filter((post) => !post.repostOf)),
    ),
  );
}

/** Writes the planned issue. Top posts are chosen from `candidates`. */
export async function writeIssue(
  plan: PlannedRecap[],
  candidates: Post[],
  settings: EditSettings,
  editor: Editor,
): Promise<WrittenIssue> {
  const text = await editor.write(plan);
  const leading = new Set((text.opening?.lead ?? []).flatMap(listCitations));
  const recaps = plan.map((planned, index): WrittenRecap => {
    const { title, platform, weekly } = planned.settings;
    const isOwn = (post: Post) => {
      const recap = settings.recapOf(post.sourceId);
      return weekly ? recap !== undefined : recap === index;
    };
    const sections = mergeMoreNews(
      moveLeadingFirst(
        leading,
        planned.sections
          .map((section) => assembleSection(section, text.sections.get(section), settings.dailyIssues))
          .filter((section) => section.bullets.length > 0),
      ),
      phrasesOf(settings.language).issue.moreNews,
    );
    const reported = new Set([
      ...leading,
      ...sections.flatMap(({ bullets }) => bullets.flatMap(listCitations)),
    ]);
    const topPosts = listTopPosts(candidates.filter(isOwn), {
      language: settings.language,
      limit: settings.topPosts,
      reported,
      isTitled: platform === 'reddit',
    });
    return { title, platform, sections, topPosts };
  });
  const { stories, opening } = text;
  const written = recaps.filter(({ sections }) => sections.length > 0);
  const tagging = await editor.tag(
    findStoryTags(stories),
    listBullets({ lead: opening?.lead ?? [], recaps: written }),
  );
  const omitted = listOmitted(plan, written);
  return { ...opening, recaps: written, stories, tagging, omitted };
}

function assembleSection(
  { title, weight, stories: planned }: PlannedSection,
  text: SectionText | undefined,
  dailyIssues: ReadonlyMap<string, string> | undefined,
): WrittenRecap['sections'][number] {
  const stories = planned.map(({ story }) => story);
  const postIds = stories.flatMap(({ posts }) => posts.map(({ id }) => id));
  const issues = [...new Set(postIds.flatMap((id) => dailyIssues?.get(id) ?? []))].sort();
  return {
    title: text?.title || title || '',
    weight,
    bullets: markUpdates(text?.bullets ?? [], stories),
    postIds,
    issues: issues.length > 0 ? issues : undefined,
  };
}

/** Moves the section with the lead's first cited post to the front. */
function moveLeadingFirst(
  leading: ReadonlySet<string>,
  sections: WrittenRecap['sections'],
): WrittenRecap['sections'] {
  const [first] = [...leading].flatMap((id) => sections.find(({ postIds }) => postIds.includes(id)) ?? []);
  return first ? [first, ...sections.filter((section) => section !== first)] : sections;
}

/** Merges the sections titled `moreNews` ("More news") into one at the end. */
function mergeMoreNews(sections: WrittenRecap['sections'], moreNews: string): WrittenRecap['sections'] {
  const rest = sections.filter(({ title }) => title === moreNews);
  const [first] = rest;
  if (!first || sections.length === 1) return sections;
  const issues = [...new Set(rest.flatMap((section) => section.issues ?? []))].sort();
  const merged = {
    ...first,
    weight: rest.reduce((sum, { weight }) => sum + weight, 0),
    bullets: rest.flatMap(({ bullets }) => bullets),
    postIds: [...new Set(rest.flatMap(({ postIds }) => postIds))],
    issues: issues.length > 0 ? issues : undefined,
  };
  return [...sections.filter(({ title }) => title !== moreNews), merged];
}

/** Stories that the editor left out, and chosen stories that no bullet cites. */
function listOmitted(plan: PlannedRecap[], recaps: WrittenRecap[]): OmittedStory[] {
  const cited = new Set(listBullets({ lead: [], recaps }).flatMap(listCitations));
  const isCited = ({ posts }: Story) =>
    posts.some(({ id, comments }) => cited.has(id) || comments.some((comment) => cited.has(comment.id)));
  return plan.flatMap(({ dropped, sections }) => {
    if (!dropped) return [];
    const unused = sections
      .flatMap(({ stories }) => stories.map(({ story }) => story))
      .filter((story) => !isCited(story))
      .map((story) => ({ story, reason: 'no bullet reports it' }));
    return [...unused, ...dropped].map(({ story, reason }) => describeOmitted(story, reason));
  });
}

function describeOmitted({ posts: [lead] }: Story, reason: string): OmittedStory {
  const line = truncate(oneLine(lead?.title || lead?.text || ''), MAX_OMITTED_CHARACTERS);
  return { url: lead?.url ?? '', line, reason: truncate(oneLine(reason), MAX_OMITTED_CHARACTERS) };
}

/** Characters of a story's first post in which a tag is its subject, and the weight of a later mention. */
const MAX_SUBJECT_CHARACTERS = 200;
const PASSING_MENTION = 0.4;

/** The tags of the issue's stories; subjects of the most and heaviest stories come first. */
function findStoryTags(stories: Story[]): Tag[] {
  const found = new Map<string, { tag: Tag; weight: number }>();
  for (const story of stories) {
    const text = story.posts
      .slice(0, 4)
      .map((post) => `${post.title}. ${post.text.slice(0, 1500)}`)
      .join('\n');
    const platforms = new Set<string>(story.posts.map((post) => post.platform));
    const [lead] = story.posts;
    const opening = lead ? `${lead.title}. ${lead.text.slice(0, MAX_SUBJECT_CHARACTERS)}`.toLowerCase() : '';
    for (const tag of findTags(text)) {
      // "The Reddit post" on Reddit does not mean the company.
      if (platforms.has(tag.slug) || isHiddenName(tag.name)) continue;
      const key = `${tag.kind} ${tag.slug}`;
      const entry = found.get(key) ?? { tag, weight: 0 };
      const part = opening.includes(tag.name.toLowerCase()) ? 1 : PASSING_MENTION;
      entry.weight += part * (1 + story.weight);
      found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}

/** Marks bullets whose story an earlier issue reported. */
function markUpdates(bullets: Bullet[], stories: Story[]): Bullet[] {
  return bullets.map((bullet) => {
    const story = stories.find(
      (each) => each.updates && each.posts.some((post) => bullet.citations.includes(post.id)),
    );
    return story?.updates ? { ...bullet, updates: story.updates } : bullet;
  });
}
