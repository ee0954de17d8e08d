// How well posts are grouped without a model: against the sections of real issues, and against labelled tweets.
// Needs `npm run build`. Usage: node bench/cluster.mjs [--data DIR] [--titles YYYY-MM-DD] [--model [--days YYYY-MM-DD,…]]
// --model scores the sections of the model that the environment names instead.
import './field.mjs';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groupItems, groupSections, groupStories } from '../dist/editorial/group/cluster.js';
import { addToArchive } from '../dist/editorial/group/term-archive.js';
import { writeTitles } from '../dist/editorial/offline/titles/titles.js';
import { scoreModel } from './cluster-model.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    titles: { type: 'string' },
    archive: { type: 'boolean', default: false },
    model: { type: 'boolean', default: false },
    days: { type: 'string', default: '' },
  },
});
const issues = join(values.data, 'ainews');
if (!existsSync(issues)) {
  console.error(`No evaluation data in ${values.data}: give its folder with --data DIR.`);
  process.exit(1);
}

/** Mean over items of precision and recall of the item's own group, and their harmonic mean. */
function scoreBcubed(labels, gold) {
  const [byLabel, byGold, both] = [
    count(labels),
    count(gold),
    count(labels.map((l, at) => `${l}\t${gold[at]}`)),
  ];
  let precision = 0;
  let recall = 0;
  for (const [at, label] of labels.entries()) {
    const shared = both.get(`${label}\t${gold[at]}`);
    precision += shared / byLabel.get(label) / labels.length;
    recall += shared / byGold.get(gold[at]) / labels.length;
  }
  return (2 * precision * recall) / (precision + recall);
}

/** The adjusted Rand index: pairs grouped alike, 0 for chance, 1 for the same partition. */
function scoreRand(labels, gold) {
  const pairs = (counts) => [...counts.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const [a, b] = [pairs(count(labels)), pairs(count(gold))];
  const both = pairs(count(labels.map((label, at) => `${label}\t${gold[at]}`)));
  const chance = (a * b) / ((labels.length * (labels.length - 1)) / 2);
  return (a + b) / 2 === chance ? 1 : (both - chance) / ((a + b) / 2 - chance);
}

/** Normalised mutual information, by the arithmetic mean of the entropies. */
function scoreInformation(labels, gold) {
  const entropy = (counts) =>
    -[...counts.values()].reduce((sum, n) => sum + (n / labels.length) * Math.log(n / labels.length), 0);
  const [a, b] = [entropy(count(labels)), entropy(count(gold))];
  return (2 * (a + b - entropy(count(labels.map((label, at) => `${label}\t${gold[at]}`))))) / (a + b);
}

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function readIssues() {
  const names = readdirSync(issues).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(readFileSync(join(issues, name), 'utf8')));
}

