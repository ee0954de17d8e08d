// Applies all rules about wording to one sentence and the posts that it cites, and returns the refusals.

import { foldQuotation } from '../claims.js';
import type { Prepared } from '../evidence.js';
import { containsName } from '../names.js';
import { isFractionComputed } from '../quantities/fractions.js';
import type { Refusal } from '../refusal.js';
import { foldCase } from '../wording.js';
import { findWrongSpeaker } from './check-attribution.js';
import { findUnsupportedCause } from './check-causes.js';
import { findExchange, findHedgeLeftOut } from './check-copies.js';
import { findDroppedBound, findOtherKindOfSum, findReversedBound } from './check-counts.js';
import { findDegreeFaults } from './check-degree.js';
import { findDenial, findUnsupportedDenial } from './check-denials.js';
import { findDeniedEvent, findEventFaults, findOpposite } from './check-events.js';
import { findBeatenLeader, findContradictedOrder, findOtherFigure } from './check-figures.js';
import { findDoneAlready, findWrongWeekday } from './check-future.js';
import { findDroppedHedge, isHedgedInQuotation } from './check-hedges.js';
import { findReversal, findSwap } from './check-order.js';
import { findExchangedNumber, findMergedPosts } from './check-pairs.js';
import {
  findMovedNumber,
  findPatientAsAgent,
  findReversedDeed,
  findUnrelatedNames,
  findWrongAgent,
  isChoiceReversed,
  isDeedReported,
  isDirectionReversed,
} from './check-roles.js';
import { findOtherSide } from './check-sides.js';
import { findReversedComparison, findWrongSubject } from './check-subjects.js';
import { findUnsupportedClause, type PostWords } from './check-support.js';
import {
  findGuessAsFact,
  findGuessedName,
  findJokeAsFact,
  findOtherVoice,
  findPlanAsDone,
} from './check-voices.js';
import { type Clause, countShared, readSentence, type SentenceReading } from './reading.js';

/** Sentences of the posts that a statement is compared with, nearest first. More take time and find nothing else. */
const MAX_SENTENCES = 60;

