// The periods that a backfill makes, and what it fetches for them.
import { expect, test } from 'vitest';
import { periodOf } from '../../../src/base/time.js';
import type { FetchRequest, Source } from '../../../src/model.js';
import { runPipeline } from '../../../src/pipeline.js';
import { createSampleSources } from '../../../src/sources/sample/sample.js';
import { collectSpan, pastPeriods, spanOfPeriods } from '../../../src/stages/fetching/backfill.js';
import { sourcesChecked } from '../../../src/stages/fetching/collect.js';
import { findIssue } from '../../../src/store/issues.js';
import { makePipeline } from '../../fixtures/pipeline.js';
import { testOnSqlite } from '../../fixtures/store.js';

const NOW = '2026-04-07T12:00:00.000Z';
const names = (from: string, to: string, cadence: 'daily' | 'weekly', timeZone = 'UTC') =>
  pastPeriods({ from, to, cadence, timeZone }, NOW).map(({ name }) => name);

testOnSqlite('lists days and weeks that are over, each once', () => {
  expect(names('2026-04-05', '2026-04-09', 'daily')).toEqual(['2026-04-05', '2026-04-06']);
  expect(names('2026-04-05', '2026-04-06', 'daily', 'Pacific/Kiritimati')).toHaveLength(2);
  expect(names('2026-03-25', '2026-04-07', 'weekly')).toEqual(['2026-w13', '2026-w14']);
  expect(names('2026-04-07', '2026-04-07', 'daily')).toEqual([]);
});

/** The sample, which records the requests to its sources. */
async function sampleWithEars() {
  const requests: FetchRequest[] = [];
  const sources = createSampleSources().map(
    (source): Source => ({
      ...source,
      fetch: (request) => {
        requests.push(request);
        return source.fetch(request);
      },
    }),
  );
  return { ...(await makePipeline({ sources })), requests };
}
const span = { from: '2026-03-15T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };

test('the span is fetched once, also in a repeated backfill', async () => {
  const { context, requests } = await sampleWithEars();
  const first = await collectSpan(context, span, { withoutX: false });
  expect(requests.map(({ period }) => period.to)).toEqual([span.to, span.to, span.to]);
  const part = { from: '2026-03-16T00:00:00.000Z', to: span.to };
  expect(await collectSpan(context, part, { withoutX: false })).toEqual(first);
  expect(requests).toHaveLength(3);
  await collectSpan(context, { ...span, to: '2026-03-19T00:00:00.000Z' }, { withoutX: false });
  expect(requests).toHaveLength(6);
});

testOnSqlite('X can be left out, which the issue notes', async () => {
  const { context, requests } = await sampleWithEars();
  const { collected } = await collectSpan(context, span, { withoutX: true });
  expect(requests).toHaveLength(2);
  const checked = sourcesChecked(context.sources, collected);
  expect([checked.accounts, checked.skipped[0]?.why]).toEqual([0, 'left out of the backfill']);
});

testOnSqlite('a published issue is rewritten only on request, and keeps its address', async () => {
  const { context, run } = await makePipeline();
  const { issue } = await run();
  const period = periodOf('2026-03-17', 'daily', 'UTC');
  const { collected } = await collectSpan(context, period, { withoutX: false });
  const options = { draft: false, send: false, collected: { ...collected, note: 'Again.' } };
  await runPipeline(context, period, options);
  expect((await findIssue(context.db, issue.id))?.checked.note).toBeUndefined();
  const { issue: again } = await runPipeline(context, period, { ...options, rewrite: true });
  expect(again).toMatchObject({ slug: issue.slug, checked: { note: 'Again.' } });
  expect(spanOfPeriods([period])).toEqual({ from: period.from, to: period.to });
});
