// Checks a text against the posts that it cites, so that only what a post says is published.
import { truncate } from '../../base/text.js';
import type { Bullet, RefusalReason } from '../../model.js';
import { findForbiddenAddresses } from './addresses.js';
import { checkPassage, type PassageOptions } from './check-passage.js';
import { findHandles, findMarkup } from './claims.js';
import { type Evidence, type Prepared, prepareEvidence, type Sources } from './evidence.js';
import { readBullet, readText } from './passage.js';
import type { Fault } from './refusal.js';

export type Verdict =
  | { ok: true }
  | {
      ok: false;
      /** One message for each fault, from which a model can correct the text. */
      reasons: string[];
      /** The kinds of faults, each once. */
      refusals: RefusalReason[];
    };

export interface VerifyOptions extends PassageOptions {
  /** Posts near a bullet whose names, but not facts, it may use without citing them. */
  nameLenders?: Evidence[];
}

/** Prepares the posts with these ids. Returns a fault for each unknown id, or if there are none. */
function findCited(ids: string[], sources: Sources): { prepared: Map<string, Prepared>; reasons: Fault[] } {
  const prepared = new Map<string, Prepared>();
  const reasons: Fault[] = ids.length === 0 ? [{ reason: 'citation', message: 'it cites no post' }] : [];
  for (const id of new Set(ids)) {
    const evidence = sources.get(id);
    if (evidence) prepared.set(id, prepareEvidence(evidence));
    else reasons.push({ reason: 'citation', message: `[${id}] is none of the posts` });
  }
  return { prepared, reasons };
}

const verdict = (faults: Fault[]): Verdict =>
  faults.length === 0
    ? { ok: true }
    : {
        ok: false,
        reasons: [...new Set(faults.map(({ message }) => message))],
        refusals: [...new Set(faults.map(({ reason }) => reason))],
      };

/** Returns a fault for each address in a text, except names that look like a host and that a post contains. */
function addressReasons(text: string, prepared: ReadonlyMap<string, Prepared>): Fault[] {
  const posts = [...prepared.values()].map((post) => post.text);
  return findForbiddenAddresses(text, posts).map(({ raw, kind }) => ({
    reason: 'address',
    message: `it contains ${ADDRESS_NAMES[kind]} ("${truncate(raw, 40)}"); leave it out`,
  }));
}

const ADDRESS_NAMES = {
  host: 'a web address',
  link: 'a web address',
  mailbox: 'a mail address',
  messenger: 'a messenger address',
  command: 'a shell command',
};

/** Tags that name a model's token, such as `</think>`: text like any other if a cited post has it, since it is escaped. */
const TOKEN_TAG = /<\/?[a-z_]{2,20}>/gi;
/** Names of HTML elements, which stay refused. */
const ELEMENTS =
  /^<\/?(?:a|b|i|u|p|s|br|hr|img|div|span|script|style|iframe|svg|math|form|input|button|link|meta|base|object|embed|video|audio|source|table|h[1-6]|ul|ol|li|pre|code|em|strong|body|html|head|title|textarea|select|option|template|frame|frameset|noscript|details|summary)>$/i;

const markupReasons = (text: string, posts: ReadonlyMap<string, Prepared>): Fault[] => {
  const withoutTokens = text.replace(TOKEN_TAG, (tag) =>
    !ELEMENTS.test(tag) && [...posts.values()].some((post) => post.text.includes(tag)) ? ' ' : tag,
  );
  const markup = findMarkup(withoutTokens);
  return markup
    ? [{ reason: 'markup', message: `it contains ${markup.what} ("${markup.raw}"); write plain text` }]
    : [];
};

/**
 * Checks that the posts cited support every number, quotation, handle and name of a plain text, and its wording.
 * Also refuses markup, addresses and citations that `sources` does not contain.
 */
export function verifyText(
  text: string,
  citedIds: string[],
  sources: Sources,
  options: VerifyOptions = {},
): Verdict {
  const { prepared, reasons } = findCited(citedIds, sources);
  const passage = readText(text, citedIds, options.language ?? 'en');
  return verdict([
    ...reasons,
    ...markupReasons(text, prepared),
    ...addressReasons(text, prepared),
    ...checkPassage(passage, prepared, sources, [], options),
  ]);
}

/** Checks a bullet and, recursively, its points. `context` has the posts of the bullets above it. */
function checkBulletAndPoints(
  bullet: Bullet,
  sources: Sources,
  context: Prepared[],
  options: VerifyOptions,
): Fault[] {
  const passage = readBullet(bullet, options.language ?? 'en');
  const { prepared, reasons } = findCited(
    [...bullet.citations, ...passage.cites.map(({ id }) => id)],
    sources,
  );
  for (const { start, end, id } of passage.cites) {
    if (!bullet.citations.includes(id))
      reasons.push({ reason: 'citation', message: `[${id}] is linked but not among the citations` });
    // A link with an account's handle must lead to a post of that account, or one that mentions it.
    for (const { raw, name } of findHandles(passage.text.slice(start, end)))
      if (prepared.get(id)?.mentions.has(name) === false)
        reasons.push({ reason: 'handle', message: `${raw} is not in the post linked ([${id}])` });
  }
  const raw = [bullet.claim, bullet.text].map((spans) => spans.map(({ text }) => text).join('')).join(' ');
  // A quoted post may contain tags such as `<think>` and addresses; what a model writes may not.
  const quoted = bullet.origin === 'extract' || bullet.origin === 'replaced';
  if (!quoted) reasons.push(...markupReasons(raw, prepared), ...addressReasons(raw, prepared));
  const extract = options.extract ?? quoted;
  reasons.push(...checkPassage(passage, prepared, sources, context, { ...options, extract }));
  const under = [...context, ...prepared.values()];
  for (const point of bullet.points) reasons.push(...checkBulletAndPoints(point, sources, under, options));
  return reasons;
}

/**
 * Checks that a bullet and its points say only what the posts they cite say. A sentence with links is checked against
 * the linked posts, other sentences against all posts that the bullet cites. Points may use names from the posts of
 * the bullets above them, but not their numbers or quotations.
 */
export function verifyBullet(bullet: Bullet, sources: Sources, options: VerifyOptions = {}): Verdict {
  const lenders = (options.nameLenders ?? []).map(prepareEvidence);
  return verdict(checkBulletAndPoints(bullet, sources, lenders, options));
}
