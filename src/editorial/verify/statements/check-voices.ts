// Whether a text keeps apart who says something: the post's author or its commenters, and their guesses and jokes from facts.
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

const COMMENTERS =
  /\b(?:commenters?|comments?|commentators?|repl(?:y|ies)|respondents?|(?:another|other|some|one|several|many|few) (?:users?|readers?|people|others|redditors?|developers?)|discussion|thread|community|critics?|skeptics?|others|there (?:is|was|are) (?:also )?(?:some )?(?:speculation|interest|anticipation|a sentiment|concern|skepticism))\b/i;
const AUTHORS = /\b(?:(?:the|its|post'?s?) (?:author|poster|op|writer)|the post|poster|op)\b/i;
/** How one guesses, jokes or only thinks. */
const GUESSING =
  /\b(?:speculat\w+|suggest(?:s|ed|ing)?|jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcastic(?:ally)?|believ(?:e|es|ed|ing)|guess(?:es|ed|ing)?|hop(?:e|es|ed|ing)|wonder(?:s|ed|ing)?|fear(?:s|ed|ing)?|worr(?:y|ies|ied)|imply|implies|implied|implying|hint(?:s|ed|ing)?|question(?:s|ed|ing)?|thinks?|thought|satir\w+|quip(?:s|ped)?|muse[sd]?|might|may|could|perhaps|possibly|potential(?:ly)?|allegedly|rumou?r\w*|accus\w+|argu(?:e|es|ed|ing))\b/i;
/** How a text leaves it to somebody. */
const LEFT_TO =
  /@\w|\bu\/\w|\b(?:according|reported|reportedly|say|says|said|claim\w*|argue\w*|arguing|think|thinks|thought|believe\w*|guess\w*|suspect\w*|suggest\w*|speculat\w*|jok\w+|hope\w*|fear\w*|worr\w+|wonder\w*|question\w*|doubt\w*|may|might|could|would|perhaps|possibly|potential\w*|likely|apparently|allegedly|seem\w*|appear\w*|view\w*|see|sees|find|finds|found|feel\w*|call\w*|describe\w*|note\w*|report\w*|mention\w*|point\w*|warn\w*|impl(?:y|ies|ied)|hint\w*|expect\w*|accus\w+|critici\w+|praise\w*|complain\w*|recommend\w*|advis\w+|ask\w*|want\w*|prefer\w*|rumou?r\w*|debate\w*|discuss\w*|comment\w*|users?|readers?|people|some|many|others|critics?|skeptic\w*|should|opinion|agree\w*|react\w*|propos\w*)\b/i;
const SPEAKING =
  /\b(?:author|poster|op|writer|commenters?|commentators?)\b(?: \w+){0,4}? (?:also |even |then |later )?(?:says?|said|calls?|called|finds?|found|thinks?|thought|believes?|believed|argues?|argued|claims?|claimed|notes?|noted|reports?|reported|criticizes?|criticized|complains?|complained|praises?|praised|suggests?|suggested|recommends?|recommended|advises?|advised|warns?|warned|admits?|admitted|jokes?|joked|wants?|wanted|blames?|blamed|doubts?|doubted|questions?|questioned|speculates?|speculated|asks?|asked|rejects?|rejected|dismisses?|dismissed)\b/i;

/** Whether a sentence of a post is what commenters guess. */
export const isGuess = (text: string) => COMMENTERS.test(text) && GUESSING.test(text);
/** Whether a text leaves open what it says, or to somebody. */
export const isLeftOpen = (text: string) => LEFT_TO.test(text) || OPEN_PHRASES.test(text);

const MIN_SHARED = 2;
/** A guess told as a fact shares this share of its words with it; a statement of a voice may be put more freely. */
const GUESS_SHARE = 0.5;
const VOICE_SHARE = 0.4;
/** … where it shares only two words, this share. */
const SHORT_SHARE = 0.6;

const contentOf = ({ tokens }: Pick<SentenceReading, 'tokens'>) =>
  new Set(tokens.filter(({ kind }) => kind !== 'empty' && kind !== 'report').map(({ key }) => key));

/** The sentences of the posts that share the most words with a text, and enough of them. */
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

/** The guess or joke of a commenter that a text tells as a fact, in the whole or in one clause. */
export function findGuessAsFact(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (isLeftOpen(claim.text)) return undefined;
  for (const part of [claim, ...claim.clauses]) {
    const nearest = findNearest(part, posts, GUESS_SHARE);
    if (nearest.length > 0 && nearest.every(({ text }) => isGuess(text)))
      return GUESSING.exec(nearest[0]?.text ?? '')?.[0];
  }
  return undefined;
}

/** How a post only plays with a name or a number, or asks for it. */
const PLAYING =
  /\b(?:speculat\w+|jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcas\w+|satir\w+|guess(?:es|ed|ing)?|rumou?r\w*|unlikely|expecting|expectations|anticipat\w+|might|maybe|perhaps)\b/i;
/** How far from it, in characters. */
const PLAY_REACH = 90;

const AIMING = /\b(?:targets?|targeted|targeting|goals?|aims?|aiming)\b/i;
/** What a post only aims at. */
const AIMED = /\b(?:targets?|targeted|targeting|goals?|aims?|aiming|hop(?:e|es|ing))\b[^,;.]{0,16}$/i;

function isPlayedWith({ text, start }: SentenceReading, token: Token): boolean {
  const at = token.start - start;
  if (token.kind === 'number' && AIMED.test(text.slice(Math.max(0, at - 30), at))) return true;
  return PLAYING.test(text.slice(Math.max(0, at - PLAY_REACH), at + PLAY_REACH));
}

/** A name or a number that the posts only guess, joke or ask about, in a text that leaves nothing open. */
export function findGuessedName(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (isLeftOpen(claim.text) || PLAYING.test(claim.text) || AIMING.test(claim.text)) return undefined;
  return claim.tokens.find((token) => {
    if (token.kind !== 'name' && (token.kind !== 'number' || isSize(token))) return false;
    if (isKindOfThing(token)) return false;
    const isSame = ({ kind, key }: Token) =>
      kind === token.kind && (kind === 'name' ? isSameName(key, token.key) : key === token.key);
    const places = posts.flatMap((post) =>
      post.tokens.filter(isSame).map((said) => isPlayedWith(post, said)),
    );
    return places.length > 0 && places.every((isPlayed) => isPlayed);
  })?.raw;
}

/** How a post only plans something. */
const PLANNED =
  /\b(?:plan(?:s|ned|ning)?|upcoming|forthcoming|coming (?:soon|later|next)|soon|later this|roadmap|considering|intend(?:s|ed|ing)?|will (?:be|add|get|support|follow)|to (?:follow|come)|in the works|not yet|next (?:week|month|year|quarter))\b/i;
/** How a text says that it is not done yet. */
const NOT_YET =
  /\b(?:plan\w*|will|would|upcoming|forthcoming|soon|later|roadmap|consider\w*|intend\w*|yet|next|future|follow\w*|expect\w*|aim\w*|want\w*|hope\w*|could|may|might|to come|prepar\w*|promis\w*|announce\w*|tease\w*|eventual\w*|until|by)\b/i;
/** How far from what is planned, in characters. */
const PLAN_REACH = 45;

/** A name, or a verb of what was done, that the posts only have in plans. */
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
        .map((said) => isPlanned(post, said, isName)),
    );
    return places.length > 0 && places.every((planned) => planned);
  })?.raw;
}

