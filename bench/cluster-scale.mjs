// Processor time a post and peak memory of deduping, grouping into stories and ranking, at 1,000, 10,000 and 100,000
// posts (bench/crowd.mjs makes them), beside the ways that compare each with each. npm run bench:cluster-scale [-- --data DIR] [--posts 1000,10000,100000]
import './field.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dropReported } from '../dist/editorial/already-reported.js';
import { markRepeats } from '../dist/editorial/dedupe.js';
import { groupStories } from '../dist/editorial/group/cluster.js';
import { addPair } from '../dist/editorial/group/pair-list.js';
import { computeCosine, nameDifferentVersions } from '../dist/editorial/group/sketches.js';
import { findStories } from '../dist/editorial/group/stories.js';
import { rankStories, scorePosts } from '../dist/editorial/rank.js';
import { isSameText, readShingles } from '../dist/editorial/same-text.js';
import { makeCrowd } from './crowd.mjs';
import { findDays, PERIOD } from './days.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    posts: { type: 'string', default: '1000,10000,100000' },
    child: { type: 'string' },
    rivalUpTo: { type: 'string', default: '10000' },
  },
});
const days = findDays(values.data);
const self = fileURLToPath(import.meta.url);

if (values.child) process.stdout.write(JSON.stringify(measure(values.child, Number(values.posts))));
else compare();

function compare() {
  const call = (child, posts) => {
    const args = [self, '--child', child, '--posts', String(posts), '--data', values.data];
    const done = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (done.status !== 0) throw new Error(`${child} ended with ${done.status ?? done.signal}`);
    return JSON.parse(done.stdout);
  };
  const sizes = values.posts.split(',').map(Number);
  const ours = sizes.map((posts) => ({ posts, ...call('pipeline', posts) }));
  console.table(ours);
  const rivals = sizes
    .filter((posts) => posts <= Number(values.rivalUpTo))
    .map((posts) => ({ posts, ...call('exact', posts) }));
  console.log('each with each:');
  console.table(rivals);
  const [before, last] = ours.slice(-2);
  const ratio = (key) => (last && before ? Math.round((last[key] / before[key]) * 100) / 100 : null);
  console.log(
    JSON.stringify({
      bench: 'cluster-scale',
      ours,
      rivals,
      growth: { dedupe: ratio('dedupeUs'), stories: ratio('storiesUs') },
    }),
  );
}

/** Microseconds of processor time a post, collector included: the machine may be busy with something else. */
function measure(child, count) {
  const posts = makeCrowd(days, count);
  const result = { postsMb: Math.round(process.memoryUsage().rss / 2 ** 20) };
  const stage = (name, work) => {
    const start = process.cpuUsage();
    const made = work();
    const { user, system } = process.cpuUsage(start);
    result[`${name}Us`] = Math.round(((user + system) / count) * 10) / 10;
    return made;
  };
  if (child === 'pipeline') {
    const marked = stage('dedupe', () => markRepeats(posts));
    const scores = stage('score', () => scorePosts(marked, new Map(), PERIOD));
    const groups = stage('stories', () => groupStories(marked));
    const told = new Map(marked.slice(0, count / 20).map(({ id }) => [id, 'earlier']));
    const left = stage('told', () => dropReported(groups, told));
    stage('rank', () => rankStories(left, scores));
    const planted = marked.filter((post) => post.plantedOf);
    result.repeatsFound = share(planted.filter((post) => post.repostOf).length, planted.length);
    result.stories = groups.length;
  } else {
    stage('dedupe', () => pairTexts(posts));
    const exact = stage('stories', () => findStories(posts, undefined, compareAll));
    result.storiesAgree = agree(exact, findStories(posts));
  }
  result[child === 'pipeline' ? 'pipelineMb' : `${child}Mb`] = Math.round(
    process.resourceUsage().maxRSS / 1024,
  );
  return result;
}

function share(part, whole) {
  return Math.round((part / (whole || 1)) * 1000) / 1000;
}

function pairTexts(posts) {
  const texts = posts.map(({ title, text }) => readShingles(`${title} ${text}`));
  let same = 0;
  for (const [at, text] of texts.entries())
    for (let other = 0; text && other < at; other++)
      if (texts[other] && isSameText(text, texts[other])) same++;
  return same;
}

/** Stands for findAlike: every two posts within reach. */
function compareAll(sketches, order, least, pairs) {
  const seen = [];
  for (const at of order) {
    if (sketches.sizes[at] < 5) continue;
    for (const other of seen) {
      if (sketches.times[at] - sketches.times[other] > 4 * 86_400_000) continue;
      const cosine = computeCosine(sketches, at, other);
      if (cosine >= least && !nameDifferentVersions(sketches, at, other)) addPair(pairs, other, at, cosine);
    }
    seen.push(at);
  }
}

/** B-cubed F1 of a partition against another, both as lists of indexes. */
function agree(exact, ours) {
  const label = (groups) => {
    const labels = [];
    for (const [number, group] of groups.entries()) for (const at of group) labels[at] = number;
    return labels;
  };
  return Math.round(scoreBcubed(label(ours), label(exact)) * 10_000) / 10_000;
}

function scoreBcubed(labels, gold) {
  const count = (keys) =>
    keys.reduce((counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1), new Map());
  const [own, real] = [count(labels), count(gold)];
  const both = count(labels.map((label, at) => `${label} ${gold[at]}`));
  let [precision, recall] = [0, 0];
  for (const [at, label] of labels.entries()) {
    const shared = both.get(`${label} ${gold[at]}`);
    precision += shared / own.get(label) / labels.length;
    recall += shared / real.get(gold[at]) / labels.length;
  }
  return (2 * precision * recall) / (precision + recall);
}
