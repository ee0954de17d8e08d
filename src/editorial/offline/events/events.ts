// Finds the day's events: names that more independent voices mention than on other days.
import { escapeRegExp } from '../../../base/text.js';
import type { Post, Story } from '../../../model.js';
import type { PlannedRecap } from '../../plan.js';
import { voiceOf } from '../../rank.js';
import type { Role } from '../../vocabulary/gazetteer.js';
import { findKinPosts, type Sighted } from './kin-posts.js';
import { findNameSightings } from './name-sightings.js';

/** Number of earlier posts that open with a name, by key, and the total number. */
export interface NameArchive {
  posts: number;
  names: ReadonlyMap<string, number>;
  /** The same without the weight of recency. */
  totals?: ReadonlyMap<string, number>;
}

export interface DayEvent {
  /** As findNameSightings returns it. */
  key: string;
  /** Spellings of the name, most common first. */
  forms: string[];
  /** Stories that open with the name, heaviest first. */
  stories: Story[];
  /** Posts of these stories that open with the name; those of the heaviest stories first. */
  posts: Post[];
  /** Increase of independent voices over other days; 0 for a name that is always mentioned. */
  corroboration: number;
  /** Corroboration times the weight of the heaviest story about it, with a bonus for releases and new names. */
  score: number;
  /** Whether no post of earlier days opened with the name. */
  isFirstSeen: boolean;
  /** Whether earlier days mention it only recently, so that it may have just been released. */
  isYoung: boolean;
  /** Whether it is a model, a product or an unknown name that was rare on earlier days. */
  isNew: boolean;
  /** Whether it is a company, a person or a model family, which are in the news every day. */
  isUsual: boolean;
}

/** Minimum voices of an event. */
const MIN_VOICES = 2;
/** Factor for announcements over mere mentions. */
const ARRIVAL_BONUS = 1.5;
const NEW_BONUS = 2;
/** A voice that names only the maker or the family of a version counts this much. */
const KIN_VOICE = 0.5;
/** A name is new if earlier days, weighted by recency, mention it less often than this share of today’s posts. */
const NEW_SHARE = 1;
/** A name is young if the last days have this share of its earlier mentions: with a weight of 0.75 a day, five days. */
const YOUNG_SHARE = 0.25;
/** Number of a story's posts that are read. */
const MAX_POSTS = 12;
/** Number of characters read of a post without a title. */
export const OPENING_CHARACTERS = 250;
/** Without an archive, the expected share of posts with a known name. */
const USUAL_SHARE = { family: 0.03, company: 0.03, other: 0.004 };

/**
 * Finds the events of a plan's stories, the main event first. A name of one voice is an event only if there is no
 * other.
 */