/** One partition an issue for tweets (15 or more), one a recap for Reddit posts (6 or more). */
function listPartitions(all) {
  return all.flatMap(({ issue, date, tweets, posts }) => {
    const day = String(date ?? issue).slice(0, 10);
    const month = day.slice(0, 7);
    const recaps = Map.groupBy?.(posts, ({ part }) => part) ?? groupBy(posts, ({ part }) => part);
    return [
      { month, day, date: String(date ?? issue), kind: 'x', members: tweets, least: 15, read: readTweet },
      ...[...recaps.values()].map((members) => ({
        month,
        day,
        date: String(date ?? issue),
        kind: 'reddit',
        members,
        least: 6,
        read: readPost,
      })),
    ].filter(({ members, least }) => members.length >= least);
  });
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

const readTweet = ({ text, handle, createdAt }) => ({
  title: '',
  text,
  author: handle,
  time: Date.parse(createdAt),
});
const readPost = ({ title, text, subreddit }) => ({ title, text, place: subreddit });

/** The posts of the days before a partition's, counted; `partitions` and `all` are in the order of days. */
function createArchive(all) {
  const archive = { texts: 0, terms: new Map(), casing: new Map() };
  let next = 0;
  return (date) => {
    for (; next < all.length && String(all[next].date ?? all[next].issue) < date; next++) {
      for (const tweet of all[next].tweets) addToArchive(archive, readTweet(tweet));
      for (const post of all[next].posts) addToArchive(archive, readPost(post));
    }
    return archive;
  };
}

function scorePartitions(partitions, archiveAt = () => undefined) {
  const scores = partitions.map(({ members, read, ...about }) => {
    const labels = groupItems(members.map(read), undefined, archiveAt(about.date));
    const gold = members.map(({ section }) => section);
    return {
      ...about,
      f1: scoreBcubed(labels, gold),
      ari: scoreRand(labels, gold),
      groups: new Set(labels).size,
    };
  });
  const mean = (list, key) => list.reduce((sum, score) => sum + score[key], 0) / (list.length || 1);
  return (keep) => {
    const list = scores.filter(keep);
    return {
      partitions: list.length,
      f1: mean(list, 'f1'),
      ari: mean(list, 'ari'),
      groups: mean(list, 'groups'),
    };
  };
}

function scoreTweets() {
  const folder = join(values.data, 'short-text');
  if (!existsSync(folder)) return undefined;
  const read = (name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  const [texts, gold] = [read('Tweet.txt'), read('Tweet_LABEL.txt')];
  const labels = groupItems(texts.map((text) => ({ title: '', text })));
  return {
    texts: texts.length,
    groups: new Set(labels).size,
    nmi: scoreInformation(labels, gold),
    f1: scoreBcubed(labels, gold),
  };
}

/** Synthetic days of posts, cut from real texts at random but the same each time. */
function timeStories(all, size) {
  const texts = all.flatMap(({ tweets, posts }) => [...tweets, ...posts].map(({ text }) => text.split(' ')));
  let state = 1;
  const random = (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const posts = Array.from({ length: size }, (_, at) => {
    const words = [...texts[random(texts.length)], ...texts[random(texts.length)]];
    const from = random(Math.ceil(words.length * 0.6));
    return toPost(`p${at}`, {
      text: words.slice(from, from + 30).join(' '),
      createdAt: 1.77e12 + random(86_400_000),
    });
  });
  // Processor time, collector included: the machine may be busy with something else.
  const start = process.cpuUsage();
  groupStories(posts);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function toPost(
  id,
  {
    text,
    title = '',
    platform = 'x',
    author = id,
    sourceId = 's',
    url = `https://x.com/i/status/${id}`,
    createdAt = 0,
  },
) {
  const about = { sourceId, platform, url, author, title, createdAt: new Date(createdAt).toISOString() };
  return { id, ...about, text, metrics: {}, links: [], media: [], comments: [] };
}

/** Shows an issue's sections as they come out, for people to judge. */
function showTitles({ tweets, posts }) {
  const recaps = groupBy(posts, ({ part }) => part);
  const all = [
    tweets.map((t) => toPost(t.id, { text: t.text, author: t.handle, createdAt: Date.parse(t.createdAt) })),
    ...[...recaps.values()].map((list) =>
      list.map((p) => toPost(p.id, { ...p, platform: 'reddit', sourceId: p.subreddit })),
    ),
  ];
  for (const recap of all) {
    const stories = groupStories(recap).map((group, at) => ({
      id: group[0].id,
      posts: group,
      weight: 1 / (at + 1),
      voices: 1,
    }));
    console.log(`${recap.length} posts, ${stories.length} stories`);
    const groups = groupSections(stories);
    for (const [at, title] of writeTitles(groups).entries()) console.log(`  ${title} (${groups[at].length})`);
  }
}

const all = readIssues();
if (values.model) {
  const days = values.days ? values.days.split(',') : [''];
  const partitions = listPartitions(all).filter(({ day }) => days.some((chosen) => day.startsWith(chosen)));
  const toPostOf = (kind) => (id, member) =>
    kind === 'x'
      ? toPost(id, { text: member.text, author: member.handle, createdAt: Date.parse(member.createdAt) })
      : toPost(id, { ...member, platform: 'reddit', sourceId: member.subreddit });
  const score = (labels, gold) => ({ f1: scoreBcubed(labels, gold), ari: scoreRand(labels, gold) });
  console.log(JSON.stringify(await scoreModel(partitions, toPostOf, score)));
} else if (values.titles) {
  for (const issue of all) if (String(issue.date ?? issue.issue).startsWith(values.titles)) showTitles(issue);
} else {
  const score = scorePartitions(listPartitions(all), values.archive ? createArchive(all) : undefined);
  const result = {
    ainews: score(() => true),
    tunedOn: score(({ month }) => month < '2026-03'),
    heldOut: score(({ month }) => month >= '2026-03'),
    x: score(({ kind }) => kind === 'x'),
    reddit: score(({ kind }) => kind === 'reddit'),
    shortText: scoreTweets(),
    storiesMs: { 6000: timeStories(all, 6000), 60000: timeStories(all, 60_000) },
  };
  const rounded = JSON.parse(
    JSON.stringify(result, (_, v) => (typeof v === 'number' ? Math.round(v * 1000) / 1000 : v)),
  );
  for (const name of ['ainews', 'tunedOn', 'heldOut', 'x', 'reddit']) {
    const { partitions, f1, ari, groups } = rounded[name];
    console.log(
      `${name.padEnd(10)} ${partitions} partitions: B-cubed F1 ${f1}, ARI ${ari}, ${groups} groups on average`,
    );
  }
  if (rounded.shortText) {
    const { texts, groups, nmi, f1 } = rounded.shortText;
    console.log(`short-text ${texts} tweets: NMI ${nmi}, B-cubed F1 ${f1}, ${groups} groups`);
  }
  console.log(
    `stories    6,000 posts ${Math.round(result.storiesMs[6000])} ms of processor time, 60,000 posts ${Math.round(result.storiesMs[60000])} ms`,
  );
  console.log(JSON.stringify(rounded));
}
