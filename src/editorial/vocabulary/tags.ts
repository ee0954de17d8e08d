// The tags of a text: companies, models, people and topics in their canonical spelling.
import { parse } from 'tldts';
import { detectLanguage } from '../../base/language/detect.js';
import type { Tag } from '../../model.js';
import { findVocabulary, type VocabularyMention } from './gazetteer.js';

/**
 * Finds the companies, models, people and topics in `text`, each once, in order of first mention. Spellings match at
 * word boundaries (`xAI`, `x-ai` and `X.AI` are one tag); a version of a known family is a separate tag, even if the
 * vocabulary lacks it, without its size: `Qwen 3.5 397B` is `qwen-3-5`. A family with a version in the text is not also
 * tagged without one. Only names count: not parts of URLs, not words capitalised only because they start a sentence,
 * and in languages other than English no lower-case words. `language` is the text's, when the caller knows it:
 * detecting it takes most of the time.
 */
export function findTags(text: string, language?: string): Tag[] {
  const { text: read, mentions: all } = findVocabulary(text);
  if (all.length === 0) return [];
  const addresses = findAddresses(read);
  const isEnglish = (language ?? detectLanguage(read) ?? 'en') === 'en';
  const mentions = all.filter(
    (mention) =>
      !addresses.some((address) => holds(address, mention)) &&
      (isEnglish || isWrittenAsName(read, mention)) &&
      !isOpeningWord(read, mention, all),
  );
  const versioned = new Set(
    mentions.filter((mention) => mention.family !== mention.tag.slug).map((mention) => mention.family),
  );
  const tags = new Map<string, Tag>();
  for (const { tag, family } of mentions) {
    if (family && family === tag.slug && versioned.has(family)) continue;
    const key = `${tag.kind} ${tag.slug}`;
    if (!tags.has(key)) tags.set(key, tag);
  }
  return [...tags.values()];
}

interface Range {
  start: number;
  end: number;
}

const WEB_ADDRESS =
  /https?:\/\/\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}(?:\/[^\s)]*)?(?![\w-])/g;

/** Finds web and mail addresses; `Node.js` is not one, because it cannot be registered. */
function findAddresses(text: string): Range[] {
  return [...text.matchAll(WEB_ADDRESS)].flatMap(({ 0: found, index }) => {
    const isHost = /^https?:|^www\.|@/.test(found) || parse(found).isIcann;
    return isHost ? [{ start: index, end: index + found.length }] : [];
  });
}

/** Whether a name is only a part of an address; a name that is the whole address (`Character.AI`) counts. */
function holds(address: Range, { start, end }: Range): boolean {
  const isWhole = start <= address.start && end >= address.end;
  return start < address.end && end > address.start && !isWhole;
}

/** Whether a name has a capital or a digit: French "aider" is not the tool, "attention" not the topic. */
function isWrittenAsName(text: string, { start, end, role }: VocabularyMention): boolean {
  const written = text.slice(start, end);
  return role === 'topic' ? /\p{Lu}.*[\p{Lu}\d]/u.test(written) : /[\p{Lu}\d]/u.test(written);
}

/** Whether a word has its capital only from the start of a sentence ("Attention is short") and occurs nowhere else. */
function isOpeningWord(
  text: string,
  { start, end, isExact, tag }: VocabularyMention,
  all: VocabularyMention[],
): boolean {
  if (!isExact || !/^\p{Lu}\p{Ll}+$/u.test(text.slice(start, end))) return false;
  const isOpening = /(?:^|[.!?\n]\s*)$/.test(text.slice(Math.max(0, start - 3), start));
  return isOpening && !all.some((other) => other.tag.slug === tag.slug && other.start !== start);
}