export function findEvents(plan: PlannedRecap[], archive: NameArchive = NO_ARCHIVE): DayEvent[] {
  const stories = listAllStories(plan);
  const posts = stories.flatMap((story) => originalsOf(story).map((post) => ({ story, post })));
  const storyOf = new Map(posts.map(({ story, post }) => [post, story]));
  const handles = new Set(posts.map(({ post }) => post.author.toLowerCase()));
  const found = new Map<string, Sighted>();
  for (const { story, post } of posts)
    for (const { key, form, role, kin } of findNameSightings(post, OPENING_CHARACTERS)) {
      // Skips handles, which are voices, and bare versions ("V4"), which name nothing.
      if (!role && handles.has(form.toLowerCase())) continue;
      const entry = found.get(key) ?? { role, kin, forms: new Map(), posts: new Map() };
      entry.forms.set(form, (entry.forms.get(form) ?? 0) + 1);
      entry.posts.set(post, story);
      found.set(key, entry);
    }
  joinBareVersions(found);
  joinLongerNames(found);
  const kinPosts = findKinPosts(found);
  const events = [...found].flatMap(([key, { role, forms, posts: mentions }]): DayEvent[] => {
    const usual = usualShare(key, role, archive);
    const members = [...new Set(mentions.values())].sort((a, b) => b.weight - a.weight);
    const isAnnounced = [...mentions.keys()].some((post) => isArrival(post, forms));
    const isYoung = isYoungName(key, archive);
    const kin = isYoung && isAnnounced ? (kinPosts.get(key) ?? []) : [];
    const voices = countVoices([...mentions.keys()], members) + KIN_VOICE * new Set(kin.map(voiceOf)).size;
    if (voices < MIN_VOICES) return [];
    const novelty = Math.log((voices + 1) / (usual * posts.length + 1));
    const recent = archive.names.get(key) ?? 0;
    const isNew = isNewName(key, role, archive) && recent < mentions.size * NEW_SHARE;
    const kinStories = kin.flatMap((post) => storyOf.get(post) ?? []);
    const allStories = [...new Set([...members, ...kinStories])].sort((a, b) => b.weight - a.weight);
    const spread = sumWeights(allStories) / (allStories[0]?.weight || 1);
    const corroboration = Math.max(0, novelty) * worthOf(key, role) * spread * Math.log2(voices);
    return [
      {
        key,
        isNew,
        isFirstSeen: isNew && recent === 0,
        isYoung,
        isUsual: isUsual(key, role),
        corroboration,
        forms: [...forms].sort((a, b) => b[1] - a[1]).map(([form]) => form),
        stories: members,
        posts: [...mentions].sort((a, b) => b[1].weight - a[1].weight).map(([post]) => post),
        score:
          corroboration *
          (allStories[0]?.weight ?? 0) *
          (isAnnounced ? ARRIVAL_BONUS : 1) *
          (isNew ? NEW_BONUS : 1),
      },
    ];
  });
  return events.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
}

const BARE_VERSION = /^\p{L}?\d+(?:\.\d+)*$/u;
const NO_ARCHIVE: NameArchive = { posts: 0, names: new Map() };
/** Minimum posts of earlier days for comparisons. */
const MIN_ARCHIVE_POSTS = 60;
/** The usual share counts like this many further posts (prior). */
const PRIOR_POSTS = 100;

function usualShare(key: string, role: Role | undefined, { posts, names }: NameArchive): number {
  const kind = isFamily(key) ? 'family' : role === 'company' || role === 'person' ? 'company' : 'other';
  return ((names.get(key) ?? 0) + PRIOR_POSTS * USUAL_SHARE[kind]) / (posts + PRIOR_POSTS);
}

/**
 * Sums weights like the voices of a story (docs/ranking.md): the best one counts fully, further ones logarithmically.
 */
function sumWeights(stories: Story[]): number {
  const best = stories[0]?.weight ?? 0;
  const sum = stories.reduce((total, { weight }) => total + weight, 0);
  return best > 0 ? best * (1 + Math.log(sum / best)) : 0;
}

const RELEASE_WORD =
  '(?:releas|launch|announc|introduc|unveil|ship|open-sourc|rais|acquir|buy|leak|ban|pause)\\w*|is (?:out|here|live|now)|(?:just )?dropped|now available';

/** Whether a sentence of the post's opening announces the name. */
function isArrival({ title, text }: Post, forms: ReadonlyMap<string, number>): boolean {
  const opening = `${title}. ${text.slice(0, OPENING_CHARACTERS)}`;
  return [...forms.keys()].some((form) => {
    const name = escapeRegExp(form);
    return new RegExp(
      `\\b(?:${RELEASE_WORD})\\b[^.!?]{0,60}${name}|${name}[^.!?]{0,40}\\b(?:${RELEASE_WORD})\\b`,
      'i',
    ).test(opening);
  });
}

/**
 * Resolves bare versions: "M3.1" becomes "Heron M3.1" if exactly one name of the day ends so; otherwise it is dropped.
 */
