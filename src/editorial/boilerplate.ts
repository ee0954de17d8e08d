// Removes text that a feed adds to every entry ("The post … appeared first on …"), detected by its repetition.
import { splitSentences, words } from '../base/text.js';
import type { Post } from '../model.js';

/** A sentence is boilerplate if this many entries of a source, and this share of them, contain it. */
const MIN_ENTRIES = 2;
const MIN_SHARE = 0.3;
/** From this many entries on, the share no longer matters: a footer may occur only in some kinds of entries. */
const SURE_ENTRIES = 4;
/** Minimum words of a sentence; shorter ones repeat by chance. */
const MIN_WORDS = 3;
/** Boilerplate recognised in a single entry, because programs always write it this way. */
const KNOWN_BOILERPLATE =
  /^the post\b.*\bappeared first on\b|^(?:this (?:article|post|story) )?(?:was )?(?:originally|first) (?:published|appeared) (?:on|in|at)\b|^continue reading\b|\bconsider becoming a (?:free or )?paid subscriber\b|\bis a reader-supported publication\b|^this post is for (?:paid|paying) subscribers\b|^arxiv:\S+ announce type\b|^announce type:|\bwas originally published (?:in|on)\b.*\bon medium\b|^this entry was posted (?:in|on|by)\b|^(?:like|share) this:|^(?:read|continue) (?:the )?(?:full|whole|original|rest of the) (?:article|story|post)\b|^you(?:'|\u2019)?(?: a)?re receiving this (?:because|e-?mail)\b|^submitted by \/?u\/|^(?:article|comments) url:|^upgrade to (?:a )?paid\b|^subscribe to (?:our|my|the) newsletter\b|^photo (?:by|credit|courtesy)\b|^(?:\u00a9|copyright\b)|\ball rights reserved\b|^(?:view|read) (?:this )?(?:(?:e-?mail|post) )?(?:online|in (?:your |the )?browser)\b|^(?:filed|posted) under\b|^leave a comment\b|^share this (?:post|story|article)\b|^(?:this newsletter is )?powered by (?:beehiiv|ghost|substack|buttondown)\b/i;
/** Maximum characters compared per text; more finds nothing new. */
const MAX_CHARACTERS = 20_000;

/**
 * Removes sentences that a feed repeats in its entries. `earlier` are older posts of the same sources, used only to
 * find repetitions. Posts of X and Reddit are unchanged, because people repeat themselves on purpose.
 */
export function removeBoilerplate(posts: Post[], earlier: Post[] = [], language = 'en'): Post[] {
  const known = findRepeats([...posts, ...earlier], language);
  return posts.map((post) => {
    if (post.platform !== 'web' || post.text === '') return post;
    const repeats = known.get(post.sourceId);
    const isKept = (sentence: string) =>
      !KNOWN_BOILERPLATE.test(sentence.trim()) && !repeats?.has(mask(sentence, post));
    const lines = post.text.split('\n').map((line) => {
      const sentences = sentencesOf(line, language);
      const kept = sentences.filter(isKept);
      return kept.length === sentences.length ? line : kept.join(' ');
    });
    const text = lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
    return text === post.text ? post : { ...post, text };
  });
}

/** The masked sentences repeated in each source's entries, by source id. */
function findRepeats(posts: Post[], language: string): Map<string, Set<string>> {
  const sources = new Map<string, { entries: Set<string>; counts: Map<string, number> }>();
  for (const post of posts) {
    if (post.platform !== 'web') continue;
    const source = sources.get(post.sourceId) ?? { entries: new Set(), counts: new Map() };
    sources.set(post.sourceId, source);
    // Ignores the same entry under two addresses.
    const key = `${post.title}\n${post.title ? '' : post.text.slice(0, 200)}`;
    if (source.entries.has(key)) continue;
    source.entries.add(key);
    const masked = new Set(
      post.text
        .slice(0, MAX_CHARACTERS)
        .split('\n')
        .flatMap((line) => sentencesOf(line, language))
        .map((sentence) => mask(sentence, post)),
    );
    for (const sentence of masked) source.counts.set(sentence, (source.counts.get(sentence) ?? 0) + 1);
  }
  const isRepeated = (count: number, entries: number) =>
    count >= MIN_ENTRIES && (count >= SURE_ENTRIES || count >= MIN_SHARE * entries);
  return new Map(
    [...sources].map(([id, { entries, counts }]) => [
      id,
      new Set(
        [...counts].flatMap(([text, count]) => (text && isRepeated(count, entries.size) ? [text] : [])),
      ),
    ]),
  );
}

function sentencesOf(line: string, language: string): string[] {
  return splitSentences(line, language);
}

/** Masks the parts of a sentence that differ between entries: title and addresses. Returns '' if it is too short. */
function mask(sentence: string, { title }: Post): string {
  const plain = (title.length > 8 ? sentence.split(title).join(' \u00a4 ') : sentence)
    .replace(/https?:\/\/\S+/g, ' ')
    .toLowerCase();
  const list = words(plain);
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{6}/u.test(plain);
  return list.length >= MIN_WORDS || isUnspaced ? list.join(' ') : '';
}
