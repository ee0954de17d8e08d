import { beforeAll, describe, expect, test } from 'vitest';
import { periodOf } from '../src/base/time.js';
import { describeRun } from '../src/commands/shared/report.js';
import type { Issue, Post, Source } from '../src/model.js';
import type { PipelineRun } from '../src/pipeline.js';
import { renderMarkdown } from '../src/render/markdown.js';
import { renderText } from '../src/render/text.js';
import { createSampleSources, sampleDay, sampleRefs } from '../src/sources/sample/sample.js';
import { saveEdited } from '../src/stages/editing/release.js';
import { collectPosts } from '../src/stages/fetching/collect.js';
import { findIssue, listIssues, saveIssue } from '../src/store/issues.js';
import { findPosts } from '../src/store/posts.js';
import { listRuns } from '../src/store/runs.js';
import { findScheduleState } from '../src/store/schedule.js';
import { listSources } from '../src/store/sources/sources.js';
import { makePipeline } from './fixtures/pipeline.js';

const ALL = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
const bulletsOf = (issue: Issue) =>
  issue.recaps.flatMap((recap) =>
    recap.sections.flatMap((section) => section.bullets.flatMap((bullet) => [bullet, ...bullet.points])),
  );
const plain = (issue: Issue) =>
  [...issue.lead, ...bulletsOf(issue)]
    .map((bullet) => [...bullet.claim, ...bullet.text].map((span) => span.text).join(''))
    .join('\n');

/** A source of one account that returns the given posts. */
function sourceOf(posts: () => Post[]): Source {
  const [ref] = sampleRefs();
  if (!ref) throw new Error('the sample has sources');
  return { refs: [ref], lane: 'test', fetch: async () => [{ sourceId: ref.id, posts: posts() }] };
}
const postOf = (id: string, day: string, title: string, text: string): Post => ({
  id,
  sourceId: sampleRefs()[0]?.id ?? '',
  platform: 'reddit',
  url: `https://www.reddit.com/r/x/comments/${id.slice(7)}/`,
  author: `author-${id}`,
  title,
  text,
  createdAt: `${day}T10:00:00.000Z`,
  metrics: { score: 100, comments: 10 },
  links: [`https://${id.slice(7)}.example/`],
  media: [],
  comments: [],
});

describe('the issue of the sample', () => {
  let run: PipelineRun;
  let stored: Post[];
  beforeAll(async () => {
    const pipeline = await makePipeline();
    run = await pipeline.run();
    stored = await findPosts(pipeline.context.db, ALL);
  });

  test('every link is a stored post’s or comment’s own address', () => {
    const addresses = new Set(
      stored.flatMap((post) => [post.url, ...post.comments.map((comment) => comment.url)]),
    );
    const links = [...run.email.html.matchAll(/href="([^"]+)"/g)].map(([, href]) =>
      href?.replaceAll('&amp;', '&'),
    );
    expect(links.length).toBeGreaterThan(80);
    expect(links.filter((link) => !addresses.has(link ?? ''))).toEqual([]);
  });
  test('every citation is a post of this issue, and every bullet has one', () => {
    for (const bullet of [...run.issue.lead, ...bulletsOf(run.issue)]) {
      expect(bullet.citations.length).toBeGreaterThan(0);
      for (const id of bullet.citations) expect(run.issue.posts[id]?.url).toMatch(/^https:/);
    }
  });
  test('sections come in descending weight, and no post is in two of them', () => {
    const told: string[] = [];
    for (const recap of run.issue.recaps) {
      // Sections without their own title come last.
      const titled = recap.sections.filter(({ title }) => title !== 'More news');
      const weights = titled.map((section) => section.weight);
      expect(weights).toEqual([...weights].sort((a, b) => b - a));
      told.push(...recap.sections.flatMap((section) => section.postIds));
    }
    expect(new Set(told).size).toBe(told.length);
  });
  test('the story reported on all three platforms is the headline, reported once with all its sources', () => {
    expect(run.issue.headline).toContain('Heron 3');
    expect(
      new Set(run.issue.lead.flatMap((bullet) => bullet.citations.map((id) => run.issue.posts[id]?.platform)))
        .size,
    ).toBe(3);
  });
  test('nothing hostile appears in any format', () => {
    const forms = [run.email.html, renderText(run.issue), renderMarkdown(run.issue), plain(run.issue)];
    for (const form of forms)
      expect(form).not.toMatch(/<script|onerror|javascript:|ignore all previous|Bcc:/i);
    expect(run.email.subject).not.toMatch(/[\r\n]/);
  });
  test('greetings are not bullets, and the viral joke is not the headline', () => {
    expect(plain(run.issue)).not.toMatch(/good morning/i);
    expect(run.issue.headline).not.toMatch(/agent spent 40 minutes/);
  });
  test('failures are named in the "checked" line, on the source, and in the mail', () => {
    expect(run.issue.checked.failed.map(({ source }) => source)).toEqual(['r/PromptLab', 'Gradient Press']);
    expect(run.email.html).toContain('2 did not answer (r/PromptLab, Gradient Press)');
  });
  test('the mail is small enough that Gmail does not clip it', () =>
    expect(run.email.bytes).toBeLessThan(100_000));
  test('repeats are counted and never quoted', () => expect(run.duplicates).toBeGreaterThan(3));
  test('the audit counts match the issue', () => {
    const shown = [...run.issue.lead, ...bulletsOf(run.issue)];
    expect(run.issue.audit).toMatchObject({
      bullets: shown.length,
      citations: shown.reduce((sum, bullet) => sum + bullet.citations.length, 0),
    });
  });
  test('posts of last week and of tomorrow are not reported', () => {
    const outside = stored.filter(
      (post) => post.createdAt < '2026-03-16T00:00:00.000Z' || post.createdAt >= '2026-03-18T00:00:00.000Z',
    );
    expect(outside.length).toBeGreaterThan(0);
    const told = new Set(
      run.issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.postIds)),
    );
    expect(outside.filter((post) => told.has(post.id))).toEqual([]);
  });
});

