// Writes bullets from the posts' own sentences, each attributed and cited.
import { joinList, phrasesOf, quoteSentence } from '../../base/language/phrases/phrases.js';
import { countWords, oneLine } from '../../base/text.js';
import type { Bullet, BulletOrigin, Comment, Platform, Post, Span, Story } from '../../model.js';
import type { DayArchive } from '../archive.js';
import { contentWords } from '../group/terms.js';
import type { PlannedSection, PlannedStory } from '../plan.js';
import { isJoke, isLong, linksToReading, namesSomething, substanceOf, voiceOf } from '../rank.js';
import { type Extract, isBalanced, pickSentences } from './extract.js';
import { sharedWords } from './shared-words.js';
import { hasMainVerb, hasVerb, shorten } from './shorten.js';
import type { UsedText } from './used-text.js';

export interface Writing {
  language: string;
  /** The name of a source for readers. */
  nameOf: (sourceId: string) => string;
  /** Text already used in the issue; new text is added. */
  said: UsedText;
  /** The archive of earlier days. */
  archive?: DayArchive;
}

/** Minimum score of a sentence. */
export const MIN_SENTENCE_SCORE = 0.6;
/** Minimum score of a title without text. */
const MIN_TITLE_SCORE = 1.2;
/** Minimum substance: two of the four signs in rank.ts, substanceOf. */
const MIN_SUBSTANCE = 0.55;
/** Posts below this upvote ratio were rejected by readers. */
const MIN_UPVOTE_RATIO = 0.5;
const MAX_POINTS = 3;
const MAX_VOICES = 2;
const MAX_ALSO = 4;
/** A sentence repeats another from this share of common content words on. */
const MIN_REPEATED_SHARE = 0.5;

/**
 * Writes the bullets of a section by descending weight, at least one per quotable story. They open with posts of
 * `platform`, by default the platform of each story's heaviest post.
 */
export function writeSection(
  section: PlannedSection,
  platform: Platform | undefined,
  writing: Writing,
): Bullet[] {
  return section.stories.flatMap((planned) => writeStory(planned, platform, writing));
}

/**
 * Whether the story is worth a bullet: it has several voices, or a post with substance. A greeting has none, however
 * popular it is. A declared joke of one voice is not news.
 */
export function isWorthTelling(story: Story, language = 'en'): boolean {
  const originals = originalsOf(story);
  if (story.voices < 2 && originals.length > 0 && originals.every(isJoke)) return false;
  return story.voices >= 3 || originals.some((post) => hasSubstance(post, language));
}

/** Whether the story has a title or a complete sentence to quote; posts in lower case have none. */
export function isQuotable(story: Story, language: string): boolean {
  if (!isWorthTelling(story, language)) return false;
  const topic = sharedWords(story.posts);
  return originalsOf(story).some(
    (post) => post.title !== '' || findBestSentence(post, topic, language) !== undefined,
  );
}

const originalsOf = ({ posts }: Story) => posts.filter((post) => !post.repostOf);

/**
 * Whether a post has substance. Figures and length are not enough, as in a countdown or an anecdote: it must name
 * something or link to something to read.
 */
function hasSubstance(post: Post, language: string): boolean {
  if ((post.metrics.upvoteRatio ?? 1) < MIN_UPVOTE_RATIO) return false;
  if (isFeedNews(post)) return true;
  if (substanceOf(post) < MIN_SUBSTANCE) return false;
  if (linksToReading(post)) return true;
  const text = `${post.title}\n${post.text}`.trim();
  return namesSomething(post) && (isLong(text) || hasVerb(text) || !language.startsWith('en'));
}

/**
 * Whether a feed entry is news. The operator chose the feed, so only questions, very short entries and entries without
 * text are not.
 */
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
/** A name and a version ("Linnet 3"), but not a numbered edition ("Week 48"). */
const RELEASE_TITLE =
  /^(?!(?:release|version|update|issue|week|day|episode|part|chapter|volume|page|number|links?|build)s?\b)\p{L}{3,}[\p{L}\d -]* v?\d+(?:\.\d+)*(?: \S+)?$/iu;

/** Counts content words, or characters in scripts without spaces. */
function countContent(text: string): number {
  const unspaced =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return contentWords(text).size + unspaced;
}

/** Creates a bullet with the citations of its spans and further ones. `assembleIssue` sets the id. */
export function makeBullet(
  parts: { claim?: Span[]; text?: Span[]; points?: Bullet[]; also?: string[] },
  origin: BulletOrigin = 'extract',
): Bullet {
  const { claim = [], text = [], points = [], also = [] } = parts;
  const cited = [...claim, ...text].flatMap((span) => span.cite ?? []);
  return { id: '', claim, text, citations: [...new Set([...cited, ...also])], points, origin };
}

