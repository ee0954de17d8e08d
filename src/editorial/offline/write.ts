// The offline editor: bullets made of the posts' own sentences, each attributed and cited.
import { joinList, phrasesOf, quotePhrase } from '../../base/language/phrases/phrases.js';
import { countWords, oneLine } from '../../base/text.js';
import type { Bullet, BulletOrigin, Comment, Platform, Post, Span, Story } from '../../model.js';
import type { DayArchive } from '../archive.js';
import type { PlannedSection, PlannedStory } from '../plan.js';
import { givesReading, isLong, namesSomething, substanceOf, voiceOf } from '../rank.js';
import { type Extract, isBalanced, pickSentences } from './extract.js';
import { sharedWords } from './shared-words.js';
import { hasVerb, shorten } from './shorten.js';
import { contentWords, isNumber, type UsedText } from './used-text.js';

export interface Writing {
  language: string;
  /** A source as readers know it. */
  nameOf: (sourceId: string) => string;
  /** What the issue says already; what is written is added. */
  said: UsedText;
  /** What earlier days were about. */
  archive?: DayArchive;
}

/** Scores from which a sentence is worth a place. */
export const GOOD = 0.6;
/** The same for a title that stands alone, without any credit for its post's own words. */
const TELLING = 1.2;
/** See rank.ts, substanceOf: two of its four signs. */
const LEAST_SUBSTANCE = 0.55;
/** Who saw it voted it down more often than up. */
const REJECTED = 0.5;
const MOST_POINTS = 3;
const MOST_VOICES = 2;
const MOST_ALSO = 4;
/** The share of its content words from which a sentence repeats another. */
const SAME = 0.5;

/**
 * The bullets of a section in descending weight, at least one a story that has something to quote. They open with posts of
 * `platform`; without one, with those of each story's heaviest post.
 */
export function writeSection(
  section: PlannedSection,
  platform: Platform | undefined,
  writing: Writing,
): Bullet[] {
  return section.stories.flatMap((planned) => writeStory(planned, platform, writing));
}

/**
 * Whether the story is worth a bullet: several voices tell it, or one of its posts has some substance. A greeting has
 * none, however many like it.
 */
export function isWorthTelling(story: Story, language = 'en'): boolean {
  return story.voices >= 3 || originalsOf(story).some((post) => hasSubstance(post, language));
}

/** Whether it is, and has a title or a whole sentence to show: posts in lower case have none that could be quoted alone. */
export function isQuotable(story: Story, language: string): boolean {
  if (!isWorthTelling(story, language)) return false;
  const topic = sharedWords(story.posts);
  return originalsOf(story).some((post) => post.title !== '' || bestOf(post, topic, language) !== undefined);
}

const originalsOf = ({ posts }: Story) => posts.filter((post) => !post.repostOf);

/** A countdown has a figure, an anecdote length as well: it must tell of something by its name, or be something to read. */
function hasSubstance(post: Post, language: string): boolean {
  if ((post.metrics.upvoteRatio ?? 1) < REJECTED) return false;
  if (isFeedNews(post)) return true;
  if (substanceOf(post) < LEAST_SUBSTANCE) return false;
  if (givesReading(post)) return true;
  const text = `${post.title}\n${post.text}`.trim();
  return namesSomething(post) && (isLong(text) || hasVerb(text) || !language.startsWith('en'));
}

/** The operator chose the feed, so its entries are news: unless they have no text, or ask, or hardly say anything. */
function isFeedNews({ platform, title, text }: Post): boolean {
  if (platform !== 'web' || title === '') return false;
  const said = oneLine(text);
  return (
    countContent(title) > 0 &&
    !title.trim().endsWith('?') &&
    (countContent(`${title} ${said}`) >= MIN_FEED_WORDS || RELEASE_TITLE.test(title.trim()))
  );
}

