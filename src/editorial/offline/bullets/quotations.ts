// Chooses the sentences of a post that are quoted.
import { quoteSentence } from '../../../base/language/phrases/phrases.js';
import type { Post } from '../../../model.js';
import { contentWords } from '../../group/terms.js';
import { type Extract, pickSentences } from '../sentences/extract.js';
import { hasMainVerb, hasVerb } from '../sentences/shorten.js';
import type { UsedText } from '../used-text.js';
import type { Writing } from './bullet.js';

/** Minimum score of a sentence. */
export const MIN_SENTENCE_SCORE = 0.6;
/** A sentence repeats another from this share of common content words on. */
const MIN_REPEATED_SHARE = 0.5;

/** Quotes up to `maxSentences` good sentences of the post in order, with an ellipsis for omissions. */
export function quotePassage(
  post: Post,
  topic: Set<string>,
  claim: Extract | undefined,
  maxSentences: number,
  writing: Writing,
): string {
  const good = pickSentences(post.text, topic, writing.language)
    .filter((extract) => extract.score >= MIN_SENTENCE_SCORE && !writing.usedText.has(extract.text))
    .filter((extract) => !claim || (extract.index > claim.index && !repeatsText(claim.text, extract.text)))
    .filter((extract) => !repeatsText(post.title, extract.text));
  const kept = keepIndependent(good, claim?.index ?? -1, maxSentences);
  for (const extract of kept) writing.usedText.add(extract.text);
  const quoted = joinExtracts(kept, writing.language);
  return quoted && quoteSentence(writing.language, quoted);
}

/** Joins sentences in order, with an ellipsis for omissions. */
export function joinExtracts(extracts: Extract[], language: string): string {
  const space = /^(?:zh|ja)/.test(language) ? '' : ' ';
  return extracts
    .map(({ text, index }, position) => {
      const before = extracts[position - 1];
      return before ? `${index === before.index + 1 ? space : ' \u2026 '}${text}` : text;
    })
    .join('');
}

/**
 * Keeps the best `maxSentences` sentences in order, without those that depend on a sentence that is not shown. The first may
 * depend on the sentence at index `after` (-1: the title).
 */
export function keepIndependent(sentences: Extract[], after: number, maxSentences: number): Extract[] {
  const kept = new Map<number, Extract>();
  // A dependent sentence may fit after a later choice, so the best ones are tried again.
  for (let round = 0; round < 2; round++)
    for (const sentence of sentences) {
      if (kept.size === maxSentences) break;
      const before = sentence.index - 1;
      if (!sentence.leans || before === after || kept.has(before)) kept.set(sentence.index, sentence);
    }
  return [...kept.values()].sort((a, b) => a.index - b.index);
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
  return (
    good.find(({ text }) => !isFragment(text) && !isBarePhrase(text)) ??
    good.find(({ text }) => !isBareList(text) && !isBarePhrase(text))
  );
}

/** A description without a main verb, which is a claim only if there is no sentence: "Heron, a model that reads books." */
function isFragment(sentence: string): boolean {
  return sentence.includes(', ') && !hasMainVerb(sentence);
}

/** A phrase that a removed link left without its sentence: "In the Heron community." */
function isBarePhrase(sentence: string): boolean {
  return /^(?:in|on|at|for|from|with|by|to|of|about|via|across)\s/i.test(sentence) && !hasMainVerb(sentence);
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
  const words = [...contentWords(second)];
  const known = new Set(first.match(ANY_FIGURE));
  if (second.match(ANY_FIGURE)?.some((figure) => !known.has(figure))) return false;
  return words.filter((word) => before.has(word)).length >= MIN_REPEATED_SHARE * words.length;
}
