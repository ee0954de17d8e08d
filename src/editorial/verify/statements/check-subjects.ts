// Checks that a text's statement about a name is about the same name in its posts.
import { isNumberWord } from '../quantities/number-words.js';
import { findUnit } from '../quantities/units.js';
import { countShared, hasAsMeans, isSameName, type SentenceReading, type Token } from './reading.js';
import { hasSubject, type Segment, segmentsOf } from './segments.js';

/** Minimum words that a segment of the posts must share with the claim's segment to be about the same thing. */
const MIN_SHARED = 2;
/** Minimum share of the claim segment's words that it must contain. */
const MIN_SHARE = 0.5;
/**
 * A name is wrong only if segments about the name itself share at most this part of what the best segment about
 * another name shares.
 */
const MAX_OWN_SHARE = 0.5;

const hasName = (names: Token[], { key }: Token) => names.some((name) => isSameName(name.key, key));
const namesOf = ({ tokens }: SentenceReading) => tokens.filter(({ kind }) => kind === 'name');

/**
 * Whether a word is certainly a name: it has a second capital or digit, or is not the first word of some sentence.
 * Common words are capitalised at the start of a sentence.
 */
const isCertain = (name: Token, posts: SentenceReading[]) =>
  /^[\p{Lu}\d].*[\p{Lu}\d]/u.test(name.raw) ||
  posts.some((post) =>
    hasName(
      namesOf(post).filter(({ start }) => start > post.start),
      name,
    ),
  );

/** Whether the first word of the claim is a common word of the posts: "Rollout skew is …". */
const isCommonOpening = ({ start, word }: Token, claim: SentenceReading, posts: SentenceReading[]) =>
  start === claim.tokens[0]?.start &&
  posts.some(({ tokens }) => tokens.some((token) => token.kind !== 'name' && token.raw === word));

const keysWithout = (segment: Segment, names: Token[]) =>
  new Set([...segment.words, ...segment.names.filter((name) => !names.includes(name)).map(({ key }) => key)]);

/** A name of the claim that has the place of another name of the posts. */
export interface SubjectFault {
  name: string;
  /** The name that the posts say it of. */
  postName: string;
}

/** Returns a name of the claim and the name that the posts say the same of, if they say it only of others. */
export function findWrongSubject(
  claim: SentenceReading,
  posts: SentenceReading[],
  isAuthor: (name: string) => boolean,
): SubjectFault | undefined {
  for (const segment of segmentsOf(claim)) {
    if (typeof segment.subject === 'string') continue;
    const { names } = segment.subject;
    if (names.some(({ raw }) => isAuthor(raw)) || isSpeaker(segment, names)) continue;
    if (names.some((name) => isCommonOpening(name, claim, posts))) continue;
    const fault = findOtherSubject(segment, names, posts);
    if (fault) return fault;
  }
  return undefined;
}

/** Characters typical of an account's name: a digit, an underscore or a capital inside. */
const ACCOUNT = /\d|_|\p{Ll}\p{Lu}/u;

/** Whether an account reports what follows. check-attribution.ts then checks it. */
function isSpeaker({ tokens }: Segment, names: Token[]): boolean {
  const last = names.at(-1);
  if (!last || !ACCOUNT.test(last.raw)) return false;
  const verb = tokens[tokens.indexOf(last) + 1];
  return (
    verb !== undefined && (verb.kind === 'report' || /^(?:puts?|places?|rates?|ranks?)$/.test(verb.word))
  );
}

/** Verbs with which a post's author sums up somebody else's work. */
const SUMMARISING =
  /^(?:summari[sz](?:es|ed)|recap(?:s|ped)|outlin(?:es|ed)|cover(?:s|ed)|explain(?:s|ed)|link(?:s|ed)|point(?:s|ed))$/;
/** Whether a segment only reports what somebody else did: "@weekly summarized A, a system that …". */
const isReport = ({ tokens }: Segment) => tokens.slice(0, 4).some(({ word }) => SUMMARISING.test(word));

