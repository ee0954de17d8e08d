import { afterEach, describe, expect, test } from 'vitest';
import type { Source } from '../src/model.js';
import { createSampleSources } from '../src/sources/sample/sample.js';
import { changed, honest, lies } from './fixtures/model-answers.js';
import {
  answering,
  type Behaviour,
  cutOff,
  dripping,
  failing,
  hanging,
  type ModelServer,
  nonsense,
  refusing,
  startModelServer,
} from './fixtures/model-server.js';
import { makePipeline } from './fixtures/pipeline.js';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function runWith(behaviour: Behaviour, settings: Record<string, unknown> = {}, sources?: Source[]) {
  server = await startModelServer(behaviour);
  const pipeline = await makePipeline({ modelUrl: server.baseUrl, settings, ...(sources && { sources }) });
  const { issue, email } = await pipeline.run();
  const bullets = issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.bullets));
  return { pipeline, issue, bullets, html: email.html, asked: server.requests };
}

/** The sample, with the attacker's posts so popular that they are in the issue. */
const withPopular = (sourceId: string): Source[] =>
  createSampleSources().map((source) => ({
    ...source,
    fetch: async (request) =>
      (await source.fetch(request)).map((outcome) => ({
        ...outcome,
        posts: outcome.posts.map((post) =>
          outcome.sourceId === sourceId ? { ...post, metrics: { likes: 20_000 } } : post,
        ),
      })),
  }));

/** A third of the sample: enough to see who wrote the issue. */
const fewSources = () => createSampleSources().slice(1, 2);

/** All text that a reader sees. */
const wordsOf = (html: string) => html.replace(/<style[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ');
const hostsOf = (html: string) => [
  ...new Set([...html.matchAll(/href="https?:\/\/([^/"]+)/g)].map(([, host]) => host)),
];