test('the next day repeats nothing and is quiet', async () => {
  const pipeline = await makePipeline();
  const first = await pipeline.run();
  const { issue } = await pipeline.run({ day: '2026-03-18' });
  const before = new Set(
    first.issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.postIds)),
  );
  const after = issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.postIds));
  expect(after.filter((id) => before.has(id))).toEqual([]);
});

test('news about a reported story is an update that links to the earlier issue', async () => {
  const posts = [
    postOf(
      'reddit:one',
      '2026-03-17',
      'Tessel releases Heron 3 with open weights',
      'Tessel releases Heron 3 with open weights. It has 148B parameters.',
    ),
  ];
  // In addition to the sample, because common words mean little with few posts.
  const pipeline = await makePipeline({ sources: [...createSampleSources(), sourceOf(() => posts)] });
  const first = await pipeline.run();
  posts.push({
    ...postOf(
      'reddit:two',
      '2026-03-18',
      'Tessel releases Heron 3 with open weights again, after 412 corrupted files',
      'Tessel releases Heron 3 with open weights again. The files of the 148B parameters were corrupted in 412 cases, and refunds will follow on 1 April.',
    ),
    links: ['https://one.example/'],
  });
  const { issue } = await pipeline.run({ day: '2026-03-18' });
  const told = bulletsOf(issue).filter((bullet) => bullet.citations.includes('reddit:two'));
  expect(told).toMatchObject([{ updates: first.issue.slug }]);
  expect(bulletsOf(issue).some((bullet) => bullet.citations.includes('reddit:one'))).toBe(false);
});

test('a day without posts results in an issue that says so', async () => {
  const { issue, email } = await (await makePipeline({ sources: [sourceOf(() => [])] })).run();
  expect(issue).toMatchObject({ quiet: true, recaps: [], lead: [], headline: 'Nothing new from 1 source' });
  expect(email.html).toContain('Nothing new');
});

/** The sample's sources, which do not answer while `isDown` returns true. */
const sourcesBehind = (isDown: () => boolean): Source[] =>
  createSampleSources().map((source) => ({
    ...source,
    fetch: async (request) => {
      if (isDown()) throw new Error('no network');
      return source.fetch(request);
    },
  }));

test('without any answer, no issue claims that there was no news, and one is made as soon as sources answer', async () => {
  let down = true;
  const pipeline = await makePipeline({ sources: sourcesBehind(() => down) });
  const { db } = pipeline.context;
  await expect(pipeline.run()).rejects.toThrow(
    /No source answered \(\d+ × no network\), and no posts of 2026-03-17/,
  );
  expect(await findIssue(db, `daily-${sampleDay}`)).toBeUndefined();
  expect((await listSources(db)).every((source) => source.failures === 1)).toBe(true);
  down = false;
  expect((await pipeline.run()).issue.recaps).not.toEqual([]);
});

