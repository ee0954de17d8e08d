// Whether a comparison of two names agrees with the figures that the posts give for both.
import { isDenial } from './polarity.js';
import { countShared, isSameName, isSize, type SentenceReading, type Token } from './reading.js';
import { hasSubject, type Segment, segmentsOf } from './segments.js';

/** What "more" and "less" are said of: the word decides which of two figures must be the larger. */
const LARGER = /^(?:more|higher|larger|bigger|greater|costlier|pricier|dearer|longer|outscores?|outscored)$/;
const SMALLER = /^(?:less|fewer|lower|smaller|cheaper|shorter)$/;
/** "Twice as many" and "half as much" compare, too. */
const MULTIPLE =
  /\b(?:twice|double|(?:two|three|four|five|six|ten|\d+(?:\.\d+)?)(?: times|x|×)) as (?:many|much|long|high)\b/i;
const PART = /\b(?:half|a third|a quarter|a fifth) as (?:many|much|long|high)\b/i;

interface Figure {
  value: number;
  name: Token;
  /** What stands around the digits. */
  shape: string;
}

const MAGNITUDES: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };

/** "64M of oil" is a figure, "Tern 64M" and "a 64B model" are sizes. */
const isFigure = (token: Token, last: Token | undefined) =>
  /^[$€£]?\d/.test(token.raw) && !(isSize(token) && (last?.kind === 'name' || token.raw.endsWith('B')));

const MAX_BETWEEN = 4;

/** Whose figure a token is: "78 for A" is A's, any other one the subject's. */
function ownerOf({ tokens, subject, names }: Segment, at: number): Token | undefined {
  const behind = tokens.slice(at + 1, at + 2 + MAX_BETWEEN);
  const to = behind.findIndex(({ word }) => /^(?:for|by|from)$/.test(word));
  const next = behind[to + 1];
  if (to >= 0 && next?.kind === 'name') return next;
  const [name, other] = typeof subject === 'string' ? names : subject.names;
  return name && (!other || isSameName(other.key, name.key)) ? name : undefined;
}

/** "A edits the most, B the least": 1 and 0 on a scale of their own. */
function readDegree({ tokens, subject }: Segment): Figure[] {
  const degree = tokens.find(
    ({ word }, at) =>
      /^(?:most|least)$/.test(word) &&
      tokens[at - 1]?.word === 'the' &&
      (tokens[at + 1]?.kind ?? 'empty') === 'empty',
  );
  const name = typeof subject === 'string' ? undefined : subject.names[0];
  return degree && name ? [{ value: degree.word === 'most' ? 1 : 0, name, shape: 'degree' }] : [];
}

/** The figures of a sentence that belong to one name each. */
function readFigures(sentence: SentenceReading): Figure[] {
  return segmentsOf(sentence).flatMap((segment) => [
    ...readDegree(segment),
    ...segment.tokens.flatMap((token, at) => {
      const name = isFigure(token, segment.tokens[at - 1]) ? ownerOf(segment, at) : undefined;
      const [, sign = '', digits = '', unit = ''] = /^([$€£]?)([\d.,]+)(.*)$/.exec(token.raw) ?? [];
      if (!name || digits === '') return [];
      const value = Number(digits.replace(/,/g, '')) * (MAGNITUDES[unit.toLowerCase()] ?? 1);
      return [{ value, name, shape: sign || unit.replace(/^[kmbt]$/i, 'n') }];
    }),
  ]);
}

/** Which of two names a sentence has ahead of the other in number: 1 for the one before the word, -1 for the one behind. */
function readOrder({
  tokens,
  text,
}: SentenceReading): { one: Token; other: Token; sign: 1 | -1 } | undefined {
  const than = tokens.findIndex(
    ({ word }, at) =>
      word === 'than' ||
      (word === 'as' && at > 0 && MULTIPLE.test(text)) ||
      (word === 'as' && PART.test(text)),
  );
  if (than < 0) return undefined;
  const degree = tokens
    .slice(Math.max(0, than - 6), than)
    .findLast(({ word }) => LARGER.test(word) || SMALLER.test(word));
  const sign = degree
    ? LARGER.test(degree.word)
      ? 1
      : -1
    : MULTIPLE.test(text)
      ? 1
      : PART.test(text)
        ? -1
        : undefined;
  const isName = ({ kind }: Token) => kind === 'name';
  const one = tokens.slice(0, than).find(isName);
  const other = tokens.slice(than + 1).find(isName);
  if (!sign || !one || !other || isSameName(one.key, other.key)) return undefined;
  return { one, other, sign };
}

/** Two names of which a text has one ahead in number although the posts' figures have the other one ahead. */
export function findContradictedOrder(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const order = readOrder(claim);
  if (!order) return undefined;
  const { one, other, sign } = order;
  const figures = posts.flatMap(readFigures);
  const ofOne = figures.filter(({ name }) => isSameName(name.key, one.key));
  const ofOther = figures.filter(({ name }) => isSameName(name.key, other.key));
  const pairs = ofOne.flatMap((a) =>
    ofOther
      .filter((b) => a.shape === b.shape && a.value !== b.value)
      .map((b) => Math.sign(a.value - b.value)),
  );
  return pairs.length > 0 && pairs.every((difference) => difference === -sign)
    ? [one.raw, other.raw]
    : undefined;
}

/** What says that a name is ahead without naming whom it beats. */
const AHEAD =
  /^(?:excels?|excelled|best|strongest|leads?|led|wins?|won|better|superior|shines?|tops?|topped|ahead|first|dominates?)$/;
const BEATING =
  /^(?:beats?|beaten|outperform(?:s|ed)?|surpass(?:es|ed)?|exceed(?:s|ed)?|leads|tops|outscores?d?)$/;
const MIN_SHARED = 2;

/** Two names of which a text has one beat the other where the posts have the other one ahead. */
export function findBeatenLeader(
  claim: SentenceReading,
  posts: SentenceReading[],
): [string, string] | undefined {
  const at = claim.tokens.findIndex(({ word, kind }) => kind !== 'name' && BEATING.test(word));
  const isName = ({ kind }: Token) => kind === 'name';
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
