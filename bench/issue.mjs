// The issue of one real day with the configured model: how much of the day it tells, what the check sent back, its cost.
// npm run bench:issue -- --day YYYY-MM-DD [--data DIR] [--seconds N] [--text]: OPENAI_API_KEY or OPENAI_BASE_URL and
// OPENAI_MODEL name the model; without them the offline editor writes. --text prints the issue as text, too.
import { parseArgs } from 'node:util';
import { renderText } from '../dist/render/text.js';
import { createConfiguredModel } from './configured-model.mjs';
import { findDays, readDay } from './days.mjs';
import { editDay } from './edit-day.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    day: { type: 'string', default: '' },
    seconds: { type: 'string', default: '300' },
    text: { type: 'boolean', default: false },
  },
});
const { posts, period } = readDay(findDays(values.data), values.day);
const { issue, tellable } = await editDay(posts, period, createConfiguredModel(Number(values.seconds)));

const sections = issue.recaps.flatMap((recap) => recap.sections);
const bullets = [...issue.lead, ...sections.flatMap((section) => section.bullets)];
const cited = new Set(
  bullets.flatMap(({ citations, points }) => [...citations, ...points.flatMap((point) => point.citations)]),
);
const told = tellable.filter(({ posts: [...own] }) =>
  own.some(({ id, comments }) => cited.has(id) || comments.some((comment) => cited.has(comment.id))),
);
const wordsOf = ({ claim, text, points }) =>
  [...claim, { text: ' ' }, ...text].map((span) => span.text).join('') + points.map(wordsOf).join(' ');
const words = [
  issue.headline,
  issue.subtitle,
  ...sections.map(({ title }) => title),
  ...bullets.map(wordsOf),
  ...issue.recaps.flatMap(({ topPosts }) => topPosts.map(({ line }) => line)),
]
  .join(' ')
  .split(/\s+/).length;
const { audit, model } = issue;
const sentBack = audit.rewritten + audit.replaced;
const result = {
  bench: 'issue',
  day: values.day,
  headline: issue.headline,
  stories: { tellable: tellable.length, told: told.length, share: told.length / tellable.length },
  sections: sections.length,
  bullets: bullets.length,
  sentBack: { bullets: sentBack, share: sentBack / audit.bullets, reasons: audit.reasons },
  replaced: { bullets: audit.replaced, share: audit.replaced / audit.bullets },
  words,
  model: { name: model.name, degraded: model.degraded, parts: model.parts, calls: model.calls },
  tokens: { in: model.tokensIn, out: model.tokensOut, stages: model.stages },
  costUsd: model.costUsd,
};
if (values.text) console.log(renderText(issue, { publicUrl: undefined }));
for (const { reason } of audit.reasons) console.log(`sent back: ${reason}`);
console.log(
  JSON.stringify(result, (_, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value)),
);
