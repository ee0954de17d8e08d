// Checks that a sentence does not deny what its posts affirm, or affirm what they deny.

import { isEmptyWord, plainWords, wordStem } from './wording.js';

/** Words that always deny. */
const STRONG = /^(?:not|never|cannot|nicht|nie|\w+n't)$/;
/** Words that deny only part of a statement ("no other agent"). They count as denials in posts, not in claims. */
const QUANTIFIER = /^(?:no|nor|neither|kein\w*)$/;
/** Words that may reverse a clause without "not". The checks conclude nothing from a clause with one of them. */
const WEAK =
  /^(?:non|without|none|nothing|nobody|zero|lack\w*|fail\w*|avoid\w*|eliminat\w*|remov\w*|instead|rather|unable|refus\w*|stop\w*|end(?:s|ed)?|ceas\w*|halt\w*|abandon\w*|discontinu\w*|retir\w*|replac\w*|reject\w*|hardly|barely|despite|free|less|only|un\w{4,}|drop\w*|den(?:y|ies|ied)|declin(?:e|es|ed|ing)|paus\w*|suspend\w*|fr(?:ee|o)z\w*|cancel\w*|difficult\w*|hard|harder|impossible|insufficient\w*|prevent\w*|restrict\w*|block\w*|missing|exclud\w*|except\w*|limit\w*|in(?:complete|compatible|feasible)\w*|little|few|ohne|statt)$/;
/** Means "was replaced by": "Hybrid thinking gave way to two checkpoints." */
const GIVING_WAY = /\bg(?:ives?|ave|iven|iving) way to\b/gi;
/** Words that cancel a denial before them: "not only", "no doubt". */
const HOLLOW = /^(?:only|just|merely|simply|necessarily|doubt|matter|wonder|exactly|alone)$/;

/** Whether the word may reverse its clause: "not", "without", "fails". */
export const isReversing = (word: string) => STRONG.test(word) || QUANTIFIER.test(word) || WEAK.test(word);

/** Which content words of a text are denied. */
export interface Polarity {
  /** How often the text contains each stem. */
  used: Map<string, number>;
  /** How often each stem is the first content word after a "not". */
  denied: Map<string, number>;
  /** Stems of clauses with any word that may reverse them. */
  turned: Set<string>;
}

const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

/** Counts the stems of a text by polarity. A "not" denies the first content word after it in the same clause. */
export function readPolarity(text: string, language: string, of: 'post' | 'claim'): Polarity {
  const polarity: Polarity = { used: new Map(), denied: new Map(), turned: new Set() };
  for (const sentence of text.split(/(?<=[.!?;]["'\u201d\u2019)]{0,2})\s|\n/)) {
    for (const clause of sentence.split(/[,:()]|\s-\s/)) {
      const stems: string[] = [];
      let turned = false;
      let denying = 0;
      for (const raw of plainWords(clause.replace(GIVING_WAY, 'replaced by'))) {
        const word = raw.replace(/\u2019/g, "'");
        if (STRONG.test(word) || (QUANTIFIER.test(word) && of === 'post')) {
          turned = true;
          denying = 4;
          continue;
        }
        if (WEAK.test(word) || QUANTIFIER.test(word)) turned = true;
        if (denying > 0) {
          denying = HOLLOW.test(word) ? 0 : denying - 1;
          if (/ly$|^longer$/.test(word)) continue;
        }
        if (word.length < 3 || /^\d/.test(word) || isEmptyWord(word, language)) continue;
        const root = wordStem(word);
        stems.push(root);
        count(polarity.used, root);
        if (denying > 0) count(polarity.denied, root);
        denying = 0;
      }
      if (turned) for (const root of stems) polarity.turned.add(root);
    }
  }
  return polarity;
}

/** Returns the stem that the sentence denies and the posts affirm, or the reverse; undefined if there is none. */
export function findFlip(sentence: string, posts: Polarity[], language: string): string | undefined {
  const total = (field: 'used' | 'denied', root: string) =>
    posts.reduce((sum, post) => sum + (post[field].get(root) ?? 0), 0);
  for (const clause of sentence.split(/[,;:]\s|\s(?:and|but|while|whereas|und|aber)\s/)) {
    const claim = readPolarity(clause, language, 'claim');
    // For English, `findDenial` checks this more exactly.
    for (const root of language === 'en' ? [] : claim.denied.keys())
      if (total('used', root) > 0 && !posts.some((post) => post.turned.has(root))) return root;
    if (claim.turned.size > 0) continue;
    for (const root of claim.used.keys()) {
      const denied = total('denied', root);
      if (denied > 0 && denied === total('used', root)) return root;
    }
  }
  return undefined;
}
