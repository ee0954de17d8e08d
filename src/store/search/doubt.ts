// Words of doubt and criticism: what a reader looks for who asks who doubted it. English only.
import { makeTerm, type SearchTerm } from './query.js';

const WORDS = `doubt* skeptic* sceptic* critic* critique* disput* overhyp* hype overstat* exaggerat* misleading misguided
  debunk* unconvinced disappoint* backlash pushback refut* contradict* flaw* caveat* concern* questionable unproven
  unreliable cherry-pick* overfit* worse fails failed backfire* wary controvers* inflated`;
const PHRASES = [
  'not convinced',
  'no evidence',
  'raises questions',
  'hard to believe',
  'falls short',
  'not the case',
];

/** One of them is in every statement that doubts. */
export const DOUBT_TERMS: SearchTerm[] = [
  ...WORDS.split(/\s+/).map((word) => makeTerm(word)),
  ...PHRASES.map((words) => makeTerm(words, { phrase: true })),
].filter((term) => term !== undefined);