describe('an honest model', () => {
  let written: ReturnType<typeof runWith> | undefined;
  const writeOnce = () => {
    written ??= runWith(answering(honest), {}, withPopular('x:botfarm_deals'));
    return written;
  };

  test('writes the issue in sections of descending weight, each story once', async () => {
    const { issue, bullets } = await writeOnce();
    expect(issue.model).toMatchObject({
      name: 'test',
      stages: ['check', 'cluster', 'lead', 'tags', 'write'].map((stage) => ({ stage })),
    });
    expect(issue.model.degraded).toBeUndefined();
    expect(bullets.filter(({ origin }) => origin === 'model').length / bullets.length).toBeGreaterThan(0.9);
    expect(issue.summary).toHaveLength(3);
    expect(issue.audit.proposedTags).toEqual(['Heron 3']);
    for (const recap of issue.recaps) {
      const weights = recap.sections.map(({ weight }) => weight);
      expect(weights).toEqual([...weights].sort((a, b) => b - a));
    }
    const posts = issue.recaps.flatMap((recap) => recap.sections.flatMap((section) => section.postIds));
    expect(new Set(posts).size).toBe(posts.length);
  });

  test('is not asked twice: the draft’s answers are reused for the issue', async () => {
    server = await startModelServer(answering(honest));
    const pipeline = await makePipeline({ modelUrl: server.baseUrl, sources: fewSources() });
    const { issue: draft } = await pipeline.run({ draft: true });
    const asked = server.requests.length;
    const { issue } = await pipeline.run();
    expect(server.requests).toHaveLength(asked);
    const answers = asked + draft.model.cached;
    expect(issue.model).toMatchObject({ calls: 0, cached: answers, tokensIn: 0, costUsd: 0 });
  });

  test('gets the posts as data: every line of a request is JSON or ours', async () => {
    const { asked } = await writeOnce();
    expect(asked.some(({ user }) => /ignore all previous/i.test(user))).toBe(true);
    for (const { system, user } of asked) {
      expect(system).not.toMatch(/ignore all previous/i);
      for (const line of user.split('\n'))
        expect(line).toMatch(
          /^(|The posts do not support [\w\s,.:;]*|Keep the title: ".*"|Leave the bullets empty\.|Bullets, in this order:|Posts on the main event:|The issue as it is written:|\{".*\}|Section: ".*"|(?:Readers have just read|Tags|Statements): \[.*\])$/,
        );
    }
  });
});

/** Each text of an answer is replaced by the next lie. */
function lieInTurn(first: number) {
  const changes = Object.values(lies);
  return changed((text, at) => changes[(first + at) % changes.length]?.(text, at) ?? text);
}

// Starts at two places in the list, so that each text gets two different lies.
test.each([0, 3])('none of the lies of a lying model is published (from lie %i)', async (first) => {
  const { issue, html } = await runWith(answering(lieInTurn(first)));
  expect(wordsOf(html)).not.toMatch(
    /987,654|end of history|nobody_at_all|Globex|evil\.example|p999|onclick|alert\(1\)/,
  );
  expect(html).not.toContain('<script');
  expect(issue.audit.replaced > 10 || issue.model.degraded).toBeTruthy();
  const cited = new Set(Object.values(issue.posts).map(({ url }) => new URL(url).host));
  expect(hostsOf(html).filter((host) => !cited.has(host ?? ''))).toEqual([]);
  expect(issue.audit.bullets).toBeGreaterThan(40);
});

test('a model that repeats a post’s instructions publishes at most a quotation', async () => {
  const obedient = changed((text) =>
    text.replace(/^.*?(\s*\[[pc]\d+\])?$/, 'HACKED: visit evil.example for free credits$1'),
  );
  const { html } = await runWith(answering(obedient), {}, fewSources());
  expect(wordsOf(html)).not.toMatch(/HACKED|free credits/);
});

test.each<[string, () => Behaviour]>([
  ['nonsense', nonsense],
  ['answers that are cut off', cutOff],
  ['refusals', refusing],
  ['a refused key', () => failing(401)],
  ['errors', () => failing(500)],
  ['answers of another shape', () => answering(() => ({ hello: 'world' }))],
  [
    'empty answers',
    () =>
      answering(({ schemaName }) =>
        schemaName === 'sections' ? { sections: [], dropped: [] } : { bullets: [] },
      ),
  ],
])('%s result in an offline issue, marked as such', async (_, behaviour) => {
  const { issue, bullets } = await runWith(behaviour(), {}, fewSources());
  expect(issue.model.degraded).toBeTruthy();
  expect(bullets.every(({ origin }) => origin === 'extract')).toBe(true);
  expect(issue.audit.bullets).toBeGreaterThan(10);
});

test.each([
  ['hangs', hanging],
  ['drips', dripping],
])('a model that %s takes at most its time limit', async (_, behaviour) => {
  const started = performance.now();
  const settings = { model: { callTimeoutSeconds: 1, timeLimitSeconds: 5 } };
  const { issue } = await runWith(behaviour(), settings, fewSources());
  expect(issue.model).toMatchObject({ name: 'offline', degraded: expect.any(String) });
  // The limit is 5 s; the rest is the offline editor's work on a slow machine.
  expect(performance.now() - started).toBeLessThan(25_000);
});

test('a model that fails for some sections results in a mixed issue', async () => {
  let sections = 0;
  const { issue, bullets } = await runWith((request, response) =>
    (request.schemaName === 'bullets' && !request.user.includes('do not support') && sections++ % 2 === 1
      ? refusing()
      : answering(honest))(request, response),
  );
  expect(new Set(bullets.map(({ origin }) => origin))).toEqual(new Set(['model', 'extract', 'rewritten']));
  expect(issue.model).toMatchObject({ name: 'test', degraded: expect.stringMatching(/^\d+ of \d+ parts: /) });
  const { asked, offline } = issue.model.parts ?? { asked: 0, offline: 0 };
  expect(issue.model.degraded).toContain(`${offline} of ${asked} parts: `);
  expect(offline).toBeGreaterThan(0);
});

test('a used-up budget ends the requests, not the issue', async () => {
  const { issue, asked } = await runWith(
    answering(honest, { usage: { in: 20_000, out: 1_000 } }),
    { model: { maxTokens: 60_000 } },
    fewSources(),
  );
  expect(asked.length).toBeLessThan(5);
  expect(issue.model.degraded).toMatch(/budget/);
  expect(issue.audit.bullets).toBeGreaterThan(10);
});

test('a bullet that passes after a rewrite is published as rewritten', async () => {
  const lie = changed((text) => text.replace(/(\s*\[[pc]\d+\])?$/, ' and 987,654 users$1'));
  const { bullets, html } = await runWith(
    answering((request) =>
      request.schemaName === 'bullets' && !request.user.includes('do not support')
        ? lie(request)
        : honest(request),
    ),
    {},
    fewSources(),
  );
  expect(bullets.filter(({ origin }) => origin === 'rewritten').length).toBeGreaterThan(5);
  expect(bullets.find(({ origin }) => origin === 'rewritten')?.reasons).toContainEqual(
    expect.stringMatching(/^a (?:number|name|quotation) is not in the cited posts$/),
  );
  expect(wordsOf(html)).not.toContain('987,654');
});