const MIN_FEED_WORDS = 4;
/** "Linnet 3": a name and a version; not "Week 48", which counts issues of something. */
const RELEASE_TITLE =
  /^(?!(?:release|version|update|issue|week|day|episode|part|chapter|volume|page|number|links?|build)s?\b)\p{L}{3,}[\p{L}\d -]* v?\d+(?:\.\d+)*(?: \S+)?$/iu;

/** Content words, or characters in a script without spaces. */
function countContent(text: string): number {
  const unspaced =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return contentWords(text).size + unspaced;
}

/** A bullet with the citations that its spans carry, and further ones. Ids are given when the issue is put together. */
export function makeBullet(
  parts: { claim?: Span[]; text?: Span[]; points?: Bullet[]; also?: string[] },
  origin: BulletOrigin = 'extract',
): Bullet {
  const { claim = [], text = [], points = [], also = [] } = parts;
  const cited = [...claim, ...text].flatMap((span) => span.cite ?? []);
  return { id: '', claim, text, citations: [...new Set([...cited, ...also])], points, origin };
}

/** `@handle` or whatever name readers know the post's source by, linked to the post. */
export function attribution(post: Post, writing: Pick<Writing, 'nameOf'>): Span {
  const name = post.platform === 'x' ? `@${post.author}` : writing.nameOf(post.sourceId);
  return { text: name, cite: post.id };
}

function writeStory(
  { story, bullets: room }: PlannedStory,
  given: Platform | undefined,
  writing: Writing,
): Bullet[] {
  const topic = sharedWords(story.posts);
  const originals = story.posts.filter((post) => !post.repostOf);
  const bullets: Bullet[] = [];
  const told = new Set<string>();
  const platform = given ?? originals[0]?.platform;
  const here = originals.filter((post) => post.platform === platform);
  // Each bullet opens with a post of the recap's own platform; the others follow as further voices.
  for (const post of here) {
    if (bullets.length === room) break;
    if (told.has(post.id) || saysTitleAgain(post, bullets)) continue;
    const bullet = post.title
      ? writeTitled(post, originals, topic, told, writing)
      : writeClaim(post, originals, topic, told, writing);
    if (bullet) bullets.push(bullet);
  }
  const [first] = bullets;
  if (first) addAlso(first, story.posts, told, writing);
  return bullets;
}

/** Whether the post's title only says again what that of a bullet on the same story did. */
function saysTitleAgain({ title }: Post, bullets: Bullet[]): boolean {
  return title !== '' && bullets.some(({ claim }) => repeats(claim.map((span) => span.text).join(''), title));
}

/** A post with a title: the title is the claim, linked; then what it says, what comments add, and other voices. */
function writeTitled(
  post: Post,
  all: Post[],
  topic: Set<string>,
  told: Set<string>,
  writing: Writing,
): Bullet | undefined {
  told.add(post.id);
  const claim: Span[] = [{ text: post.title, cite: post.id }];
  const passage = quotePassage(post, topic, undefined, 3, writing);
  const text: Span[] = [];
  if (passage) {
    if (post.platform !== 'reddit') text.push(attribution(post, writing), colonOf(writing));
    text.push({ text: passage });
  }
  if (post.platform !== 'reddit') text.push(...quoteVoices(post, post.title, all, topic, told, writing));
  const points = post.comments.length > 0 ? writePoints(post, topic, writing) : [];
  if (text.length === 0 && points.length === 0 && !isNews(post, writing.language)) return undefined;
  return makeBullet({ claim, text, points });
}

/** Whether a title without anything below it says something: what is behind its link, or figures and names. */
function isNews(post: Post, language: string): boolean {
  if (post.platform === 'web' || post.links.length > 0 || !language.startsWith('en')) return true;
  return pickSentences(post.title, new Set(), language).some(({ score }) => score >= TELLING);
}

