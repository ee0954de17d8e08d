// Words of doubt and criticism, for searches such as "who doubted it". English only.
import { splitSentences } from '../../base/text.js';
import { findTerms } from './places.js';
import { makeTerm, type SearchTerm } from './query.js';
import { tokenTexts } from './tokens.js';

const WORDS = `doubt* skeptic* sceptic* critic* critique* disput* overhyp* hype overstat* exaggerat* misleading misguided
  debunk* unconvinced disappoint* backlash pushback refut* contradict* flaw* caveat* concern* questionable unproven
  unreliable cherry-pick* overfit* worse fails failed backfire* wary controvers* inflated broken buggy regression*
  degrad* downgrad* unusable unstable useless dubious suspicious bogus wrong inaccura* unsafe problematic unacceptable
  underwhelm* unimpress* overrat* unhappy mistrust* distrust* complain* frustrat* annoy* outrage* worr* nerf* gimmick*
  scam* terrible awful horrible garbage nonsense dumber`;
const PHRASES = [
  'not convinced',
  'no evidence',
  'raises questions',
  'hard to believe',
  'falls short',
  'not the case',
  'not worth',
  'not ready',
  'does not work',
  'do not work',
  'let down',
  'grain of salt',
  'waste of',
];

/** Every statement of doubt contains one of them. */
export const DOUBT_TERMS: SearchTerm[] = [
  ...WORDS.split(/\s+/).map((word) => makeTerm(word)),
  ...PHRASES.map((words) => makeTerm(words, { phrase: true })),
].filter((term) => term !== undefined);

/**
 * Whether a sentence with a word of doubt, together with the sentences right before and after it, contains all terms of
 * `sought`. The section's title counts as the sentence before the text.
 */
export function isDoubted(
  { text, section }: { text: string; section: string },
  sought: SearchTerm[],
): boolean {
  const sentences = [section, ...splitSentences(text)].map((sentence) => {
    const tokens = tokenTexts(sentence);
    const isIn = (term: SearchTerm) => findTerms(tokens, [term])[0]?.length !== 0;
    return { sought: sought.map(isIn), doubts: DOUBT_TERMS.some(isIn) };
  });
  return sentences.some(({ doubts }, at) => {
    const near = sentences.slice(Math.max(0, at - 1), at + 2);
    return doubts && sought.every((_, term) => near.some((sentence) => sentence.sought[term]));
  });
}