/** Returns the sentences of the posts that share the most words with a claim, at most `MAX_SENTENCES`. */
function nearSentences(claim: SentenceReading, posts: Prepared[]): SentenceReading[] {
  const all = posts.flatMap(({ sentences }) => sentences);
  if (all.length <= MAX_SENTENCES) return all;
  return all
    .map((sentence) => ({ sentence, shared: countShared(claim.keys, sentence.keys) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MAX_SENTENCES)
    .map(({ sentence }) => sentence);
}

/** Whether a post contains a word of the name, or its author or a handle has it. */
const hasNamePart = (post: Prepared, name: string) =>
  name.split(' ').some((part) => part.length > 1 && containsName(part, post.names)) ||
  post.mentions.has(foldCase(name).replace(/[^a-z0-9_]/g, ''));

/** A sentence and everything that it is checked against. */
interface Statement {
  claim: SentenceReading;
  /** The same sentence with its quotations, which `claim` has blanked out. */
  quoting: SentenceReading;
  /** Whether a clause contains a quotation, or one follows it. */
  isQuoting: (clause: Clause) => boolean;
  posts: Prepared[];
  /** The sentences of the posts that share the most words with it. */
  near: SentenceReading[];
  postWords: PostWords;
  isAuthor: (name: string) => boolean;
  heading: boolean;
  language: string;
}

type Found = Refusal | undefined;

/** Returns a refusal for the fault that a rule found, if any. `name` formats the fault for the message. */
function refuse<T>(reason: Refusal['reason'], fault: T | undefined, name: (fault: T) => string): Found {
  return fault === undefined ? undefined : { reason, what: name(fault) };
}

const quote = (text: string) => `"${text}"`;
const quoteBoth = ([one, other]: [string, string]) => `"${one}" and "${other}"`;

/** Checks events, degree words, unsupported clauses and causes. */
function checkWords({ claim, posts, near, postWords, heading, isQuoting, language }: Statement): Found[] {
  const events = findEventFaults(claim, [...postWords.stems], postWords.events);
  const degrees = findDegreeFaults(claim, near, (fraction) => isFractionComputed(fraction, posts));
  return [
    ...events.map(({ raw }) => refuse('event', raw, quote)),
    ...degrees.map(({ kind, raw }) => refuse(kind === 'fraction' ? 'quantifier' : kind, raw, quote)),
    refuse('wording', findUnsupportedClause(claim, postWords, heading, isQuoting)?.text.trim(), quote),
    refuse('cause', findUnsupportedCause(claim, near, postWords, language), quote),
  ];
}

/** Checks opposites, bounds, denials, hedges, and plans reported as done. */
function checkSense({ claim, quoting, near, postWords }: Statement): Found[] {
  const opposite = findOpposite(claim, near, [...postWords.stems]) ?? findOtherSide(claim, near);
  return [
    refuse('opposite', opposite, ({ raw, postWord }) => `"${raw}" for "${postWord}"`),
    refuse('opposite', findReversedBound(claim, near), quote),
    refuse('hedge', findDroppedBound(claim, near), quote),
    refuse('denial', findDenial(claim, near), quote),
    refuse('denial', findUnsupportedDenial(claim, near) ?? findDeniedEvent(claim, near), quote),
    refuse(
      'hedge',
      (isHedgedInQuotation(claim, quoting) ? undefined : findDroppedHedge(claim, near)) ??
        findHedgeLeftOut(quoting, near) ??
        findGuessAsFact(claim, near) ??
        findGuessedName(claim, near) ??
        findJokeAsFact(claim, near),
      quote,
    ),
    refuse('time', findDoneAlready(claim, near) ?? findPlanAsDone(claim, quoting.text, near), quote),
  ];
}

/** Checks that names and comparisons keep their roles. */
function checkRoles({ claim, near, isAuthor }: Statement): Found[] {
  // The order of names is free if a post has the same deed in the other voice ("A was served by B", "B served A").
  // A sentence with a computed number says something new about a name.
  const isSameDeedReported = isDeedReported(claim, near);
  const isReworded =
    isSameDeedReported ||
    claim.tokens.some(({ kind, key }) => kind === 'number' && !near.some(({ keys }) => keys.has(key)));
  return [
    refuse('swap', findExchange(claim, near), quoteBoth),
    isSameDeedReported ? undefined : refuse('swap', findSwap(claim, near), quoteBoth),
    refuse('swap', findReversal(claim, near, []), quote),
    refuse('swap', findReversedComparison(claim, near), quoteBoth),
    refuse('swap', findReversedDeed(claim, near), quoteBoth),
    refuse('swap', findPatientAsAgent(claim, near), quote),
    refuse('swap', findContradictedOrder(claim, near) ?? findBeatenLeader(claim, near), quoteBoth),
    isReworded ? undefined : refuse('swap', findWrongAgent(claim, near, isAuthor), quote),
    isReworded
      ? undefined
      : refuse(
          'swap',
          findWrongSubject(claim, near, isAuthor),
          ({ name, postName }) => `"${name}" for "${postName}"`,
        ),
    isDirectionReversed(claim, near) ? { reason: 'swap', what: '"from … to"' } : undefined,
    isChoiceReversed(claim, near) ? { reason: 'swap', what: '"instead of"' } : undefined,
  ];
}

/** Checks that numbers belong to the same names as in the posts. */
function checkNumbersOf({ claim, posts, near }: Statement): Found[] {
  const named = posts.map((post) => ({
    sentences: post.sentences,
    author: post.evidence.platform === 'x' ? post.evidence.author : post.evidence.id,
    hasName: (name: string) => hasNamePart(post, name),
  }));
  const ofName = ({ number, owner }: { number: string; owner: string }) => `"${number}" of "${owner}"`;
  const owner = findOtherFigure(claim, near) ?? findMergedPosts(claim, named);
  return [
    refuse('owner', owner, ofName),
    refuse('owner', owner ? undefined : findMovedNumber(claim, near), quote),
    refuse('owner', findExchangedNumber(claim, near), ofName),
    refuse('owner', findOtherKindOfSum(claim, near), quote),
    refuse('merged', findUnrelatedNames(claim, named), quoteBoth),
  ];
}

/** Checks speakers and weekdays. */
function checkVoices({ claim, quoting, posts, near }: Statement): Found[] {
  const days = posts.map(({ lower, dates, evidence }) => ({ lower, dates, createdAt: evidence.createdAt }));
  const spoken = posts.map((post) => ({
    sentences: post.sentences,
    isAuthor: (name: string) => isAuthorOf(post, name),
    isAnonymous: post.evidence.platform === 'reddit',
  }));
  return [
    refuse('speaker', findWrongSpeaker(quoting, spoken), quote),
    refuse('speaker', findOtherVoice(claim, near), quote),
    refuse('time', findWrongWeekday(claim.text, days), quote),
  ];
}

/** Words before a quoted sentence that weaken it: "speculates that", "may". */
const OPENING = /\b(?:that|whether|if|to|not|may|might|could|would|should)\s$/;

/** Whether a post contains the words, without a word before them that weakens or denies them. */
function containsUnhedged(words: string, post: string): boolean {
  const at = post.indexOf(words);
  return at >= 0 && !OPENING.test(post.slice(Math.max(0, at - 10), at));
}

/**
 * Checks the wording of an English sentence against its posts and returns the refusals; an empty list if it is
 * supported. `text` is the sentence with quotations and handles blanked out, `quoting` with only the handles.
 */
export function findStatementFaults(
  text: string,
  quoting: string,
  posts: Prepared[],
  language: string,
  heading: boolean,
): Refusal[] {
  const folded = foldQuotation(quoting)
    .trim()
    .replace(/[.,;:!?]+$/, '');
  // A sentence that is copied from a post needs no check.
  if (folded.length > 20 && posts.some((post) => containsUnhedged(folded, post.folded))) return [];
  const claim = readSentence(text, 0, language);
  const merge = (field: 'events' | 'synonyms') => new Set(posts.flatMap((post) => [...post[field]]));
  const statement: Statement = {
    claim,
    quoting: text === quoting ? claim : readSentence(quoting, 0, language),
    // The texts differ where a quotation is in the clause or directly after it.
    isQuoting: ({ text: part, start }) => {
      const end = start + part.length + 3;
      return quoting.slice(start, end) !== text.slice(start, end);
    },
    posts,
    near: nearSentences(claim, posts),
    postWords: {
      stems: posts.map(({ allStems }) => allStems),
      acronyms: new Set(posts.flatMap(({ acronyms }) => [...acronyms])),
      synonyms: merge('synonyms'),
      events: merge('events'),
    },
    isAuthor: (name) => posts.some((post) => isAuthorOf(post, name)),
    heading,
    language,
  };
  const rules = [checkWords, checkSense, checkRoles, checkNumbersOf, checkVoices];
  return rules.flatMap((check) => check(statement)).filter((refusal) => refusal !== undefined);
}

/** Whether a name is the post's author or, unless it is a subreddit, its source. */
function isAuthorOf({ evidence }: Prepared, name: string): boolean {
  const plain = (text: string) => foldCase(text).replace(/[^a-z0-9]/g, '');
  const key = plain(name);
  const author = plain(evidence.author);
  // A subreddit is not an author: r/TernAI is not Tern.
  const source = evidence.platform === 'reddit' ? '' : plain(evidence.sourceName ?? '');
  return key.length > 2 && (author.includes(key) || key.includes(author) || source.includes(key));
}
