// The final check of every text in an issue against its posts. A text that fails is replaced by the posts' own words or
// dropped.

import { listBullets, listCitations } from '../base/issue-bullets.js';
import { fillPhrase, phrasesOf } from '../base/language/phrases/phrases.js';
import type { Bullet, Comment, Post, Story } from '../model.js';
import type { WrittenIssue, WrittenRecap } from './edit.js';
import { makeBullet } from './offline/bullets/bullet.js';
import { findBestSentence } from './offline/bullets/quotations.js';
import { wholeSentences } from './offline/sentences/extract.js';
import { sharedWords } from './offline/sentences/shared-words.js';
import { findStatement } from './offline/titles/own-words.js';
import {
  type Casing,
  type Evidence,
  evidenceOf,
  evidenceOfComment,
  prepareEvidence,
} from './verify/evidence.js';
import type { RefusalTally } from './verify/refusal.js';
import { chooseSupport } from './verify/statements/check-support.js';
import { type Verdict, type VerifyOptions, verifyBullet, verifyText } from './verify/verify.js';
import { findNumbers, stemsAndNumbers } from './verify/wording.js';
import { findMakers } from './vocabulary/makers.js';
import { findTags } from './vocabulary/tags.js';
import { isTheme } from './vocabulary/theme-lexicon.js';

/** A heading is checked against this many posts of each story, the heaviest first. */
const MAX_LEADING_POSTS = 12;

export interface Checking {
  /** Every post that may be cited, with its comments, by id. */
  posts: ReadonlyMap<string, Post>;
  language: string;
  nameOf: (sourceId: string) => string;
  /** The casing of words in all of the day's posts. */
  casing?: Casing;
  /** Counts refusals. */
  refusals?: RefusalTally;
}

/** The options of `verifyText` and `verifyBullet` for this issue. */
export function checkOptions({ language, casing }: Pick<Checking, 'language' | 'casing'>): VerifyOptions {
  return { language, ...(casing && { casing }) };
}

/** Posts and their comments as evidence, by id. */
export function gatherEvidence({ posts, nameOf }: Pick<Checking, 'posts' | 'nameOf'>): Map<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  for (const post of posts.values()) {
    evidence.set(
      post.id,
      cacheEvidence(post, () => withKnownNames(evidenceOf(post, nameOf(post.sourceId)))),
    );
    for (const comment of post.comments)
      evidence.set(
        comment.id,
        cacheEvidence(comment, () => withKnownNames(evidenceOfComment(comment))),
      );
  }
  return evidence;
}

/**
 * Adds the vocabulary's canonical names of everything that the post and its author mention, because a model uses those.
 */
function withKnownNames(evidence: Evidence): Evidence {
  const { author, title, text } = evidence;
  const said = `@${author}\n${title}\n${text}`;
  const tags = findTags(said).filter(({ kind }) => kind !== 'topic');
  return { ...evidence, knownAs: [...tags.map(({ name }) => name), ...findMakers(said)] };
}

// The prepared form is cached by evidence object, so that a post cited by many texts is prepared once.
const evidenceOfPost = new WeakMap<Post | Comment, Evidence>();

function cacheEvidence(said: Post | Comment, make: () => Evidence): Evidence {
  const evidence = evidenceOfPost.get(said) ?? make();
  evidenceOfPost.set(said, evidence);
  return evidence;
}

/** The posts of the stories and their comments as evidence, by id. */
export function evidenceOfStories(
  stories: Story[],
  { nameOf }: Pick<Checking, 'nameOf'>,
): Map<string, Evidence> {
  const posts = new Map(stories.flatMap((story) => story.posts.map((post) => [post.id, post] as const)));
  return gatherEvidence({ posts, nameOf });
}

/**
 * Returns the issue with every bullet checked against the posts it cites. A bullet that fails becomes an extract of its
 * first cited post, with origin `replaced` and the reasons; one that cannot be replaced is dropped. A subtitle or
 * section title that fails is dropped or replaced by the posts' words.
 */
export function checkIssue(written: WrittenIssue, checking: Checking): WrittenIssue {
  const leading = leadingPosts(written.stories);
  const evidence = gatherEvidence({ ...checking, posts: findCitedPosts(written, leading, checking.posts) });
  const check = (bullets: Bullet[], lenders: string[]) => {
    const nameLenders = lenders.flatMap((id) => evidence.get(id) ?? []);
    const options = { ...checkOptions(checking), nameLenders };
    return bullets.flatMap((bullet) => checkBullet(bullet, evidence, checking, options));
  };
  const recaps = written.recaps.flatMap((recap): WrittenRecap[] => {
    const sections = recap.sections.flatMap((section) => {
      const bullets = check(section.bullets, [...section.postIds, ...section.bullets.flatMap(listCitations)]);
      if (bullets.length === 0) return [];
      return [
        {
          ...section,
          title: checkTitle(
            section.title,
            section.postIds.filter((id) => leading.has(id)),
            bullets,
            written.stories,
            evidence,
            checking,
          ),
          bullets,
        },
      ];
    });
    return sections.length > 0 ? [{ ...recap, sections }] : [];
  });
  const ids = [...leading];
  const subtitle = checkSubtitle(
    written.subtitle ?? '',
    (line) => passesCheck(line, ids, evidence, checking),
    checking.language,
  );
  return {
    ...written,
    ...(written.lead && {
      lead: check(written.lead, [...ids, ...listBullets(written).flatMap(listCitations)]),
    }),
    ...(written.subtitle !== undefined && { subtitle }),
    ...(written.watch && { watch: check(written.watch, written.watch.flatMap(listCitations)) }),
    recaps,
  };
}