const initialsOf = (raw: string) => (raw.match(/(?<!\p{L})\p{L}/gu) ?? []).join('').toUpperCase();
/** Whether one of two names is the acronym of the other: ARA and "Arbitrary-Rank Ablation". */
const isAcronymOf = (one: string, other: string) =>
  (one.length > 2 && initialsOf(other) === one) || (other.length > 2 && initialsOf(one) === other);

/** Returns a fault if the posts' nearest segments are about another name than the segment; else undefined. */
function findOtherSubject(
  segment: Segment,
  names: Token[],
  posts: SentenceReading[],
): SubjectFault | undefined {
  const isInPosts = names.some((name) => posts.some((post) => hasName(namesOf(post), name)));
  // If no post contains the name, it may be the maker of another name in the segment.
  const own = isInPosts ? names : segment.names;
  const words = keysWithout(segment, names);
  let most = 0;
  let mostOfOwn = 0;
  let postToken: Token | undefined;
  for (const other of posts.flatMap(segmentsOf)) {
    const shared = countShared(words, keysWithout(other, []));
    const isOwn = own.some((name) => hasName(namesOf(other.sentence), name) || hasSubject(other, name));
    const subjects = typeof other.subject === 'string' || isReport(other) ? [] : other.subject.names;
    const another = isOwn
      ? undefined
      : subjects.find((name) => isCertain(name, posts) && !hasAsMeans(segment.sentence, name));
    if (!another) mostOfOwn = Math.max(mostOfOwn, shared);
    else if (shared > most) [most, postToken] = [shared, another];
  }
  const [name] = names;
  if (names.some(({ raw }) => postToken && isAcronymOf(raw, postToken.raw))) return undefined;
  const isNear = most >= Math.max(MIN_SHARED, words.size * MIN_SHARE);
  return name && postToken && isNear && mostOfOwn <= most * MAX_OWN_SHARE
    ? { name: name.raw, postName: postToken.raw }
    : undefined;
}

/** First words of a segment that begins a contrast. */
const TURN = /^(?:than|while|whereas|but|unlike|compared|although|though|however)$/;

/**
 * Returns the names of a segment and of those after it, up to a word that begins a contrast: only A in "patient when A
 * errs, compared to B".
 */
function namesUntilTurn(segments: Segment[], at: number): Token[] {
  const first = segments[at];
  const subjects = first && typeof first.subject !== 'string' ? first.subject.names : [];
  const names = [...subjects, ...(first?.names ?? [])];
  for (const next of segments.slice(at + 1)) {
    if (TURN.test(next.tokens[0]?.word ?? '')) break;
    names.push(...next.names);
  }
  return names;
}

/** Returns the two names of a comparison with "than" that the posts reverse; else undefined. */
export function findReversedComparison(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const mine = segmentsOf(claim);
  for (const [at, segment] of mine.entries()) {
    const against = mine[at + 1];
    const [one, other] = [segment.names.at(-1), against?.names[0]];
    if (!one || !other || against?.tokens[0]?.word !== 'than' || isSameName(one.key, other.key)) continue;
    // Units and numbers belong to both names ("more tokens for A than for B"), so they are not compared.
    const words = new Set(
      segment.tokens
        .filter(({ kind, word }) => kind === 'word' && !findUnit(word) && !isNumberWord(word))
        .map(({ key }) => key),
    );
    const theirs = posts.flatMap((post) =>
      segmentsOf(post).map((part, i, parts) => ({
        names: namesUntilTurn(parts, i),
        shared: countShared(words, part.words),
      })),
    );
    const most = Math.max(0, ...theirs.map(({ shared }) => shared));
    const nearest = theirs.filter(({ names, shared }) => shared === most && names.length > 0);
    if (most === 0 || nearest.length === 0) continue;
    if (nearest.every(({ names }) => hasName(names, other) && !hasName(names, one)))
      return [one.raw, other.raw];
  }
  return undefined;
}
