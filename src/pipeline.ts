// The main job on one screen: fetch → store → dedupe → rank → cluster → write → verify → publish → deliver.

import { isOfPeriod, type NamedPeriod } from './base/time.js';
import { dropReported } from './editorial/already-reported.js';
import { assembleIssue, issueId } from './editorial/assemble.js';
import { removeBoilerplate } from './editorial/boilerplate.js';
import { checkIssue } from './editorial/check.js';
import { markRepeats } from './editorial/dedupe.js';
import { planIssue, plannedPosts, writeIssue } from './editorial/edit.js';
import { groupStories } from './editorial/group/cluster.js';
import { namePublishers } from './editorial/publishers.js';
import { rankStories, scorePosts } from './editorial/rank.js';
import type { Checked, Issue } from './model.js';
import type { RenderedEmail } from './render/email.js';
import type { PipelineContext } from './stages/context.js';
import { renderWhole } from './stages/delivering/contents.js';
import { type Deliveries, deliverIssue } from './stages/delivering/delivery.js';
import { createHeldError, findHoldReason, isHeld } from './stages/editing/hold.js';
import { releaseIssue } from './stages/editing/release.js';
import { createEditing, type Editing } from './stages/editing/settings.js';
import {
  addComments,
  type Collected,
  checkAnswered,
  collectPosts,
  findCandidates,
  findEarlierEntries,
  sourcesChecked,
} from './stages/fetching/collect.js';
import { refreshPosts } from './stages/fetching/refresh-posts.js';
import { figuresOfFetch, figuresOfIssue, type Note, recordRun } from './stages/runs.js';
import { findIssue } from './store/issues.js';

export interface RunOptions {
  /** Make a draft that `tidings approve` releases. */
  draft: boolean;
  /** Mail the issue. Otherwise its deliveries wait for `tidings send`. */
  send: boolean;
  /** Make the deliveries due, and leave the sending to other processes. */
  leaveDelivery?: boolean;
  /** The operator's own introduction, Markdown. */
  intro?: string;
  /** A scheduled run: skip the sources that are rate limited or resting after failures. */
  scheduled?: boolean;
  /** For the archive only: it is never mailed automatically. */
  archive?: boolean;
  /** Rewrite an issue that is already published; it keeps its address. */
  rewrite?: boolean;
  /** The kind under which the run is recorded; default `issue`. */
  kind?: 'issue' | 'backfill';
  /** The result of an earlier fetch for several periods; this run fetches nothing. */
  collected?: Collected;
}

export interface PipelineRun {
  issue: Issue;
  collected: Collected;
  /** The sources checked in this run. The issue keeps those of the run that made it. */
  checked: Checked;
  /** Number of posts that repeat another one. */
  duplicates: number;
  email: RenderedEmail;
  deliveries: Deliveries;
  ms: { fetch: number; editorial: number; render: number; deliver: number };
}

/**
 * Makes, publishes and delivers the issue of a period. Each stage can be interrupted and run again: posts are stored as
 * they come, the issue is stored whole or not at all, and one that is published, edited by hand or scheduled stays as it is.
 */
export function runPipeline(
  context: PipelineContext,
  period: NamedPeriod,
  options: RunOptions,
): Promise<PipelineRun> {
  return recordRun(context, { kind: options.kind ?? 'issue', subject: issueId(period) }, (note) =>
    runStages(context, period, options, note),
  );
}

async function runStages(
  context: PipelineContext,
  period: NamedPeriod,
  options: RunOptions,
  note: Note,
): Promise<PipelineRun> {
  const time = createStopwatch(context);
  const collected = options.collected ?? (await collectPosts(context, period, options));
  const checked = sourcesChecked(context.sources, collected);
  const fetch = time();
  await note({ ms: { fetch }, ...(options.collected ? {} : figuresOfFetch(context.sources, collected)) });
  const present = await findIssue(context.db, issueId(period));
  const { issue, duplicates } =
    present && ((present.status === 'published' && !options.rewrite) || present.edited || present.publishAt)
      ? { issue: present, duplicates: 0 }
      : await editIssue(context, period, { checked, collected }, options);
  // A draft that was asked for is made: whoever asked is told what it lacks.
  if (issue.held !== undefined && isHeld(issue) && !options.draft)
    throw createHeldError(issue.id, issue.held);
  const editorial = time();
  await note({ ms: { editorial }, ...(issue === present ? {} : figuresOfIssue(issue)) });
  context.progress('render', issue.headline);
  const email = await renderWhole(context, issue);
  const render = time();
  await note({ ms: { render } });
  const deliveries: Deliveries =
    options.send && !options.leaveDelivery && issue.status === 'published'
      ? await deliverIssue(context, issue, email)
      : { sent: 0, failed: 0, skipped: 1, errors: [] };
  const deliver = time();
  const { sent, failed, skipped } = deliveries;
  await note({ ms: { deliver }, deliveries: { sent, failed, skipped } });
  return {
    issue,
    collected,
    checked,
    duplicates,
    email,
    deliveries,
    ms: { fetch, editorial, render, deliver },
  };
}

async function editIssue(
  context: PipelineContext,
  period: NamedPeriod,
  { checked, collected }: { checked: Checked; collected: Collected },
  options: RunOptions,
) {
  const { clock, progress } = context;
  if (options.kind !== 'backfill') await refreshPosts(context, period);
  progress('editorial', 'reading posts');
  const candidates = await findCandidates(context, period);
  checkAnswered(candidates, checked, period);
  const { told, listed, past } = candidates;
  const earlier = await findEarlierEntries(context, period);
  const { refs, publication } = context.config;
  const posts = markRepeats(
    removeBoilerplate(namePublishers(candidates.posts, refs), earlier, publication.language),
  );
  const scores = scorePosts(posts, past, period);
  progress('editorial', `grouping ${posts.length} posts`);
  const stories = rankStories(dropReported(groupStories(posts), told), scores);
  const editing: Editing = await createEditing(context, period, checked, posts);
  const plan = await planIssue(stories, scores, editing.settings, editing.editor);
  await addComments(context, plannedPosts(plan));
  // A list of the week's most liked posts would repeat itself every day.
  const listable = posts.filter(
    (post) => isOfPeriod(post, period, context.config.editorial.lateDays) && !listed.has(post.id),
  );
  progress('editorial', `writing ${plan.reduce((sum, recap) => sum + recap.sections.length, 0)} sections`);
  const written = checkIssue(await writeIssue(plan, listable, editing.settings, editing.editor), editing);
  const held =
    options.kind === 'backfill'
      ? undefined
      : findHoldReason(collected, candidates, {
          from: period.from,
          maxShare: context.config.editorial.maxUnreadShare,
        });
  const draft = assembleIssue(written, {
    ...editing.details,
    status: options.draft || held ? 'draft' : 'published',
    createdAt: clock().toISOString(),
    model: editing.usage(),
    held,
    intro: options.intro,
  });
  const issue = await releaseIssue(context, draft, options);
  return { issue, duplicates: posts.filter((post) => post.repostOf && !told.has(post.id)).length };
}

function createStopwatch({ clock }: PipelineContext): () => number {
  let last = clock().getTime();
  return () => {
    const now = clock().getTime();
    const passed = now - last;
    last = now;
    return passed;
  };
}
