// Checks figures and comparisons of names against the figures that the posts give for each name.

import { isDenial } from '../lexicon/denials.js';
import { findUnit } from '../quantities/units.js';
import {
  countShared,
  isKindOfThing,
  isSameName,
  isSize,
  type SentenceReading,
  type Token,
} from './reading.js';
import { hasSubject, type Segment, segmentsOf } from './segments.js';

/** Comparatives that mean that the first of two figures is larger. */
const LARGER = /^(?:more|higher|larger|bigger|greater|costlier|pricier|dearer|longer|outscores?|outscored)$/;
/** Comparatives that mean that the first of two figures is smaller. */
const SMALLER = /^(?:less|fewer|lower|smaller|cheaper|shorter)$/;
/** Multiples, which also say that the first figure is larger: "twice as many". */
const MULTIPLE =
  /\b(?:twice|double|(?:two|three|four|five|six|ten|\d+(?:\.\d+)?)(?: times|x|×)) as (?:many|much|long|high)\b/i;
/** Fractions, which say that it is smaller: "half as much". */
const PART = /\b(?:half|a third|a quarter|a fifth) as (?:many|much|long|high)\b/i;

interface Figure {
  token: Token;
  value: number;
  /** Only figures with the same unit are compared. */
  unit: string;
  /** The name that is the subject of its segment. */
  subject?: Token;
  /** The name after the figure that a preposition joins to it: A in "78 for A" or "78 on A". */
  behind?: Token;
}

const MAGNITUDES: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** Words after a size that make it a figure: "284B parameters", "49B are active". */
const COUNTED = /^(?:parameters?|params?|total|activ\w+|are|is|tokens?|dense)$/;

/** Whether a token is a figure ("64M of oil"), not a model's size ("Tern 64M", "a 64B model"). */
const isFigure = (token: Token, last: Token | undefined, next: Token | undefined) =>
  /^[$€£]?\d/.test(token.raw) &&
  (!(isSize(token) && (last?.kind === 'name' || token.raw.endsWith('B'))) || COUNTED.test(next?.word ?? ''));

/** Maximum tokens between a figure and the name after it. */
const MAX_BETWEEN = 8;

/** Leaves out what a multiple compares with: "times as fast as A" in "3 times as fast as A on B". */
function withoutComparand(tokens: Token[]): Token[] {
  const than = tokens.findLastIndex(({ word }) => /^(?:as|than|versus)$/.test(word));
  return than < 0 ? tokens : tokens.slice(than + 1);
}

/** Returns the name that a preposition joins to the figure at `at`, before the next figure or connecting word. */
function nameBehind(tokens: Token[], at: number): Token | undefined {
  const behind = tokens.slice(at + 1, at + 2 + MAX_BETWEEN);
  const end = behind.findIndex(
    (token) => /^\d/.test(token.raw) || /^(?:and|vs|versus|while)$/.test(token.word),
  );
  const own = withoutComparand(end < 0 ? behind : behind.slice(0, end));
  const to = own.findIndex(({ word }) => /^(?:for|by|from|on|in|with)$/.test(word));
  return to < 0 ? undefined : own.slice(to + 1).find(({ kind }) => kind === 'name');
}

/** Returns the name that is the subject of the segment's figure at `at`; undefined if it has none, or several joined by "and". */
function subjectOf({ subject, names, tokens }: Segment, at: number): Token | undefined {
  // In "On A it scored 62" and "its 62 matches A" the figure is not A's.
  const isOther = /^(?:its|their|his|her|it|they|he|she)$/;
  const isPronoun = tokens.slice(Math.max(0, at - 3), at).some(({ word }) => isOther.test(word));
  const all = typeof subject === 'string' ? (isPronoun ? [] : names.slice(0, 1)) : subject.names;
  const [last, ...others] = [...all].reverse();
  const isJoined = others.some((name) =>
    tokens
      .slice(tokens.indexOf(name), last && tokens.indexOf(last))
      .some(({ word }) => /^(?:and|or)$/.test(word)),
  );
  return isJoined ? undefined : last;
}