/** The post's source as readers know it, such as `@handle`, linked to the post. */
export function attributePost(post: Post, writing: Pick<Writing, 'nameOf'>): Span {
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
  // Each bullet opens with a post of the recap's platform; others follow as further voices.
  for (const post of here) {
    if (bullets.length === room) break;
    if (told.has(post.id) || repeatsTitle(post, bullets)) continue;
    const bullet = post.title
      ? writeTitled(post, originals, topic, told, writing)
      : writeClaim(post, originals, topic, told, writing);
    if (bullet) bullets.push(bullet);
  }
  const [first] = bullets;
  if (first) addAlso(first, story.posts, told, writing);
  return bullets;
}

/** Whether the post's title repeats that of a bullet on the same story. */
function repeatsTitle({ title }: Post, bullets: Bullet[]): boolean {
  return (
    title !== '' && bullets.some(({ claim }) => repeatsText(claim.map((span) => span.text).join(''), title))
  );
}

/** Writes a bullet from a post with a title: the linked title as claim, then text, comments, and other voices. */
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
    if (post.platform !== 'reddit') text.push(attributePost(post, writing), colonOf(writing));
    text.push({ text: passage });
  }
  if (post.platform !== 'reddit') text.push(...quoteVoices(post, post.title, all, topic, told, writing));
  const points = post.comments.length > 0 ? writePoints(post, topic, writing) : [];
  if (text.length === 0 && points.length === 0 && !isNews(post, writing.language)) return undefined;
  return makeBullet({ claim, text, points });
}

/** Whether a title without text is news: by its link, or by figures and names. */
function isNews(post: Post, language: string): boolean {
  if (post.platform === 'web' || post.links.length > 0 || !language.startsWith('en')) return true;
  return pickSentences(post.title, new Set(), language).some(({ score }) => score >= MIN_TITLE_SCORE);
}

/** Writes a bullet from a post without a title: the most informative sentence as claim, then further ones, and other voices. */
function writeClaim(
  post: Post,
  all: Post[],
  topic: Set<string>,
  told: Set<string>,
  writing: Writing,
): Bullet | undefined {
  const best = findBestSentence(post, topic, writing.language, writing.said);
  told.add(post.id);
  if (!best) return undefined;
  writing.said.add(best.text);
  const { colon, stop } = phrasesOf(writing.language);
  const end = ENDS_SENTENCE.test(best.text) ? '' : stop;
  const [claim, rest] = splitClaim(best.text);
  const text: Span[] = [...(rest ? [{ text: `${rest}${end} ` }] : []), attributePost(post, writing)];
  const passage = quotePassage(post, topic, best, 2, writing);
  text.push({ text: passage ? `${colon}${passage}` : stop });
  text.push(...quoteVoices(post, best.text, all, topic, told, writing));
  return makeBullet({ claim: [{ text: rest ? claim : `${claim}${end}` }], text });
}

/**
 * Splits a sentence into a claim of at most 20 words and the rest. A sentence without a suitable place is all claim.
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

const ENDS_SENTENCE = /[.!?\u2026\u3002\uff01\uff1f:;]["'\u201d\u2019\u00bb\u300d)\]]*$/;

/** Maximum words in bold. */
const MAX_CLAIM_WORDS = 20;
const MIN_CLAIM_WORDS = 4;
/** The end of a claim: a comma or similar, or the place before a bracket, a dash or a clause. */
const CLAIM_END =
  /[,;:](?=\s)|(?=\s\()|(?=\s?[\u2013\u2014]\s?)|(?=\s(?:which|while|because|whereas|although|so that)\s)/g;

/** Quotes other authors, the best sentence of each: ` @handle: “…”`. */
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
    if (spans.length >= 3 * MAX_VOICES) break;
    if (told.has(other.id) || heard.has(voiceOf(other)) || other.title) continue;
    const best = findBestSentence(other, topic, writing.language, writing.said);
    if (!best || said.some((sentence) => repeatsText(sentence, best.text))) continue;
    heard.add(voiceOf(other));
    told.add(other.id);
    said.push(best.text);
    writing.said.add(best.text);
    spans.push({ text: ' ' }, attributePost(other, writing), quoteAfter(best.text, writing));
  }
  return spans;
}

