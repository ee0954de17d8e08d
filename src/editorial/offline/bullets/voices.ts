// Quotes other voices of a story: further authors, and comments.
import type { Bullet, Comment, Post, Span } from '../../../model.js';
import { voiceOf } from '../../rank.js';
import { type Extract, pickSentences } from '../sentences/extract.js';
import { attributePost, makeBullet, quoteAfter, type Writing } from './bullet.js';
import { findBestSentence, MIN_SENTENCE_SCORE, repeatsText } from './quotations.js';

const MAX_POINTS = 3;
const MAX_VOICES = 2;
/** Spans per quoted voice: a space, its name, its sentence. */
const SPANS_PER_VOICE = 3;

/** Quotes other authors, the best sentence of each: ` @handle: “…”`. */
export function quoteVoices(
  post: Post,
  claim: string,
  all: Post[],
  topic: Set<string>,
  quotedIds: Set<string>,
  writing: Writing,
): Span[] {
  const spans: Span[] = [];
  const quotedVoices = new Set([voiceOf(post)]);
  const quoted = [claim];
  for (const other of all) {
    if (spans.length >= SPANS_PER_VOICE * MAX_VOICES) break;
    if (quotedIds.has(other.id) || quotedVoices.has(voiceOf(other)) || other.title) continue;
    const best = findBestSentence(other, topic, writing.language, writing.usedText);
    if (!best || quoted.some((sentence) => repeatsText(sentence, best.text))) continue;
    quotedVoices.add(voiceOf(other));
    quotedIds.add(other.id);
    quoted.push(best.text);
    writing.usedText.add(best.text);
    spans.push({ text: ' ' }, attributePost(other, writing), quoteAfter(best.text, writing));
  }
  return spans;
}

/** Writes points from comments: the best sentence of each of the best comments. */
export function writePoints(post: Post, topic: Set<string>, writing: Writing): Bullet[] {
  const written = [post.title, post.text];
  const points: Bullet[] = [];
  for (const comment of post.comments) {
    if (points.length === MAX_POINTS) break;
    const best = bestComment(comment, topic, writing.language);
    if (!best || writing.usedText.has(best.text) || written.some((text) => repeatsText(text, best.text)))
      continue;
    written.push(best.text);
    writing.usedText.add(best.text);
    points.push(
      makeBullet({
        text: [{ text: `u/${comment.author}`, cite: comment.id }, quoteAfter(best.text, writing)],
      }),
    );
  }
  return points;
}

/** "Another commenter pointed to …": after which? */
const CONTINUING_OPENING = /^(?:another|others?|also)\b/i;

function bestComment(comment: Comment, topic: Set<string>, language: string): Extract | undefined {
  // A comment's opening may refer to the message that it answers.
  return pickSentences(comment.text, topic, language).find(
    ({ text, score, leans, index }) =>
      score >= MIN_SENTENCE_SCORE && (!leans || (index === 0 && !CONTINUING_OPENING.test(text))),
  );
}