/** A post without a title: its most telling sentence is the claim; then its next ones, and other voices. */
function writeClaim(
  post: Post,
  all: Post[],
  topic: Set<string>,
  told: Set<string>,
  writing: Writing,
): Bullet | undefined {
  const best = bestOf(post, topic, writing.language, writing.said);
  told.add(post.id);
  if (!best) return undefined;
  writing.said.add(best.text);
  const [claim, rest] = splitClaim(best.text);
  const text: Span[] = [...(rest ? [{ text: `${rest} ` }] : []), attribution(post, writing)];
  const passage = quotePassage(post, topic, best, 2, writing);
  const { colon, stop } = phrasesOf(writing.language);
  text.push({ text: passage ? `${colon}${passage}` : stop });
  text.push(...quoteVoices(post, best.text, all, topic, told, writing));
  return makeBullet({ claim: [{ text: claim }], text });
}

/**
 * The opening of a sentence that says what it claims, in at most 20 words, and the rest of it. A sentence without a place
 * to part it is all claim.
 */
export function splitClaim(sentence: string): [claim: string, rest: string] {
  if (countWords(sentence) <= MAX_CLAIM_WORDS) return [sentence, ''];
  const ends = [...sentence.matchAll(CLAIM_END)]
    .map(({ 0: mark, index }) => index + mark.trimEnd().length)
    .filter((end) => {
      const words = countWords(sentence.slice(0, end));
      return words >= MIN_CLAIM_WORDS && words <= MAX_CLAIM_WORDS && isBalanced(sentence.slice(0, end));
    });
  const opening = shorten(sentence, MAX_CLAIM_WORDS);
  const [mark = ''] =
    opening && sentence.startsWith(opening) ? (/^[,;:.!?]?/.exec(sentence.slice(opening.length)) ?? []) : [];
  const end = opening && sentence.startsWith(opening) ? opening.length + mark.length : ends.at(-1);
  return end
    ? [
        sentence.slice(0, end),
        sentence
          .slice(end)
          .trim()
          .replace(/^([\u2013\u2014])(?=\S)/, '$1 '),
      ]
    : [sentence, ''];
}

