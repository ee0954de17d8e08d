// The tags of a text: companies, models, people and topics in their canonical spelling.
import type { Tag } from '../../model.js';
import { findVocabulary } from './gazetteer.js';

/**
 * The companies, models, people and topics that `text` names, each once, in order of first mention. Spellings meet
 * on word bounds (`xAI`, `x-ai` and `X.AI` are one tag); a version of a known family is its own tag, also one that
 * the vocabulary has never seen, without its size: `Qwen 3.5 397B` is `qwen-3-5`. A family that the text names with
 * a version is not also tagged without one.
 */
export function findTags(text: string): Tag[] {
  const { mentions } = findVocabulary(text);
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
