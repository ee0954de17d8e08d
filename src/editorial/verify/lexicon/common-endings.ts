// Endings of common words, by which a word that opens a sentence is told from a name.
const ENDINGS =
  'ings?|ly|ed|tions?|sions?|ments?|ness|ity|ities|ers|ies|ous|ives?|able|ible|ance|ence|ists?|isms?|ical|est|ships?|ful|less|ages?|ures?|uals?|wards?';

/** Whether a word in lower case ends like a common word; `others` are more endings, with `|` between them. */
export const endsCommonly = (others: string): RegExp => new RegExp(`(?:${ENDINGS}|${others})$`);
