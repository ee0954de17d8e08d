// Finds pairs of posts about the same event: by words, or by a shared page, quotation or announcement.

import { words } from '../../base/text.js';
import { DAY_MS } from '../../base/time.js';
import { canonicalUrl } from '../../base/url.js';
import type { Post } from '../../model.js';
import { addPair, type PairList } from './pair-list.js';
import { findRelease } from './releases.js';
import { findSameTitles } from './same-title.js';
import { computeCosine, nameDifferentVersions, type Sketches } from './sketches.js';
import { isStopWord } from './terms.js';

/** Posts further apart in time are about different events. */
const MAX_APART_MS = 4 * DAY_MS;
/** A text with fewer terms ("Congrats @sama!") resembles others only by chance. */
const MIN_SHARED_TERMS = 5;
/** A shorter comment on a page ("wow") counts as being about the page. */
const MIN_TEXT_TERMS = 3;
/** Minimum similarity of posts that share a page, a quotation or a reply. */
const MIN_PAIR_SIMILARITY = 0.12;
/** Number of a post's rarest terms used as search keys. */
export const SEARCH_KEYS = 10;
/** Number of a term's latest posts that a new post is compared with; limits the work for common terms. */
export const MAX_RECENT_POSTS = 20;
/** Minimum share of the similarity that candidates owe to their shared keys. */
const MIN_SHARE_BY_KEYS = 0.6;
/** Maximum pairs of a post with earlier ones; a flood of one text needs no more. */
const MAX_PAIRS = 20;
/** Two titles with the same content words, at least this many, are about one event. */
const MIN_TITLE_TERMS = 3;
/** A page that more posts link to is a home page or a tool, not an event. */
const MAX_POSTS_PER_PAGE = 60;

/**
 * Adds pairs with a cosine of at least `least`: compares each post (`order`: by time) with recent posts that share its
 * rarest terms. Returns the number of comparisons, at most `SEARCH_KEYS * MAX_RECENT_POSTS` per post.
 */
export function findSimilarPairs(
  sketches: Sketches,
  order: Iterable<number>,
  least: number,
  pairs: PairList,
): number {
  const { starts, terms, weights, sizes, times } = sketches;
  // A ring of each term's latest posts, and their total number.
  const recent = new Int32Array(sketches.vocabulary * MAX_RECENT_POSTS);
  const recentWeights = new Float32Array(sketches.vocabulary * MAX_RECENT_POSTS);
  const seen = new Uint32Array(sketches.vocabulary);
  const byKeys = new Float64Array(sizes.length);
  const keys = new Int32Array(SEARCH_KEYS);
  const candidates: number[] = [];
  const alike: { other: number; cosine: number }[] = [];
  let compared = 0;
  for (const at of order) {
    if ((sizes[at] ?? 0) < MIN_SHARED_TERMS) continue;
    const chosen = chooseKeys(weights, starts[at] ?? 0, starts[at + 1] ?? 0, keys);
    candidates.length = 0;
    for (let key = 0; key < chosen; key++) {
      const entry = keys[key] ?? 0;
      const term = terms[entry] ?? 0;
      const weight = weights[entry] ?? 0;
      const count = seen[term] ?? 0;
      const ring = term * MAX_RECENT_POSTS;
      for (let from = Math.max(0, count - MAX_RECENT_POSTS); from < count; from++) {
        const place = ring + (from % MAX_RECENT_POSTS);
        const other = recent[place] ?? 0;
        if (byKeys[other] === 0) candidates.push(other);
        byKeys[other] = (byKeys[other] ?? 0) + weight * (recentWeights[place] ?? 0);
      }
      recent[ring + (count % MAX_RECENT_POSTS)] = at;
      recentWeights[ring + (count % MAX_RECENT_POSTS)] = weight;
      seen[term] = count + 1;
    }
    alike.length = 0;
    for (const other of candidates) {
      const known = byKeys[other] ?? 0;
      byKeys[other] = 0;
      if (known < least * MIN_SHARE_BY_KEYS || (times[at] ?? 0) - (times[other] ?? 0) > MAX_APART_MS)
        continue;
      compared++;
      const cosine = computeCosine(sketches, at, other);
      if (cosine >= least && !nameDifferentVersions(sketches, at, other)) alike.push({ other, cosine });
    }
    if (alike.length > MAX_PAIRS) alike.sort((one, two) => two.cosine - one.cosine).length = MAX_PAIRS;
    for (const { other, cosine } of alike) addPair(pairs, other, at, cosine);
  }
  return compared;
}

