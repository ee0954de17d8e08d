// Checks that a text keeps the roles of its posts: who does what to whom, from what to what, what instead of what.
import { stemOf } from '../lexicon/word-list.js';
import { wordStem } from '../wording.js';
import {
  type Clause,
  countShared,
  hasAsMeans,
  isKindOfThing,
  isSameName,
  isSize,
  type SentenceReading,
  type Token,
} from './reading.js';

/** Words between a subject and its verb that are skipped. */
const SKIPPED = /^(?:has|have|had|also|now|just|then|later|already|recently|today|\w+ly)$/;
/** Maximum words that are skipped between a subject and its verb. */
const MAX_SKIPPED = 3;
/** Common nouns for people who may be the subject instead of a name. */
const PERSON = /^(?:author|poster|op|commenters?|users?|court|judge|jury|police|regulators?|lawyers?)$/;
const PREPOSITION =
  /^(?:of|on|in|with|for|from|at|to|than|via|using|under|over|into|between|behind|without|by)$/;

const isVerbForm = (token: Token | undefined) =>
  token !== undefined &&
  (token.kind === 'word' || token.kind === 'report') &&
  (/(?:ed|[^s]s)$/.test(token.word) || stemOf(token.word) !== wordStem(token.word));

/** Returns the names (or the common noun for a person) directly before a verb; undefined if its subject is another. */
function subjectsOf(tokens: Token[], at: number): Token[] | undefined {
  let i = at - 1;
  while (i >= 0 && at - i <= MAX_SKIPPED && SKIPPED.test(tokens[i]?.word ?? '')) i--;
  // In "A leads B and C, and trails D" B and C do not trail.
  if (/^(?:and|or|but)$/.test(tokens[i]?.word ?? '')) return undefined;
  const found: Token[] = [];
  // In "The author spent" the subject is not a name.
  const noun = tokens[i];
  if (noun && PERSON.test(noun.word)) return [noun];
  for (let token = tokens[i]; token && (token.kind === 'name' || token.word === 'and'); token = tokens[--i])
    if (token.kind === 'name') found.push(token);
  // "An AI fails" does not say which one.
  if (found.some(isKindOfThing)) return undefined;
  return found.length > 0 ? found : undefined;
}

/** Whether a participle has the name before it as subject; in "a family of boats spanning" it is the family. */
const isParticipleOfName = (tokens: Token[], at: number) =>
  /ing$/.test(tokens[at]?.word ?? '') &&
  !tokens.slice(Math.max(0, at - 6), at).some(({ word }) => word === 'of');

/** Returns a name that is the subject of a verb in the claim, if in the posts only others are; else undefined. */
export function findWrongAgent(
  claim: SentenceReading,
  posts: SentenceReading[],
  isAuthor: (name: string) => boolean,
): string | undefined {
  for (const { tokens } of claim.clauses)
    for (const [at, verb] of tokens.entries()) {
      if (!isVerbForm(verb)) continue;
      const [agent, ...others] = subjectsOf(tokens, at) ?? [];
      if (agent?.kind !== 'name' || others.length > 0 || isAuthor(agent.raw)) continue;
      // In "The quantization of A beats" A is not the subject.
      if (PREPOSITION.test(tokens[tokens.indexOf(agent) - 1]?.word ?? '')) continue;
      const places = posts.flatMap((sentence) =>
        sentence.tokens.flatMap((token, i) =>
          token.key === verb.key && token.kind !== 'name' ? [{ sentence, i }] : [],
        ),
      );
      // A noun such as "a US launch" has no subject.
      const agents = places.map(({ sentence, i }) =>
        isVerbForm(sentence.tokens[i]) || isParticipleOfName(sentence.tokens, i)
          ? subjectsOf(sentence.tokens, i)
          : undefined,
      );
      if (agents.length === 0 || agents.some((names) => names === undefined)) continue;
      // A comparison may mention the other name: "A burned twice as much as B".
      const isBeside = (name: Token | undefined) =>
        tokens.some(({ key, kind }) => name && kind === 'name' && isSameName(key, name.key));
      if (tokens.some(({ word }) => /^(?:as|than)$/.test(word)) && agents.flat().some(isBeside)) continue;
      // "A runs on B" for "B running A".
      if (agents.flat().some((name) => name && hasAsMeans(claim, name))) continue;
      const isKnown = posts.some(({ tokens: postTokens }) =>
        postTokens.some(({ kind, key }) => kind === 'name' && isSameName(key, agent.key)),
      );
      if (isKnown && !agents.flat().some((name) => name && isSameName(name.key, agent.key))) return agent.raw;
    }
  return undefined;
}

