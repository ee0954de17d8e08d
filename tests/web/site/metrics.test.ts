// Metrics count what ran since the server began, once; they and readiness tell nobody what is not theirs.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addRun, endRun, type RunFigures } from '../../../src/store/runs.js';
import { createMetrics } from '../../../src/web/site/metrics.js';
import { makeIssue } from '../../fixtures/issue.js';
import { openTestStore } from '../../fixtures/store.js';
import { openSite } from '../setup.js';

const TOKEN = 'operator-token-0123456789';
const BEGAN = Date.parse('2026-03-18T08:00:00Z');

async function openMeasured() {
  const db = await openTestStore();
  const time = { now: BEGAN };
  const metrics = createMetrics(db, () => new Date(time.now));
  let made = 0;
  const ran = async (seconds: number, figures: RunFigures) => {
    const at = new Date(BEGAN + seconds * 1000).toISOString();
    const id = `r${made++}`;
    await addRun(db, { id, kind: 'issue', subject: 's', owner: 'o', startedAt: at, figures });
    await endRun(db, id, { at, outcome: 'done', figures });
  };
  const sampleOf = async (line: string) => {
    time.now += 11_000;
    const text = await metrics.render();
    return Number(
      text
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.split(' ')
        .at(-1),
    );
  };
  return { db, metrics, time, ran, sampleOf };
}

test('each run is counted once, even if its machine’s clock is slightly behind', async () => {
  const { ran, sampleOf, time } = await openMeasured();
  const figures: RunFigures = {
    ms: { fetch: 1500 },
    posts: { fetched: 10, added: 4 },
    sources: { asked: 3, failed: [{ source: 'r/X', error: 'e' }] },
    model: { name: 'm', calls: 1, tokensIn: 100, tokensOut: 20, costUsd: 0.5 },
    deliveries: { sent: 7, failed: 1, skipped: 0 },
    refusals: { number: 2, hedge: 1 },
  };
  // Before this server was there.
  await ran(-60, figures);
  await ran(10, figures);
  await ran(20, figures);
  const ends = 'tidings_runs_total{kind="issue",outcome="done"}';
  expect(await sampleOf(ends)).toBe(2);
  expect(await sampleOf(ends)).toBe(2);
  await ran(15, figures);
  expect(await sampleOf(ends)).toBe(3);
  time.now += 3_600_000;
  await ran(3600, figures);
  expect(await sampleOf(ends)).toBe(4);
  await ran(3590, figures);
  expect(await sampleOf(ends)).toBe(5);
  expect(await sampleOf('tidings_posts_total{state="new"}')).toBe(20);
  expect(await sampleOf('tidings_fetches_total{outcome="answered"}')).toBe(10);
  expect(await sampleOf('tidings_source_failures_total{source="r/X"}')).toBe(5);
  expect(await sampleOf('tidings_stage_seconds_total{stage="fetch"}')).toBe(7.5);
  expect(await sampleOf('tidings_tokens_total{direction="in"}')).toBe(500);
  expect(await sampleOf('tidings_model_usd_total')).toBe(2.5);
  expect(await sampleOf('tidings_mails_total{outcome="sent"}')).toBe(35);
  expect(await sampleOf('tidings_refusals_total{reason="number"}')).toBe(10);
});

test('the number of source labels is limited', async () => {
  const { ran, sampleOf, metrics } = await openMeasured();
  const failed = Array.from({ length: 300 }, (_, n) => ({ source: `s${n}`, error: 'e' }));
  await ran(1, { sources: { asked: 300, failed } });
  expect(await sampleOf('tidings_source_failures_total{source="other"}')).toBe(100);
  expect((await metrics.render()).match(/^tidings_source_failures_total\{/gm)).toHaveLength(201);
});

test('requests are counted by route pattern, searches separately', async () => {
  const { db, metrics } = await openMeasured();
  const { get } = await openSite([makeIssue()], { metrics });
  await get('/issues/some-slug');
  await get('/nowhere/at/all');
  await get('/search?q=halyard');
  await get('/search?q=halyard');
  const text = await metrics.render();
  expect(text).toContain(
    'tidings_http_request_seconds_count{route="/issues/:slug",method="GET",status="404"} 1',
  );
  expect(text).toContain('tidings_http_request_seconds_count{route="none",method="GET",status="404"} 1');
  expect(text).toContain('tidings_http_request_seconds_count{route="/search",method="GET",status="200"} 2');
  // The second one was answered from memory.
  expect(text).toContain('tidings_search_seconds_count 1');
  await db.destroy();
});

test('metrics require the token, or a request from this machine without a proxy', async () => {
  const { metrics } = await openMeasured();
  const ask = async (
    over: object,
    { from = '127.0.0.1', headers = {} }: { from?: string; headers?: Record<string, string> } = {},
  ) => {
    const { app } = await openSite([], { metrics, ...over });
    const env = { incoming: { socket: { remoteAddress: from } } };
    return (await app.request('/metrics', { headers }, env)).status;
  };
  const operator = { operator: { token: TOKEN, approve: async () => {} } };
  expect(await ask({})).toBe(200);
  expect(await ask({}, { from: '192.0.2.1' })).toBe(401);
  expect(await ask({}, { headers: { 'x-forwarded-for': '192.0.2.1' } })).toBe(401);
  expect(await ask({ publicUrl: 'https://example.org' })).toBe(401);
  expect(await ask(operator)).toBe(401);
  expect(await ask(operator, { headers: { authorization: 'Bearer wrong' } })).toBe(401);
  expect(await ask(operator, { from: '192.0.2.1', headers: { authorization: `Bearer ${TOKEN}` } })).toBe(200);
});

test('/readyz reports problems', async () => {
  const wrong: string[] = [];
  const { get } = await openSite([], { ready: async () => wrong });
  expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"ok":true}' });
  wrong.push('the database does not answer');
  const { status, text, headers } = await get('/readyz');
  expect([status, headers.get('cache-control')]).toEqual([503, 'no-store']);
  expect(JSON.parse(text)).toEqual({ ok: false, wrong });
});

test('docs/operate.md lists exactly the existing metrics', async () => {
  const page = readFileSync('docs/operate.md', 'utf8');
  const section = /\n## Metrics\n([\s\S]*?)(?=\n## |$)/.exec(page)?.[1] ?? '';
  const listed = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  const { metrics } = await openMeasured();
  const there = metrics.registry.getMetricsAsArray().map(({ name }) => name);
  expect(listed.sort()).toEqual(there.filter((name) => name.startsWith('tidings_')).sort());
});
