// Checks a text against the posts that it cites, so that only what a post says is published.

import { detectLanguage } from '../../base/language/detect.js';
import { truncate } from '../../base/text.js';
import type { Bullet, RefusalReason } from '../../model.js';
import { findForbiddenAddresses } from './addresses.js';
import { type Aliases, checkNames, postHasName } from './check-names.js';
import { findSmallNames } from './check-spelling.js';
import { type ClaimText, findWordingFault } from './check-wording.js';
import { containsQuotation, findHandles, findMarkup, findQuotations } from './claims.js';
import {
  type Casing,
  casingOf,
  type Evidence,
  type Prepared,
  prepareEvidence,
  usesDecimalComma,
} from './evidence.js';
import { type Passage, readBullet, readText, type Sentence } from './passage.js';
import { checkNumbers } from './quantities/check-numbers.js';
import { explainRefusal, type Refusal } from './refusal.js';
import { findStatementFaults } from './statements/check-statement.js';
import { spokenText } from './wording.js';

export type Sources = ReadonlyMap<string, Evidence>;
export type Verdict =
  | { ok: true }
  | {
      ok: false;
      /** One message for each fault, from which a model can correct the text. */
      reasons: string[];
      /** The kinds of faults, each once. */
      refusals: RefusalReason[];
    };

export interface VerifyOptions {
  /** Language of the text, BCP 47. Default: detected from its function words, else English. */
  language?: string;
  /** Returns other spellings of a known name; an empty list for an unknown one. */
  aliases?: Aliases;
  /** Whether the text is a heading, in which fewer unsupported words are allowed. */
  heading?: boolean;
  /** Posts near a bullet whose names, but not facts, it may use without citing them. */
  nameLenders?: Evidence[];
  /** Whether the text quotes the posts. Its names, numbers and quotations are checked, but not its wording. */
  extract?: boolean;
  /** Returns whether a word is a name. Default: from how the sources write it. */
  casing?: Casing;
}

/** Maximum length of a text that is checked, to limit the time for hostile text. No statement of an issue is longer. */
const MAX_TEXT_CHARACTERS = 4000;
/** Maximum sentences of a text that is checked. */
const MAX_SENTENCES = 60;

/** A fault with the message that explains it. */
interface Finding {
  reason: RefusalReason;
  message: string;
}

const blank = (text: string, start: number, end: number) =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);