/** Maximum tokens from a verb to its object. */
const MAX_TO_OBJECT = 3;

/** Returns the key of the first content word after a verb, if it is near. */
const objectOf = (tokens: Token[], at: number) =>
  tokens.slice(at + 1, at + 1 + MAX_TO_OBJECT).find(({ kind }) => kind === 'word' || kind === 'report')?.key;

/**
 * Returns the subject of a verb in the claim if the posts name it only behind that verb and its object: "A opened an
 * inquiry into B" does not say that B opened one. Otherwise undefined.
 */
export function findPatientAsAgent(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  for (const { tokens } of claim.clauses)
    for (const [at, verb] of tokens.entries()) {
      const object = isDeed(verb) ? objectOf(tokens, at) : undefined;
      const [agent, ...others] = subjectsOf(tokens, at) ?? [];
      if (!object || agent?.kind !== 'name' || others.length > 0) continue;
      if (tokens.slice(Math.max(0, at - MAX_SKIPPED), at).some(({ word }) => BEING.test(word))) continue;
      const places = posts.flatMap((sentence) =>
        sentence.tokens.flatMap((token, i) =>
          token.key === verb.key && objectOf(sentence.tokens, i) === object ? [{ sentence, i }] : [],
        ),
      );
      const isOnlyBehind = ({ sentence, i }: (typeof places)[number]) => {
        const isAgent = ({ kind, key }: Token) => kind === 'name' && isSameName(key, agent.key);
        const behind = sentence.tokens.findIndex((token, n) => n > i && isAgent(token));
        return (
          behind > 0 &&
          sentence.tokens[behind - 1]?.word !== 'by' &&
          !sentence.tokens.slice(0, i).some(isAgent)
        );
      };
      if (places.length > 0 && places.every(isOnlyBehind)) return agent.raw;
    }
  return undefined;
}

/** A verb (its key) with its subject and object. */
interface Deed {
  verb: string;
  agent: Token;
  patient: Token;
}

const BEING = /^(?:is|are|was|were|be|been|being|gets?|got)$/;
const isDeed = ({ kind, word }: Token) =>
  (kind === 'word' || kind === 'report') && (/ed$/.test(word) || stemOf(word) !== wordStem(word));
/** Maximum tokens between a verb and its names. */
const DEED_REACH = 6;

/** Returns who does what to whom in a sentence: "A served B", "B was served by A". */
function readDeeds({ tokens }: SentenceReading): Deed[] {
  const isName = (token: Token) => token.kind === 'name' && !isKindOfThing(token);
  return tokens.flatMap((verb, at) => {
    if (!isDeed(verb)) return [];
    const before = tokens.slice(Math.max(0, at - DEED_REACH), at);
    const after = tokens.slice(at + 1, at + 1 + DEED_REACH);
    const isPassive = before.slice(-3).some(({ word }) => BEING.test(word));
    const by = after.findIndex(({ word }) => word === 'by');
    const left = before.findLast(isName);
    if (isPassive !== by >= 0) return [];
    const right = (isPassive ? after.slice(by + 1, by + 4) : after.slice(0, 3)).find(isName);
    if (!left || !right) return [];
    return [
      isPassive
        ? { verb: verb.key, agent: right, patient: left }
        : { verb: verb.key, agent: left, patient: right },
    ];
  });
}

const isSameDeed = (one: Deed, other: Deed) =>
  one.verb === other.verb &&
  isSameName(one.agent.key, other.agent.key) &&
  isSameName(one.patient.key, other.patient.key);