/** Quotes up to `most` good sentences of the post in order, with an ellipsis for omissions. */
function quotePassage(
  post: Post,
  topic: Set<string>,
  claim: Extract | undefined,
  most: number,
  writing: Writing,
): string {
  const good = pickSentences(post.text, topic, writing.language)
    .filter((extract) => extract.score >= MIN_SENTENCE_SCORE && !writing.said.has(extract.text))
    .filter((extract) => !claim || (extract.index > claim.index && !repeatsText(claim.text, extract.text)))
    .filter((extract) => !repeatsText(post.title, extract.text));
  const kept = keepIndependent(good, claim?.index ?? -1, most);
  for (const extract of kept) writing.said.add(extract.text);
  const quoted = joinExtracts(kept, writing.language);
  return quoted && quoteSentence(writing.language, quoted);
}

/** Joins sentences in order, with an ellipsis for omissions. */
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

/** A quotation after a colon: `: “…”` */
export function quoteAfter(text: string, { language }: Pick<Writing, 'language'>): Span {
  return { text: `${phrasesOf(language).colon}${quoteSentence(language, text)}` };
}

/**
 * Keeps the best `most` sentences in order, without those that depend on a sentence that is not shown. The first may
 * depend on the sentence at index `after` (-1: the title).
 */
export function keepIndependent(sentences: Extract[], after: number, most: number): Extract[] {
  const kept = new Map<number, Extract>();
  // A dependent sentence may fit after a later choice, so the best ones are tried again.
  for (let round = 0; round < 2; round++)
    for (const sentence of sentences) {
      if (kept.size === most) break;
      const before = sentence.index - 1;
      if (!sentence.leans || before === after || kept.has(before)) kept.set(sentence.index, sentence);
    }
  return [...kept.values()].sort((a, b) => a.index - b.index);
}

/** Writes points from comments: the best sentence of each of the best comments. */
function writePoints(post: Post, topic: Set<string>, writing: Writing): Bullet[] {
  const said = [post.title, post.text];
  const points: Bullet[] = [];
  for (const comment of post.comments) {
    if (points.length === MAX_POINTS) break;
    const best = bestComment(comment, topic, writing.language);
    if (!best || writing.said.has(best.text) || said.some((text) => repeatsText(text, best.text))) continue;
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

/** "Another commenter pointed to …": after which? */
const COUNTS_ON = /^(?:another|others?|also)\b/i;

function bestComment(comment: Comment, topic: Set<string>, language: string): Extract | undefined {
  // A comment's opening may refer to the message that it answers.
  return pickSentences(comment.text, topic, language).find(
    ({ text, score, leans, index }) =>
      score >= MIN_SENTENCE_SCORE && (!leans || (index === 0 && !COUNTS_ON.test(text))),
  );
}

/** Adds the sources of the story that are not quoted, so that none is lost. */
export function addAlso(bullet: Bullet, posts: Post[], told: Set<string>, writing: Writing): void {
  const named = new Set([...bullet.claim, ...bullet.text].map((span) => span.text));
  const also: Span[] = [];
  for (const post of posts) {
    if (also.length === MAX_ALSO) break;
    const span = attributePost(post, writing);
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

/** The post's most informative independent sentence, if one is good enough and not in `without`. */
export function findBestSentence(
  post: Post,
  topic: ReadonlySet<string>,
  language: string,
  without?: UsedText,
): Extract | undefined {
  const good = pickSentences(post.text, topic, language).filter(
    (extract) => extract.score >= MIN_SENTENCE_SCORE && !extract.leans && !without?.covers(extract.text),
  );
  if (!language.startsWith('en')) return good[0];
  return good.find(({ text }) => !isFragment(text)) ?? good.find(({ text }) => !isBareList(text));
}

/** A description without a main verb, which is a claim only if there is no sentence: "Heron, a model that reads books." */
function isFragment(sentence: string): boolean {
  return sentence.includes(', ') && !hasMainVerb(sentence);
}

/** A list without a verb: "Alder, Birch, Cedar, and Dogwood." */
function isBareList(sentence: string): boolean {
  return (sentence.match(/,\s/g)?.length ?? 0) > 1 && !hasVerb(sentence);
}

/** `78` in "78M", "78M-parameter" and "78 million". */
const ANY_FIGURE = /\d+(?:[.,]\d+)*/g;

/**
 * Whether the second text only repeats the first: it adds no number, and most of its content words are in the first.
 */
export function repeatsText(first: string, second: string): boolean {
  const before = contentWords(first);
  const own = [...contentWords(second)];
  const known = new Set(first.match(ANY_FIGURE));
  if (second.match(ANY_FIGURE)?.some((figure) => !known.has(figure))) return false;
  return own.filter((word) => before.has(word)).length >= MIN_REPEATED_SHARE * own.length;
}
