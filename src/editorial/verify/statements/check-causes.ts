// Checks that the posts state the cause that a text states.
import { SYNONYM_GROUPS } from '../lexicon/synonyms.js';
import { isSupportedWord, type PostWords, synonymGroups } from './check-support.js';
import { isGuess, isLeftOpen } from './check-voices.js';
import { countShared, readSentence, type SentenceReading, type Token } from './reading.js';

/** Phrases before a cause. */
const BECAUSE =
  /\b(?:because of|because|due to|owing to|thanks to|as a result of|(?:is|are|was|were) caused by|stems? from|result(?:s|ed)? from|in response to|blamed on|in order to|so as to|for fear of|out of (?=\p{L}+ (?:for|of|that)))\b/iu;
/** Verbs after a cause. */
const LED =
  /\b(?:led to|leads to|caused|causes|forced|forces|prompted|triggered|triggers|resulted in|drove)\b/iu;
/** Nouns whose "cause" is only their source: "the figure comes from @lab". */
const SOURCED =
  /^(?:figures?|numbers?|claims?|quotes?|reports?|measurements?|estimates?|tests?|news|remarks?)$/;
/** Words by which a post's sentence may state a cause. */
const CAUSAL =
  /\b(?:because|due to|owing to|thanks to|since|caus\w*|led to|leads? to|leading to|forc\w*|prompt\w*|result\w*|stem\w*|trigger\w*|therefore|hence|thus|so|by|from|after|respon\w*|dr[oi]v\w+|blam\w*|reason\w*|attribut\w*|allow\w*|enabl\w*|which|make|makes|made|means|contribut\w*|why|as|with|through|via|given|amid|saying|arguing|citing|claiming|fearing|influenc\w*)\b/iu;

/** Splits a text at its causal phrase into effect and reason. Returns undefined if it has none. */
function splitCause(text: string): { effect: string; reason: string } | undefined {
  const because = BECAUSE.exec(text);
  if (because) {
    const rest = text.slice(because.index + because[0].length);
    const end = /[,;]/.exec(rest)?.index ?? rest.length;
    const opens = text.slice(0, because.index).trim() === '';
    return { reason: rest.slice(0, end), effect: opens ? rest.slice(end) : text.slice(0, because.index) };
  }
  const led = LED.exec(text);
  return led
    ? { reason: text.slice(0, led.index), effect: text.slice(led.index + led[0].length) }
    : undefined;
}

/** "Because they fear for the shops", "because of safety concerns": what counts is the shops, and safety. */
const ATTITUDE =
  /^(?:fear\w*|worr\w+|concern\w*|think\w*|believ\w+|want\w*|wish\w*|hop(?:e|es|ed|ing)|expect\w*|need\w*|reasons?|issues?|problems?)$/;
/** "Partnership" and "partnered" share this many letters. */
const ROOT_LENGTH = 7;
const hasRoot = (keys: ReadonlySet<string>, key: string) =>
  key.length >= ROOT_LENGTH && [...keys].some((other) => other.startsWith(key.slice(0, ROOT_LENGTH)));
/** Minimum share of the reason's words that must be in one sentence of the posts or the sentences next to it. */
const MIN_REASON_SHARE = 0.6;

const readContent = (text: string, language: string) =>
  readSentence(text, 0, language).tokens.filter(({ kind }) => kind !== 'empty' && kind !== 'report');

const keysOf = (tokens: Token[]) => new Set(tokens.map(({ key }) => key));

/** Returns the claim's reason if no sentence of the posts connects it with the claim's effect; else undefined. */
export function findUnsupportedCause(
  claim: SentenceReading,
  posts: SentenceReading[],
  postWords: PostWords,
  language: string,
): string | undefined {
  const parts = splitCause(claim.text);
  if (!parts) return undefined;
  const reason = readContent(parts.reason, language);
  const effect = readContent(parts.effect, language);
  if (reason.length === 0 || effect.length === 0) return undefined;
  // "The figure comes from @lab" names a source, not a cause.
  if (effect.every(({ word }) => SOURCED.test(word))) return undefined;
  const unsupported = reason.filter((token) => token.kind === 'word' && !isSupportedWord(token, postWords));
  if (reason.length > 1 && unsupported.length * 2 > reason.length) return parts.reason.trim();
  const facts = reason.filter(({ word }) => !ATTITUDE.test(word));
  const [reasonKeys, effectKeys] = [keysOf(facts.length > 0 ? facts : reason), keysOf(effect)];
  // After "thanks to" comes a means. The post need not call it a cause.
  const isMeans = /\bthanks to\b/i.test(claim.text);
  const isOpen = isLeftOpen(claim.text);
  const isGiven = posts.some(({ keys, text }, at) => {
    const window = posts.slice(Math.max(0, at - 1), at + 2);
    const synonyms = synonymGroups(window.flatMap((around) => [...around.keys]));
    const isNear = (key: string) =>
      window.some((around) => around.keys.has(key) || hasRoot(around.keys, key)) ||
      (SYNONYM_GROUPS.get(key)?.some((group) => synonyms.has(group)) ?? false);
    if ([...reasonKeys].filter(isNear).length < reasonKeys.size * MIN_REASON_SHARE) return false;
    if (countShared(reasonKeys, keys) === 0 || (!isOpen && isGuess(text))) return false;
    if (!isMeans && !CAUSAL.test(text)) return false;
    // The effect may be in the sentence before or after.
    return window.some((around) => countShared(effectKeys, around.keys) > 0);
  });
  return isGiven ? undefined : parts.reason.trim();
}