/** The subtitle, or its parts ("Also: one thing; another.") that pass; '' if none does. */
function checkSubtitle(subtitle: string, holds: (line: string) => boolean, language: string): string {
  const also = fillPhrase(phrasesOf(language).issue.also, { text: '' });
  const said = subtitle.replace(also, '');
  if (said === '' || holds(said)) return said && subtitle;
  const parts = said.replace(/\.$/, '').split('; ');
  const kept = parts.length > 1 ? parts.filter(holds) : [];
  const end = said.endsWith('.') ? '.' : '';
  return kept.length > 0 ? `${subtitle.startsWith(also) ? also : ''}${kept.join('; ')}${end}` : '';
}

/** Maximum posts that may support a heading together. */
const MAX_HEADING_POSTS = 4;

/** The few posts most relevant to a heading. */
export function findHeadingPosts(
  text: string,
  ids: string[],
  evidence: ReadonlyMap<string, Evidence>,
): string[] {
  if (ids.length <= MAX_HEADING_POSTS) return ids;
  const posts = ids.flatMap((id) => {
    const post = evidence.get(id);
    return post
      ? [{ id, stems: new Set([...prepareEvidence(post).allStems, ...findNumbers(post.text)]) }]
      : [];
  });
  const chosen = chooseSupport(stemsAndNumbers(text), posts, MAX_HEADING_POSTS);
  return chosen.length > 0 ? chosen : ids;
}

/** Checks a heading against the few posts most relevant to it. Counts a refusal. */
export function verifyHeading(
  text: string,
  ids: string[],
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
): { cited: string[]; verdict: Verdict } {
  const cited = findHeadingPosts(text, ids, evidence);
  const verdict = verifyText(text, cited, evidence, { ...checkOptions(checking), heading: true });
  if (!verdict.ok) checking.refusals?.add(verdict.refusals);
  return { cited, verdict };
}

/** Whether a few of the posts support a heading. Counts a refusal. */
export function passesCheck(
  text: string,
  ids: string[],
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
): boolean {
  return verifyHeading(text, ids, evidence, checking).verdict.ok;
}

/** The posts used to check headings: the heaviest of each story. */
function leadingPosts(stories: Story[]): Set<string> {
  return new Set(stories.flatMap((story) => story.posts.slice(0, MAX_LEADING_POSTS).map((post) => post.id)));
}

/** The posts used to check any text of the issue. */
function findCitedPosts(
  written: WrittenIssue,
  leading: ReadonlySet<string>,
  posts: ReadonlyMap<string, Post>,
): Map<string, Post> {
  const watched = (written.watch ?? []).flatMap(listCitations);
  const ids = new Set([...leading, ...listBullets(written).flatMap(listCitations), ...watched]);
  const commented = (post: Post) => post.comments.some((comment) => ids.has(comment.id));
  return new Map([...posts].filter(([id, post]) => ids.has(id) || commented(post)));
}

function checkBullet(
  bullet: Bullet,
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
  options: VerifyOptions,
): Bullet[] {
  const verdict = verifyBullet(bullet, evidence, options);
  if (verdict.ok) return [bullet];
  checking.refusals?.add(verdict.refusals);
  const replacement = replaceBullet(bullet, checking);
  if (!replacement || !verifyBullet(replacement, evidence, checkOptions(checking)).ok) return [];
  return [{ ...replacement, refusals: verdict.refusals, ...(bullet.updates && { updates: bullet.updates }) }];
}

/** The title or best sentence of the first cited post, as a bullet. */
export function replaceBullet(
  bullet: Pick<Bullet, 'citations'>,
  checking: Pick<Checking, 'posts' | 'language'>,
): Bullet | undefined {
  for (const id of bullet.citations) {
    const post = checking.posts.get(id);
    if (!post) continue;
    if (post.title) return makeBullet({ claim: [{ text: post.title, cite: id }] }, 'replaced');
    const best =
      findBestSentence(post, sharedWords([post]), checking.language) ??
      wholeSentences(post.text, checking.language)[0];
    if (best) return makeBullet({ claim: [{ text: best.text }], also: [id] }, 'replaced');
  }
  return undefined;
}

/** The title if the posts support it, else its theme, else the words of the first bullet's story. */
function checkTitle(
  title: string,
  ids: string[],
  bullets: Bullet[],
  stories: Story[],
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
): string {
  // A theme is our own label, not a claim that posts must support.
  const [theme = '', rest] = title.split(/:\s(.*)/s, 2);
  const claimed = isTheme(theme) ? (rest ?? '') : title;
  if (title && (claimed === '' || passesCheck(claimed, ids, evidence, checking))) return title;
  if (isTheme(theme)) return theme;
  const [first] = bullets.flatMap((bullet) => bullet.citations);
  const story = stories.find(({ posts }) => posts.some((post) => post.id === first));
  return (story && findStatement([story], checking.language)) ?? phrasesOf(checking.language).issue.moreNews;
}
