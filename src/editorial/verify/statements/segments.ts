// Splits a sentence into segments with one subject each: "GLM is fast while Kimi, which is larger, was hardly tested"
// has three.
import { isVerbForm } from '../lexicon/verbs.js';
import { isSameName, type SentenceReading, type Token } from './reading.js';

/** The subject of a segment: names, `other` for a common noun or pronoun, or `same` as the segment before. */
export type Subject = { names: Token[] } | 'other' | 'same';

/** A part of a sentence with one subject. */
export interface Segment {
  sentence: SentenceReading;
  text: string;
  tokens: Token[];
  /** Keys of its content words and numbers; names are left out. */
  words: Set<string>;
  names: Token[];
  subject: Subject;
}

/** Words that begin a new segment. */
const OPENING =
  /^(?:while|whereas|but|although|though|because|than|unlike|despite|after|before|until|since|if|unless|which|who|whose|whom|where|when|whether|that|compared|however|yet|so)$/;
/** Verbs before a reported statement. */
const SAYING =
  /^(?:say|says|said|argue[sd]?|claim(?:s|ed)?|note[sd]?|report(?:s|ed)?|suggest(?:s|ed)?|explain(?:s|ed)?|find|finds|found|state[sd]?|add(?:s|ed)?|mention(?:s|ed)?)$/;
const JOINING = /^(?:and|or)$/;
const PREPOSITION =
  /^(?:of|in|on|with|for|from|at|by|to|than|like|via|using|under|over|against|into|per|as|including|between|behind|without)$/;
/** Minimum tokens of a segment after a comma or "and". */
const MIN_JOINED_TOKENS = 3;

/** Whether a segment begins at a token: `hard` for certain, `soft` only if it has a verb of its own. */
function boundaryAt({ text, start, tokens }: SentenceReading, at: number): 'hard' | 'soft' | undefined {
  const token = tokens[at];
  const last = tokens[at - 1];
  if (!token || !last) return undefined;
  const gap = text.slice(last.end - start, token.start - start);
  if (last.word === 'rather' && token.word === 'than') return undefined;
  const opens = OPENING.test(token.word) || (token.word === 'rather' && tokens[at + 1]?.word === 'than');
  if (opens || /[;:()!?]|\.\s|\s[-\u2013\u2014]+\s/.test(gap)) return 'hard';
  // A reported statement has its own subject.
  if (last.kind === 'report' && SAYING.test(last.word) && token.word !== 'to') return 'hard';
  return /,/.test(gap) || JOINING.test(token.word) ? 'soft' : undefined;
}

/** Splits the tokens of a sentence at the boundaries of its segments. */
function splitTokens(sentence: SentenceReading): Token[][] {
  const { tokens } = sentence;
  const chunks: { tokens: Token[]; soft: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    const boundary = boundaryAt(sentence, at);
    if (at === 0 || boundary) chunks.push({ tokens: [token], soft: boundary === 'soft' });
    else chunks.at(-1)?.tokens.push(token);
  }
  const parts: Token[][] = [];
  for (const chunk of chunks) {
    const last = parts.at(-1);
    // A part without a verb belongs to the one before: "Qwen, GLM and Kimi", "Qwen and Kimi beat GLM".
    const isList = chunk.soft && (chunk.tokens.length < MIN_JOINED_TOKENS || findVerb(chunk.tokens) < 0);
    if (last && (isList || (chunk.soft && findVerb(last) < 0))) last.push(...chunk.tokens);
    else parts.push([...chunk.tokens]);
  }
  return parts;
}

/** Returns the index of the first verb; -1 without one. */
function findVerb(tokens: Token[]): number {
  return tokens.findIndex((token, at) => isVerbForm(token, tokens[at - 1]));
}

