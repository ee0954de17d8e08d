// One day's posts made into an issue by the real editor, without store or network: what bench:tokens and bench:issue share.
import './field.mjs';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assembleIssue } from '../dist/editorial/assemble.js';
import { checkIssue } from '../dist/editorial/check.js';
import { markRepeats } from '../dist/editorial/dedupe.js';
import { planIssue, writeIssue } from '../dist/editorial/edit.js';
import { groupStories } from '../dist/editorial/group/cluster.js';
import { createModelEditor } from '../dist/editorial/model/model-editor.js';
import { PROMPT_NAMES } from '../dist/editorial/model/prompts.js';
import { createSecondReading } from '../dist/editorial/model/read-again.js';
import { isWorthTelling } from '../dist/editorial/offline/bullets/newsworthy.js';
import { createOfflineEditor } from '../dist/editorial/offline/offline-editor.js';
import { createUsedText } from '../dist/editorial/offline/used-text.js';
import { rankStories, scorePosts } from '../dist/editorial/rank.js';
import { learnCasing } from '../dist/editorial/verify/evidence.js';
import { noUsage } from '../dist/llm/usage.js';

const shipped = parse(readFileSync('sources.yaml', 'utf8'));
const platforms = { x: 'x', reddit: 'reddit', feeds: 'web' };

export function readPrompts() {
  const read = (name) => readFileSync(`templates/prompts/${name}.md`, 'utf8').trim();
  return Object.fromEntries(PROMPT_NAMES.map((name) => [name, read(name)]));
}

/** The editor with the model, or the offline one without. */
export function createEditor(model, checking) {
  const { nameOf } = checking;
  const offline = createOfflineEditor({ language: 'en', nameOf, usedText: createUsedText() }, 0.35);
  if (!model) return { ...offline, usage: () => noUsage('offline') };
  const style = { language: 'en', tone: shipped.publication.tone };
  const prompts = readPrompts();
  const readAgain = createSecondReading(model, prompts.check);
  return createModelEditor({ model, prompts, style, checking, readAgain }, offline);
}

/** The issue of the posts, and the stories that it could have told. */
export async function editDay(raw, period, model) {
  const posts = markRepeats(raw);
  const scores = scorePosts(posts, new Map(), period);
  const stories = rankStories(
    groupStories(posts).map((group) => ({ posts: group })),
    scores,
  );
  const checking = {
    posts: new Map(posts.map((post) => [post.id, post])),
    language: 'en',
    nameOf: (sourceId) => sourceId.replace(/^reddit:/, 'r/').replace(/^x:/, '@'),
    casing: learnCasing(posts),
  };
  const editor = createEditor(model, checking);
  const settings = {
    cadence: 'daily',
    recaps: shipped.recaps.map((recap) => ({ ...recap, platform: platforms[recap.from] ?? 'reddit' })),
    recapOf: (sourceId) => (sourceId.startsWith('x:') ? 0 : /locallla?m/.test(sourceId) ? 1 : 2),
    topPosts: 6,
    language: 'en',
  };
  const plan = await planIssue(stories, scores, settings, editor);
  const written = checkIssue(await writeIssue(plan, posts, settings, editor), checking);
  const issue = assembleIssue(written, {
    ...checking,
    period,
    timeZone: 'UTC',
    publication: 'Bench',
    checked: { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] },
    model: editor.usage(),
    status: 'draft',
    createdAt: period.to,
  });
  return { issue, tellable: stories.filter((story) => isWorthTelling(story)) };
}