/** Fills `keys` with the positions of the heaviest weights, heaviest first. Returns their number. */
function chooseKeys(weights: Float32Array, from: number, to: number, keys: Int32Array): number {
  let chosen = 0;
  for (let entry = from; entry < to; entry++) {
    const weight = weights[entry] ?? 0;
    let place = chosen;
    while (place > 0 && (weights[keys[place - 1] ?? 0] ?? 0) < weight) place--;
    if (place >= SEARCH_KEYS) continue;
    if (chosen < SEARCH_KEYS) chosen++;
    keys.copyWithin(place + 1, place, chosen - 1);
    keys[place] = entry;
  }
  return chosen;
}

/**
 * Adds pairs that link to one page, announce one model, have nearly the same title, or repeat, quote or continue each
 * other.
 */
export function findLinkedPairs(posts: Post[], sketches: Sketches, pairs: PairList): void {
  const byId = new Map(posts.map((post, at) => [post.id, at]));
  const byPage = new Map<string, number[]>();
  const byRelease = new Map<string, number[]>();
  const byTitle = new Map<string, number[]>();
  /** The first post of each thread whose opener is not among the posts. */
  const threads = new Map<string, number>();
  const { sizes, times } = sketches;
  const pairIfRelated = (a: number, b: number | undefined, least: number): void => {
    if (b === undefined || a === b || Math.abs((times[a] ?? 0) - (times[b] ?? 0)) > MAX_APART_MS) return;
    if (nameDifferentVersions(sketches, a, b)) return;
    const haveEnoughText = Math.min(sizes[a] ?? 0, sizes[b] ?? 0) >= MIN_TEXT_TERMS;
    if (!haveEnoughText || computeCosine(sketches, a, b) >= least) addPair(pairs, a, b, 1);
  };
  for (const [at, post] of posts.entries()) {
    pairIfRelated(at, byId.get(post.repostOf ?? ''), 0);
    const thread = byId.get(post.threadId ?? '');
    if (thread !== undefined && posts[thread]?.author === post.author) pairIfRelated(at, thread, 0);
    // In a chat, the topic of a reply or thread is in the message that it answers.
    const isChat = post.platform === 'discord';
    pairIfRelated(at, byId.get(post.parentId ?? ''), isChat ? 0 : MIN_PAIR_SIMILARITY);
    if (isChat && post.threadId) {
      const opener = thread ?? threads.get(post.threadId);
      if (opener === undefined) threads.set(post.threadId, at);
      else pairIfRelated(at, opener, 0);
    }
    const release = findRelease(post);
    if (release) appendTo(byRelease, release, at);
    const named = words(post.title).filter((word) => !isStopWord(word));
    if (named.length >= MIN_TITLE_TERMS) appendTo(byTitle, named.join(' '), at);
    for (const page of new Set([findPage(post), ...post.links]))
      if (page && !/^https:\/\/[^/]+\/?$/.test(page)) appendTo(byPage, page, at);
  }
  for (const [first, ...others] of byPage.values())
    if (first !== undefined && others.length < MAX_POSTS_PER_PAGE)
      for (const other of others) pairIfRelated(first, other, MIN_PAIR_SIMILARITY);
  for (const [first, ...others] of byTitle.values())
    if (first !== undefined) for (const other of others) pairIfRelated(first, other, MIN_PAIR_SIMILARITY);
  for (const [first, other] of findSameTitles(posts)) pairIfRelated(first, other, MIN_PAIR_SIMILARITY);
  for (const [first, ...others] of byRelease.values())
    if (first !== undefined) for (const other of others) pairIfRelated(first, other, 0);
}

function appendTo(index: Map<string, number[]>, key: string, at: number): void {
  const list = index.get(key);
  if (list) list.push(at);
  else index.set(key, [at]);
}

/** The post's page as others link to it. */
function findPage({ id, platform, url }: Post): string | undefined {
  const [, native = ''] = id.split(':');
  if (platform === 'x' && native) return `https://x.com/i/status/${native}`;
  if (platform === 'reddit' && native) return `https://reddit.com/comments/${native}`;
  return canonicalUrl(url);
}
