// Whether the offline issue of a day opens with the day's event. Makes the issue of each day of an events file from the
// X posts and submissions of that day, with the earlier days as the archive, and prints headline, lead and titles.
//
//   npm run bench:headlines -- --data DIR --events FILE [--lines odd|even] [--day 2026-02-05] [--titles]
//
// A line of the events file is `DATE|PATTERN…`. The engagement of the replayed days is partly random, as in a replay.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countPosts, readArchive } from '../dist/editorial/archive.js';
import { makeOfflineIssue } from './offline-issue.mjs';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    events: { type: 'string' },
    lines: { type: 'string' },
    day: { type: 'string' },
    titles: { type: 'boolean', default: false },
  },
});
const folder = join(values.data, 'ainews');
const eventsFile = values.events ?? join(values.data, 'ainews-events.txt');
if (!existsSync(folder) || !existsSync(eventsFile)) {
  console.log(`No days in ${folder} or no events in ${eventsFile}: name them with --data and --events.`);
  process.exit(0);
}

const days = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name.slice(0, 10), JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
);
const topIds = new Set([...days.values()].flatMap((day) => day.topTweets));
const hash = (text) => createHash('sha256').update(String(text)).digest().readUInt32BE(0);
const common = { links: [], media: [], comments: [] };

function readDay(date) {
  const { tweets, posts } = days.get(date);
  return [
    ...tweets.map((tweet) => {
      const part = hash(tweet.id) / 2 ** 32;
      const likes = Math.round((topIds.has(tweet.id) ? 4000 : 60) * (0.5 + 3 * part * part));
      const metrics = {
        likes,
        reposts: Math.round(likes / 9),
        replies: Math.round(likes / 15),
        quotes: Math.round(likes / 40),
        bookmarks: Math.round(likes / 5),
      };
      const { id, handle: author, url, text, createdAt } = tweet;
      return {
        ...common,
        id: `x:${id}`,
        sourceId: 'x-list:1',
        platform: 'x',
        url,
        author,
        title: '',
        text,
        createdAt,
        metrics,
      };
    }),
    ...posts.map((post) => {
      const comments = Math.round(post.activity * 0.2);
      return {
        ...common,
        id: `reddit:${post.id}`,
        sourceId: `reddit:${post.subreddit.toLowerCase()}`,
        platform: 'reddit',
        url: post.url,
        author: `u${hash(post.id) % 9999}`,
        title: post.title,
        text: post.text,
        createdAt: new Date(Date.parse(`${date}T00:00:00Z`) + (hash(post.id) % 80_000) * 1000).toISOString(),
        metrics: { score: post.activity - comments, comments, upvoteRatio: 0.9 },
        comments: post.comments.map((text, at) => ({
          id: `reddit:${post.id}${at}`,
          url: `${post.url}c${at}`,
          author: `c${at}`,
          text,
          score: Math.round(post.activity / (at + 3)),
        })),
      };
    }),
  ];
}

/** The archive of the days before a date, as the store keeps it. */
function archiveOf(dates) {
  const counts = new Map();
  for (const [at, date] of dates.entries())
    for (const { term, texts, upper } of countsOf(date)) {
      const known = counts.get(term) ?? { term, texts: 0, upper: 0, recent: 0 };
      known.texts += texts;
      known.upper += upper;
      known.recent += texts * 0.75 ** (dates.length - 1 - at);
      counts.set(term, known);
    }
  return readArchive([...counts.values()]);
}

const counted = new Map();
function countsOf(date) {
  const known = counted.get(date) ?? countPosts(readDay(date));
  counted.set(date, known);
  return known;
}

const lineOf = (spans) => spans.map(({ text }) => text).join('');
const lines = readFileSync(eventsFile, 'utf8').split('\n').filter(Boolean);
const totals = { odd: newTotal(), even: newTotal() };
function newTotal() {
  return { days: 0, headline: 0, either: 0 };
}

for (const [at, line] of lines.entries()) {
  const half = at % 2 === 0 ? 'odd' : 'even';
  const [date, ...patterns] = line.split('|');
  if ((values.lines && values.lines !== half) || (values.day && values.day !== date) || !days.has(date))
    continue;
  const earlier = [...days.keys()].filter((each) => each < date);
  const issue = await makeOfflineIssue(readDay(date), { date, archive: archiveOf(earlier) });
  const pattern = new RegExp(patterns.join('|'));
  const lead = issue.lead.map(({ claim, text }) => lineOf([...claim, ...text])).join('\n');
  const hit = { headline: pattern.test(issue.headline), lead: pattern.test(lead) };
  totals[half].days++;
  if (hit.headline) totals[half].headline++;
  if (hit.headline || hit.lead) totals[half].either++;
  const mark = hit.headline ? 'headline' : hit.lead ? 'lead    ' : '-       ';
  console.log(`${date} ${half.padEnd(4)} ${mark} ${issue.headline}`);
  if (!hit.headline) console.log(`${' '.repeat(25)}wanted: ${patterns.join(' | ')}`);
  if (values.titles) {
    console.log(`    ${issue.subtitle}\n    LEAD ${lead.slice(0, 400)}`);
    for (const { title, sections } of issue.recaps)
      console.log(`    ${title}: ${sections.map((section) => section.title).join(' / ')}`);
  }
}
const share = (part, whole) => Math.round((part / (whole || 1)) * 1000) / 1000;
for (const [half, { days: count, headline, either }] of Object.entries(totals))
  if (count > 0)
    console.log(
      `${half} lines: headline ${headline} of ${count} (${share(headline, count)}), headline or lead ${either} (${share(either, count)})`,
    );
console.log(JSON.stringify({ bench: 'headlines', ...totals }));