/** A plan stands before what is to be done, and around what it is about, in one clause. */
function isPlanned({ text, start }: SentenceReading, token: Token, isName: boolean): boolean {
  const [from, to] = [token.start - start, token.end - start];
  const before = /[^,;.]*$/.exec(text.slice(Math.max(0, from - PLAN_REACH), from))?.[0] ?? '';
  const after = isName ? (/^[^,;.]*/.exec(text.slice(to, to + PLAN_REACH))?.[0] ?? '') : '';
  return PLANNED.test(before) || PLANNED.test(after);
}

/** How a post says that it jokes, or shows what is no fact. */
const JOKING =
  /\b(?:jok(?:e|es|ed|ing|ingly)|humorous(?:ly)?|sarcas\w+|satir\w+|parod(?:y|ies)|fictional|tongue-in-cheek|spoof|meme|facetious\w*|quip(?:s|ped)?)\b/i;

/** What only sentences that joke say, in a text that does not say so. */
export function findJokeAsFact(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  if (JOKING.test(claim.text)) return undefined;
  const nearest = findNearest(claim, posts, JOKE_SHARE);
  if (nearest.length === 0) return undefined;
  const jokes = nearest.map(({ text }) => JOKING.exec(text)?.[0]);
  return jokes.every((joke) => joke !== undefined) ? jokes[0] : undefined;
}
const JOKE_SHARE = 0.5;

/** The author for what commenters say, or the other way round. */
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
