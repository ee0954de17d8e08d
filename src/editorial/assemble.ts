// Assembles a checked issue: anchors, cited posts, tags and the audit.

import { listBullets, listCitations } from '../base/issue-bullets.js';
import { phrasesOf } from '../base/language/phrases/phrases.js';
import { slugify } from '../base/text.js';
import type { NamedPeriod } from '../base/time.js';
import type {
  Audit,
  Bullet,
  Cadence,
  Checked,
  CitedPost,
  Issue,
  IssueStatus,
  ModelUsage,
  Post,
  Recap,
} from '../model.js';
import type { WrittenIssue, WrittenRecap } from './edit.js';
import { voiceOf } from './rank.js';
import { describeRefusals, type RefusalTally } from './verify/refusal.js';

export interface IssueDetails {
  period: NamedPeriod;
  timeZone: string;
  language: string;
  publication: string;
  checked: Checked;
  model: ModelUsage;
  status: IssueStatus;
  createdAt: string;
  intro?: string;
  /** Why the issue is held as a draft. */
  held?: string;
  /** Every post that may be cited, with its comments, by id. */
  posts: ReadonlyMap<string, Post>;
  nameOf: (sourceId: string) => string;
  /** The refusals of the check. */
  refusals?: RefusalTally;
}

/** A day with fewer stories, or without a story that two voices report, is quiet. */
const QUIET_STORIES = 3;

/** The id of the issue of a period: `daily-2026-04-06`. */
export function issueId(period: { cadence: Cadence; name: string }): string {
  return `${period.cadence}-${period.name}`;
}

/** Assembles the issue of the period. The headline of an issue without stories says so. */
export function assembleIssue(written: WrittenIssue, details: IssueDetails): Issue {
  const { period, checked, posts, nameOf } = details;
  const number = createNumberer();
  const lead = (written.lead ?? []).map((bullet) => number(bullet));
  let sections = 0;
  const watch = listWatched(written.watch ?? [], details.language);
  const recaps: Recap[] = [...written.recaps, ...watch].map((recap) => ({
    id: slugify(recap.title) || 'recap',
    title: recap.title,
    platform: recap.platform,
    sections: recap.sections.map((section) => ({
      ...section,
      id: `s${++sections}`,
      bullets: section.bullets.map((bullet) => number(bullet)),
    })),
    topPosts: recap.topPosts,
  }));
  const bullets = listBullets({ lead, recaps });
  const cited = new Set([
    ...bullets.flatMap(listCitations),
    ...recaps.flatMap((recap) => recap.topPosts.map((top) => top.postId)),
  ]);
  // An empty issue gets no other headline.
  const isEmpty = bullets.length === 0;
  const headline = (!isEmpty && written.headline?.text) || quietHeadline(checked);
  const quiet =
    written.quiet ||
    written.stories.length < QUIET_STORIES ||
    (written.stories.every((story) => story.voices < 2) && !citesSeveral(lead, posts));
  const { publication, timeZone, language, model, status, createdAt, intro, held } = details;
  return {
    id: issueId(period),
    slug: `${period.name}${!isEmpty && written.headline?.text ? `-${slugify(headline)}` : ''}`.replace(
      /-$/,
      '',
    ),
    cadence: period.cadence,
    period: { from: period.from, to: period.to },
    timeZone,
    language,
    publication,
    headline,
    subtitle: isEmpty
      ? ''
      : withQuietDay(written.subtitle ?? '', quiet && period.cadence === 'daily', language),
    intro: intro || undefined,
    lead,
    quiet,
    checked,
    recaps,
    tags: written.tagging.tags,
    ...(written.summary && { summary: written.summary }),
    posts: citedPosts(cited, posts, nameOf),
    audit: {
      ...auditOf(bullets),
      refusals: details.refusals?.read(),
      proposedTags: written.tagging.proposed,
      omitted: written.omitted,
    },
    model,
    status,
    held,
    createdAt,
  };
}

/** Announced dates as a separate recap at the end. */
function listWatched(bullets: Bullet[], language: string): WrittenRecap[] {
  if (bullets.length === 0) return [];
  const { whatToWatch, announced } = phrasesOf(language).issue;
  const postIds = [...new Set(bullets.flatMap(listCitations))];
  const sections = [{ title: announced, weight: 0, bullets, postIds }];
  return [{ title: whatToWatch, platform: 'web', sections, topPosts: [] }];
}

/** Whether the lead cites several authors or publishers. */
function citesSeveral(lead: Bullet[], posts: ReadonlyMap<string, Post>): boolean {
  const cited = lead.flatMap(listCitations).flatMap((id) => posts.get(id) ?? []);
  return new Set(cited.map(voiceOf)).size > 1;
}

/** The subtitle, which starts with "A quiet day." on a quiet day. */
function withQuietDay(subtitle: string, isQuietDay: boolean, language: string): string {
  const { quietDay } = phrasesOf(language).issue;
  return isQuietDay ? `${quietDay} ${subtitle}`.trim() : subtitle;
}

/** The number of sources that answered. */
export function countAnswered(checked: Checked): number {
  return countChecked(checked) - checked.failed.length;
}

export function countChecked({ subreddits, accounts, lists, feeds, others = {} }: Checked): number {
  return [subreddits, accounts, lists, feeds, ...Object.values(others)].reduce((sum, count) => sum + count);
}

/** "Nothing new" is only known of the sources that answered. */
function quietHeadline(checked: Checked): string {
  const answered = countAnswered(checked);
  const that = checked.failed.length > 0 ? ' that answered' : '';
  return `Nothing new from ${answered} ${answered === 1 ? 'source' : 'sources'}${that}`;
}

/** Numbers bullets and their points with the anchors b1, b2 and so on, in reading order. */
function createNumberer(): (bullet: Bullet) => Bullet {
  let count = 0;
  const number = ({ refusals, ...bullet }: Bullet): Bullet => ({
    ...bullet,
    id: `b${++count}`,
    reasons: refusals && describeRefusals(refusals),
    points: bullet.points.map(number),
  });
  return number;
}

function citedPosts(
  ids: Set<string>,
  posts: ReadonlyMap<string, Post>,
  nameOf: (sourceId: string) => string,
): Record<string, CitedPost> {
  const cited: Record<string, CitedPost> = {};
  for (const post of posts.values()) {
    const { id, url, platform, sourceId, author, title, createdAt, metrics } = post;
    const common = { platform, sourceId, sourceName: nameOf(sourceId), createdAt };
    if (ids.has(id)) cited[id] = { ...common, id, url, author, title, metrics };
    for (const comment of post.comments) {
      if (!ids.has(comment.id)) continue;
      cited[comment.id] = {
        ...common,
        id: comment.id,
        url: comment.url,
        author: comment.author,
        title: '',
        metrics: { score: comment.score },
      };
    }
  }
  return cited;
}

function auditOf(bullets: Bullet[]): Omit<Audit, 'proposedTags'> {
  const all = bullets.flatMap((bullet) => [bullet, ...bullet.points]);
  return {
    bullets: all.length,
    rewritten: all.filter((bullet) => bullet.origin === 'rewritten').length,
    replaced: all.filter((bullet) => bullet.origin === 'replaced').length,
    citations: all.reduce((sum, bullet) => sum + bullet.citations.length, 0),
    reasons: all.flatMap((bullet) => (bullet.reasons ?? []).map((reason) => ({ bullet: bullet.id, reason }))),
  };
}