function joinBareVersions(found: Map<string, Sighted>): void {
  const versions = [...found].filter(
    ([, { role, forms }]) => !role && BARE_VERSION.test([...forms.keys()][0] ?? ''),
  );
  for (const [key, bare] of versions) {
    found.delete(key);
    const version = key.replace(/^phrase /, '');
    if (!/^\p{L}|\./u.test(version)) continue;
    const isNamedSo = (form: string) => form.toLowerCase().split(/[ -]/).slice(1).at(-1) === version;
    const [longer, ...others] = [...found.values()].filter(({ forms }) => [...forms.keys()].some(isNamedSo));
    if (longer && others.length === 0) for (const [post, story] of bare.posts) longer.posts.set(post, story);
  }
}

/** Joins longer names: "Mythos" gains the posts of "Claude Mythos", which contains all of its words. */
function joinLongerNames(found: Map<string, Sighted>): void {
  const wordsOf = (key: string) => key.replace(/^\p{L}+ /u, '').split(/[ -]/);
  const list = [...found].map(([key, sighted]) => ({ key, sighted, words: wordsOf(key) }));
  for (const short of list) {
    if (short.sighted.role && isUsual(short.key, short.sighted.role)) continue;
    for (const long of list) {
      if (long.words.length <= short.words.length || !short.words.every((word) => long.words.includes(word)))
        continue;
      // A different version is a different thing.
      if (/\d/.test(long.words.filter((word) => !short.words.includes(word)).join(''))) continue;
      for (const [post, story] of long.sighted.posts) short.sighted.posts.set(post, story);
    }
  }
}

/** Every story of a plan once, in order. */
export function listPlannedStories(plan: PlannedRecap[]): Story[] {
  const stories = plan.flatMap(({ sections }) =>
    sections.flatMap((each) => each.stories.map(({ story }) => story)),
  );
  return [...new Set(stories)];
}

/** All stories, including those left out of the plan: voices count even if they cannot be quoted. */
export function listAllStories(plan: PlannedRecap[]): Story[] {
  return [...new Set([...listPlannedStories(plan), ...plan.flatMap(({ allStories = [] }) => allStories)])];
}

export function originalsOf({ posts }: Story): Post[] {
  return posts.filter((post) => !post.repostOf).slice(0, MAX_POSTS);
}

/** Counts independent voices; one that only repeats a post counts half. */
export function countVoices(posts: Post[], stories: Story[]): number {
  const voices = new Set(posts.map(voiceOf));
  const ids = new Set(posts.map(({ id }) => id));
  const repeats = stories.flatMap(({ posts }) =>
    posts.filter(({ repostOf }) => repostOf && ids.has(repostOf)),
  );
  const echoes = new Set(repeats.map(voiceOf).filter((voice) => !voices.has(voice)));
  return voices.size + echoes.size / 2;
}

/** Whether a name is new. Without an archive, only versions and unknown names are. */
function isNewName(key: string, role: Role | undefined, archive: NameArchive): boolean {
  if (isUsual(key, role)) return false;
  return role === undefined || archive.posts >= MIN_ARCHIVE_POSTS || /\d/.test(key);
}

function isYoungName(key: string, { names, totals }: NameArchive): boolean {
  const total = totals?.get(key) ?? 0;
  return total === 0 || (names.get(key) ?? 0) >= YOUNG_SHARE * total;
}

/** In the news every day. */
function isUsual(key: string, role: Role | undefined): boolean {
  return isFamily(key) || role === 'company' || role === 'person';
}

/** A family without a version ("Claude") is in the news every day, like a company. */
function isFamily(key: string): boolean {
  return /^model [a-z]+$/.test(key);
}

function worthOf(key: string, role: Role | undefined): number {
  if (role === 'thing') return 0.2;
  if (role === 'person') return 0.5;
  if (role === 'company' || isFamily(key)) return 0.7;
  return role === undefined ? 0.7 : 1;
}