/** Reads "the most" as 1 and "the least" as 0 of the unit "degree": "A edits the most, B the least". */
function readDegree(segment: Segment): Figure[] {
  const { tokens } = segment;
  const token = tokens.find(
    ({ word }, at) =>
      /^(?:most|least)$/.test(word) &&
      tokens[at - 1]?.word === 'the' &&
      (tokens[at + 1]?.kind ?? 'empty') === 'empty',
  );
  return token
    ? [
        {
          token,
          value: token.word === 'most' ? 1 : 0,
          unit: 'degree',
          subject: subjectOf(segment, tokens.indexOf(token)),
        },
      ]
    : [];
}

/** Words between a listed name and its figure. */
const BEFORE_FIGURE = /^(?:only|just|about|roughly|around|nearly|at|with|to)$/;

/** Returns the name directly before a figure in a list: B in "A gets 41 and B only 38", "A gets 41, B 38". */
function listedOwner({ tokens, sentence }: Segment, at: number): Token | undefined {
  let i = at - 1;
  while (BEFORE_FIGURE.test(tokens[i]?.word ?? '')) i--;
  const [last, name] = [tokens[i - 1], tokens[i]];
  if (name?.kind !== 'name' || !last) return undefined;
  const gap = sentence.text.slice(last.end - sentence.start, name.start - sentence.start);
  return /[,;]/.test(gap) || /^(?:and|but|or|while)$/.test(last.word) ? name : undefined;
}

/** Whether the figure is what another one is compared with: "from 48", "against 48". */
const isReference = (tokens: Token[], at: number) =>
  tokens.slice(Math.max(0, at - 2), at).some(({ word }) => /^(?:from|than|versus|vs|against)$/.test(word));

/** Reads the figure at a token of a segment; undefined if the token is not a figure. */
function readFigure(segment: Segment, at: number): Figure | undefined {
  const { tokens } = segment;
  const token = tokens[at];
  if (!token || !isFigure(token, tokens[at - 1], tokens[at + 1])) return undefined;
  const [, sign = '', digits = '', rest = ''] = /^([$€£]?)([\d.,]+)(.*)$/.exec(token.raw) ?? [];
  const factor = MAGNITUDES[rest.toLowerCase()];
  const next = tokens[at + 1]?.word ?? '';
  const behind = nameBehind(tokens, at);
  return {
    token,
    value: Number(digits.replace(/,/g, '')) * (factor ?? 1),
    unit:
      sign ||
      (factor === undefined && findUnit(rest)) ||
      (rest === '' && findUnit(next)) ||
      (factor ? 'n' : rest),
    // In "A scores 61, up from 48 for B" the second figure is not A's.
    subject:
      behind && isReference(tokens, at) ? undefined : (listedOwner(segment, at) ?? subjectOf(segment, at)),
    behind,
  };
}

/** Caches the figures of each sentence, because many claims are checked against the same posts. */
const readings = new WeakMap<SentenceReading, Figure[]>();

/** Returns the figures of a sentence, each with the names that it may belong to. */
function readFigures(sentence: SentenceReading): Figure[] {
  let figures = readings.get(sentence);
  if (!figures) {
    figures = segmentsOf(sentence).flatMap((segment) => [
      ...readDegree(segment),
      ...segment.tokens.flatMap((_, at) => readFigure(segment, at) ?? []),
    ]);
    readings.set(sentence, figures);
  }
  return figures;
}

const isOf = ({ subject, behind }: Figure, { key }: Token) =>
  [subject, behind].some((name) => name !== undefined && isSameName(name.key, key));

/**
 * Returns a figure of the claim and its name if the posts give the figure only to other names, and give this name a
 * different figure with the same unit.
 */
