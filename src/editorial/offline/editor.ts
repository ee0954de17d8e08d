// What an editor does. The offline one quotes; a language model's phrases. The pipeline knows only this.
import type { Bullet, Platform, Story, Tag } from '../../model.js';
import { groupSections } from '../group/cluster.js';
import type { Grouping, PlannedSection, TitledStories } from '../plan.js';
import { chooseFirst, findHeadline, type Headline, writeHeadline, writeSubtitle } from './headline.js';
import { writeLead } from './lead.js';
import { isQuotable, type Writing, writeSection } from './write.js';

/** When the first story cannot be put into a good headline, the next of these that can opens the issue. */
const HEADLINE_AMONG = 12;

/** What else is told above the issue is one of so many stories after the first. */
const SUBTITLE_AMONG = 12;

/** Posts on X are short and of many things: more and smaller sections are more of one thing each (docs/grouping.md). */
const X_FINENESS = 1.4;

/** A section's title has fewer words than this. */
const TITLE_WORDS = 10;

/** An issue has no more tags. */
export const MOST_TAGS = 24;

/** The top of an issue. */
export interface Opening {
  headline: Headline;
  subtitle: string;
  lead: Bullet[];
  /** Three lines on the three heaviest stories, or none. */
  summary: string[];
}

export interface Editor {
  /** Whether it can make something of the story. */
  canTell(story: Story): boolean;
  /** The stories of one recap in titled sections. */
  group: Grouping;
  /** The top of the issue: of its stories, at least one, the foremost first, and of `others` that lead other sections. */
  open(stories: Story[], others: Story[]): Promise<Opening>;
  /** The bullets of a section. */
  write(section: PlannedSection, platform: Platform): Promise<Bullet[]>;
  /** The tags of the issue out of those found in its stories, the most important first; and names worth a tag. */
  tag(found: Tag[], bullets: Bullet[]): Promise<Tagging>;
}

export interface Tagging {
  tags: Tag[];
  /** Names that the vocabulary lacks, for the operator to look at. */
  proposed: string[];
}

/** The editor that needs no model: groups by what posts share, and quotes their own sentences. */
export function createOfflineEditor(writing: Writing): Editor {
  return {
    canTell: (story) => isQuotable(story, writing.language),
    group: (stories, options) => {
      if (options.platform !== 'x') return groupSections(stories, options);
      const sections = groupSections(stories, { ...options, fineness: X_FINENESS });
      return sections.map((section) => ({ ...section, title: titleSection(section, writing.language) }));
    },
    open: async (stories) => {
      const first = chooseFirst(stories.slice(0, HEADLINE_AMONG), writing.language);
      if (!first) return { headline: { text: '', postId: '' }, subtitle: '', lead: [], summary: [] };
      const others = stories.filter((story) => story !== first);
      const headline = writeHeadline(first, writing.language);
      return {
        headline,
        subtitle: writeSubtitle(others.slice(0, SUBTITLE_AMONG), writing.language, headline.text),
        lead: writeLead(first, writing),
        summary: [],
      };
    },
    write: async (section, platform) => writeSection(section, platform, writing),
    tag: async (found) => ({ tags: found.slice(0, MOST_TAGS), proposed: [] }),
  };
}

/**
 * A title of names says what the stories share; the headline of the first one says it better when it names that, too.
 * Not where bullets open with titles: it would stand right below.
 */
function titleSection({ title, stories }: TitledStories, language: string): string {
  const headline = stories[0] && findHeadline(stories[0], language);
  if (!headline?.telling || headline.text.split(' ').length >= TITLE_WORDS) return title;
  const names = title.split(/, | and /).map((name) => name.toLowerCase());
  const isShared = (name: string) =>
    stories.filter(({ posts: [post] }) => `${post?.title} ${post?.text}`.toLowerCase().includes(name))
      .length > 1;
  const said = names.slice(0, 2).some((name) => headline.text.toLowerCase().includes(name) && isShared(name));
  return said ? headline.text : title;
}
