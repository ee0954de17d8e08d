// Whether a text says of a name what the posts say of it, and not of another.
import { isNumberWord } from '../number-words.js';
import { findUnit } from '../units.js';
import { countShared, isSameName, type SentenceReading, type Token } from './reading.js';
import { hasSubject, type Segment, segmentsOf } from './segments.js';

/** A segment of the posts is about the same thing when it shares this many words … */
const MIN_SHARED = 2;
/** … and this share of the text's words, … */
const MIN_SHARE = 0.5;
/** … while no segment that may be about the name itself shares more than this part of it. */
const MAX_OWN_SHARE = 0.5;

const hasName = (names: Token[], { key }: Token) => names.some((name) => isSameName(name.key, key));
const namesOf = ({ tokens }: SentenceReading) => tokens.filter(({ kind }) => kind === 'name');

/** A capitalised word that opens a sentence may be common: a name has a further capital or digit, or stands elsewhere. */
const isCertain = (name: Token, posts: SentenceReading[]) =>
  /^[\p{Lu}\d].*[\p{Lu}\d]/u.test(name.raw) ||
  posts.some((post) =>
    hasName(
      namesOf(post).filter(({ start }) => start > post.start),
      name,
    ),
  );

const keysWithout = (segment: Segment, names: Token[]) =>
  new Set([...segment.words, ...segment.names.filter((name) => !names.includes(name)).map(({ key }) => key)]);

export interface SubjectFault {
  name: string;
  /** Whom the posts say it of. */
  said: string;
}

/** A name of which a text says what the posts say of others, and only of others. */
export function findWrongSubject(
  claim: SentenceReading,
  posts: SentenceReading[],
  isAuthor: (name: string) => boolean,
): SubjectFault | undefined {
  for (const segment of segmentsOf(claim)) {
    if (typeof segment.subject === 'string') continue;
    const { names } = segment.subject;
    if (names.some(({ raw }) => isAuthor(raw)) || isSpeaker(segment, names)) continue;
    const fault = findOtherSubject(segment, names, posts);
    if (fault) return fault;
  }
  return undefined;
}

/** A name as accounts have it: with a digit, or a capital inside. */
const ACCOUNT = /\d|_|\p{Ll}\p{Lu}/u;

/** Whether an account only reports what follows: the check of speakers judges that. */
function isSpeaker({ tokens }: Segment, names: Token[]): boolean {
  const last = names.at(-1);
  if (!last || !ACCOUNT.test(last.raw)) return false;
  const verb = tokens[tokens.indexOf(last) + 1];
  return (
    verb !== undefined && (verb.kind === 'report' || /^(?:puts?|places?|rates?|ranks?)$/.test(verb.word))
  );
}

function findOtherSubject(
  segment: Segment,
  names: Token[],
  posts: SentenceReading[],
): SubjectFault | undefined {
  const isSaid = names.some((name) => posts.some((post) => hasName(namesOf(post), name)));
  // A maker that no post spells may stand beside what it makes.
  const own = isSaid ? names : segment.names;
  const words = keysWithout(segment, names);
  let most = 0;
  let mostOfOwn = 0;
  let said: Token | undefined;
  for (const other of posts.flatMap(segmentsOf)) {
    const shared = countShared(words, keysWithout(other, []));
    const isOwn = own.some((name) => hasName(namesOf(other.sentence), name) || hasSubject(other, name));
    const subjects = typeof other.subject === 'string' ? [] : other.subject.names;
    const another = isOwn ? undefined : subjects.find((name) => isCertain(name, posts));
    if (!another) mostOfOwn = Math.max(mostOfOwn, shared);
    else if (shared > most) [most, said] = [shared, another];
  }
  const [name] = names;
  const isNear = most >= Math.max(MIN_SHARED, words.size * MIN_SHARE);
  return name && said && isNear && mostOfOwn <= most * MAX_OWN_SHARE
    ? { name: name.raw, said: said.raw }
    : undefined;
}

const TURN = /^(?:than|while|whereas|but|unlike|compared|although|though|however)$/;

/** The names of a segment and of those that go on with it: "patient when A errs, compared to B" has A. */
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

/** Two names of a comparison that the posts have the other way round: "more patient with B than with A". */
export function findTurnedComparison(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const mine = segmentsOf(claim);
  for (const [at, segment] of mine.entries()) {
    const against = mine[at + 1];
    const [one, other] = [segment.names.at(-1), against?.names[0]];
    if (!one || !other || against?.tokens[0]?.word !== 'than' || isSameName(one.key, other.key)) continue;
    // "More tokens for A than for B": what both have says nothing.
    const words = new Set(
      segment.tokens
        .filter(({ kind, word }) => kind === 'word' && !findUnit(word) && !isNumberWord(word))
        .map(({ key }) => key),
    );
    const said = posts.flatMap((post) =>
      segmentsOf(post).map((part, i, parts) => ({
        names: namesUntilTurn(parts, i),
        shared: countShared(words, part.words),
      })),
    );
    const most = Math.max(0, ...said.map(({ shared }) => shared));
    const nearest = said.filter(({ names, shared }) => shared === most && names.length > 0);
    if (most === 0 || nearest.length === 0) continue;
    if (nearest.every(({ names }) => hasName(names, other) && !hasName(names, one)))
      return [one.raw, other.raw];
  }
  return undefined;
}
