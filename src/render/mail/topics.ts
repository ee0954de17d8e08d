// Tailors an issue for one reader: followed topics come first, muted topics are left out.

import { listStatements } from '../../base/issue-bullets.js';
import { phrasesOf } from '../../base/language/phrases/phrases.js';
import { escapeRegExp, hasUnspacedScript, words } from '../../base/text.js';
import type { Bullet, Issue, Platform, Recap, Section } from '../../model.js';
import { formatPeriod } from '../format.js';

/** Tags or words, as the reader typed them. */
export interface Topics {
  follow: string[];
  mute: string[];
}

/** How many bullets, points and top posts are left out because of a muted topic. */
export interface LeftOut {
  topic: string;
  count: number;
}

/** Finds topics in one issue. */
export interface TopicFinder {
  /** The topics mentioned in the issue's bullets or top posts. */
  listFound(topics: string[]): string[];
  /** The first of these topics that a text mentions. */
  findIn(texts: string[], topics: string[]): string | undefined;
}

/** Id of the recap with followed topics; its bullets come from all platforms. */
const FOLLOWED_RECAP_ID = 'followed';
/** Maximum compiled topics cached over all readers. */
const MAX_KNOWN_TOPICS = 10_000;
/** Heavier than any section, so that it is dropped last when a mail is too long. */
const FOLLOWED_WEIGHT = 1e9;

export function createTopicFinder(issue: Issue): TopicFinder {
  const patterns = new Map<string, RegExp>();
  const tags = issue.tags.map(({ name, slug }) => [plainWords(name), plainWords(slug)]);
  const patternOf = (topic: string) => {
    const pattern = patterns.get(topic) ?? compileSpellings(spellingsOf(topic, tags));
    patterns.set(topic, pattern);
    return pattern;
  };
  const isIn = (plain: string, topic: string) => {
    const spellings = spellingsOf(topic, tags);
    // Skips topics that the issue does not mention, so that no pattern is compiled for them.
    const maybe = spellings.some((spelling) => hasUnspacedScript(spelling) || plain.includes(spelling));
    return maybe && patternOf(topic).test(plain);
  };
  const found = new Map<string, boolean>();
  let plainIssue: string | undefined;
  const findIn = (texts: string[], topics: string[]) => {
    const plain = plainTexts(texts);
    return topics.find((topic) => patternOf(topic).test(plain));
  };
  return {
    findIn,
    listFound: (topics) =>
      topics.filter((topic) => {
        plainIssue ??= plainTexts(listTexts(issue));
        const known = found.get(topic) ?? isIn(plainIssue, topic);
        if (found.size >= MAX_KNOWN_TOPICS) found.clear();
        found.set(topic, known);
        return known;
      }),
  };
}

/** Applies a reader's topics. Returns the tailored issue and what was left out; the same issue if no topic applies. */
export function tailorIssue(
  issue: Issue,
  { follow, mute }: Topics,
  finder: TopicFinder = createTopicFinder(issue),
): { issue: Issue; leftOut: LeftOut[] } {
  const { issue: rest, leftOut } = leaveOut(issue, finder.listFound(mute), finder);
  return { issue: putFollowedFirst(rest, finder.listFound(follow), finder), leftOut };
}

/** The platform whose format a bullet uses: that of its recap, or of its first post if the recap mixes platforms. */
export function platformIn(recap: Recap, bullet: Bullet, posts: Issue['posts']): Platform {
  const first = recap.id === FOLLOWED_RECAP_ID && posts[bullet.submission ?? bullet.citations[0] ?? ''];
  return first ? first.platform : recap.platform;
}

