// The last gate: nothing leaves the editorial room that its posts do not say. What fails is replaced or dropped.
import { listBullets, listCitations } from '../base/issue-bullets.js';
import type { Bullet, Comment, Post, Story } from '../model.js';
import type { WrittenIssue, WrittenRecap } from './edit.js';
import { wholeSentences } from './offline/extract.js';
import { writeHeadline } from './offline/headline.js';
import { sharedWords } from './offline/shared-words.js';
import { bestOf, makeBullet } from './offline/write.js';
import { type Casing, type Evidence, evidenceOf, evidenceOfComment } from './verify/evidence.js';
import { type VerifyOptions, verifyBullet, verifyText } from './verify/verify.js';
import { findTags } from './vocabulary/tags.js';

/** So many posts of a story, the heaviest first, say what it is about. */
const LEADING = 12;

export interface Checking {
  /** Every post that may be cited, with its comments, by id. */
  posts: ReadonlyMap<string, Post>;
  language: string;
  nameOf: (sourceId: string) => string;
  /** How all of the day's posts write a word. */
  casing?: Casing;
}

/** How a text of the issue is to be checked. */
export function checkOptions({ language, casing }: Pick<Checking, 'language' | 'casing'>): VerifyOptions {
  return { language, ...(casing && { casing }) };
}

/** Posts and their comments as evidence, by id. */
export function gatherEvidence({ posts, nameOf }: Pick<Checking, 'posts' | 'nameOf'>): Map<string, Evidence> {
  const evidence = new Map<string, Evidence>();
  for (const post of posts.values()) {
    evidence.set(
      post.id,
      once(post, () => withKnownNames(evidenceOf(post, nameOf(post.sourceId)))),
    );
    for (const comment of post.comments)
      evidence.set(
        comment.id,
        once(comment, () => withKnownNames(evidenceOfComment(comment))),
      );
  }
  return evidence;
}

/** With the vocabulary's names for what is named in it, the author included: a model writes them so. */
function withKnownNames(evidence: Evidence): Evidence {
  const { author, title, text } = evidence;
  const tags = findTags(`@${author}\n${title}\n${text}`).filter(({ kind }) => kind !== 'topic');
  return { ...evidence, knownAs: tags.map(({ name }) => name) };
}

// What is prepared of an evidence is kept by the object: a post that is checked against often is read once.
const made = new WeakMap<Post | Comment, Evidence>();

function once(said: Post | Comment, make: () => Evidence): Evidence {
  const evidence = made.get(said) ?? make();
  made.set(said, evidence);
  return evidence;
}

/** The evidence that the posts of some stories give. */
export function evidenceOfStories(
  stories: Story[],
  { nameOf }: Pick<Checking, 'nameOf'>,
): Map<string, Evidence> {
  const posts = new Map(stories.flatMap((story) => story.posts.map((post) => [post.id, post] as const)));
  return gatherEvidence({ posts, nameOf });
}

/**
 * The issue with every bullet checked against what it cites. One that fails becomes a plain extract of its first
 * cited post, with origin `replaced` and the reasons; one that cannot be replaced goes. A headline, subtitle or
 * section title with a name or number that no told post holds is replaced by words of the posts.
 */
export function checkIssue(written: WrittenIssue, checking: Checking): WrittenIssue {
  const leading = leadingPosts(written.stories);
  const evidence = gatherEvidence({ ...checking, posts: citable(written, leading, checking.posts) });
  const check = (bullet: Bullet) => checkBullet(bullet, evidence, checking);
  const recaps = written.recaps.flatMap((recap): WrittenRecap[] => {
    const sections = recap.sections.flatMap((section) => {
      const bullets = section.bullets.flatMap(check);
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
  const told = [...leading];
  const subtitle = written.subtitle?.replace(/^Also: /, '') ?? '';
  const subtitleHolds = subtitle !== '' && passes(subtitle, told, evidence, checking);
  return {
    ...written,
    ...(written.lead && { lead: written.lead.flatMap(check) }),
    ...(written.subtitle !== undefined && { subtitle: subtitleHolds ? written.subtitle : '' }),
    recaps,
  };
}

/** Whether a heading holds only names, numbers and quotations of the posts. */
export function passes(
  text: string,
  ids: string[],
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
): boolean {
  return verifyText(text, ids, evidence, { ...checkOptions(checking), wording: false }).ok;
}

/** Headings are held to the leading posts of their stories: a story that thousands repeat says no more by it. */
function leadingPosts(stories: Story[]): Set<string> {
  return new Set(stories.flatMap((story) => story.posts.slice(0, LEADING).map((post) => post.id)));
}

/** Of all posts those that something of the issue is checked against. */
function citable(
  written: WrittenIssue,
  leading: ReadonlySet<string>,
  posts: ReadonlyMap<string, Post>,
): Map<string, Post> {
  const ids = new Set([...leading, ...listBullets(written).flatMap(listCitations)]);
  const commented = (post: Post) => post.comments.some((comment) => ids.has(comment.id));
  return new Map([...posts].filter(([id, post]) => ids.has(id) || commented(post)));
}

function checkBullet(bullet: Bullet, evidence: ReadonlyMap<string, Evidence>, checking: Checking): Bullet[] {
  const verdict = verifyBullet(bullet, evidence, checkOptions(checking));
  if (verdict.ok) return [bullet];
  const replacement = replaceBullet(bullet, checking);
  if (!replacement || !verifyBullet(replacement, evidence, checkOptions(checking)).ok) return [];
  return [{ ...replacement, reasons: verdict.reasons, ...(bullet.updates && { updates: bullet.updates }) }];
}

/** The first cited post's own title or best sentence, and nothing else. */
export function replaceBullet(
  bullet: Pick<Bullet, 'citations'>,
  checking: Pick<Checking, 'posts' | 'language'>,
): Bullet | undefined {
  for (const id of bullet.citations) {
    const post = checking.posts.get(id);
    if (!post) continue;
    if (post.title) return makeBullet({ claim: [{ text: post.title, cite: id }] }, 'replaced');
    const best =
      bestOf(post, sharedWords([post]), checking.language) ?? wholeSentences(post.text, checking.language)[0];
    if (best) return makeBullet({ claim: [{ text: best.text }], also: [id] }, 'replaced');
  }
  return undefined;
}

/** The title when it holds, else the headline of the story that the first bullet tells. */
function checkTitle(
  title: string,
  ids: string[],
  bullets: Bullet[],
  stories: Story[],
  evidence: ReadonlyMap<string, Evidence>,
  checking: Checking,
): string {
  if (title && passes(title, ids, evidence, checking)) return title;
  const [first] = bullets.flatMap((bullet) => bullet.citations);
  const story = stories.find(({ posts }) => posts.some((post) => post.id === first));
  return story
    ? writeHeadline(story, checking.language).text
    : (bullets[0]?.claim ?? []).map((span) => span.text).join('');
}
