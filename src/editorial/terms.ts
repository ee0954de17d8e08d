// What of a post's text counts when it is compared: words by their stem, the names in it, the terms of its themes.
import { words } from '../text.js';
import { findMentions } from './tags.js';

/** How often each term stands in a text, by kind of term. */
export interface Terms {
  /** Stems of content words. */
  words: Map<string, number>;
  /** Canonical names: companies, models with their families and makers, people, products, topics. */
  names: Map<string, number>;
}

const STOP = new Set(
  (
    'a about above after again against all also am amp an and any are aren as at be because been before being below ' +
    'between both but by can cannot could couldn did didn do does doesn doing don dont down during each even every ' +
    'few for from further get gets getting got had has hasn have haven having he her here hers him his how i if im ' +
    'in into is isn it its itself ive just let like ll made make makes making many may me might more most much must ' +
    'my no nor not now of off on once one only or other our out over own per re same she should so some such than ' +
    'that the their them then there these they this those through to too two under until up upon us use used uses ' +
    'using ve very via was we well were what when where whether which while who why will with within without would ' +
    'yes yet you your http https www com ' +
    // What every post about this field says, and what says no more than that something was said.
    'post posts posted tweet tweets thread image users user comment comments commenter commenters model models ai ' +
    'new llm llms discuss discusses discussion highlight highlights highlighted suggest suggests suggesting ' +
    'including include includes included several noted notes note show shows showing shown significant various ' +
    'particularly potential indicates indicating related reportedly claims claimed claim argues argued arguing says ' +
    'said say described describes describing emphasize emphasizes emphasized reports reported release released ' +
    'announced'
  ).split(' '),
);

/** The stem of a lower-cased word: plural, tense and the commonest endings off. Crude, but the same for both sides. */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let stem = word.replace(/'s?$/, '');
  if (stem.endsWith('ies') && stem.length > 4) stem = `${stem.slice(0, -3)}y`;
  else if (stem.endsWith('sses')) stem = stem.slice(0, -2);
  else if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 5 && stem.endsWith('ing')) stem = undouble(stem.slice(0, -3));
  else if (stem.length > 4 && stem.endsWith('ed')) stem = undouble(stem.slice(0, -2));
  else if (stem.length > 5 && stem.endsWith('er')) stem = undouble(stem.slice(0, -2));
  else if (stem.length > 5 && stem.endsWith('ly')) stem = stem.slice(0, -2);
  if (stem.length > 6 && stem.endsWith('ation')) stem = stem.slice(0, -5);
  else if (stem.length > 6 && stem.endsWith('ion')) stem = stem.slice(0, -3);
  return stem.length > 4 && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}

function undouble(stem: string): string {
  return /([bdgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

export function isStopWord(word: string): boolean {
  return STOP.has(word);
}

function count(map: Map<string, number>, key: string, by = 1): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

/** Reads a post's words and names. What the title says counts twice. */
export function readTerms(title: string, text: string): Terms {
  const whole = (title ? `${title}.\n${text}` : text).replace(/https?:\/\/\S+/g, ' ');
  const terms: Terms = { words: new Map(), names: new Map() };
  for (const part of title ? [whole, title] : [whole])
    for (const word of words(part))
      if (word.length > 1 && !STOP.has(word.replace(/'\w+$/, ''))) count(terms.words, stem(word));
  for (const { tag, family, maker } of findMentions(whole).mentions) {
    count(terms.names, `${tag.kind} ${tag.slug}`);
    if (family) count(terms.names, `family ${family}`);
    if (maker) count(terms.names, `company ${maker}`);
  }
  return terms;
}