/** Words that are shown in bold. */
const MAX_CLAIM_WORDS = 20;
const MIN_CLAIM_WORDS = 4;
/** A comma or the like, or what stands before a bracket, a dash or a clause of its own. */
const CLAIM_END =
  /[,;:](?=\s)|(?=\s\()|(?=\s?[\u2013\u2014]\s?)|(?=\s(?:which|while|because|whereas|although|so that)\s)/g;

/** What other authors say of it: ` @handle: “…”`, the best sentence of each. */
function quoteVoices(
  post: Post,
  claim: string,
  all: Post[],
  topic: Set<string>,
  told: Set<string>,
  writing: Writing,
): Span[] {
  const spans: Span[] = [];
  const heard = new Set([voiceOf(post)]);
  const said = [claim];
  for (const other of all) {
    if (spans.length >= 3 * MOST_VOICES) break;
    if (told.has(other.id) || heard.has(voiceOf(other)) || other.title) continue;
    const best = bestOf(other, topic, writing.language, writing.said);
    if (!best || said.some((sentence) => repeats(sentence, best.text))) continue;
    heard.add(voiceOf(other));
    told.add(other.id);
    said.push(best.text);
    writing.said.add(best.text);
    spans.push({ text: ' ' }, attribution(other, writing), quoteAfter(best.text, writing));
  }
  return spans;
}

/** Up to `most` good sentences of the post in their order, quoted; an ellipsis stands where something is left out. */
function quotePassage(
  post: Post,
  topic: Set<string>,
  claim: Extract | undefined,
  most: number,
  writing: Writing,
): string {
  const good = pickSentences(post.text, topic, writing.language)
    .filter((extract) => extract.score >= GOOD && !writing.said.has(extract.text))
    .filter((extract) => !claim || (extract.index > claim.index && !repeats(claim.text, extract.text)))
    .filter((extract) => !repeats(post.title, extract.text));
  const kept = keepStanding(good, claim?.index ?? -1, most);
  for (const extract of kept) writing.said.add(extract.text);
  const quoted = joinExtracts(kept, writing.language);
  return quoted && quotePhrase(writing.language, quoted);
}

/** Sentences in their order; an ellipsis stands where something is left out. */
export function joinExtracts(extracts: Extract[], language: string): string {
  const space = /^(?:zh|ja)/.test(language) ? '' : ' ';
  return extracts
    .map(({ text, index }, at) => {
      const before = extracts[at - 1];
      return before ? `${index === before.index + 1 ? space : ' \u2026 '}${text}` : text;
    })
    .join('');
}

const colonOf = ({ language }: Writing): Span => ({ text: phrasesOf(language).colon });

/** `: “…”` */
export function quoteAfter(text: string, { language }: Pick<Writing, 'language'>): Span {
  return { text: `${phrasesOf(language).colon}${quotePhrase(language, text)}` };
}

/**
 * The best `most` of the sentences in their order, without those that lean on one which is not shown: on another than
 * the one before them, or for the first, on what stands at `after` (-1: the title).
 */
export function keepStanding(sentences: Extract[], after: number, most: number): Extract[] {
  const kept = new Map<number, Extract>();
  // What leans may follow on what is chosen after it: those that tell most are tried again.
  for (let round = 0; round < 2; round++)
    for (const sentence of sentences) {
      if (kept.size === most) break;
      const before = sentence.index - 1;
      if (!sentence.leans || before === after || kept.has(before)) kept.set(sentence.index, sentence);
    }
  return [...kept.values()].sort((a, b) => a.index - b.index);
}

/** What comments add: the best sentence of each of the best comments. */
function writePoints(post: Post, topic: Set<string>, writing: Writing): Bullet[] {
  const said = [post.title, post.text];
  const points: Bullet[] = [];
  for (const comment of post.comments) {
    if (points.length === MOST_POINTS) break;
    const best = bestComment(comment, topic, writing.language);
    if (!best || writing.said.has(best.text) || said.some((text) => repeats(text, best.text))) continue;
    said.push(best.text);
    writing.said.add(best.text);
    points.push(
      makeBullet({
        text: [{ text: `u/${comment.author}`, cite: comment.id }, quoteAfter(best.text, writing)],
      }),
    );
  }
  return points;
}

function bestComment(comment: Comment, topic: Set<string>, language: string): Extract | undefined {
  // A comment's opening may point at what it answers.
  return pickSentences(comment.text, topic, language).find(
    ({ score, leans, index }) => score >= GOOD && (!leans || index === 0),
  );
}

/** The sources that tell the same story without being quoted: no source is lost. */
export function addAlso(bullet: Bullet, posts: Post[], told: Set<string>, writing: Writing): void {
  const named = new Set([...bullet.claim, ...bullet.text].map((span) => span.text));
  const also: Span[] = [];
  for (const post of posts) {
    if (also.length === MOST_ALSO) break;
    const span = attribution(post, writing);
    if (told.has(post.id) || named.has(span.text)) continue;
    named.add(span.text);
    also.push(span);
  }
  if (also.length === 0) return;
  const { issue, stop } = phrasesOf(writing.language);
  const [before = '', after = ''] = issue.also.split('{text}');
  bullet.text.push(
    { text: bullet.text.length > 0 ? ` ${before}` : before },
    ...joinList<Span>(writing.language, also, (text) => ({ text })),
    { text: `${after}${stop}` },
  );
  for (const { cite } of also) if (cite) bullet.citations.push(cite);
}

/** The post's most telling sentence that can stand alone, when one is good enough and `without` does not say it. */
export function bestOf(
  post: Post,
  topic: ReadonlySet<string>,
  language: string,
  without?: UsedText,
): Extract | undefined {
  return pickSentences(post.text, topic, language).find(
    (extract) => extract.score >= GOOD && !extract.leans && !without?.covers(extract.text),
  );
}

/**
 * Whether the second text only says what the first one does: it brings no number of its own, and most of its content
 * words stand there too.
 */
export function repeats(first: string, second: string): boolean {
  const before = contentWords(first);
  const own = [...contentWords(second)];
  if (own.some((word) => isNumber(word) && !before.has(word))) return false;
  return own.filter((word) => before.has(word)).length >= SAME * own.length;
}
