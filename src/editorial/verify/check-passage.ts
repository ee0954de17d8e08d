// Checks the sentences of a passage: the names, numbers and quotations in them first, then what they say.
import { detectLanguage } from '../../base/language/detect.js';
import { truncate } from '../../base/text.js';
import type { RefusalReason } from '../../model.js';
import { type Aliases, checkNames, postHasName } from './check-names.js';
import { findSmallNames } from './check-spelling.js';
import { type ClaimText, findWordingFault } from './check-wording.js';
import { containsQuotation, findHandles, findQuotations } from './claims.js';
import { type Casing, casingOf, type Prepared, type Sources, usesDecimalComma } from './evidence.js';
import type { Passage, Sentence } from './passage.js';
import { checkNumbers } from './quantities/check-numbers.js';
import { explainRefusal, type Fault, type Refusal } from './refusal.js';
import { findStatementFaults } from './statements/check-statement.js';
import { spokenText } from './wording.js';

export interface PassageOptions {
  /** Language of the text, BCP 47. Default: detected from its function words, else English. */
  language?: string;
  /** Returns other spellings of a known name; an empty list for an unknown one. */
  aliases?: Aliases;
  /** Whether the text is a heading, in which fewer unsupported words are allowed. */
  heading?: boolean;
  /** Whether the text quotes the posts. Its names, numbers and quotations are checked, but not its wording. */
  extract?: boolean;
  /** Returns whether a word is a name. Default: from how the sources write it. */
  casing?: Casing;
}

/** Maximum length of a text that is checked, to limit the time for hostile text. No statement of an issue is longer. */
const MAX_TEXT_CHARACTERS = 4000;
/** Maximum sentences of a text that is checked. */
const MAX_SENTENCES = 60;
/** Maximum length of a statement in a message. */
const MAX_SHOWN_CHARACTERS = 120;

/** The posts that a passage cites at each position. */
interface CitedPosts {
  idsAt(position: number): string[];
  postsAt(position: number): Prepared[];
  postsOf(ids: string[]): Prepared[];
}

/** A passage after the check of its names and numbers. */
interface CheckedReferences {
  faults: Fault[];
  /** The text with blanks for handles and sources' names that attribute a statement and are not part of it. */
  words: string;
  numbers: { start: number; isSupported: boolean }[];
}

/**
 * Checks a passage against its prepared posts and returns the faults. `sources` has all posts of the issue; names may
 * also come from the posts of `context`.
 */
export function checkPassage(
  passage: Passage,
  prepared: Map<string, Prepared>,
  sources: Sources,
  context: Prepared[],
  options: PassageOptions,
): Fault[] {
  const { text, sentences } = passage;
  if (!options.extract && (text.length > MAX_TEXT_CHARACTERS || sentences.length > MAX_SENTENCES))
    return [
      {
        reason: 'wording',
        message: `it is longer than ${MAX_TEXT_CHARACTERS} characters or ${MAX_SENTENCES} sentences`,
      },
    ];
  const language = (options.language ?? detectLanguage(text) ?? 'en').slice(0, 2);
  const settings = {
    language,
    aliases: options.aliases ?? (() => []),
    casing: options.casing ?? casingOf(sources),
    context,
  };
  const cited = locatePosts(sentences, prepared);
  const references = checkReferences(passage, prepared, cited, settings);
  if (options.extract) return references.faults;
  const isHeading = options.heading ?? false;
  return [...references.faults, ...checkSentences(passage, references, cited, language, isHeading)];
}

function locatePosts(sentences: Sentence[], prepared: Map<string, Prepared>): CitedPosts {
  const idsAt = (position: number) =>
    (sentences.find(({ end }) => position < end) ?? sentences.at(-1))?.ids ?? [];
  const postsOf = (ids: string[]) => ids.flatMap((id) => prepared.get(id) ?? []);
  return { idsAt, postsOf, postsAt: (position) => postsOf(idsAt(position)) };
}

