// Light stemmers for the search index. They remove the most common endings of words without accents.

import { stemWord } from './stem.js';

interface Stemmer {
  /** Only the first matching ending is replaced, so longer endings come first. */
  endings: [RegExp, string][];
  /** Minimum length of the stem in letters. */
  minStem: number;
  /** Frequent words that identify the language of a text. */
  marks: string;
}

const cut = (...endings: string[]): [RegExp, string][] => [[new RegExp(`(?:${endings.join('|')})$`), '']];

const STEMMERS_BY_LANGUAGE: Record<string, Stemmer> = {
  en: {
    endings: [],
    minStem: 3,
    marks: 'the and of to is that for with this are was has have not but from they its which',
  },
  de: {
    endings: cut('ungen', 'innen', 'ern', 'ung', 'em', 'en', 'er', 'es', 'e', 'n', 's'),
    minStem: 4,
    marks: 'der die das und ist nicht mit den ein eine auf für von dem sich auch wird werden',
  },
  fr: {
    endings: [
      [/eaux$/, 'eau'],
      [/aux$/, 'al'],
      ...cut('ements', 'ement', 'euses', 'euse', 'ees', 'ee', 'ent', 'er', 'es', 'e', 's', 'x'),
    ],
    minStem: 4,
    marks: 'le les des est une dans pour que qui sur pas avec par plus du ce cette sont',
  },
  es: {
    endings: [[/ciones$/, 'cion'], ...cut('amientos', 'amiento', 'mente', 'es', 'os', 'as', 'o', 'a', 'e')],
    minStem: 3,
    marks: 'el los las que una por con para es del se como más pero su al',
  },
  it: {
    endings: [[/zioni$/, 'zion'], [/zione$/, 'zion'], ...cut('mente', 'i', 'e', 'o', 'a')],
    minStem: 4,
    marks: 'il di che è la della per non una sono con gli del più anche nel',
  },
  pt: {
    endings: [
      [/coes$/, 'cao'],
      [/oes$/, 'ao'],
      [/ns$/, 'm'],
      ...cut('mente', 'es', 'os', 'as', 's', 'o', 'a', 'e'),
    ],
    minStem: 3,
    marks: 'o os não uma que para com do da em é por mais ao são dos',
  },
  nl: {
    endings: cut('heden', 'en', 'e', 's', 'n'),
    minStem: 4,
    marks: 'de het een en van niet dat op zijn voor met te aan bij ook wordt',
  },
  pl: {
    endings: cut(
      'owych',
      'ami',
      'ach',
      'ego',
      'emu',
      'owi',
      'ych',
      'ow',
      'om',
      'em',
      'ie',
      'ym',
      'y',
      'a',
      'e',
      'i',
      'u',
      'o',
    ),
    minStem: 4,
    marks: 'i w nie na się jest że do z to jak przez dla oraz po są',
  },
  sv: {
    endings: cut('arna', 'erna', 'orna', 'ande', 'ar', 'er', 'or', 'en', 'et', 'na', 'a', 'e', 'n', 't', 's'),
    minStem: 4,
    marks: 'och att det som är en på för med av inte den har till ett om',
  },
  ar: {
    endings: cut('ات', 'ون', 'ين', 'ها', 'ية', 'ة', 'ه', 'ي'),
    minStem: 3,
    marks: 'في من على إلى أن هذا التي الذي عن مع',
  },
  he: {
    endings: cut('ים', 'ות'),
    minStem: 3,
    marks: 'של את על לא הוא עם זה גם כי או',
  },
};

/** The languages whose words are stemmed. */
export const STEMMED_LANGUAGES: readonly string[] = Object.keys(STEMMERS_BY_LANGUAGE);

const marked = new Map<string, string>();
for (const [language, { marks }] of Object.entries(STEMMERS_BY_LANGUAGE))
  for (const word of marks.split(' ')) if (!marked.has(word)) marked.set(word, language);

const MAX_READ_WORDS = 60;
/** Frequent words of a language needed to choose it over English. */
const MIN_MARKS = 2;

/** The language with the most frequent words in the text; English if there are too few. */
export function guessLanguage(words: readonly string[]): string {
  const counts = new Map<string, number>();
  let [best, most] = ['en', MIN_MARKS - 1];
  for (let at = 0; at < words.length && at < MAX_READ_WORDS; at++) {
    const language = marked.get(words[at] ?? '');
    if (!language) continue;
    const count = (counts.get(language) ?? 0) + 1;
    counts.set(language, count);
    if (count > most) [best, most] = [language, count];
  }
  return best;
}

/** The stem of a lower-cased word without accents. Crude, but identical in indexing and searching. */
export function stemIn(word: string, language: string): string {
  // Plurals of numbers and acronyms: h100s, gpus.
  if (/\ds$|^[^aeiou]{2}us$/.test(word)) return word.slice(0, -1);
  if (/\d/.test(word)) return word;
  if (language === 'en') return stemWord(word);
  const { endings, minStem } = STEMMERS_BY_LANGUAGE[language] ?? { endings: [], minStem: 0 };
  const start = language === 'ar' ? word.replace(/^(?:وال|بال|كال|فال|لل|ال)(?=..)/, '') : word;
  const ending = endings.find(([pattern]) => {
    const at = start.search(pattern);
    return at >= minStem;
  });
  return ending ? start.replace(ending[0], ending[1]) : start;
}
