// Chooses the event or story that opens an issue, and its headline.
import { isMood, isPersonal } from '../../../base/language/line-kinds.js';
import type { Bullet, Post, Story } from '../../../model.js';
import type { Headline } from '../../editor.js';
import { contentWords } from '../../group/terms.js';
import { isJoke } from '../../rank.js';
import type { Writing } from '../bullets/bullet.js';
import type { DayEvent } from '../events/events.js';
import type { LeadCandidate } from '../events/lead-order.js';
import { openingContentWords, opensWith } from '../sentences/shared-words.js';
import { hasVerb } from '../sentences/shorten.js';
import { writeArrival } from './arrival.js';
import { findHeadline, type Rated, writeHeadline } from './headline.js';
import { canBeHeadline, isRemark } from './headline-wording.js';
import { writeLead } from './lead.js';

/** Number of the heaviest events and stories that compete for the headline. */
const MAX_EVENTS = 6;
const MAX_STORIES = 12;
/** A story of one voice leads only if it is this many times as heavy as any other. */
const CLEARLY_HEAVIEST = 1.5;
/** From this corroboration on (lead-order.ts), a story of one voice counts as confirmed by others. */
const MIN_CORROBORATION = 1;
/** Maximum words of a headline if there is no shorter one. */
const LONG_HEADLINE_WORDS = 14;
/** Factor for a candidate's weight by the quality of its best headline. */
const HEADLINE_WORTH = { news: 1, telling: 0.6, remark: 0.35, other: 0.2 };

export interface ChosenOpening {
  headline: Headline;
  lead: Bullet[];
  /** The stories of the opening. */
  stories: Story[];
  /** Whether no candidate has two voices or clearly the most engagement. */
  quiet: boolean;
}

/**
 * Chooses the heaviest of the day's events and stories, weighted by the quality of their headlines. Those with two
 * independent voices, or clearly the heaviest, come first; remarks come after events. Returns undefined without stories.
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
            isNamed: event.isFirstSeen,
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
    .filter(({ headline }) => canBeHeadline(headline.text))
    .map((candidate) => ({ ...candidate, weight: candidate.weight * worthOf(candidate) }))
    .sort(
      (a, b) =>
        Number(b.qualifies) - Number(a.qualifies) ||
        Number(reportsEvent(b)) - Number(reportsEvent(a)) ||
        b.weight - a.weight,
    );
  const quiet = !ranked.some(({ qualifies }) => qualifies);
  for (const { headline, posts, stories, isNamed } of ranked) {
    const isAbout = isNamed ? () => true : findRelated(headline, stories);
    const first = posts.find(({ id }) => id === headline.postId);
    const all = [...new Set([...(first ? [first] : []), ...posts])].filter(isAbout);
    const lead = writeLead({ id: headline.postId, posts: all, weight: 0, voices: all.length }, writing);
    if (lead.length > 0)
      return { headline, lead, stories: stories.filter((story) => story.posts.some(isAbout)), quiet };
  }
  const [best] = ranked;
  if (best) return { headline: best.headline, lead: [], stories: best.stories, quiet };
  const openings = candidates.map(({ story }) => ({ story, headline: writeHeadline(story, language) }));
  const chosen =
    openings.find(
      ({ headline: { text } }) => canBeHeadline(text) && !isPersonal(text) && !isMood(text) && hasVerb(text),
    ) ??
    openings.find(({ headline: { text } }) => canBeHeadline(text)) ??
    openings[0];
  if (!chosen) return undefined;
  const { story, headline } = chosen;
  return { headline, lead: writeLead(story, writing), stories: [story], quiet };
}

/**
 * Finds the posts related to a headline about a name that is in the news every day: the posts of its story, and posts
 * whose opening shares several words.
 */
function findRelated({ text, postId }: Headline, stories: Story[]): (post: Post) => boolean {
  const storyPosts = stories.find(({ posts }) => posts.some(({ id }) => id === postId))?.posts ?? [];
  const post = storyPosts.find(({ id }) => id === postId);
  const words = new Set([...contentWords(text), ...(post ? openingContentWords(post) : [])]);
  return (other) => storyPosts.includes(other) || opensWith(other, words);
}

type EventHeadline = Headline & Pick<Rated, 'telling' | 'isNews'>;

/** Whether the headline reports an event, rather than an opinion, a property or a joke. */
function reportsEvent({ headline, posts }: { headline: EventHeadline; posts: Post[] }): boolean {
  const post = posts.find(({ id }) => id === headline.postId);
  return headline.telling && !(post && isJoke(post)) && !isRemark(headline.text);
}

function worthOf(candidate: { headline: EventHeadline; posts: Post[] }): number {
  if (reportsEvent(candidate))
    return candidate.headline.isNews ? HEADLINE_WORTH.news : HEADLINE_WORTH.telling;
  return candidate.headline.telling ? HEADLINE_WORTH.remark : HEADLINE_WORTH.other;
}

/** Finds an event's headline. A name that is in the news every day is not enough. */
function findEventHeadline(
  { key, forms, posts, isNew, isFirstSeen, isYoung, isUsual }: DayEvent,
  language: string,
): EventHeadline | undefined {
  if (isUsual) return undefined;
  const quote = (maxWords?: number) => {
    const quoted = findHeadline({ posts }, language, { about: forms, maxWords });
    return quoted?.telling ? quoted : undefined;
  };
  const short = quote();
  if (short?.isNews) return short;
  // Only a new version can be released again; a name known from earlier days already exists.
  const canArrive = isFirstSeen || (isNew && isYoung && /\d/.test(key));
  const arrival = canArrive ? writeArrival(posts, forms, language) : undefined;
  return (arrival && { ...arrival, telling: true, isNews: true }) ?? short ?? quote(LONG_HEADLINE_WORDS);
}