/** Checks quotations, handles, names, versions and numbers, each against the posts cited at its position. */
function checkReferences(
  { text, sentences, cites }: Passage,
  prepared: Map<string, Prepared>,
  { idsAt, postsAt, postsOf }: CitedPosts,
  settings: { language: string; aliases: Aliases; casing: Casing; context: Prepared[] },
): CheckedReferences {
  const faults: Fault[] = [];
  const addFault = (reason: RefusalReason, what: string, position: number) =>
    faults.push({
      reason,
      message: `${what} is not in the posts cited ([${idsAt(position).join('], [')}])`,
    });
  let words = text;
  for (const { start, end } of findHandles(text)) words = blank(words, start, end);
  // What is checked is blanked, so that no later check reads it.
  let rest = text;
  // In a cited source's name, such as "404 Media", the number is not a claim.
  for (const { start, end, id } of cites) {
    const { sourceName } = prepared.get(id)?.evidence ?? {};
    if (!sourceName || text.slice(start, end).trim() !== spokenText(sourceName).trim()) continue;
    rest = blank(rest, start, end);
    words = blank(words, start, end);
  }
  for (const { raw, start, end, pieces } of findQuotations(text)) {
    rest = blank(rest, start, end);
    const ids = sentences
      .filter((sentence) => sentence.start < end && start < sentence.end)
      .flatMap((sentence) => sentence.ids);
    if (!postsOf(ids).some((post) => containsQuotation(pieces, post.folded)))
      addFault('quotation', `the quotation ${raw}`, start);
  }
  for (const { raw, name, start, end } of findHandles(rest)) {
    rest = blank(rest, start, end);
    if (!postsAt(start).some((post) => post.mentions.has(name))) addFault('handle', raw, start);
  }
  const names = checkNames(rest, postsAt, settings);
  for (const { raw, start } of names.missing) addFault('name', `"${raw}"`, start);
  for (const { raw, name, start } of findSmallNames(rest)) {
    const posts = [...postsAt(start), ...settings.context];
    const isKnown = posts.some(
      (post) => postHasName(raw, post, settings.aliases) || postHasName(name, post, settings.aliases),
    );
    if (!isKnown) addFault('name', `"${raw}"`, start);
  }
  for (const { start, end } of names.checkedVersions) rest = blank(rest, start, end);
  const numbers = checkNumbers(rest, postsAt, usesDecimalComma(settings.language));
  for (const { raw, start, isSupported } of numbers) if (!isSupported) addFault('number', `"${raw}"`, start);
  return { faults, words, numbers };
}

/** Checks what each sentence says. Sentences with the same citations support each other's wording. */
function checkSentences(
  { text, sentences }: Passage,
  { words, numbers }: CheckedReferences,
  { postsOf }: CitedPosts,
  language: string,
  isHeading: boolean,
): Fault[] {
  const faults: Fault[] = [];
  const claimText = ({ start, end }: Sentence): ClaimText => ({
    text: words.slice(start, end),
    numbers: numbers
      .filter((number) => number.start >= start && number.start < end)
      .map(({ isSupported }) => isSupported),
  });
  const withoutQuotations = blankQuotations(words);
  const textsByIds = new Map<string, ClaimText[]>();
  for (const sentence of sentences) {
    const key = sentence.ids.join();
    const texts = textsByIds.get(key) ?? [];
    texts.push(claimText(sentence));
    textsByIds.set(key, texts);
  }
  for (const sentence of sentences) {
    const { ids, start, end } = sentence;
    const posts = postsOf(ids);
    // Wording can be compared only within one language.
    if (posts.length === 0 || posts.some((post) => post.language && post.language !== language)) continue;
    const statement = truncate(text.slice(start, end), MAX_SHOWN_CHARACTERS);
    const refuse = (refusal: Refusal) =>
      faults.push({ reason: refusal.reason, message: explainRefusal(refusal, ids, statement) });
    const texts = textsByIds.get(ids.join()) ?? [];
    const fault = isHeading ? undefined : findWordingFault(claimText(sentence), texts, posts, language);
    if (fault) refuse(fault);
    if (language !== 'en') continue;
    const [own, withQuotations] = [withoutQuotations.slice(start, end), words.slice(start, end)];
    for (const each of findStatementFaults(own, withQuotations, posts, language, isHeading)) refuse(each);
  }
  return faults;
}

const blank = (text: string, start: number, end: number) =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);

const blankQuotations = (text: string) =>
  findQuotations(text).reduce((rest, { start, end }) => blank(rest, start, end), text);
