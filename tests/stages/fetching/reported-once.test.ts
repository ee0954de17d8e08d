// In any order of fetches and periods, every entry of a feed is news exactly once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, type NamedPeriod, periodOf } from '../../../src/base/time.js';
import type { Cadence, SourceRef } from '../../../src/model.js';
import { createFeedSource } from '../../../src/sources/feed/feed-source.js';
import { collectSpan, pastPeriods, spanOfPeriods } from '../../../src/stages/fetching/backfill.js';
import { collectPosts, findCandidates } from '../../../src/stages/fetching/collect.js';
import { saveIssue } from '../../../src/store/issues.js';
import { type Answer, type ApiServer, startApiServer } from '../../fixtures/api-server.js';
import { makeIssue } from '../../fixtures/issue.js';
import { makePipeline } from '../../fixtures/pipeline.js';
import { onPostgres } from '../../fixtures/store.js';

/** Deterministic numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

interface Entry {
  title: string;
  dated: number;
  /** Later than its date for a draft dated at its start. */
  visible: number;
}

const START = Date.parse('2026-03-02T00:00:00.000Z');
const DAYS = 9;
/** Days after the last entry: late entries belong to the next period. */
const QUIET_DAYS = 6;
/** Days before the first fetch whose entries the feed still contains; only a backfill requests all of them. */
const ARCHIVE_DAYS = 14;
const LIMITED_DAYS = 5;
const MORNING_MS = 7 * HOUR_MS;

let server: ApiServer;
/** The feed as currently served. */
let served = { body: '', etag: '' };
beforeAll(async () => {
  server = await startApiServer(
    ({ headers }): Answer =>
      headers['if-none-match'] === served.etag
        ? { status: 304, headers: { etag: served.etag } }
        : { body: served.body, headers: { etag: served.etag, 'content-type': 'application/rss+xml' } },
  );
});
afterAll(() => server.close());

/** How a feed identifies its entries. */
const IDENTITIES: ((entry: Entry) => string)[] = [
  ({ title }) => `<guid isPermaLink="false">${title}</guid><link>/all</link>`,
  ({ title }) => `<link>/notes#${title.replace(' ', '-')}</link>`,
  ({ title }) => `<guid>https://a.example</guid><link>/view?ref=${title.slice(6)}</link>`,
  () => '',
];

function serve(entries: Entry[], identify: (entry: Entry) => string, at: number): void {
  const items = entries
    .filter(({ visible }) => visible <= at)
    .map((entry) => {
      const date = new Date(entry.dated).toUTCString();
      return `<item><title>${entry.title}</title>${identify(entry)}<pubDate>${date}</pubDate></item>`;
    });
  const body = `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link>${items.join('')}</channel></rss>`;
  served = { body, etag: `"${items.length}"` };
}

function makeEntries(random: () => number): Entry[] {
  const count = 10 + Math.floor(random() * 25);
  return Array.from({ length: count }, (_, n) => {
    const dated = START + Math.floor((random() * (ARCHIVE_DAYS + DAYS) - ARCHIVE_DAYS) * DAY_MS);
    const late = dated > START && random() < 0.3 ? Math.floor(random() * 4 * DAY_MS) : 0;
    return { title: `Entry ${n}`, dated, visible: dated + late };
  });
}

