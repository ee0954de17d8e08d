// Endings of common words, which distinguish the first word of a sentence from a name.
const ENDINGS =
  'ings?|ly|ed|tions?|sions?|ments?|ness|ity|ities|ers|ies|ous|ives?|able|ible|ance|ence|ists?|isms?|ical|est|ships?|ful|less|ages?|ures?|uals?|wards?';

/** Returns a pattern that matches lower-case words with a common ending, or with one of `others` (`|` between them). */
export const endsCommonly = (others: string): RegExp => new RegExp(`(?:${ENDINGS}|${others})$`);
