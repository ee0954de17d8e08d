// How many input tokens the model editor asks for on a day of 6,000 posts with the default settings, by stage.
// npm run bench:tokens [-- --data DIR] [--posts N]. Counted by the estimate that the budget goes by (four Latin
// characters a token); `worst` is a model all of whose bullets fail the check and are written once more.
import './field.mjs';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { assembleIssue } from '../dist/editorial/assemble.js';
import { checkIssue } from '../dist/editorial/check.js';
import { markRepeats } from '../dist/editorial/dedupe.js';
import { planIssue, writeIssue } from '../dist/editorial/edit.js';
import { groupStories } from '../dist/editorial/group/cluster.js';
import { createModelEditor } from '../dist/editorial/model/model-editor.js';
import { PROMPT_NAMES } from '../dist/editorial/model/prompts.js';
import { createOfflineEditor } from '../dist/editorial/offline/editor.js';
import { createUsedText } from '../dist/editorial/offline/used-text.js';
import { rankStories, scorePosts } from '../dist/editorial/rank.js';
import { estimateTokens } from '../dist/llm/budget.js';
import { noUsage } from '../dist/llm/usage.js';
import { findDays, makePosts, PERIOD } from './days.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '6000' },
  },
});
const days = findDays(values.data);
const shipped = parse(readFileSync('sources.yaml', 'utf8'));
const prompts = Object.fromEntries(
  PROMPT_NAMES.map((name) => [name, readFileSync(`templates/prompts/${name}.md`, 'utf8').trim()]),
);

const firstSentence = (text) => text.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? text;
const linesOf = (user) =>
  user
    .split('\n')
    .filter((line) => line.startsWith('{"'))
    .map((line) => JSON.parse(line));

/** A model that counts what it is asked, and answers with the material's own words, or with lies. */
function createCounter(lying) {
  const stages = {};
  const complete = async ({ stage, system, user, schemaName }) => {
    const used = stages[stage] ?? { calls: 0, tokensIn: 0 };
    stages[stage] = { calls: used.calls + 1, tokensIn: used.tokensIn + estimateTokens(system + user) + 200 };
    const lines = linesOf(user).filter((line) => line.id);
    const lie = lying ? ' It has 987654 users.' : '';
    if (schemaName === 'sections') {
      const sections = [];
      lines.forEach((line, index) => {
        if (index % 5 === 0)
          sections.push({ title: line.says.split(' ').slice(0, 5).join(' '), stories: [] });
        sections.at(-1).stories.push(line.id);
      });
      return { sections, dropped: [] };
    }
    if (schemaName === 'bullets') {
      const leads = lines.filter(
        (line, index) => lines.findIndex((other) => other.story === line.story) === index,
      );
      return {
        title: '',
        bullets: leads.map((line) => ({
          claim: `${firstSentence(line.title ?? line.text)} [${line.id}]`,
          text: `${firstSentence(line.text)}${lie} [${line.id}]`,
          points: [],
        })),
      };
    }
    if (schemaName === 'opening') {
      const said = lines.slice(0, 3).map((line) => `${firstSentence(line.text)} [${line.id}]`);
      return {
        headline: lines[0].text.split(' ').slice(0, 6).join(' '),
        subtitle: firstSentence(lines[1].text),
        lead: said,
        summary: said,
        watch: [],
      };
    }
    return { tags: [], proposed: [] };
  };
  return {
    stages,
    model: {
      name: 'counter',
      complete,
      usage: () => noUsage('counter'),
    },
  };
}

async function count(lying) {
  const posts = markRepeats(makePosts(days, Number(values.posts)));
  const scores = scorePosts(posts, new Map(), PERIOD);
  const stories = rankStories(
    groupStories(posts).map((group) => ({ posts: group })),
    scores,
  );
  const nameOf = (sourceId) => sourceId;
  const checking = { posts: new Map(posts.map((post) => [post.id, post])), language: 'en', nameOf };
  const { stages, model } = createCounter(lying);
  const desk = { model, prompts, style: { language: 'en', tone: shipped.publication.tone }, checking };
  const editor = createModelEditor(
    desk,
    createOfflineEditor({ language: 'en', nameOf, said: createUsedText() }, 0.35),
  );
  const platforms = { x: 'x', reddit: 'reddit', feeds: 'web' };
  const settings = {
    recaps: shipped.recaps.map((recap) => ({ ...recap, platform: platforms[recap.from] ?? 'reddit' })),
    recapOf: (sourceId) => (sourceId.startsWith('x:') ? 0 : /localll/.test(sourceId) ? 1 : 2),
    cadence: 'daily',
    topPosts: 6,
    language: 'en',
  };
  const plan = await planIssue(stories, scores, settings, editor);
  const issue = assembleIssue(checkIssue(await writeIssue(plan, posts, settings, editor), checking), {
    ...checking,
    period: PERIOD,
    timeZone: 'UTC',
    publication: 'Bench',
    checked: { subreddits: 0, accounts: 0, lists: 0, feeds: 0, failed: [], skipped: [] },
    model: editor.usage(),
    status: 'draft',
    createdAt: PERIOD.to,
  });
  const tokensIn = Object.values(stages).reduce((sum, stage) => sum + stage.tokensIn, 0);
  return { tokensIn, stages, bullets: issue.audit.bullets, replaced: issue.audit.replaced };
}

const usual = await count(false);
const worst = await count(true);
console.table(usual.stages);
console.table(worst.stages);
console.log(JSON.stringify({ bench: 'tokens', posts: Number(values.posts), usual, worst }));
