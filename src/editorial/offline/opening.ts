// The event or story that opens an issue, with its headline and its lead.
import type { Bullet, Post, Story } from '../../model.js';
import { writeArrival } from './arrival.js';
import { type DayEvent, OPENING_CHARACTERS } from './events.js';
import { canHeadIssue, findHeadline, type Headline, type Rated, writeHeadline } from './headline.js';
import { writeLead } from './lead.js';
import type { LeadCandidate } from './lead-order.js';
import { contentWords } from './used-text.js';
import type { Writing } from './write.js';

/** The heaviest events and stories that compete for the headline. */
const MAX_EVENTS = 6;
const MAX_STORIES = 12;
/** A story of one voice leads only when it weighs this many times as much as any other. */
const CLEARLY_HEAVIEST = 1.5;
/** From this corroboration on (lead-order.ts), others speak of what a story of one voice tells. */
const MIN_CORROBORATION = 1;
/** Rather than none, a headline may have this many words. */
const LONG_HEADLINE_WORDS = 14;
/** Content words that two posts on one event share, its name among them. */
const MIN_SHARED_WORDS = 6;
/** How much of its weight a candidate keeps by what its best headline says. */
const HEADLINE_WORTH = { news: 1, telling: 0.6, opinion: 0.35, other: 0.2 };

export interface ChosenOpening {
  headline: Headline;
  lead: Bullet[];
  /** The stories that it takes. */
  stories: Story[];
  /** No candidate has two voices or clearly the most engagement. */
  quiet: boolean;
}

/**
 * Chooses the heaviest of the day's events and stories, each weighed by how well its own words make a headline. Those that
 * two independent voices tell, or that clearly weigh most, come first. Returns undefined when there is no story.
 */
export function chooseOpening(
  candidates: LeadCandidate[],
  events: DayEvent[],
  writing: Writing,
): ChosenOpening | undefined {
  const { language } = writing;
  const ofEvents = events.slice(0, MAX_EVENTS).flatMap((event) => {
    const headline = findEventHeadline(event, language);
    return headline
      ? [
          {
            headline,
            posts: event.posts,
            stories: event.stories,
            weight: event.score,
            qualifies: true,
            isNamed: event.isUnheard,
          },
        ]
      : [];
  });
  const weights = candidates.map(({ story }) => story.weight).sort((a, b) => b - a);
  const heaviestBeside = ({ weight }: Story) => weights[weights[0] === weight ? 1 : 0] ?? 0;
  const qualifies = ({ story, corroboration = 0 }: LeadCandidate) =>
    story.voices > 1 ||
    corroboration >= MIN_CORROBORATION ||
    story.weight >= CLEARLY_HEAVIEST * heaviestBeside(story);
  const ofStories = candidates.slice(0, MAX_STORIES).flatMap((candidate) => {
    const { story, weight } = candidate;
    const headline =
      findHeadline(story, language) ?? findHeadline(story, language, { maxWords: LONG_HEADLINE_WORDS });
    return headline
      ? [
          {
            headline,
            posts: story.posts,
            stories: [story],
            weight,
            qualifies: qualifies(candidate),
            isNamed: true,
          },
        ]
      : [];
  });
  const ranked = [...ofEvents, ...ofStories]
    .filter(({ headline }) => canHeadIssue(headline.text))
    .map((candidate) => ({ ...candidate, weight: candidate.weight * worthOf(candidate.headline) }))
    .sort((a, b) => Number(b.qualifies) - Number(a.qualifies) || b.weight - a.weight);
  const quiet = !ranked.some(({ qualifies }) => qualifies);
  for (const { headline, posts, stories, isNamed } of ranked) {
    const isAbout = isNamed ? () => true : findRelated(headline, stories);
    const first = posts.find(({ id }) => id === headline.postId);
    const all = [...new Set([...(first ? [first] : []), ...posts])].filter(isAbout);
    const lead = writeLead({ id: headline.postId, posts: all, weight: 0, voices: all.length }, writing);
    if (lead.length > 0)
      return { headline, lead, stories: stories.filter((story) => story.posts.some(isAbout)), quiet };
  }
  const story = candidates[0]?.story;
  if (!story) return undefined;
  const [best] = ranked;
  return best
    ? { headline: best.headline, lead: [], stories: best.stories, quiet }
    : { headline: writeHeadline(story, language), lead: writeLead(story, writing), stories: [story], quiet };
}

/**
 * Which posts are about what a headline says, of those that share a name which is in the news every day: the posts of its
 * story, and those whose opening has several of the same words.
 */
function findRelated({ text, postId }: Headline, stories: Story[]): (post: Post) => boolean {
  const own = stories.find(({ posts }) => posts.some(({ id }) => id === postId))?.posts ?? [];
  const post = own.find(({ id }) => id === postId);
  const words = contentWords(`${text} ${post?.title ?? ''} ${post?.text.slice(0, OPENING_CHARACTERS) ?? ''}`);
  return (other) =>
    own.includes(other) ||
    [...contentWords(`${other.title} ${other.text.slice(0, OPENING_CHARACTERS)}`)].filter((word) =>
      words.has(word),
    ).length >= MIN_SHARED_WORDS;
}

type EventHeadline = Headline & Pick<Rated, 'telling' | 'isNews'>;

/** Somebody holds a view or repeats one: less than that something happened. */
const OPINION =
  /\b(?:suggest|argue|emphasi[sz]e|highlight|amplif(?:y|ie)|frame|note|discuss|describe|speculate|consider|believe|think|recommend|advise|compare|complain|praise|criticise|debate|explain)(?:s|d|ed)?\b/i;

function worthOf({ text, telling, isNews }: EventHeadline): number {
  if (!telling) return HEADLINE_WORTH.other;
  if (OPINION.test(text)) return HEADLINE_WORTH.opinion;
  return isNews ? HEADLINE_WORTH.news : HEADLINE_WORTH.telling;
}

/** What is in the news every day makes no headline by its name alone. */
function findEventHeadline(
  { key, forms, posts, isNew, isUnheard, isUsual }: DayEvent,
  language: string,
): EventHeadline | undefined {
  if (isUsual) return undefined;
  const quote = (maxWords?: number) => {
    const quoted = findHeadline({ posts }, language, { about: forms, maxWords });
    return quoted?.telling ? quoted : undefined;
  };
  const short = quote();
  if (short?.isNews) return short;
  // Only a version arrives again: what earlier days knew by the same name is there already.
  const canArrive = isUnheard || (isNew && /\d/.test(key));
  const arrival = canArrive ? writeArrival(posts, forms, language) : undefined;
  return (arrival && { ...arrival, telling: true, isNews: true }) ?? short ?? quote(LONG_HEADLINE_WORDS);
}
