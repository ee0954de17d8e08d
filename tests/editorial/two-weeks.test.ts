// Two weeks of invented days in a row, with each issue made as in the pipeline.
import { expect, test } from 'vitest';
import { isFunctionWord } from '../../src/base/language/function-words.js';
import { dropReported } from '../../src/editorial/already-reported.js';
import { countPosts, readArchive } from '../../src/editorial/archive.js';
import { assembleIssue } from '../../src/editorial/assemble.js';
import { checkIssue } from '../../src/editorial/check.js';
import { markRepeats } from '../../src/editorial/dedupe.js';
import { planIssue, writeIssue } from '../../src/editorial/edit.js';
import { groupStories } from '../../src/editorial/group/cluster.js';
import { createOfflineEditor } from '../../src/editorial/offline/offline-editor.js';
import { createUsedText } from '../../src/editorial/offline/used-text.js';
import { rankStories, scorePosts } from '../../src/editorial/rank.js';
import { learnCasing } from '../../src/editorial/verify/evidence.js';
import { noUsage } from '../../src/llm/usage.js';
import type { Issue, Post } from '../../src/model.js';
import { makePost } from '../fixtures/store.js';

const PLACES = [
  'Tarn',
  'Vossel',
  'Ilmen',
  'Drevik',
  'Okaro',
  'Belnau',
  'Sirit',
  'Quenta',
  'Marlow',
  'Pirin',
  'Uzmor',
  'Lanke',
  'Fjell',
  'Grom',
];
const THINGS = [
  'Heron',
  'Linnet',
  'Marram',
  'Switchyard',
  'Tessel',
  'Kelpie',
  'Brindle',
  'Osprey',
  'Calyx',
  'Dunlin',
  'Ember',
  'Fulmar',
  'Gannet',
  'Harrier',
];
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 2, 1 + day, hour)).toISOString();

let count = 0;
function post(day: number, over: Partial<Post>): Post {
  count += 1;
  const platform = over.platform ?? 'x';
  const author = over.author ?? `voice${count % 17}`;
  return makePost(`${platform}:${count}`, {
    title: '',
    sourceId: platform === 'x' ? 'x-list:1' : `reddit:${platform}`,
    url: `https://a.example/${count}`,
    author,
    createdAt: at(day, 1 + (count % 20)),
    metrics:
      platform === 'x'
        ? { likes: 20 + ((count * 37) % 400), reposts: 3 }
        : { score: 30 + ((count * 53) % 700), comments: 12 },
    ...over,
    platform,
  });
}

const NOUNS =
  'acorn anchor apron arrow badge banner barrel basket beacon bell blanket bottle brick bucket button cable candle canoe canvas carpet castle cellar chain chimney clock cloth coin collar comb compass copper cradle crane crown curtain cushion dagger desk dial drum engine fence fiddle flag flute forge fountain funnel garden gate glove goblet hammer harness hatch helmet hinge horn jar kettle key ladder lamp lantern lever lock loom magnet mallet marble mast mill mirror needle oven paddle pedal pillar pillow pipe plough pump quill raft rake ribbon ring rope rudder saddle sail saw scale shovel shutter sickle signal spade spindle spoon stove switch table thimble torch tower trumpet tunnel umbrella valve wagon wheel whistle window'.split(
    ' ',
  );
/** Nouns that only this day's event has. */
const about = (day: number, n: number) =>
  [0, 1, 2].map((k) => NOUNS[(day * 8 + n + k * 37) % NOUNS.length] ?? '');

