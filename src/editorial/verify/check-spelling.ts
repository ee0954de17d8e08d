// Finds known names that a text writes in lower case, which the check of names does not see.
import { findVocabulary } from '../vocabulary/gazetteer.js';

/** Returns known companies, models, people and products that are written in lower case, with their usual spelling. */
export function findSmallNames(text: string): { raw: string; name: string; start: number }[] {
  const { text: plain, mentions } = findVocabulary(text);
  return mentions.flatMap(({ tag, start, end, role }) => {
    const raw = plain.slice(start, end);
    return role !== 'topic' && role !== 'thing' && raw === raw.toLowerCase() && /\p{L}{3}/u.test(raw)
      ? [{ raw, name: tag.name, start }]
      : [];
  });
}