function leaveOut(issue: Issue, muted: string[], finder: TopicFinder): { issue: Issue; leftOut: LeftOut[] } {
  if (muted.length === 0) return { issue, leftOut: [] };
  const counts = new Map<string, number>();
  const isMuted = (texts: string[]) => {
    const topic = finder.findIn(texts, muted);
    if (topic !== undefined) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    return topic !== undefined;
  };
  const mentionsMuted = (text: string) => finder.findIn([text], muted) !== undefined;
  const keep = (bullets: Bullet[], title = ''): Bullet[] =>
    bullets
      .filter((bullet) => !isMuted([title, ...textsOf(bullet, issue)]))
      .map((bullet) => ({
        ...bullet,
        points: bullet.points.filter((point) => !isMuted(textsOf(point, issue))),
      }));
  const lead = keep(issue.lead);
  const recaps = issue.recaps.map((recap) => ({
    ...recap,
    sections: recap.sections.map((section) => ({
      ...section,
      bullets: keep(section.bullets, section.title),
    })),
    topPosts: recap.topPosts.filter(({ line }) => !isMuted([line])),
  }));
  const { publication, period, timeZone, language } = issue;
  return {
    issue: {
      ...issue,
      lead,
      recaps,
      headline: mentionsMuted(issue.headline)
        ? `${publication}, ${formatPeriod(period, timeZone, language)}`
        : issue.headline,
      subtitle: mentionsMuted(issue.subtitle) ? '' : issue.subtitle,
      tags: issue.tags.filter(({ name }) => !mentionsMuted(name)),
    },
    leftOut: [...counts].map(([topic, count]) => ({ topic, count })),
  };
}

/** Moves bullets about followed topics to an additional first recap, with a section for each topic. */
function putFollowedFirst(issue: Issue, followed: string[], finder: TopicFinder): Issue {
  const sections = followed.map(
    (topic, index): Section => ({
      id: `${FOLLOWED_RECAP_ID}-${index + 1}`,
      title: topic,
      weight: FOLLOWED_WEIGHT - index,
      bullets: [],
      postIds: [],
    }),
  );
  const moveIfFollowed = (bullet: Bullet, title: string) => {
    const texts = [bullet, ...bullet.points].flatMap((one) => textsOf(one, issue));
    const topic = finder.findIn([title, ...texts], followed);
    if (topic === undefined) return false;
    sections[followed.indexOf(topic)]?.bullets.push(bullet);
    return true;
  };
  const recaps = issue.recaps.map((recap) => ({
    ...recap,
    sections: recap.sections.map((section) => ({
      ...section,
      bullets: section.bullets.filter((bullet) => !moveIfFollowed(bullet, section.title)),
    })),
  }));
  const filled = sections.filter(({ bullets }) => bullets.length > 0);
  if (filled.length === 0) return issue;
  const title = phrasesOf(issue.language).mail.youFollow;
  const first: Recap = { id: FOLLOWED_RECAP_ID, title, platform: 'web', sections: filled, topPosts: [] };
  return { ...issue, recaps: [first, ...recaps] };
}

function listTexts(issue: Issue): string[] {
  return [
    ...listStatements(issue).flatMap((bullet) => textsOf(bullet, issue)),
    ...issue.recaps.flatMap(({ sections, topPosts }) => [
      ...sections.flatMap(({ title, bullets }) => (bullets.length > 0 ? [title] : [])),
      ...topPosts.map(({ line }) => line),
    ]),
  ];
}

/** A bullet's own text, and the title of its submission. */
function textsOf({ claim, text, submission = '' }: Bullet, { posts }: Issue): string[] {
  return [
    [...claim, { text: ' ' }, ...text].map((span) => span.text).join(''),
    posts[submission]?.title ?? '',
  ];
}

/** Separates texts, so that no topic matches across two of them. */
function plainTexts(texts: string[]): string {
  return texts.map(plainWords).join(' | ');
}

/** Lower-case words with one space between them: `GPT-5.5`, `gpt 5.5` and `@gpt_5_5` are the same. */
function plainWords(text: string): string {
  return words(text)
    .join(' ')
    .replace(/[.'_-]+/g, ' ');
}

/** The spellings of a topic; a tag of the issue matches by name and by slug. */
function spellingsOf(topic: string, tags: string[][]): string[] {
  const own = plainWords(topic);
  return [...new Set([own, ...tags.filter((names) => names.includes(own)).flat()])].filter(Boolean);
}

/** Matches whole words; in scripts without spaces, any occurrence. A Korean particle may follow a word. */
function compileSpellings(spellings: string[]): RegExp {
  const sources = spellings.map((spelling) => {
    if (hasUnspacedScript(spelling)) return [...spelling.replaceAll(' ', '')].map(escapeRegExp).join(' ?');
    return `(?<![\\p{L}\\p{N}])${escapeRegExp(spelling)}(?=$|[^\\p{L}\\p{N}+#]|\\p{sc=Hangul})`;
  });
  return new RegExp(sources.join('|') || '(?!)', 'u');
}