/** Whether the posts report one of the claim's deeds, in the active or the passive voice. */
export function isDeedReported(claim: SentenceReading, posts: SentenceReading[]): boolean {
  const deeds = readDeeds(claim);
  if (deeds.length === 0) return false;
  const theirs = posts.flatMap(readDeeds);
  return deeds.some((deed) => theirs.some((other) => isSameDeed(deed, other)));
}

/**
 * Returns the agent and patient of a deed whose roles are reversed in the posts: "A served B" for "A was served by B";
 * else undefined.
 */
export function findReversedDeed(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const mine = readDeeds(claim);
  if (mine.length === 0) return undefined;
  const theirs = posts.flatMap(readDeeds);
  const isSame = (a: Token, b: Token) => isSameName(a.key, b.key);
  for (const { verb, agent, patient } of mine) {
    const deeds = theirs.filter((deed) => deed.verb === verb);
    const isStraight = deeds.some((deed) => isSame(deed.agent, agent) || isSame(deed.patient, patient));
    if (!isStraight && deeds.some((deed) => isSame(deed.agent, patient) || isSame(deed.patient, agent)))
      return [agent.raw, patient.raw];
  }
  return undefined;
}

/** Phrases such as "from A to B" and "A → B". */
const WAY =
  /\bfrom ([^,.;:()]{2,60}?) (?:in)?to ([^,.;:()]{2,60}?)(?=[,.;:()]|$| (?:and|in|on|for|with|at|by|after|over)\b)|([\p{L}\p{N}.+-]+)\s?(?:→|->)\s?([\p{L}\p{N}.+-]+)/giu;

/** The keys on both sides of "from A to B". */
interface Way {
  from: Set<string>;
  to: Set<string>;
}

/** Returns each "from A to B" and "A → B" in a sentence. */
function readWays({ text, tokens, start }: SentenceReading): Way[] {
  return [...text.matchAll(WAY)].map((match) => {
    const keysWithin = (part: string, from: number) => {
      const begin = start + text.indexOf(part, from);
      return new Set(
        tokens
          .filter(
            (token) => token.kind !== 'empty' && token.start >= begin && token.end <= begin + part.length,
          )
          .map(({ key }) => key),
      );
    };
    const from = match[1] ?? match[3] ?? '';
    const to = match[2] ?? match[4] ?? '';
    return {
      from: keysWithin(from, match.index),
      to: keysWithin(to, match.index + from.length + (match[1] ? 6 : 1)),
    };
  });
}

const overlap = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].some((key) => b.has(key));

/** Whether the claim says "from A to B" and the posts only "from B to A". */
export function isDirectionReversed(claim: SentenceReading, posts: SentenceReading[]): boolean {
  const mine = readWays(claim);
  if (mine.length === 0) return false;
  const theirs = posts.flatMap(readWays);
  return mine.some(({ from, to }) => {
    const isStraight = theirs.some((way) => overlap(from, way.from) && overlap(to, way.to));
    return !isStraight && theirs.some((way) => overlap(from, way.to) && overlap(to, way.from));
  });
}

/** Phrases such as "A instead of B". */
const INSTEAD = /([^,;:()]{4,120}?),? (?:instead of|rather than|in place of) ([^,;:()]{3,90})/iu;

/** Reads "A instead of B": the keys of A (`done`) and of B (`not`). Returns undefined without such a phrase. */
function readChoice({
  text,
  tokens,
  start,
}: SentenceReading): { done: Set<string>; not: Set<string> } | undefined {
  const match = INSTEAD.exec(text);
  if (!match) return undefined;
  const [all, done = '', not = ''] = match;
  const from = match.index;
  const to = from + all.length;
  const keysWithin = (begin: number, end: number) =>
    new Set(
      tokens
        .filter((token) => token.kind !== 'empty' && token.start - start >= begin && token.end - start <= end)
        .map(({ key }) => key),
    );
  return { done: keysWithin(from, from + done.length), not: keysWithin(to - not.length, to) };
}

