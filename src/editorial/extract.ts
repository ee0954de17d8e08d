// Picks the whole sentences of a post that are worth publishing, in the post's own words.
import { oneLine, splitSentences, words } from '../text.js';

/** A sentence that can stand alone in an issue. */
export interface Extract {
  text: string;
  /** Which sentence of its text it is, from 0. */
  index: number;
  /** How much it tells; negative ones had better not be shown. */
  score: number;
}

const MOST_CHARACTERS = 320;
const FEWEST_WORDS = 4;

const DECORATION =
  /^(?:[\s>*\u2022\u25b6\u2192\u2013\u2014-]|#+\s|\p{Extended_Pictographic}|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}])+|(?:[\s\u2192\u2b07]|\p{Extended_Pictographic}|\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}])+$/gu;
const LABEL =
  /^(?:RT @\w+:|\d{1,2}\/\d{0,2}(?=\s)|\(?\d{1,2}\/\d{1,2}\)|(?:edit|update|tl;?dr|thread|breaking|psa|new|news)\s*:)\s*/i;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g;
const UNFINISHED =
  /(?:[,:;(\u2013\u2014/&-]|\s(?:a|an|the|and|or|but|of|to|in|at|on|by|for|from|with|via|is|are|here|see|read|than))$/i;
const MARKUP = /<\/?[a-z!]|[{}]|```|\]\(|javascript:|&(?:#\d+|[a-z]+);|https?:|www\./i;
const ORDER =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|rule|above|previous)|\b(?:system prompt|you are (?:now )?an? (?:ai|assistant|language model)|as an ai (?:language )?model)\b/i;
const PROMOTION =
  /\b(?:subscribe|follow (?:me|us)|sign up|link in|check (?:it |this )?out|dm me|retweet|giveaway|use code|join us|our newsletter|upvote|thanks for reading|read more|click)\b/i;
const LEANING =
  /^(?:this|that|these|those|it|its|it's|they|their|he|she|his|her|and|but|so|also|or|because|which|then|there|here|such|both|yes|no|well|another|otherwise|however|meanwhile|the (?:post|image|video|author|article|thread|user|poster)|one (?:tweet|poster))\b/i;
const PERSONAL = /\b(?:i|i'm|i've|my|me|im)\b/i;
const NUMBER = /\d/;
const MEASURE =
  /\d\s?(?:%|x\b|×|tok|tokens|ms\b|s\b|gb|mb|tb|[kmb]\b|b\b|billion|million|percent|points?|hours?|minutes?|usd|€)|[$€£]\s?\d/i;
const NAME = /(?<=[\p{Ll}\d,;:)'"\u201d]\s)\p{Lu}[\p{L}\d.-]*|\p{L}+-?\d[\p{L}\d.-]*|\p{Ll}+\p{Lu}\p{L}*/gu;

/** The whole, publishable sentences of a text in their order, without addresses, labels and decoration around them. */
export function wholeSentences(text: string, language = 'en'): { text: string; index: number }[] {
  const lines = text
    .replace(INVISIBLE, '')
    .replace(/https?:\/\/\S+/g, '\n')
    .replace(/(?:\s#[\p{L}\d_]+)+\s*$/gmu, '');
  return splitSentences(lines, language)
    .map((sentence, index) => ({ text: oneLine(sentence.replace(DECORATION, '').replace(LABEL, '')), index }))
    .filter(({ text: sentence }) => isWhole(sentence));
}

function isWhole(sentence: string): boolean {
  if (sentence.length > MOST_CHARACTERS || words(sentence).length < FEWEST_WORDS) return false;
  if (MARKUP.test(sentence) || ORDER.test(sentence) || UNFINISHED.test(sentence)) return false;
  if (/\S{60}/.test(sentence) || /(.)\1{5}/.test(sentence)) return false;
  return /^["\u201c\u2018'(@$€£]?[\p{Lu}\p{Lo}\d@]|^\p{Ll}+[\p{Lu}\d.]/u.test(sentence);
}

/**
 * The sentences of a text, the most telling first. What tells: measured numbers, names, words of `topic` (what the
 * story's posts share), an early place; against it: leaning on a sentence before it, questions, promotion, first
 * person.
 */
export function pickSentences(text: string, topic: ReadonlySet<string>, language = 'en'): Extract[] {
  return wholeSentences(text, language)
    .map(({ text: sentence, index }) => ({
      text: sentence,
      index,
      score: scoreSentence(sentence, index, topic),
    }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}

function scoreSentence(sentence: string, index: number, topic: ReadonlySet<string>): number {
  const list = words(sentence);
  const onTopic = new Set(list.filter((word) => topic.has(word))).size;
  let score = 1 - 0.12 * Math.min(index, 8);
  score += MEASURE.test(sentence) ? 1 : NUMBER.test(sentence) ? 0.5 : 0;
  score += 0.4 * Math.min(3, sentence.match(NAME)?.length ?? 0);
  score += 0.35 * Math.min(4, onTopic);
  if (LEANING.test(sentence)) score -= 1.5;
  if (PERSONAL.test(sentence)) score -= 0.4;
  if (PROMOTION.test(sentence)) score -= 2.5;
  if (sentence.endsWith('?')) score -= 1.2;
  if (sentence.endsWith('!')) score -= 0.3;
  if (list.length < 7) score -= 0.6;
  if (sentence.length > 220) score -= 0.6;
  if (/^\p{L}+(?:\s\p{L}+)?:/u.test(sentence)) score -= 0.3;
  return score;
}
