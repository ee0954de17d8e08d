// Writes the bullets of a section from the posts' own sentences, each attributed and cited.
import { phrasesOf } from '../../../base/language/phrases/phrases.js';
import type { Bullet, Platform, Post, Span } from '../../../model.js';
import type { PlannedSection, PlannedStory } from '../../plan.js';
import { sharedWords } from '../sentences/shared-words.js';
import { addAlso, attributePost, colonOf, makeBullet, type Writing } from './bullet.js';
import { splitClaim } from './claim.js';
import { isTitleNews } from './newsworthy.js';
import { findBestSentence, quotePassage, repeatsText } from './quotations.js';
import { quoteVoices, writePoints } from './voices.js';

const ENDS_SENTENCE = /[.!?\u2026\u3002\uff01\uff1f:;]["'\u201d\u2019\u00bb\u300d)\]]*$/;

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

function writeStory(
  { story, bullets: maxBullets }: PlannedStory,
  preferred: Platform | undefined,
  writing: Writing,
): Bullet[] {
  const topic = sharedWords(story.posts);
  const originals = story.posts.filter((post) => !post.repostOf);
  const bullets: Bullet[] = [];
  const quotedIds = new Set<string>();
  const platform = preferred ?? originals[0]?.platform;
  const ofPlatform = originals.filter((post) => post.platform === platform);
  // Each bullet opens with a post of the recap's platform; others follow as further voices.
  for (const post of ofPlatform) {
    if (bullets.length === maxBullets) break;
    if (quotedIds.has(post.id) || repeatsTitle(post, bullets)) continue;
    const bullet = post.title
      ? writeTitled(post, originals, topic, quotedIds, writing)
      : writeClaim(post, originals, topic, quotedIds, writing);
    if (bullet) bullets.push(bullet);
  }
  const [first] = bullets;
  if (first) addAlso(first, story.posts, quotedIds, writing);
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
  quotedIds: Set<string>,
  writing: Writing,
): Bullet | undefined {
  quotedIds.add(post.id);
  const claim: Span[] = [{ text: post.title, cite: post.id }];
  const passage = quotePassage(post, topic, undefined, 3, writing);
  const text: Span[] = [];
  if (passage) {
    if (post.platform !== 'reddit') text.push(attributePost(post, writing), colonOf(writing));
    text.push({ text: passage });
  }
  if (post.platform !== 'reddit') text.push(...quoteVoices(post, post.title, all, topic, quotedIds, writing));
  const points = post.comments.length > 0 ? writePoints(post, topic, writing) : [];
  if (text.length === 0 && points.length === 0 && !isTitleNews(post, writing.language)) return undefined;
  return makeBullet({ claim, text, points });
}

/** Writes a bullet from a post without a title: the most informative sentence as claim, then further ones, and other voices. */
function writeClaim(
  post: Post,
  all: Post[],
  topic: Set<string>,
  quotedIds: Set<string>,
  writing: Writing,
): Bullet | undefined {
  const best = findBestSentence(post, topic, writing.language, writing.usedText);
  quotedIds.add(post.id);
  if (!best) return undefined;
  writing.usedText.add(best.text);
  const { colon, stop } = phrasesOf(writing.language);
  const end = ENDS_SENTENCE.test(best.text) ? '' : stop;
  const [claim, rest] = splitClaim(best.text);
  const text: Span[] = [...(rest ? [{ text: `${rest}${end} ` }] : []), attributePost(post, writing)];
  const passage = quotePassage(post, topic, best, 2, writing);
  text.push({ text: passage ? `${colon}${passage}` : stop });
  text.push(...quoteVoices(post, best.text, all, topic, quotedIds, writing));
  return makeBullet({ claim: [{ text: rest ? claim : `${claim}${end}` }], text });
}
