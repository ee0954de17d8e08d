// What could stand in a section's title: the names, topics and recurring phrases of its posts.
import type { Post, Story } from '../model.js';
import { oneLine } from '../text.js';
import { findVocabulary } from './gazetteer.js';
import { isStopWord } from './terms.js';

export interface Headword {
  /** The same for all ways to write it. */
  key: string;
  /** As posts write it, by how often they do. */
  forms: Map<string, number>;
  /** A name rather than a topic or a phrase. */
  named: boolean;
  /** Headwords of one kin say the same twice: a model, its family and its maker. */
  kin: string[];
  /** How much of the section it covers: each story that has it counts, the leading ones most. */
  share: number;
  stories: number;
}

interface Sighting {
  key: string;
  form: string;
  named: boolean;
  kin: string[];
}

/** Posts of a story that are read for its section's title, and characters of each. */
const POSTS = 4;
const READ = 1500;
/** In how many stories what the vocabulary does not know must recur. */
const RECURS = new Map([
  ['capitals', 2],
  ['pair', 3],
]);

/** The headwords of a section's stories, heaviest first, in order of first appearance. */
export function findHeadwords(stories: Story[]): Headword[] {
  const found = new Map<string, Headword>();
  for (const [rank, story] of stories.entries()) {
    const seen = new Set<string>();
    for (const post of story.posts.slice(0, POSTS)) {
      for (const { key, form, named, kin } of sightAll(post)) {
        const headword = found.get(key) ?? { key, forms: new Map(), named, kin, share: 0, stories: 0 };
        headword.forms.set(form, (headword.forms.get(form) ?? 0) + 1);
        if (!seen.has(key)) {
          headword.share += 1 / (1 + rank * 0.15);
          headword.stories++;
        }
        seen.add(key);
        found.set(key, headword);
      }
    }
  }
  return [...found.values()].filter((headword) => headword.stories >= (RECURS.get(kindOf(headword)) ?? 1));
}

function kindOf({ key, named }: Headword): string {
  return key.startsWith('phrase ') ? (named ? 'capitals' : 'pair') : 'vocabulary';
}

function sightAll(post: Post): Sighting[] {
  const given = `${post.title ? `${post.title}.\n` : ''}${post.text.slice(0, READ)}`;
  const { text, mentions } = findVocabulary(given.replace(/https?:\/\/\S+/g, ' '));
  const sightings: Sighting[] = [];
  let rest = '';
  let at = 0;
  for (const { tag, start, end, role, family, maker } of mentions) {
    rest += `${text.slice(at, start)}\u00a6`;
    at = end;
    // An account's handle is a name, but no word for a title.
    if (text[start - 1] === '@' || text.slice(start, end).includes('_')) continue;
    const form = oneLine(text.slice(start, end).replace(/\u2010/g, '-'));
    const kin = [tag.slug, family?.split('-')[0], maker].filter((each) => each !== undefined);
    sightings.push({ key: `${tag.kind} ${tag.slug}`, form, named: role !== 'topic', kin });
  }
  return [...sightings, ...sightPhrases(rest + text.slice(at))];
}

/** Capitalised names inside sentences, and pairs of content words, that the vocabulary does not know. */
function sightPhrases(text: string): Sighting[] {
  const sightings: Sighting[] = [];
  for (const sentence of text.split(/(?<=[.!?:])\s+|\n+/)) {
    const tokens = [...sentence.matchAll(/(?<![@\p{L}\p{N}])\p{L}[\p{L}\p{N}'\u2019-]*/gu)];
    // Where all words are capitalised (a heading, shouting), capitals name nothing.
    const shouted = tokens.filter(([word]) => /^\p{Lu}/u.test(word)).length > tokens.length * 0.6;
    for (const [at, token] of tokens.entries()) {
      const next = tokens[at + 1];
      const word = token[0];
      if (isFiller(word)) continue;
      const joined =
        next && sentence.slice(token.index + word.length, next.index) === ' ' && !isFiller(next[0]);
      const pair = joined ? `${word} ${next[0]}` : undefined;
      const capitals = /^\p{Lu}\p{L}*(?: \p{Lu}|$)/u.test(pair ?? word);
      if (pair && capitals && !shouted && at > 0) sightings.push(phrase(pair, true));
      else if (pair && !/\p{Lu}/u.test(pair)) sightings.push(phrase(pair, false));
      else if (/^\p{Lu}/u.test(word) && !shouted && at > 0) sightings.push(phrase(word, true));
    }
  }
  return sightings;
}

function isFiller(word: string): boolean {
  return word.length < 3 || isStopWord(word.toLowerCase().replace(/['\u2019-].*$/, ''));
}

function phrase(form: string, named: boolean): Sighting {
  const key = form.toLowerCase();
  return { key: `phrase ${key}`, form, named, kin: [key] };
}
