// Checks that a text does not deny what its posts affirm, whatever the wording: "did not", "gave up on", "ruled out".
import {
  DENYING_PHRASES,
  isDenial,
  isDenying,
  isNegation,
  isNegativeWord,
  isPlainDenial,
  PLAIN_PHRASES,
  UNTIL,
} from '../lexicon/denials.js';
import { mirrorsOf } from '../lexicon/opposites.js';
import { isReversing } from '../polarity.js';
import { countShared, type SentenceReading, type Token } from './reading.js';
import { type Segment, segmentsOf } from './segments.js';

/** Minimum words that the nearest sentence of the posts must share with a segment to be about the same thing. */
const MIN_SHARED = 2;
/** Minimum share of the segment's words that the nearest sentence must contain. */
const MIN_SHARE = 0.5;
/** Other sentences also count as near if they share at least this part of what the nearest one shares. */
const NEAR_SHARE = 0.6;
/** First words of segments that state a condition or purpose, and so deny nothing: "If it does not work". */
const CONDITION = /^(?:if|unless|whether|when|so|that|to)$/;
/** First letters by which forms of one word are compared: "disagree" and "disagreement". */
const ROOT_LENGTH = 6;

const rootOf = (key: string) => key.slice(0, ROOT_LENGTH);

const isDenied = (text: string, tokens: Token[]) =>
  DENYING_PHRASES.test(text) ||
  tokens.some(({ word, kind }, at) => kind !== 'name' && isDenying(word, tokens[at + 1]?.word));

const keysOf = ({ tokens }: { tokens: Token[] }) =>
  new Set(tokens.filter(({ kind, word }) => kind !== 'empty' && !isDenying(word)).map(({ key }) => key));

/** Whether the denying word is an infinitive of purpose: "to stop it". */
const isPurpose = ({ tokens }: Segment) =>
  tokens.some(({ word }, at) => isDenying(word) && tokens[at - 1]?.word === 'to');

/** Whether a sentence has a zero or a negative word that the claim does not use, so that a denial may be right. */
const isNegative = (tokens: Token[], own: ReadonlySet<string>) =>
  tokens.some(
    ({ word, key, kind }) =>
      (kind === 'number' && key === '0') ||
      (kind !== 'name' && isNegativeWord(word) && !own.has(rootOf(key))),
  );

/** Returns the keys of the content words after a segment's first denial; an empty set if it has none. */
function deniedKeys({ tokens, text }: Segment): Set<string> {
  const phrase = PLAIN_PHRASES.exec(text)?.[0].toLowerCase();
  const plain = tokens.findIndex(
    ({ word, kind }, at) => kind !== 'name' && isPlainDenial(word, tokens[at + 1]?.word),
  );
  const from =
    plain < 0 && phrase !== undefined ? tokens.findIndex(({ word }) => phrase.endsWith(word)) : plain;
  if (from < 0) return new Set();
  return new Set(
    tokens
      .slice(from + 1)
      .filter(({ kind }) => kind !== 'empty')
      .map(({ key }) => key),
  );
}

/** Returns the text of a segment that denies what all near sentences of the posts affirm; undefined if none does. */
export function findUnsupportedDenial(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  const own = new Set([...claim.keys].map(rootOf));
  return segmentsOf(claim)
    .find((segment) => {
      if (CONDITION.test(segment.tokens[0]?.word ?? '') || isPurpose(segment)) return false;
      if (!isDenied(segment.text, segment.tokens)) return false;
      const start = segment.tokens[0]?.start ?? claim.start;
      if (UNTIL.test(claim.text.slice(start - claim.start))) return false;
      const roots = segment.tokens.filter(({ word }) => isDenying(word) && word.length > ROOT_LENGTH);
      if (
        roots.some(({ key }) =>
          posts.some((post) => [...post.keys].some((other) => rootOf(other) === rootOf(key))),
        )
      )
        return false;
      const denied = deniedKeys(segment);
      if (posts.flatMap(segmentsOf).some((other) => countShared(denied, deniedKeys(other)) > 0)) return false;
      const keys = keysOf(segment);
      const shared = posts.map((post) => countShared(keys, post.keys));
      const most = Math.max(0, ...shared);
      if (most < MIN_SHARED || most < keys.size * MIN_SHARE) return false;
      const near = posts.filter((_, at) => (shared[at] ?? 0) >= Math.max(1, most * NEAR_SHARE));
      return near.every(({ text, tokens }) => !isDenied(text, tokens) && !isNegative(tokens, own));
    })
    ?.text.trim();
}

