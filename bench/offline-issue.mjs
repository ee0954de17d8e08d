// The offline issue of given posts, by the editorial functions that the pipeline calls.
import './field.mjs';
import { assembleIssue } from '../dist/editorial/assemble.js';
import { checkIssue } from '../dist/editorial/check.js';
import { markRepeats } from '../dist/editorial/dedupe.js';
import { planIssue, writeIssue } from '../dist/editorial/edit.js';
import { groupStories } from '../dist/editorial/group/cluster.js';
import { createOfflineEditor } from '../dist/editorial/offline/offline-editor.js';
import { createUsedText } from '../dist/editorial/offline/used-text.js';
import { rankStories, scorePosts } from '../dist/editorial/rank.js';
import { learnCasing } from '../dist/editorial/verify/evidence.js';
import { noUsage } from '../dist/llm/usage.js';

/** The issue of a day's posts; `archive` is what readArchive returns of earlier days. */
export async function makeOfflineIssue(given, { date, archive }) {
  const times = given.map(({ createdAt }) => createdAt).sort();
  const period = {
    cadence: 'daily',
    name: date,
    from: times[0],
    to: new Date(Date.parse(times.at(-1)) + 1).toISOString(),
  };
  const posts = markRepeats(given);
  const scores = scorePosts(posts, new Map(), period);
  const stories = rankStories(
    groupStories(posts).map((group) => ({ posts: group })),
    scores,
  );
  const settings = {
    recaps: [
      { title: 'X Recap', platform: 'x', maxSections: 6, maxBullets: 5 },
      { title: 'Reddit Recap', platform: 'reddit', maxSections: 5, maxBullets: 4 },
    ],
    recapOf: (sourceId) => (sourceId.startsWith('x') ? 0 : 1),
    cadence: 'daily',
    topPosts: 6,
    language: 'en',
  };
  const nameOf = (sourceId) => sourceId.replace(/^reddit:/, 'r/');
  const checking = {
    posts: new Map(posts.map((post) => [post.id, post])),
    language: 'en',
    nameOf,
    casing: learnCasing(posts),
  };
  const editor = createOfflineEditor({ language: 'en', nameOf, usedText: createUsedText(), archive }, 0.35);
  const plan = await planIssue(stories, scores, settings, editor);
  const written = checkIssue(await writeIssue(plan, posts, settings, editor), checking);
  return assembleIssue(written, {
    ...checking,
    period,
    timeZone: 'UTC',
    publication: 'Bench',
    checked: { subreddits: 1, accounts: 0, lists: 1, feeds: 0, failed: [], skipped: [] },
    model: noUsage('offline'),
    status: 'published',
    createdAt: period.to,
  });
}
