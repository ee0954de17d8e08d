// How many input tokens the model editor asks for on a day of 6,000 posts with the default settings, by stage.
// npm run bench:tokens [-- --data DIR] [--posts N]. Counted by the estimate that the budget goes by (four Latin
// characters a token); `worst` is a model all of whose bullets fail the check and are written once more.
import './field.mjs';
import { parseArgs } from 'node:util';
import { estimateTokens } from '../dist/llm/budget.js';
import { noUsage } from '../dist/llm/usage.js';
import { findDays, makePosts, PERIOD } from './days.mjs';
import { editDay } from './edit-day.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '6000' },
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

async function count(lying) {
  const { stages, model } = createCounter(lying);
  const { issue } = await editDay(makePosts(days, Number(values.posts)), PERIOD, model);
  const tokensIn = Object.values(stages).reduce((sum, stage) => sum + stage.tokensIn, 0);
  return { tokensIn, stages, bullets: issue.audit.bullets, replaced: issue.audit.replaced };
}

const usual = await count(false);
const worst = await count(true);
console.table(usual.stages);
console.table(worst.stages);
console.log(JSON.stringify({ bench: 'tokens', posts: Number(values.posts), usual, worst }));