/** Returns the subject of a segment: the names before its verb, if it has any. */
function subjectOf(tokens: Token[]): Subject {
  const verb = findVerb(tokens);
  // Without a verb, the first content word is the subject: "Qwen, which …".
  const opening = tokens.findIndex(({ kind }) => kind !== 'empty');
  const before = verb < 0 ? tokens.slice(0, opening + 1) : tokens.slice(0, verb);
  const isFree = (at: number): boolean => {
    const last = before[at - 1];
    if (!last) return true;
    // In "With A, B runs" the phrase before the comma belongs to the verb.
    const token = before[at];
    const isAfterComma = token !== undefined && token.start - last.end > 1;
    if (verb === at + 1 && isAfterComma && last.kind === 'name' && PREPOSITION.test(before[0]?.word ?? ''))
      return true;
    // In a list, the preposition before the first name applies to all.
    if (last.kind === 'name' || /^(?:and|or)$/.test(last.word))
      return isFree(last.kind === 'name' ? at - 1 : at - 2);
    return !before.slice(Math.max(0, at - 2), at).some(({ word }) => PREPOSITION.test(word));
  };
  // The subject of "an Apache 2.0 open-weight model" is the model.
  const isHead = (at: number) => before.slice(at + 1).filter(({ kind }) => kind === 'word').length < 2;
  const names = before.filter(
    (token, at) => isName(token, before[at - 1]) && !isMeasureName(token) && isFree(at) && isHead(at),
  );
  if (names.length > 0) return { names };
  return before.some(({ kind, word }) => kind !== 'empty' || /^(?:it|they|he|she|this|we|i)$/.test(word))
    ? 'other'
    : 'same';
}

const CALENDAR =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)\b/;
const LICENCE = /^(?:apache|mit|gpl|agpl|lgpl|bsd|mpl|cc)\b/;
/** Whether a token is a name that can act: not a date or licence, nor a common noun as in "a NAS", "an MoE model". */
const isName = ({ kind, word }: Token, last: Token | undefined) =>
  kind === 'name' && !CALENDAR.test(word) && !LICENCE.test(word) && !/^an?$/.test(last?.word ?? '');

const isMeasureName = ({ raw }: Token) => /^[$€£]?\d/.test(raw);

/** Makes a segment of the tokens; its subject may still be `same`. */
function makeSegment(sentence: SentenceReading, tokens: Token[]): Segment {
  const names = tokens.filter((token, at) => isName(token, tokens[at - 1]) && !isMeasureName(token));
  const words = new Set(
    tokens
      .filter((token) => token.kind !== 'empty' && (token.kind !== 'name' || isMeasureName(token)))
      .map(({ key }) => key),
  );
  const first = tokens[0]?.start ?? sentence.start;
  const text = sentence.text.slice(first - sentence.start, (tokens.at(-1)?.end ?? first) - sentence.start);
  return { sentence, text, tokens, words, names, subject: subjectOf(tokens) };
}

const RELATIVE = /^(?:which|who|whose)$/;
const cachedSegments = new WeakMap<SentenceReading, Segment[]>();

/** Returns the segments of a sentence, cached. A segment without a subject gets that of the segment before. */
export function segmentsOf(sentence: SentenceReading): Segment[] {
  const found = cachedSegments.get(sentence);
  if (found) return found;
  const segments = splitTokens(sentence).map((tokens) => makeSegment(sentence, tokens));
  for (const [at, segment] of segments.entries()) {
    const last = segments[at - 1];
    if (segment.subject !== 'same' || !last) continue;
    // A relative clause is about the name before it: B in "Runs on A with B, which is new".
    const nearest = last.tokens.at(-1);
    const isNearest = RELATIVE.test(segment.tokens[0]?.word ?? '') && nearest && last.names.includes(nearest);
    const names = typeof last.subject === 'string' ? [] : last.subject.names;
    segment.subject = isNearest ? { names: [nearest, ...names] } : last.subject;
  }
  cachedSegments.set(sentence, segments);
  return segments;
}

/** Whether the name is a subject of the segment. */
export const hasSubject = ({ subject }: Segment, { key }: Pick<Token, 'key'>) =>
  typeof subject !== 'string' && subject.names.some((name) => isSameName(name.key, key));