/** One day: an event with several voices, some news, and text that must not become a title or be repeated. */
function makeDay(day: number): Post[] {
  const thing = THINGS[day % 14] ?? '';
  const place = PLACES[day % 14] ?? '';
  const other = PLACES[(day + 5) % 14] ?? '';
  const yesterday = THINGS[(day + 13) % 14] ?? '';
  const reddit = (title: string, text: string, over: Partial<Post> = {}) =>
    post(day, { platform: 'reddit', title, text, ...over });
  const [a, b, c] = about(day, 0);
  const news = (n: number) => {
    const [first, second, third] = about(day, n);
    const text = [
      `${other} replaces each ${first}, ${second} and ${third} for ${day + 20} million.`,
      `Tests of the ${first} by ${place}’s ${second} office found ${day + 3} faults in the ${third}.`,
      `No ${first} without a ${second}: ${day + 30} owners of a ${third} meet in ${place} on Friday.`,
    ];
    return text[n % 3] ?? '';
  };
  return [
    post(day, {
      author: 'maker',
      metrics: { likes: 13_408, reposts: 900 },
      text: `${thing} ${day + 2}.1 is out today with a ${a} and a ${b} under an open licence, and it sorts ${day + 3}0,000 pages an hour on one ${c}, which is ${day + 2} times as many as the ${a} of last autumn did on the same ${c} in the tests of its makers; the tests, the ${b} and the machine behind it are described in a report of forty pages that everybody can read.`,
    }),
    post(day, {
      text: `We measured ${thing} ${day + 2}.1 with its ${a} at ${day + 31} pages a second in ${place}.`,
    }),
    post(day, {
      text: `${thing} ${day + 2}.1 needs a ${b} and ${day + 11} GB of memory, says the team in ${other}.`,
    }),
    post(day, {
      text: `@AnotherReader ${day + 60}.8% for ${thing}, versus 53.4% for the one before it\u2026`,
    }),
    post(day, { text: `The ${c} of ${yesterday} costs $${day + 1}\u2026` }),
    post(day, { text: `Has anyone used ${thing} at work, and if so` }),
    reddit(
      `${thing} ${day + 2}.1 released`,
      `${thing} ${day + 2}.1 has been released with a ${a} and ${day + 4} kinds of ${b}.`,
    ),
    reddit(
      news(1),
      `The ${about(day, 1)[2]} has ${day + 3} parts, and the ${about(day, 1)[0]} is made in ${place}.`,
    ),
    reddit(news(1), `The ${about(day, 1)[2]} has ${day + 3} parts.`, { sourceId: 'reddit:second' }),
    reddit(
      `I built a ${about(day, 2)[0]} and honestly I regret nothing`,
      `It sorts ${day + 900} pages of the ${about(day, 2)[1]} in an hour on my old ${about(day, 2)[2]} and needs no network.`,
    ),
    reddit(
      `${day + 70}.5% of owners in ${other} keep their ${about(day, 3)[0]}`,
      `A survey of ${day + 2},000 owners of a ${about(day, 3)[1]} finds that ${day + 70}.5% keep the ${about(day, 3)[0]}.`,
    ),
    reddit(
      `Finally the ${about(day, 4)[0]} is near`,
      `The ${about(day, 4)[0]} of ${other} opens with a ${about(day, 4)[1]} in ${day + 3} weeks, says the ${about(day, 4)[2]} office.`,
    ),
    // Yesterday's event again, without anything new.
    post(day, {
      text: `${yesterday} ${day + 1}.1 is out today with a ${about(day - 1, 0)[0]} and a ${about(day - 1, 0)[1]}.`,
    }),
    post(day, { text: news(5) }),
    post(day, { text: news(6) }),
    post(day, { text: news(7) }),
  ];
}

