// Checks that a sentence does not deny what its posts affirm, or affirm what they deny.

import { UNTIL } from '../lexicon/denials.js';
import { mirrorsOf } from '../lexicon/opposites.js';
import { isEmptyWord, plainWords, wordStem } from '../wording.js';
import { countShared, type SentenceReading, type Token } from './reading.js';

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

/** Letters that forms of one word share: "indicates" and "indication". */
const ROOT_LENGTH = 6;

const isStrong = (word: string) => STRONG.test(word) || /^(?:no|none|nobody|nothing|neither|nor)$/.test(word);
/** Verbs that deny what follows them: "refused to release". */
const DENYING =
  /^(?:fail(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|unable|lacks?|lacked|lacking|stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|avoid(?:s|ed|ing)?|reject(?:s|ed|ing)?|without|never|nowhere|hardly|barely|abandon(?:s|ed)?|deni(?:es|ed)|cannot)$/;

/** Words that imply a denial. A post with one of them supports a claim's denying verb. */
const WEAK_VERB =
  /^(?:un\w{4,}|lack\w*|remov\w*|end(?:s|ed|ing)?|halt\w*|discontinu\w*|retir\w*|replac\w*|den(?:y|ies|ied)|difficult\w*|impossible|insufficient\w*|prevent\w*|restrict\w*|block\w*|missing|drop\w*|zero|none|los(?:e|es|t|ing)|worse|shut\w*|broken?|breaks?|crash\w*|leav\w*|gave|withdr\w+|pull\w*|disabl\w*|kill\w*|cancel\w*|struggl\w*|poor\w*|weak\w*|offline|local|locally|private|privately|only)$/;
/** Words of a post that support "hardly" and "barely" in a claim. */
const SMALL = /^(?:minim\w+|negligibl\w+|little|small|slight\w*|few)$/;

/** Whether a word that may reverse it, or a zero, is near a token with the key. */
function isReversedAt(tokens: Token[], key: string): boolean {
  return tokens.some(
    (token, at) =>
      token.key === key &&
      tokens
        .slice(Math.max(0, at - 6), at + 5)
        .some(({ word, kind, key }) => isReversing(word) || (kind === 'number' && key === '0')),
  );
}

/** Whether the word denies: "not", "without", "fails". */
export const isDenial = (word: string) => isStrong(word) || word === 'non' || DENYING.test(word);

/** Returns the word that a claim denies although the posts' clauses with it affirm it; undefined if there is none. */
export function findDenial(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  for (const clause of claim.clauses) {
    // A condition denies nothing: "If it does not work".
    if (/^(?:if|unless|whether|when)\b/i.test(clause.text.trimStart())) continue;
    if (UNTIL.test(claim.text.slice(clause.start - claim.start))) continue;
    const at = clause.tokens.findIndex(({ word }) => isStrong(word) || DENYING.test(word));
    // "To stop it from looping" is a purpose.
    if (at < 0 || clause.tokens[at - 1]?.word === 'to') continue;
    const following = clause.tokens
      .slice(at + 1)
      .filter(({ kind, word }) => kind !== 'empty' && word.length > 2 && !HOLLOW.test(word));
    // In "knew no Swift" the name is denied, and not what comes after it.
    const denied = following.slice(0, 1).filter(({ kind }) => kind === 'word' || kind === 'report');
    // A post must contain the denying verb, or another word that denies.
    const verb = clause.tokens[at];
    if (verb && DENYING.test(verb.word)) {
      // "Failed" denies only before "to", not in "The API failed for an hour".
      if (/^fail/.test(verb.word) && clause.tokens[at + 1]?.word !== 'to') continue;
      const object = denied[0]?.key;
      const naming = posts.filter(({ keys }) => object !== undefined && keys.has(object));
      const related =
        naming.length > 0 ? naming : posts.filter(({ keys }) => countShared(claim.keys, keys) >= 2);
      const isDeniedInPosts = related.some(({ tokens }) =>
        tokens.some(
          ({ key, word, kind }) =>
            kind !== 'name' &&
            (key === verb.key ||
              DENYING.test(word) ||
              STRONG.test(word) ||
              /^0/.test(key) ||
              WEAK_VERB.test(word) ||
              (/^(?:hardly|barely)$/.test(verb.word) && SMALL.test(word))),
        ),
      );
      if (!isDeniedInPosts && related.length > 0) return verb.raw;
      continue;
    }
    for (const { key, raw } of denied) {
      // "Unresolved" in a post says "not resolved", and "no indication" says "nothing indicates".
      const mirrored = mirrorsOf(key);
      const isSaidOtherwise = posts.some(({ tokens }) =>
        tokens.some(
          (other) =>
            mirrored.has(other.key) ||
            (key.length >= ROOT_LENGTH &&
              other.key.startsWith(key.slice(0, ROOT_LENGTH)) &&
              isReversedAt(tokens, other.key)),
        ),
      );
      if (isSaidOtherwise) continue;
      const near = posts.flatMap((sentence) =>
        sentence.clauses.map((other) => ({ sentence, other })).filter(({ other }) => other.keys.has(key)),
      );
      if (near.length === 0) continue;
      if (near.every(({ sentence }) => !isReversedAt(sentence.tokens, key))) return raw;
    }
  }
  return undefined;
}