test('without any answer but with stored posts, the issue is made and names the failures', async () => {
  let down = false;
  const { context, run } = await makePipeline({ sources: sourcesBehind(() => down) });
  await collectPosts(context, periodOf(sampleDay, 'daily', 'UTC'));
  down = true;
  const { issue } = await run();
  expect(issue.checked.failed).toHaveLength(sampleRefs().length);
  expect(issue.recaps).not.toEqual([]);
});

test('a published issue does not change, and posts are never lost', async () => {
  const pipeline = await makePipeline();
  const first = await pipeline.run();
  const count = (await findPosts(pipeline.context.db, ALL)).length;
  const second = await pipeline.run();
  expect(second.issue).toEqual(first.issue);
  expect(second.collected.added).toBe(0);
  expect((await findPosts(pipeline.context.db, ALL)).length).toBe(count);
  expect(await listIssues(pipeline.context.db, { limit: 9 })).toHaveLength(1);
});

test('a weekly issue is made from the week’s posts', async () => {
  const pipeline = await makePipeline();
  const daily = await pipeline.run();
  const weekly = await pipeline.run({ cadence: 'weekly' });
  expect(weekly.issue).toMatchObject({ id: 'weekly-2026-w12', cadence: 'weekly' });
  expect(weekly.issue.recaps.map(({ title }) => title)).toEqual(['The stories of the week']);
  expect(weekly.issue.recaps[0]?.sections.length).toBeLessThanOrEqual(10);
  expect(weekly.issue.recaps[0]?.sections.flatMap(({ issues }) => issues ?? [])).toContain(daily.issue.slug);
  expect(await findIssue(pipeline.context.db, daily.issue.id)).toEqual(daily.issue);
});

test('an aborted run stores its posts and publishes nothing', async () => {
  const pipeline = await makePipeline({ sources: createSampleSources() });
  const abort = new AbortController();
  const context = {
    ...pipeline.context,
    signal: abort.signal,
    progress: () => abort.abort(new Error('Stopped.')),
  };
  const { runPipeline } = await import('../src/pipeline.js');
  const { periodOf } = await import('../src/base/time.js');
  await expect(
    runPipeline(context, periodOf('2026-03-17', 'daily', 'UTC'), { draft: false, send: true }),
  ).rejects.toThrow('Stopped.');
  expect(await listIssues(pipeline.context.db, { limit: 9 })).toEqual([]);
});