export function findOtherFigure(
  claim: SentenceReading,
  posts: SentenceReading[],
): { number: string; owner: string } | undefined {
  const mine = readFigures(claim);
  const theirs = mine.length > 0 ? posts.flatMap(readFigures) : [];
  for (const figure of mine) {
    const same = theirs.filter(({ value, unit }) => value === figure.value && unit === figure.unit);
    if (same.length === 0 || same.some(({ subject, behind }) => !subject && !behind)) continue;
    for (const name of [figure.subject, figure.behind]) {
      if (!name || isKindOfThing(name) || same.some((other) => isOf(other, name))) continue;
      const isOther = theirs.some(
        (other) => other.unit === figure.unit && other.value !== figure.value && isOf(other, name),
      );
      if (isOther) return { number: figure.token.raw, owner: name.raw };
    }
  }
  return undefined;
}

const isName = ({ kind }: Token) => kind === 'name';

/** Reads a comparison of two names by number. `sign` is 1 if `one` is larger and -1 if `other` is. */
function readOrder({
  tokens,
  text,
}: SentenceReading): { one: Token; other: Token; sign: 1 | -1 } | undefined {
  const [isMultiple, isPart] = [MULTIPLE.test(text), PART.test(text)];
  const than = tokens.findIndex(
    ({ word }, at) => word === 'than' || (word === 'as' && ((at > 0 && isMultiple) || isPart)),
  );
  if (than < 0) return undefined;
  const degree = tokens
    .slice(Math.max(0, than - 6), than)
    .findLast(({ word }) => LARGER.test(word) || SMALLER.test(word));
  const isLarger = degree ? LARGER.test(degree.word) : isMultiple;
  const sign = isLarger ? 1 : degree || isPart ? -1 : undefined;
  const one = tokens.slice(0, than).find(isName);
  const other = tokens.slice(than + 1).find(isName);
  if (!sign || !one || !other || isSameName(one.key, other.key)) return undefined;
  return { one, other, sign };
}

/** Returns the two names of the claim's comparison if all figures of the posts contradict it; else undefined. */
export function findContradictedOrder(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const order = readOrder(claim);
  if (!order) return undefined;
  const { one, other, sign } = order;
  const figures = posts.flatMap(readFigures);
  const ofOne = figures.filter((figure) => isOf(figure, one) && !isOf(figure, other));
  const ofOther = figures.filter((figure) => isOf(figure, other));
  const pairs = ofOne.flatMap((a) =>
    ofOther.filter((b) => a.unit === b.unit && a.value !== b.value).map((b) => Math.sign(a.value - b.value)),
  );
  return pairs.length > 0 && pairs.every((difference) => difference === -sign)
    ? [one.raw, other.raw]
    : undefined;
}

/** Words that say that a name is ahead without saying of whom. */
const AHEAD =
  /^(?:excels?|excelled|best|strongest|leads?|led|wins?|won|better|superior|shines?|tops?|topped|ahead|first|dominates?)$/;
/** Verbs that say that the name before them is ahead of the name after them. */
const BEATING =
  /^(?:beats?|beaten|outperform(?:s|ed)?|surpass(?:es|ed)?|exceed(?:s|ed)?|leads|tops|outscores?d?)$/;
/** Minimum words that a post's segment must share with the claim to be about the same comparison. */
const MIN_SHARED = 2;

/** Returns the winner and loser of the claim's comparison if the posts say that the loser leads; else undefined. */
export function findBeatenLeader(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const at = claim.tokens.findIndex(({ word, kind }) => kind !== 'name' && BEATING.test(word));
  const winner = claim.tokens.slice(0, Math.max(0, at)).findLast(isName);
  const loser = claim.tokens.slice(at + 1, at + 4).find(isName);
  if (at < 0 || !winner || !loser) return undefined;
  const words = new Set(claim.tokens.filter(({ kind }) => kind === 'word').map(({ key }) => key));
  const leads = (name: Token, than: Token) =>
    posts.some((post) =>
      segmentsOf(post).some(
        (segment) =>
          hasSubject(segment, name) &&
          !segment.names.some(({ key }) => isSameName(key, than.key)) &&
          segment.tokens.some(
            ({ word }, i) => AHEAD.test(word) && !isDenial(segment.tokens[i - 1]?.word ?? ''),
          ) &&
          countShared(words, segment.words) >= MIN_SHARED,
      ),
    );
  return leads(loser, winner) && !leads(winner, loser) ? [winner.raw, loser.raw] : undefined;
}