/** Checks the sentences of a passage against the posts that they cite. Returns the faults. */
function checkPassage(
  passage: Passage,
  prepared: Map<string, Prepared>,
  sources: Sources,
  context: Prepared[],
  options: VerifyOptions,
): Finding[] {
  const { text, sentences } = passage;
  if (!options.extract && (text.length > MAX_TEXT_CHARACTERS || sentences.length > MAX_SENTENCES))
    return [
      {
        reason: 'wording',
        message: `it is longer than ${MAX_TEXT_CHARACTERS} characters or ${MAX_SENTENCES} sentences`,
      },
    ];
  const language = (options.language ?? detectLanguage(text) ?? 'en').slice(0, 2);
  const reasons: Finding[] = [];
  const idsAt = (position: number) =>
    (sentences.find(({ end }) => position < end) ?? sentences.at(-1))?.ids ?? [];
  const resolve = (ids: string[]) => ids.flatMap((id) => prepared.get(id) ?? []);
  const postsAt = (position: number) => resolve(idsAt(position));
  const addFault = (reason: RefusalReason, what: string, position: number) =>
    reasons.push({
      reason,
      message: `${what} is not in the posts cited ([${idsAt(position).join('], [')}])`,
    });

  // Handles that attribute a statement are not part of it.
  let words = text;
  for (const { start, end } of findHandles(text)) words = blank(words, start, end);
  let rest = text;
  // In a cited source's name, such as "404 Media", the number is not a claim.
  for (const { start, end, id } of passage.cites) {
    const { sourceName } = prepared.get(id)?.evidence ?? {};
    if (!sourceName || text.slice(start, end).trim() !== spokenText(sourceName).trim()) continue;
    rest = blank(rest, start, end);
    words = blank(words, start, end);
  }
  for (const { raw, start, end, pieces } of findQuotations(text)) {
    rest = blank(rest, start, end);
    const ids = sentences
      .filter((sentence) => sentence.start < end && start < sentence.end)
      .flatMap(({ ids }) => ids);
    if (!resolve(ids).some((post) => containsQuotation(pieces, post.folded)))
      addFault('quotation', `the quotation ${raw}`, start);
  }
  for (const { raw, name, start, end } of findHandles(rest)) {
    rest = blank(rest, start, end);
    if (!postsAt(start).some((post) => post.mentions.has(name))) addFault('handle', raw, start);
  }
  const aliases = options.aliases ?? (() => []);
  const settings = { language, aliases, casing: options.casing ?? casingOf(sources), context };
  const names = checkNames(rest, postsAt, settings);
  for (const { raw, start } of names.missing) addFault('name', `"${raw}"`, start);
  for (const { raw, name, start } of findSmallNames(rest)) {
    const posts = [...postsAt(start), ...context];
    if (!posts.some((post) => postHasName(raw, post, aliases) || postHasName(name, post, aliases)))
      addFault('name', `"${raw}"`, start);
  }
  for (const { start, end } of names.checkedVersions) rest = blank(rest, start, end);
  const numbers = checkNumbers(rest, postsAt, usesDecimalComma(language));
  for (const { raw, start, isSupported } of numbers) if (!isSupported) addFault('number', `"${raw}"`, start);

  if (options.extract) return reasons;
  const claimText = ({ start, end }: Sentence): ClaimText => ({
    text: words.slice(start, end),
    numbers: numbers
      .filter((number) => number.start >= start && number.start < end)
      .map(({ isSupported }) => isSupported),
  });
  const spoken = blankQuotations(words);
  const around = new Map<string, ClaimText[]>();
  for (const sentence of sentences) {
    const key = sentence.ids.join();
    const texts = around.get(key) ?? [];
    texts.push(claimText(sentence));
    around.set(key, texts);
  }
  for (const sentence of sentences) {
    const { ids } = sentence;
    const posts = resolve(ids);
    // Wording can be compared only within one language.
    if (posts.length === 0 || posts.some((post) => post.language && post.language !== language)) continue;
    const statement = truncate(text.slice(sentence.start, sentence.end), 120);
    const refuse = (refusal: Refusal) =>
      reasons.push({ reason: refusal.reason, message: explainRefusal(refusal, ids, statement) });
    const fault = options.heading
      ? undefined
      : findWordingFault(claimText(sentence), around.get(ids.join()) ?? [], posts, language);
    if (fault) refuse(fault);
    if (language !== 'en') continue;
    const own = spoken.slice(sentence.start, sentence.end);
    for (const refusal of findStatementFaults(
      own,
      words.slice(sentence.start, sentence.end),
      posts,
      language,
      options.heading ?? false,
    ))
      refuse(refusal);
  }
  return reasons;
}

const blankQuotations = (text: string) =>
  findQuotations(text).reduce((rest, { start, end }) => blank(rest, start, end), text);

/** Prepares the posts with these ids. Returns a fault for each unknown id, or if there are none. */
function findCited(ids: string[], sources: Sources): { prepared: Map<string, Prepared>; reasons: Finding[] } {
  const prepared = new Map<string, Prepared>();
  const reasons: Finding[] = ids.length === 0 ? [{ reason: 'citation', message: 'it cites no post' }] : [];
  for (const id of new Set(ids)) {
    const evidence = sources.get(id);
    if (evidence) prepared.set(id, prepareEvidence(evidence));
    else reasons.push({ reason: 'citation', message: `[${id}] is none of the posts` });
  }
  return { prepared, reasons };
}

const verdict = (findings: Finding[]): Verdict =>
  findings.length === 0
    ? { ok: true }
    : {
        ok: false,
        reasons: [...new Set(findings.map(({ message }) => message))],
        refusals: [...new Set(findings.map(({ reason }) => reason))],
      };

/** Returns a finding for each address in a text, except names that look like a host and that a post contains. */
function addressReasons(text: string, prepared: ReadonlyMap<string, Prepared>): Finding[] {
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

const markupReasons = (text: string): Finding[] => {
  const markup = findMarkup(text);
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
    ...markupReasons(text),
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
): Finding[] {
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
  if (!quoted) reasons.push(...markupReasons(raw), ...addressReasons(raw, prepared));
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
