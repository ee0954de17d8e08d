// What an editor does. The offline one quotes; a language model's phrases. The pipeline knows only this.
import { countWords } from '../../base/text.js';
import type { Bullet, Platform, Story, Tag } from '../../model.js';
import { groupSections } from '../group/cluster.js';
import {
  type Grouping,
  type PlannedRecap,
  type PlannedSection,
  planRecap,
  type RecapSettings,
  type TitledStories,
  takeWhere,
} from '../plan.js';
import { writeArrival } from './arrival.js';
import { type DayEvent, findEvents } from './events.js';
import { chooseFirst, findHeadline, type Headline, writeHeadline, writeSubtitle } from './headline.js';
import { writeLead } from './lead.js';
import { orderByLead } from './lead-order.js';
import { isQuotable, type Writing, writeSection } from './write.js';

/** When the first story cannot be put into a good headline, the next of these that can opens the issue. */
const HEADLINE_AMONG = 12;

/** Rather than none on the day's event, a headline may have this many words. */
const LONG_HEADLINE_WORDS = 14;

/** The headline is on one of the day's first so many events. */
const EVENTS = 6;

/** What else is told above the issue is one of so many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and of many things: more and smaller sections are more of one thing each (docs/grouping.md). */
const X_FINENESS = 1.4;

/** A section's title has fewer words than this. */
const TITLE_WORDS = 10;

/** What weighs less than this share of a recap's heaviest story would only fill its sections. */
const MIN_WEIGHT_SHARE = 0.06;

export const MAX_TAGS = 24;

/** The top of an issue. */
export interface Opening {
  headline: Headline;
  subtitle: string;
  lead: Bullet[];
  /** Three lines on the three heaviest stories, or none. */
  summary: string[];
  /** Announced dates. */
  watch?: Bullet[];
}

export interface Editor {
  /** What a recap tells of `stories`, which are its own, heaviest first. */
  plan(stories: Story[], recap: RecapSettings): Promise<PlannedRecap>;
  /** Writes the sections of a plan, and the top of the issue. */
  write(plan: PlannedRecap[]): Promise<IssueText>;
  /** The tags of the issue out of those found in its stories, the most important first; and names worth a tag. */
  tag(found: Tag[], bullets: Bullet[]): Promise<Tagging>;
}

export interface IssueText {
  /** Absent when there is nothing to tell. */
  opening?: Opening;
  sections: ReadonlyMap<PlannedSection, SectionText>;
  /** The stories told, the one that opens the issue first. */
  stories: Story[];
}

export interface SectionText {
  /** Better than the plan's, by whoever read all of the section's posts. */
  title?: string;
  bullets: Bullet[];
}

/** The offline editor's parts by themselves, for an editor that uses it where a model fails. */
export interface OfflineEditor extends Editor {
  openIssue(stories: Story[]): Opening;
  writeSection(section: PlannedSection, platform: Platform): Bullet[];
}

export interface Tagging {
  tags: Tag[];
  /** Names that the vocabulary lacks, for the operator to look at. */
  proposed: string[];
}

/** The editor that needs no model: groups by what posts share, and quotes their own sentences. */
export function createOfflineEditor(writing: Writing, maxStoryShare: number): OfflineEditor {
  const { language } = writing;
  const group: Grouping = (stories, given) => {
    const options = { ...given, archive: writing.archive?.terms };
    if (options.platform !== 'x' && options.platform !== 'discord') return groupSections(stories, options);
    const sections = groupSections(stories, { ...options, fineness: X_FINENESS });
    return sections.map((section) => ({ ...section, title: titleSection(section, language) }));
  };
  const openIssue = (stories: Story[], events: DayEvent[] = []): Opening => {
    const event = openEvent(events, writing);
    if (event)
      return {
        ...event,
        subtitle: writeSubtitle(
          stories.filter((story) => !event.stories.includes(story)).slice(0, SUBTITLE_AMONG),
          language,
          event.headline.text,
        ),
        summary: [],
      };
    const first = chooseFirst(stories.slice(0, HEADLINE_AMONG), language);
    if (!first) return { headline: { text: '', postId: '' }, subtitle: '', lead: [], summary: [] };
    const others = stories.filter((story) => story !== first);
    const headline = writeHeadline(first, language);
    return {
      headline,
      subtitle: writeSubtitle(others.slice(0, SUBTITLE_AMONG), language, headline.text),
      lead: writeLead(first, writing),
      summary: [],
    };
  };
  return {
    openIssue,
    writeSection: (section, platform) => writeSection(section, platform, writing),
    async plan(stories, recap) {
      const least = MIN_WEIGHT_SHARE * (stories[0]?.weight ?? 0);
      const tellable = takeWhere(
        stories,
        (story) => story.weight >= least && isQuotable(story, language),
        recap.maxSections * recap.maxBullets * 2,
      );
      return planRecap(tellable, recap, { maxStoryShare, language, group });
    },
    async write(plan) {
      const stories = orderByLead(plan);
      // First, so that no section repeats what the opening says.
      const opening =
        stories.length > 0 ? openIssue(stories, findEvents(plan, writing.archive?.names)) : undefined;
      const sections = plan.flatMap((recap) =>
        recap.sections.map((section) => {
          const bullets = writeSection(section, recap.settings.platform, writing);
          return [section, { bullets }] as const;
        }),
      );
      return { opening, sections: new Map(sections), stories };
    },
    tag: async (found) => ({ tags: found.slice(0, MAX_TAGS), proposed: [] }),
  };
}

/** Of the day's first events, the first that a telling headline can be written on, with its lead. */
function openEvent(
  events: DayEvent[],
  writing: Writing,
): (Pick<Opening, 'headline' | 'lead'> & { stories: Story[] }) | undefined {
  for (const { forms, posts, stories, isNew } of events.slice(0, EVENTS)) {
    const { language } = writing;
    const quote = (maxWords?: number) => {
      const quoted = findHeadline({ posts }, language, { about: forms, maxWords });
      return quoted?.telling ? quoted : undefined;
    };
    const arrival = () => (isNew ? writeArrival(posts, forms, language) : undefined);
    const headline = quote() ?? arrival() ?? quote(LONG_HEADLINE_WORDS);
    if (!headline) continue;
    const first = posts.find(({ id }) => id === headline.postId);
    const all = [...new Set([...(first ? [first] : []), ...posts])];
    const story: Story = { id: headline.postId, posts: all, weight: 0, voices: all.length };
    const lead = writeLead(story, writing);
    if (lead.length > 0) return { headline, lead, stories };
  }
  return undefined;
}

/**
 * A title of names says what the stories share; the headline of the first one says it better when it names that, too.
 * Not where bullets open with titles: it would stand right below.
 */
function titleSection({ title, stories }: TitledStories, language: string): string {
  const headline = stories[0] && findHeadline(stories[0], language);
  if (!headline?.telling || countWords(headline.text) >= TITLE_WORDS) return title;
  const names = title.split(/, | and /).map((name) => name.toLowerCase());
  const isShared = (name: string) =>
    stories.filter(({ posts: [post] }) => `${post?.title} ${post?.text}`.toLowerCase().includes(name))
      .length > 1;
  const said = names.slice(0, 2).some((name) => headline.text.toLowerCase().includes(name) && isShared(name));
  return said ? headline.text : title;
}
