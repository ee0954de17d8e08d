// Counts of words and names in the posts of earlier days.
import type { Post } from '../model.js';
import { addToArchive, type Casing, type TermArchive } from './group/term-archive.js';
import { type NameArchive, OPENING_CHARACTERS } from './offline/events/events.js';
import { findNameSightings } from './offline/events/name-sightings.js';

export interface DayArchive {
  terms: TermArchive;
  names: NameArchive;
}

/**
 * A term with its kind (`w`, `n`, `c` or `e`, see DayArchive's readers), the number of texts that contain it, and its
 * capitals.
 */
export interface TermCount {
  term: string;
  texts: number;
  upper: number;
}

/** Counts the terms of posts; the term '' counts the posts. Skips reposts. */
export function countPosts(posts: Post[]): TermCount[] {
  const originals = posts.filter((post) => !post.repostOf);
  const archive = { texts: 0, terms: new Map<string, number>(), casing: new Map<string, Casing>() };
  for (const post of originals) {
    addToArchive(archive, post.platform === 'x' ? post : { title: post.title, text: post.text });
    const keys = new Set(findNameSightings(post, OPENING_CHARACTERS).map(({ key }) => key));
    for (const key of keys) archive.terms.set(`e ${key}`, (archive.terms.get(`e ${key}`) ?? 0) + 1);
  }
  return [
    { term: '', texts: archive.texts, upper: 0 },
    ...[...archive.terms].map(([term, texts]) => ({ term, texts, upper: 0 })),
    ...[...archive.casing].map(([word, { upper, all }]) => ({ term: `c ${word}`, texts: all, upper })),
  ];
}

/** Builds the archive from counts. `recent` weights the last days, to find new terms. */
export function readArchive(counts: (TermCount & { recent: number })[]): DayArchive {
  const terms = new Map<string, number>();
  const casing = new Map<string, Casing>();
  const names = new Map<string, number>();
  const totals = new Map<string, number>();
  let [texts, posts] = [0, 0];
  for (const { term, texts: held, recent, upper } of counts) {
    const kind = term.slice(0, 2);
    if (term === '') [texts, posts] = [held, recent];
    else if (kind === 'c ') casing.set(term.slice(2), { upper, all: held });
    else if (kind === 'e ') {
      names.set(term.slice(2), recent);
      totals.set(term.slice(2), held);
    } else terms.set(term, held);
  }
  return { terms: { texts, terms, casing }, names: { posts, names, totals } };
}