describe('an issue whose sources could not be read', () => {
  const day = '2026-05-04';
  const [one, other] = sampleRefs();
  const failing = (isFailing: () => boolean): Source => ({
    refs: [one, other].flatMap((ref) => ref ?? []),
    lane: 'test',
    fetch: async ({ cursors }) => {
      void cursors;
      return [one, other].flatMap((ref) => {
        if (!ref) return [];
        if (isFailing()) return [{ sourceId: ref.id, posts: [], error: 'HTTP 401' }];
        const text =
          'The Lund bridge opened on Monday after 14 months of work and carries 9,000 cyclists a day.';
        const post = postOf(
          `reddit:${ref.id.slice(-4)}`,
          day,
          `Lund bridge opened for ${ref.id.length} lanes`,
          text,
        );
        return [{ sourceId: ref.id, posts: [{ ...post, sourceId: ref.id }] }];
      });
    },
  });
  const quietPost = postOf(
    'reddit:quiet1',
    '2026-05-03',
    'Earlier news of the Lund harbour',
    'The harbour in Lund got 3 new cranes, the council says.',
  );

  test('is held as a draft, the run fails with a hint, and it is made again when they answer', async () => {
    let down = true;
    const pipeline = await makePipeline({ sources: [failing(() => down), sourceOf(() => [])] });
    await expect(pipeline.run({ day })).rejects.toThrow(/No source answered|is held as a draft/);
    down = false;
    const { issue } = await pipeline.run({ day });
    expect(issue.status).toBe('published');
    expect(issue.held).toBeUndefined();
  });

  test('an edited draft is never overwritten', async () => {
    const [ref] = sampleRefs();
    let down = true;
    const source: Source = {
      refs: [one, other].flatMap((each) => each ?? []),
      lane: 'test',
      fetch: async () =>
        [one, other].flatMap((each, at) => {
          if (!each) return [];
          if (at === 1 && down) return [{ sourceId: each.id, posts: [], error: 'HTTP 401' }];
          return [{ sourceId: each.id, posts: at === 0 ? [quietPost] : [] }];
        }),
    };
    const pipeline = await makePipeline({
      sources: [source],
      settings: { editorial: { maxUnreadShare: 0.3 } },
    });
    await expect(pipeline.run({ day })).rejects.toThrow(
      `daily-${day} is held as a draft: 1 of 2 sources could not be read`,
    );
    // A draft that was asked for is made; the report says what it lacks.
    const wanted = await pipeline.run({ day, draft: true });
    expect(wanted.issue).toMatchObject({ status: 'draft' });
    const report = describeRun(wanted, { config: pipeline.context.config, sample: false });
    expect(report).toContain('✗ The draft was made, but it is incomplete: 1 of 2 sources could not be read');
    const draft = await findIssue(pipeline.context.db, `daily-${day}`);
    expect(draft).toMatchObject({ status: 'draft', held: expect.stringContaining(': HTTP 401') });
    expect((await findScheduleState(pipeline.context.db, `${day}T12:00:00.000Z`)).issues).not.toContain(
      `daily-${day}`,
    );
    if (!draft || !ref) throw new Error('there is a draft');
    await saveEdited(pipeline.context, draft, { ...draft, headline: 'My own words', edited: true });
    down = false;
    const { issue } = await pipeline.run({ day });
    expect(issue).toMatchObject({ status: 'draft', headline: 'My own words' });
    // Nor is one that is only scheduled, and no model is asked for what would be thrown away.
    const { db } = pipeline.context;
    const publishAt = `${day}T23:30:00.000Z`;
    await db
      .transaction()
      .execute((trx) => saveIssue(trx, { ...issue, edited: undefined, held: undefined, publishAt }));
    expect((await pipeline.run({ day })).issue).toMatchObject({ status: 'draft', publishAt });
    const [last] = await listRuns(db, { subject: issue.id, limit: 1 });
    expect(last?.figures.model).toBeUndefined();
    expect((await findScheduleState(pipeline.context.db, `${day}T12:00:00.000Z`)).issues).toContain(
      `daily-${day}`,
    );
  });
});

test('top posts that the sections all report are not listed again', async () => {
  const posts = [
    {
      ...postOf(
        'reddit:only',
        '2026-05-04',
        'Lund opens its 9 km bridge',
        'The bridge in Lund opened on Monday after 14 months.',
      ),
      metrics: { score: 9000 },
    },
  ];
  const pipeline = await makePipeline({ sources: [sourceOf(() => posts)] });
  const { issue } = await pipeline.run({ day: '2026-05-04' });
  expect(issue.recaps[0]?.sections).toHaveLength(1);
  expect(issue.recaps[0]?.topPosts).toEqual([]);
});

test('a top post is in only one issue, that of its period', async () => {
  const long = `The Lund bridge ${'with its many wide and well lit lanes '.repeat(9)}opened on Monday.`;
  const posts = [
    {
      ...postOf(
        'reddit:first',
        '2026-05-04',
        'Lund opens its 9 km bridge',
        'The bridge in Lund opened on Monday after 14 months.',
      ),
      metrics: { score: 9000 },
    },
    {
      ...postOf(
        'reddit:second',
        '2026-05-05',
        'Malmo closes 3 schools',
        'Three schools in Malmo close in June, says the council.',
      ),
      metrics: { score: 50 },
    },
    { ...postOf('reddit:third', '2026-05-05', '', long), metrics: { score: 500 } },
    // Nothing to report, but much liked.
    { ...postOf('reddit:proud', '2026-05-04', 'So proud of us all', ''), metrics: { score: 9500 } },
    { ...postOf('reddit:wow', '2026-05-05', 'What a day this was', ''), metrics: { score: 40 } },
  ];
  const pipeline = await makePipeline({ sources: [sourceOf(() => posts)] });
  const topOf = ({ issue }: PipelineRun) =>
    issue.recaps.flatMap(({ topPosts }) => topPosts.map(({ postId }) => postId));
  expect(topOf(await pipeline.run({ day: '2026-05-04' }))).toEqual(['reddit:proud', 'reddit:first']);
  const next = await pipeline.run({ day: '2026-05-05' });
  expect(topOf(next)).toEqual(['reddit:third', 'reddit:second', 'reddit:wow']);
});