async function makeIssues(days: number): Promise<Issue[]> {
  const issues: Issue[] = [];
  const seen: Post[] = [];
  const told = new Map<string, string>();
  const cited = new Set<string>();
  for (let day = 0; day < days; day++) {
    const period = {
      cadence: 'daily' as const,
      name: at(day, 0).slice(0, 10),
      from: at(day, 0),
      to: at(day + 1, 0),
    };
    const own = makeDay(day);
    const known = seen.filter(({ id }) => told.has(id));
    const posts = markRepeats([...known, ...own]);
    const archive = readArchive(countPosts(seen).map((each) => ({ ...each, recent: each.texts })));
    const checking = {
      posts: new Map(posts.map((each) => [each.id, each])),
      language: 'en',
      nameOf: (id: string) => id.replace('reddit:', 'r/'),
      casing: learnCasing(posts),
    };
    const editor = createOfflineEditor(
      { language: 'en', nameOf: checking.nameOf, usedText: createUsedText(), archive },
      0.35,
    );
    const scores = scorePosts(posts, new Map(), period);
    const stories = rankStories(dropReported(groupStories(posts), told), scores);
    const settings = {
      cadence: 'daily' as const,
      recaps: [
        { title: 'X Recap', platform: 'x' as const, maxSections: 4, maxBullets: 4 },
        { title: 'Reddit Recap', platform: 'reddit' as const, maxSections: 4, maxBullets: 3 },
      ],
      recapOf: (sourceId: string) => (sourceId.startsWith('x') ? 0 : 1),
      topPosts: 6,
      language: 'en',
    };
    const listable = posts.filter(({ id, createdAt }) => createdAt >= period.from && !cited.has(id));
    const plan = await planIssue(stories, scores, settings, editor);
    const written = checkIssue(await writeIssue(plan, listable, settings, editor), checking);
    const issue = assembleIssue(written, {
      ...checking,
      period,
      timeZone: 'UTC',
      publication: 'Tidings',
      checked: { subreddits: 2, accounts: 0, lists: 1, feeds: 0, failed: [], skipped: [] },
      model: noUsage('offline'),
      status: 'published',
      createdAt: period.to,
    });
    issues.push(issue);
    for (const { postIds } of issue.recaps.flatMap(({ sections }) => sections))
      for (const id of postIds) told.set(id, issue.slug);
    for (const { citations } of issue.lead) for (const id of citations) told.set(id, issue.slug);
    for (const id of Object.keys(issue.posts)) cited.add(id);
    seen.push(...own);
  }
  return issues;
}

const sectionsOf = (issue: Issue) => issue.recaps.flatMap(({ sections }) => sections);
const claimOf = ({ claim }: { claim: { text: string }[] }) => claim.map(({ text }) => text).join('');

test('two weeks in a row: nothing is repeated, and headlines, subtitles and titles are whole', async () => {
  const issues = await makeIssues(14);
  const topPosts = issues.flatMap((issue) =>
    issue.recaps.flatMap((recap) => recap.topPosts.map(({ postId }) => postId)),
  );
  expect(topPosts.length).toBeGreaterThan(14);
  expect(new Set(topPosts).size).toBe(topPosts.length);
  for (const { recaps } of issues) {
    const lines = recaps.flatMap((recap) => recap.topPosts.map(({ line }) => line));
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.join()).not.toContain('and if so');
  }
  // No story is repeated, unless it is marked as an update.
  const fresh = issues.flatMap((issue) =>
    sectionsOf(issue).flatMap(({ bullets }) => bullets.filter(({ updates }) => !updates)),
  );
  const claims = fresh.map(claimOf);
  expect(claims.length).toBeGreaterThan(50);
  expect(claims.filter((claim, n) => claims.indexOf(claim) !== n)).toEqual([]);
  const ids = fresh.flatMap(({ citations }) => citations);
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
  // The day's event leads, in a line that an inbox shows completely.
  for (const [day, { headline }] of issues.entries()) expect(headline).toContain(THINGS[day]);
  for (const { headline, subtitle } of issues) {
    expect(headline.length).toBeLessThanOrEqual(90);
    expect(headline).not.toMatch(/\u2026|@|\?|^[\p{Ll}\d]/u);
    expect(subtitle).not.toMatch(/\u2026|@|\d%/);
    for (const line of [headline, ...subtitle.replace(/^(?:A quiet day\. )?Also: /, '').split('; ')]) {
      const last = line.replace(/\.$/, '').split(' ').at(-1)?.toLowerCase() ?? '';
      expect(`${line} ends in a function word: ${isFunctionWord(last) && last !== 'out'}`).toContain('false');
    }
  }
  const titles = issues.flatMap((issue) => sectionsOf(issue).map(({ title }) => title));
  for (const title of titles) {
    expect(title).not.toMatch(/\u2026|@|\?|^[\p{Ll}\d]|%/u);
    expect(title).not.toMatch(/\b(?:I|my)\b|^Finally|^Has anyone/);
    expect(title.length).toBeLessThanOrEqual(90);
  }
  // Truncated text is not a sentence.
  expect(JSON.stringify(issues.map(sectionsOf))).not.toMatch(/costs \$\d+\u2026|before it\u2026|and if so/);
});
