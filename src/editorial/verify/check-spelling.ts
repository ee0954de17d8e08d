// Known names that a text writes in small letters, where the check of names does not see them.
import { findVocabulary } from '../vocabulary/gazetteer.js';

/** Known companies, models, people and products in small letters. */
export function findSmallNames(text: string): { raw: string; name: string; start: number }[] {
  const { text: plain, mentions } = findVocabulary(text);
  return mentions.flatMap(({ tag, start, end, role }) => {
    const raw = plain.slice(start, end);
    return role !== 'topic' && role !== 'thing' && raw === raw.toLowerCase() && /\p{L}{3}/u.test(raw)
      ? [{ raw, name: tag.name, start }]
      : [];
  });
}