/** How often each title was news in an issue. */
async function live(
  seed: number,
): Promise<{ expected: string[]; told: Record<Cadence, string[]>; log: string[] }> {
  const random = seeded(seed);
  const entries = makeEntries(random);
  const identify = IDENTITIES[seed % IDENTITIES.length] ?? (() => '');
  const ref: SourceRef = {
    id: 'feed:t',
    kind: 'feed',
    platform: 'web',
    name: 'T',
    target: `${server.url}/feed`,
    limit: 2 + Math.floor(random() * 10),
  };
  const http = { allowPrivateNetwork: true, timeoutMs: 20_000, maxBytes: 1_000_000 };
  const { context: base } = await makePipeline({ sources: [createFeedSource(ref, http)] });
  let now = START;
  const context = { ...base, clock: () => new Date(now) };
  const log: string[] = [];
  const told: Record<Cadence, string[]> = { daily: [], weekly: [] };
  const published = new Set<string>();

  const publish = async (period: NamedPeriod) => {
    if (published.has(period.name)) return;
    published.add(period.name);
    const { posts, told: earlier } = await findCandidates(context, period);
    const news = posts.filter(({ id }) => !earlier.has(id));
    told[period.cadence].push(...news.map(({ title }) => title));
    log.push(`issue of ${period.name}: ${news.map(({ title }) => title).join(', ')}`);
    const issue = makeIssue({
      id: `${period.cadence}-${period.name}`,
      slug: period.name,
      cadence: period.cadence,
      period,
    });
    for (const recap of issue.recaps) for (const section of recap.sections) section.postIds = [];
    const section = issue.recaps[0]?.sections[0];
    if (section) section.postIds = news.map(({ id }) => id);
    await context.db.transaction().execute((trx) => saveIssue(trx, issue));
  };
  const backfill = async (from: number, to: number) => {
    const days = { from: dayOf(from), to: dayOf(to), cadence: 'daily', timeZone: 'UTC' } as const;
    const periods = pastPeriods(days, new Date(now).toISOString());
    const span = spanOfPeriods(periods);
    if (!span) return;
    log.push(`backfill ${days.from} to ${days.to}`);
    await collectSpan(context, span, { withoutX: false });
    for (const period of periods) await publish(period);
  };

  let lastFetched = 0;
  for (let day = 1; day <= DAYS + QUIET_DAYS; day++) {
    now = START + day * DAY_MS + MORNING_MS;
    serve(entries, identify, now);
    const isQuiet = day > DAYS;
    // Entries beyond a limit are news when the limit is raised, unless they are older than other late entries.
    if (random() < 0.2) ref.limit += Math.floor(random() * 5);
    if (day >= LIMITED_DAYS) ref.limit = 1000;
    if (random() < 0.2)
      await backfill(START + Math.floor(random() * day) * DAY_MS, START + (day - 1) * DAY_MS);
    // An entry first seen more than a week after its date is not news, so no pause is longer than two days.
    if (isQuiet || day === LIMITED_DAYS || day - lastFetched > 2 || random() < 0.7) {
      lastFetched = day;
      const period = periodOf(dayOf(now - DAY_MS), 'daily', 'UTC');
      await collectPosts(context, period, { scheduled: random() < 0.5 });
      await publish(period);
      if (new Date(now).getUTCDay() === 1) await publish(periodOf(dayOf(now - DAY_MS), 'weekly', 'UTC'));
      // Two runs a day include entries that appeared in between.
      if (random() < 0.3) {
        now += 8 * HOUR_MS;
        serve(entries, identify, now);
        await collectPosts(context, period);
      }
    }
  }
  now += HOUR_MS;
  await backfill(START - ARCHIVE_DAYS * DAY_MS, START + (DAYS + QUIET_DAYS - 1) * DAY_MS);
  now += DAY_MS;
  const last = periodOf(dayOf(now - DAY_MS), 'daily', 'UTC');
  await collectPosts(context, last);
  await publish(last);
  // Weeks whose Monday was skipped, and the last week.
  for (let at = START - ARCHIVE_DAYS * DAY_MS; at < now; at += 7 * DAY_MS)
    await publish(periodOf(dayOf(at), 'weekly', 'UTC'));
  for (const { title, dated, visible } of entries)
    log.push(`${title}: dated ${new Date(dated).toISOString()}, visible ${new Date(visible).toISOString()}`);
  return { expected: entries.map(({ title }) => title).sort(), told, log };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

test.each(Array.from({ length: onPostgres ? 2 : 12 }, (_, n) => n + 1))('seed %i', async (seed) => {
  const { expected, told, log } = await live(seed * 7919);
  for (const titles of [told.daily, told.weekly]) expect(titles.sort(), log.join('\n')).toEqual(expected);
});
