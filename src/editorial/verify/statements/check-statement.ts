// What the words of one sentence say against its posts: each rule about wording, and why it refuses.

import { foldQuotation } from '../claims.js';
import { isFractionComputed } from '../compute.js';
import type { Prepared } from '../evidence.js';
import { standsIn } from '../names.js';
import type { Refusal } from '../refusal.js';
import { foldCase } from '../wording.js';
import { findWrongSpeaker } from './check-attribution.js';
import { findDegreeFaults } from './check-degree.js';
import { findEventFaults, findOpposite } from './check-events.js';
import { findDoneAlready, findWrongWeekday } from './check-future.js';
import { findDroppedHedge } from './check-hedges.js';
import { findReversal, findSwap } from './check-order.js';
import { findMergedPosts, findWrongOwner } from './check-owners.js';
import { findMovedNumber, findTurnedWay, findUnrelatedNames, findWrongAgent } from './check-roles.js';
import { findOtherSide } from './check-sides.js';
import { findUnsupportedClause } from './check-support.js';
import { findDenial } from './polarity.js';
import { countShared, readSentence, type SentenceReading } from './reading.js';

/** The sentences of the posts nearest to a statement; a longer list changes nothing but the time. */
const MAX_SENTENCES = 60;

function nearSentences(claim: SentenceReading, posts: Prepared[]): SentenceReading[] {
  const all = posts.flatMap(({ sentences }) => sentences);
  if (all.length <= MAX_SENTENCES) return all;
  return all
    .map((sentence) => ({ sentence, shared: countShared(claim.keys, sentence.keys) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MAX_SENTENCES)
    .map(({ sentence }) => sentence);
}

const holdsName = (post: Prepared, name: string) =>
  name.split(' ').some((part) => part.length > 1 && standsIn(part, post.names)) ||
  post.mentions.has(foldCase(name).replace(/[^a-z0-9_]/g, ''));

/**
 * Why the wording of a sentence is not what its posts say. `text` has quotations and handles blanked out, `quoting`
 * handles only.
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
  // The very words of a post need no rule.
  if (folded.length > 20 && posts.some((post) => post.folded.includes(folded))) return [];
  const claim = readSentence(text, 0, language);
  const near = nearSentences(claim, posts);
  const held = posts.map(({ allStems }) => allStems);
  const merge = (field: 'events' | 'synonyms') => new Set(posts.flatMap((post) => [...post[field]]));
  const events = merge('events');
  const refusals: Refusal[] = [];
  const add = (reason: Refusal['reason'], what: string) => refusals.push({ reason, what });

  for (const { raw } of findEventFaults(claim, held, events)) add('event', `"${raw}"`);
  for (const { kind, raw } of findDegreeFaults(claim, near, (fraction) =>
    isFractionComputed(fraction, posts),
  ))
    add(kind === 'fraction' ? 'quantifier' : kind, `"${raw}"`);
  const clause = findUnsupportedClause(claim, { stems: held, synonyms: merge('synonyms'), events }, heading);
  if (clause) add('wording', `"${clause.text.trim()}"`);
  const opposite = findOpposite(claim, near, held);
  if (opposite) add('opposite', `"${opposite.raw}" for "${opposite.said}"`);
  const side = opposite ? undefined : findOtherSide(claim, near);
  if (side) add('opposite', `"${side.raw}" for "${side.said}"`);
  const denied = findDenial(claim, near);
  if (denied) add('denial', `"${denied}"`);
  const hedge = findDroppedHedge(claim, near);
  if (hedge) add('hedge', `"${hedge}"`);
  const swap = findSwap(claim, near);
  if (swap) add('swap', `"${swap[0]}" and "${swap[1]}"`);
  const reversed = findReversal(claim, near, []);
  if (reversed) add('swap', `"${reversed}"`);
  const owner = findWrongOwner(claim, near);
  if (owner) add('owner', `"${owner.number}" of "${owner.owner}"`);
  const named = posts.map((post) => ({
    sentences: post.sentences,
    hasName: (name: string) => holdsName(post, name),
  }));
  const merged = findMergedPosts(claim, named);
  if (merged) add('owner', `"${merged.number}" of "${merged.owner}"`);
  const unrelated = findUnrelatedNames(claim, named);
  if (unrelated) add('owner', `"${unrelated[0]}" and "${unrelated[1]}", which no post has together`);
  const moved = owner || merged ? undefined : findMovedNumber(claim, near);
  if (moved) add('owner', `"${moved}"`);
  const agent = findWrongAgent(claim, near, (name) => posts.some((post) => isAuthor(post, name)));
  if (agent) add('swap', `"${agent}"`);
  if (findTurnedWay(claim, near)) add('swap', '"from … to"');
  const done = findDoneAlready(claim, near);
  if (done) add('time', `"${done}"`);
  const weekday = findWrongWeekday(
    text,
    posts.map(({ lower, dates, evidence }) => ({ lower, dates, createdAt: evidence.createdAt })),
  );
  if (weekday) add('time', `"${weekday}"`);
  const speaker = findWrongSpeaker(
    readSentence(quoting, 0, language),
    posts.map((post) => ({
      sentences: post.sentences,
      isAuthor: (name) => isAuthor(post, name),
    })),
  );
  if (speaker) add('speaker', `"${speaker}"`);
  return refusals;
}

function isAuthor({ evidence }: Prepared, name: string): boolean {
  const plain = (text: string) => foldCase(text).replace(/[^a-z0-9]/g, '');
  const key = plain(name);
  const author = plain(evidence.author);
  return (
    key.length > 2 &&
    (author.includes(key) || key.includes(author) || plain(evidence.sourceName ?? '').includes(key))
  );
}