/** Words that deny whatever follows them. */
const ABSOLUTE = /^(?:not|never|cannot|no|none|nobody|nothing|neither|nor|\w+n't)$/;

/** Whether a word that may reverse it, or a zero, is near a token with the key. */
function isReversedAt(tokens: Token[], key: string): boolean {
  return tokens.some(
    (token, at) =>
      token.key === key &&
      tokens
        .slice(Math.max(0, at - 6), at + 5)
        .some(({ word, kind, key }) => isReversing(word) || (kind === 'number' && key === '0')),
  );
}

/** Returns the word that a claim denies although the posts' clauses with it affirm it; undefined if there is none. */
export function findDenial(claim: SentenceReading, posts: SentenceReading[]): string | undefined {
  for (const clause of claim.clauses) {
    // A condition denies nothing: "If it does not work".
    if (/^(?:if|unless|whether|when)\b/i.test(clause.text.trimStart())) continue;
    if (UNTIL.test(claim.text.slice(clause.start - claim.start))) continue;
    const at = clause.tokens.findIndex(({ word }) => isDenial(word));
    // "To stop it from looping" is a purpose.
    if (at < 0 || clause.tokens[at - 1]?.word === 'to') continue;
    const following = clause.tokens
      .slice(at + 1)
      .filter(({ kind, word }) => kind !== 'empty' && word.length > 2);
    // In "knew no Swift" the name is denied, and not what comes after it.
    const denied = following.slice(0, 1).filter(({ kind }) => kind === 'word' || kind === 'report');
    // A post must contain the denying verb, or another word that denies.
    const verb = clause.tokens[at];
    if (verb && !ABSOLUTE.test(verb.word)) {
      // "Failed" denies only before "to", not in "The API failed for an hour".
      if (/^fail/.test(verb.word) && clause.tokens[at + 1]?.word !== 'to') continue;
      const object = denied[0]?.key;
      const naming = posts.filter(({ keys }) => object !== undefined && keys.has(object));
      const related =
        naming.length > 0 ? naming : posts.filter(({ keys }) => countShared(claim.keys, keys) >= 2);
      const isDeniedInPosts = related.some(({ tokens }) =>
        tokens.some(
          ({ key, word, kind }) =>
            kind !== 'name' && (key === verb.key || isDenial(word) || /^0/.test(key) || isNegation(word)),
        ),
      );
      if (!isDeniedInPosts && related.length > 0) return verb.raw;
      continue;
    }
    for (const { key, raw } of denied) {
      // "Unresolved" in a post says "not resolved", and "no indication" says "nothing indicates".
      const mirrored = mirrorsOf(key);
      const isSaidOtherwise = posts.some(({ tokens }) =>
        tokens.some(
          (other) =>
            mirrored.has(other.key) ||
            (key.length >= ROOT_LENGTH &&
              rootOf(other.key) === rootOf(key) &&
              isReversedAt(tokens, other.key)),
        ),
      );
      if (isSaidOtherwise) continue;
      const near = posts.flatMap((sentence) =>
        sentence.clauses.map((other) => ({ sentence, other })).filter(({ other }) => other.keys.has(key)),
      );
      if (near.length === 0) continue;
      if (near.every(({ sentence }) => !isReversedAt(sentence.tokens, key))) return raw;
    }
  }
  return undefined;
}
