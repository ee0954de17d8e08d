// Whether a sentence denies what its posts affirm, or the other way round.
import { isEmptyWord, plainWords, wordStem } from './wording.js';

const STRONG = /^(?:not|never|cannot|nicht|nie|\w+n't)$/;
/** "No other agent" denies less than it says, so it only proves that a post denies something. */
const QUANTIFIER = /^(?:no|nor|neither|kein\w*)$/;
/** Words that turn a sentence round without "not". Where one stands, nothing is concluded. */
const WEAK =
  /^(?:without|none|nothing|nobody|zero|lack\w*|fail\w*|avoid\w*|eliminat\w*|remov\w*|instead|rather|unable|refus\w*|stop\w*|end(?:s|ed)?|ceas\w*|halt\w*|abandon\w*|discontinu\w*|retir\w*|replac\w*|reject\w*|hardly|barely|despite|free|less|only|un\w{4,}|drop\w*|den(?:y|ies|ied)|difficult\w*|hard|harder|impossible|insufficient\w*|prevent\w*|restrict\w*|block\w*|missing|limit\w*|in(?:complete|compatible|feasible)\w*|ohne|statt)$/;
/** "Hybrid thinking gave way to two checkpoints." */
const GIVING_WAY = /\bg(?:ives?|ave|iven|iving) way to\b/gi;
/** "Not only", "no doubt" deny nothing. */
const HOLLOW = /^(?:only|just|merely|simply|necessarily|doubt|matter|wonder|exactly|alone)$/;

/** How a text uses its content words. */
export interface Polarity {
  /** How often each wordStem stands in it. */
  said: Map<string, number>;
  /** How often right behind a "not". */
  denied: Map<string, number>;
  /** Stems of clauses that hold a turning word of any kind. */
  turned: Set<string>;
}

const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

/** Stems by polarity. The first content word after a "not" is what it denies; a comma ends its reach. */
export function readPolarity(text: string, language: string, of: 'post' | 'claim'): Polarity {
  const polarity: Polarity = { said: new Map(), denied: new Map(), turned: new Set() };
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
        count(polarity.said, root);
        if (denying > 0) count(polarity.denied, root);
        denying = 0;
      }
      if (turned) for (const root of stems) polarity.turned.add(root);
    }
  }
  return polarity;
}

/** The word that the sentence denies and the posts affirm, or the other way round, if there is one. */
export function findFlip(sentence: string, posts: Polarity[], language: string): string | undefined {
  const total = (field: 'said' | 'denied', root: string) =>
    posts.reduce((sum, post) => sum + (post[field].get(root) ?? 0), 0);
  for (const clause of sentence.split(/[,;:]\s|\s(?:and|but|while|whereas|und|aber)\s/)) {
    const claim = readPolarity(clause, language, 'claim');
    for (const root of claim.denied.keys())
      if (total('said', root) > 0 && !posts.some((post) => post.turned.has(root))) return root;
    if (claim.turned.size > 0) continue;
    for (const root of claim.said.keys()) {
      const denied = total('denied', root);
      if (denied > 0 && denied === total('said', root)) return root;
    }
  }
  return undefined;
}
