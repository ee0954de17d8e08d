// How many input tokens the model editor asks for on a day of 6,000 posts with the default settings, by stage.
// npm run bench:tokens [-- --data DIR] [--posts N] [--comments N]. Counted by the estimate that the budget goes by (four Latin
// characters a token); `worst` is a model all of whose bullets fail the check and are written once more.
import './field.mjs';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { estimateTokens } from '../dist/llm/budget.js';
import { noUsage } from '../dist/llm/usage.js';
import { findDays, makePosts, PERIOD } from './days.mjs';
import { editDay } from './edit-day.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '6000' },
    comments: { type: 'string', default: '5' },
  },
});
const days = findDays(values.data);
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
    if (schemaName === 'doubts') return { doubts: [] };
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

/** Comments of real days, as many under each submission as busy subreddits have. */
const COMMENTS_PER_POST = Number(values.comments);
const comments = readdirSync(days)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(days, name), 'utf8')).posts)
  .flatMap((post) => post.comments ?? [])
  .map((comment) => (typeof comment === 'string' ? comment : (comment.text ?? comment.body ?? '')))
  .filter(Boolean);
function withComments(post, index) {
  if (post.platform !== 'reddit') return post;
  const own = Array.from({ length: COMMENTS_PER_POST }, (_, n) => ({
    id: `${post.id}c${n}`,
    url: `${post.url}c${n}/`,
    author: `u${n}`,
    text: comments[(index * COMMENTS_PER_POST + n) % comments.length],
    score: 10 - n,
  }));
  return { ...post, comments: own };
}

async function count(lying) {
  const { stages, model } = createCounter(lying);
  const posts = makePosts(days, Number(values.posts)).map(withComments);
  const { issue } = await editDay(posts, PERIOD, model);
  const tokensIn = Object.values(stages).reduce((sum, stage) => sum + stage.tokensIn, 0);
  return { tokensIn, stages, bullets: issue.audit.bullets, replaced: issue.audit.replaced };
}

const usual = await count(false);
const worst = await count(true);
console.table(usual.stages);
console.table(worst.stages);
console.log(JSON.stringify({ bench: 'tokens', posts: Number(values.posts), usual, worst }));
