// Checks that a text distinguishes a post's author from its commenters, and guesses, jokes and plans from facts.
import { OPEN_PHRASES } from '../lexicon/hedges.js';
import {
  countShared,
  isKindOfThing,
  isSameName,
  isSize,
  type SentenceReading,
  type Token,
} from './reading.js';
import { hasSubject, segmentsOf } from './segments.js';

/** Words for commenters and discussions. */
const COMMENTERS =
  /\b(?:commenters?|comments?|commentators?|repl(?:y|ies)|respondents?|(?:another|other|some|one|several|many|few) (?:users?|readers?|people|others|redditors?|developers?)|discussion|thread|community|critics?|skeptics?|others|there (?:is|was|are) (?:also )?(?:some )?(?:speculation|interest|anticipation|a sentiment|concern|skepticism))\b/i;
/** Words for the author of a post. */
const AUTHORS = /\b(?:(?:the|its|post'?s?) (?:author|poster|op|writer)|the post|poster|op)\b/i;
/** Words that mark a guess, a joke or an opinion. */
const GUESSING =
  /\b(?:speculat\w+|suggest(?:s|ed|ing)?|jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcastic(?:ally)?|believ(?:e|es|ed|ing)|guess(?:es|ed|ing)?|hop(?:e|es|ed|ing)|wonder(?:s|ed|ing)?|fear(?:s|ed|ing)?|worr(?:y|ies|ied)|imply|implies|implied|implying|hint(?:s|ed|ing)?|question(?:s|ed|ing)?|thinks?|thought|satir\w+|quip(?:s|ped)?|muse[sd]?|might|may|could|perhaps|possibly|potential(?:ly)?|allegedly|rumou?r\w*|accus\w+|argu(?:e|es|ed|ing))\b/i;
/** Words by which a text hedges its statement or attributes it to somebody. */
const LEFT_TO =
  /@\w|\bu\/\w|\b(?:according|reported|reportedly|say|says|said|claim\w*|argue\w*|arguing|think|thinks|thought|believe\w*|guess\w*|suspect\w*|suggest\w*|speculat\w*|jok\w+|hope\w*|fear\w*|worr\w+|wonder\w*|question\w*|doubt\w*|may|might|could|would|perhaps|possibly|potential\w*|likely|apparently|allegedly|seem\w*|appear\w*|view\w*|see|sees|find|finds|found|feel\w*|call\w*|describe\w*|note\w*|report\w*|mention\w*|point\w*|warn\w*|impl(?:y|ies|ied)|hint\w*|expect\w*|accus\w+|critici\w+|praise\w*|complain\w*|recommend\w*|advis\w+|ask\w*|want\w*|prefer\w*|rumou?r\w*|debate\w*|discuss\w*|comment\w*|users?|readers?|people|some|many|others|critics?|skeptic\w*|should|opinion|agree\w*|react\w*|propos\w*)\b/i;
/** An author or commenter with a reporting verb. */
const SPEAKING =
  /\b(?:author|poster|op|writer|commenters?|commentators?)\b(?: \w+){0,4}? (?:also |even |then |later )?(?:says?|said|calls?|called|finds?|found|thinks?|thought|believes?|believed|argues?|argued|claims?|claimed|notes?|noted|reports?|reported|criticizes?|criticized|complains?|complained|praises?|praised|suggests?|suggested|recommends?|recommended|advises?|advised|warns?|warned|admits?|admitted|jokes?|joked|wants?|wanted|blames?|blamed|doubts?|doubted|questions?|questioned|speculates?|speculated|asks?|asked|rejects?|rejected|dismisses?|dismissed)\b/i;

/** Whether a post's sentence reports a guess or joke of commenters. */
export const isGuess = (text: string) => COMMENTERS.test(text) && GUESSING.test(text);
/** Whether a text hedges its statement or attributes it to somebody. */
export const isLeftOpen = (text: string) => LEFT_TO.test(text) || OPEN_PHRASES.test(text);

/** Minimum words that the nearest sentence of the posts must share with a text. */
const MIN_SHARED = 2;
/** Minimum share of a text's words in the nearest sentence, for the check of guesses. */
const GUESS_SHARE = 0.5;
/** Minimum share of a text's words in the nearest sentence, for the check of authors and commenters. */
const VOICE_SHARE = 0.4;
/** Minimum share of a text's words in the nearest sentence if it shares only `MIN_SHARED` words. */
const SHORT_SHARE = 0.6;

const contentOf = ({ tokens }: Pick<SentenceReading, 'tokens'>) =>
  new Set(tokens.filter(({ kind }) => kind !== 'empty' && kind !== 'report').map(({ key }) => key));

/** Returns the sentences of the posts that share the most words with a text; an empty list if these are too few. */
function findNearest(
  claim: Pick<SentenceReading, 'tokens'>,
  posts: SentenceReading[],
  minShare: number,
): SentenceReading[] {
  const words = contentOf(claim);
  const shared = posts.map(({ keys }) => countShared(words, keys));
  const most = Math.max(0, ...shared);
  if (
    most < MIN_SHARED ||
    most < words.size * (most === MIN_SHARED ? Math.max(minShare, SHORT_SHARE) : minShare)
  )
    return [];
  return posts.filter((_, at) => shared[at] === most);
}

/** Returns the word that marks a commenter's guess or joke if the claim, or a clause of it, states it as a fact. */
export function findGuessAsFact(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (isLeftOpen(claim.text)) return undefined;
  for (const part of [claim, ...claim.clauses]) {
    const nearest = findNearest(part, posts, GUESS_SHARE);
    if (nearest.length > 0 && nearest.every(({ text }) => isGuess(text)))
      return GUESSING.exec(nearest[0]?.text ?? '')?.[0];
  }
  return undefined;
}

/** Words that mark a name or number in a post as a guess, a joke or an expectation. */
const PLAYING =
  /\b(?:speculat\w+|jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcas\w+|satir\w+|guess(?:es|ed|ing)?|rumou?r\w*|unlikely|expecting|expectations|anticipat\w+|might|maybe|perhaps)\b/i;
/** Maximum characters between such a word and the name or number. */
const PLAY_REACH = 90;

/** Words by which a text says that something is a target. */
const AIMING = /\b(?:targets?|targeted|targeting|goals?|aims?|aiming)\b/i;
/** Words before a number in a post that make it a target. */
const AIMED = /\b(?:targets?|targeted|targeting|goals?|aims?|aiming|hop(?:e|es|ing))\b[^,;.]{0,16}$/i;

/** Whether a name or number in a post's sentence is only a guess, a joke or a target. */
function isOnlyGuessed({ text, start }: SentenceReading, token: Token): boolean {
  const at = token.start - start;
  if (token.kind === 'number' && AIMED.test(text.slice(Math.max(0, at - 30), at))) return true;
  return PLAYING.test(text.slice(Math.max(0, at - PLAY_REACH), at + PLAY_REACH));
}

/** Returns a name or number that the claim states as a fact and the posts only guess or joke about; else undefined. */
export function findGuessedName(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (isLeftOpen(claim.text) || PLAYING.test(claim.text) || AIMING.test(claim.text)) return undefined;
  return claim.tokens.find((token) => {
    if (token.kind !== 'name' && (token.kind !== 'number' || isSize(token))) return false;
    if (isKindOfThing(token)) return false;
    const isSame = ({ kind, key }: Token) =>
      kind === token.kind && (kind === 'name' ? isSameName(key, token.key) : key === token.key);
    const places = posts.flatMap((post) =>
      post.tokens.filter(isSame).map((postToken) => isOnlyGuessed(post, postToken)),
    );
    return places.length > 0 && places.every((isPlayed) => isPlayed);
  })?.raw;
}

/** Words by which a post says that something is only planned. */
const PLANNED =
  /\b(?:plan(?:s|ned|ning)?|upcoming|forthcoming|coming (?:soon|later|next)|soon|later this|roadmap|considering|intend(?:s|ed|ing)?|will (?:be|add|get|support|follow)|to (?:follow|come)|in the works|not yet|next (?:week|month|year|quarter))\b/i;
/** Words by which a text says that something is not done yet. */
const NOT_YET =
  /\b(?:plan\w*|will|would|upcoming|forthcoming|soon|later|roadmap|consider\w*|intend\w*|yet|next|future|follow\w*|expect\w*|aim\w*|want\w*|hope\w*|could|may|might|to come|prepar\w*|promis\w*|announce\w*|tease\w*|eventual\w*|until|by)\b/i;
/** Maximum characters between a word of planning and what is planned. */
const PLAN_REACH = 45;

/** Returns a name or past verb that the claim reports as done and the posts contain only in plans; else undefined. */
export function findPlanAsDone(
  claim: SentenceReading,
  quoting: string,
  posts: SentenceReading[],
): string | undefined {
  if (NOT_YET.test(quoting)) return undefined;
  return claim.tokens.find((token) => {
    const isActing = () => segmentsOf(claim).some((segment) => hasSubject(segment, token));
    const isName = token.kind === 'name' && !isKindOfThing(token) && !isActing();
    const isDeed = token.kind === 'word' && /(?:ed|bought|built|made)$/.test(token.word);
    if (!isName && !isDeed) return false;
    const places = posts.flatMap((post) =>
      post.tokens
        .filter(({ kind, key }) =>
          isName ? kind === 'name' && isSameName(key, token.key) : key === token.key,
        )
        .map((postToken) => isPlanned(post, postToken, isName)),
    );
    return places.length > 0 && places.every((planned) => planned);
  })?.raw;
}

/** Whether a word of planning comes before a verb, or before or after a name, in the same clause. */
function isPlanned({ text, start }: SentenceReading, token: Token, isName: boolean): boolean {
  const [from, to] = [token.start - start, token.end - start];
  const before = /[^,;.]*$/.exec(text.slice(Math.max(0, from - PLAN_REACH), from))?.[0] ?? '';
  const after = isName ? (/^[^,;.]*/.exec(text.slice(to, to + PLAN_REACH))?.[0] ?? '') : '';
  return PLANNED.test(before) || PLANNED.test(after);
}

/** Words by which a sentence says that it is a joke or fiction. */
const JOKING =
  /\b(?:jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcas\w+|satir\w+|parod(?:y|ies)|fictional|tongue-in-cheek|spoof|meme|facetious\w*|quip(?:s|ped)?)\b/i;

/** Returns the word that marks a joke if the claim states as a fact what only joking sentences say; else undefined. */
export function findJokeAsFact(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (JOKING.test(claim.text)) return undefined;
  const nearest = findNearest(claim, posts, JOKE_SHARE);
  if (nearest.length === 0) return undefined;
  const jokes = nearest.map(({ text }) => JOKING.exec(text)?.[0]);
  return jokes.every((joke) => joke !== undefined) ? jokes[0] : undefined;
}
/** Minimum share of a text's words in the nearest sentence, for the check of jokes. */
const JOKE_SHARE = 0.5;

/** Returns the claim's reporting phrase if it names the author for what only commenters say, or the reverse. */
export function findOtherVoice(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  const speaking = SPEAKING.exec(claim.text)?.[0];
  const nearest = speaking ? findNearest(claim, posts, VOICE_SHARE) : [];
  if (!speaking || nearest.length === 0) return undefined;
  const isComment = /^comment/i.test(speaking);
  const [said, other] = isComment ? [COMMENTERS, AUTHORS] : [AUTHORS, COMMENTERS];
  const isOther = ({ text }: SentenceReading) =>
    other.test(text) && !said.test(text) && !(isComment && /\b(?:they|he|she)\b/i.test(text));
  return nearest.every(isOther) ? speaking : undefined;
}