/** Whether the claim says "A instead of B" and a post "B instead of A". */
export function isChoiceReversed(claim: SentenceReading, posts: SentenceReading[]): boolean {
  const mine = readChoice(claim);
  if (!mine) return false;
  return posts.some((post) => {
    const theirs = readChoice(post);
    if (!theirs) return false;
    const crossed = countShared(mine.done, theirs.not) + countShared(mine.not, theirs.done);
    const straight = countShared(mine.done, theirs.done) + countShared(mine.not, theirs.not);
    return crossed >= 2 && crossed > straight && countShared(mine.not, theirs.done) > 0;
  });
}

/** Punctuation and words that list or compare two names without relating them. */
const BESIDE =
  /[,;:()/]|\b(?:and|or|vs|versus|than|as|like|unlike|while|both|compared|alongside|plus|but|also|meets?|joins?)\b/i;

/** Returns two names that a clause relates although no post contains both; else undefined. */
export function findUnrelatedNames(
  { text, start, clauses }: SentenceReading,
  posts: { author: string; hasName: (name: string) => boolean }[],
): [string, string] | undefined {
  if (posts.length < 2) return undefined;
  for (const { tokens } of clauses) {
    const names = tokens.filter(({ kind, raw }) => kind === 'name' && !/^\d/.test(raw));
    for (const [at, left] of names.entries())
      for (const right of names.slice(at + 1)) {
        if (BESIDE.test(text.slice(left.end - start, right.start - start))) continue;
        const ofLeft = posts.filter(({ hasName }) => hasName(left.raw));
        const ofRight = posts.filter(({ hasName }) => hasName(right.raw));
        if (ofLeft.length === 0 || ofRight.length === 0) continue;
        // Posts of one account may be a thread about the same thing.
        const isOneThread = ofLeft.some((post) => ofRight.some(({ author }) => author === post.author));
        if (!isOneThread) return [left.raw, right.raw];
      }
  }
  return undefined;
}

/** Returns the keys of a clause's content words, without its measures. */
const wordKeys = ({ tokens }: Clause) =>
  new Set(
    tokens.filter((token) => token.kind !== 'empty' && measureOf(token) === undefined).map(({ key }) => key),
  );

const TIME =
  /^(?:today|tonight|tomorrow|yesterday|weeks?|months?|years?|quarters?|summer|autumn|winter|spring)$/;
/** Returns the kind of a measure: "time", or a number's form with `#` for its digits; undefined for other words. */
const measureOf = ({ raw, kind, word }: Token) =>
  TIME.test(word)
    ? 'time'
    : (kind === 'number' || kind === 'name') && /^[$€£]?\d/.test(raw) && !isSize({ raw })
      ? raw.replace(/[\d.,]+/, '#').replace(/[×x]$/, '')
      : undefined;

/** Minimum words that a clause of the posts must share with a clause of the claim to state the same thing. */
const MIN_ALIGNED = 3;
/** Minimum share of the claim clause's words that it must contain. */
const ALIGNED_SHARE = 0.6;

/**
 * Returns a number or time of the claim if the clauses of the posts that state the same thing have another one in its
 * place, and it is in an unrelated clause; else undefined.
 */
export function findMovedNumber(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  const clauses = posts.flatMap((post) => post.clauses);
  for (const clause of claim.clauses) {
    const mine = wordKeys(clause);
    const shared = clauses.map((other) => [...wordKeys(other)].filter((key) => mine.has(key)).length);
    const most = Math.max(0, ...shared);
    if (most < MIN_ALIGNED || most < mine.size * ALIGNED_SHARE) continue;
    const nearest = clauses.filter((_, at) => shared[at] === most);
    const own = new Set(clause.tokens.filter(measureOf).map(({ key }) => key));
    for (const number of clause.tokens) {
      const measure = measureOf(number);
      if (!measure) continue;
      const hasNumber = ({ tokens }: Clause) =>
        tokens.some((token) => measureOf(token) !== undefined && token.key === number.key);
      const hasOther = ({ tokens }: Clause) =>
        tokens.some((token) => measureOf(token) === measure && !own.has(token.key));
      if (nearest.some(hasNumber) || !nearest.every(hasOther)) continue;
      if (clauses.some((other) => hasNumber(other))) return number.raw;
    }
  }
  return undefined;
}
