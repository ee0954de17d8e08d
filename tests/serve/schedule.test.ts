import { getTasks } from 'node-cron';
import { expect, test } from 'vitest';
import { lastPeriod, periodOf } from '../../src/base/time.js';
import { releaseTime } from '../../src/config/release-time.js';
import { sourcesFileSchema } from '../../src/config/sources-file.js';
import type { Platform } from '../../src/model.js';
import { createInProcessQueue } from '../../src/queue/in-process.js';
import { dueJobs, type State, startSchedule, type Work } from '../../src/serve/schedule.js';
import { findScheduleState } from '../../src/store/schedule.js';
import { openTestStore } from '../fixtures/store.js';

const publicationIn = (timeZone: string, over: object = {}) =>
  sourcesFileSchema.parse({
    publication: { name: 'Field Notes', timeZone, ...over },
    recaps: [{ title: 'All', from: 'feeds' }],
    sources: {},
  }).publication;
const state = (over: Partial<State> = {}): State => ({
  since: '2026-01-01T00:00:00.000Z',
  checked: {},
  issues: ['daily-2026-01-01', 'weekly-2026-w01'],
  failed: new Map(),
  ...over,
});
const issuesDue = (now: string, zone: string, over: Partial<State> = {}, publication: object = {}) =>
  dueJobs(state(over), new Date(now), {
    publication: publicationIn(zone, publication),
    platforms: [],
  }).issues.map(({ cadence, name }) => `${cadence}-${name}`);

test.each([
  // The day before a clock change, that day, and the day after it, at 2 o'clock, which occurs never or twice on that
  // day.
  ['Europe/Berlin', '2026-03-28', '2026-03-28T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29', '2026-03-29T01:00:00.000Z'],
  ['Europe/Berlin', '2026-03-30', '2026-03-30T00:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-25T00:00:00.000Z'],
  ['Europe/Berlin', '2026-10-26', '2026-10-26T01:00:00.000Z'],
  ['America/New_York', '2026-03-08', '2026-03-08T07:00:00.000Z'],
  ['America/New_York', '2026-11-01', '2026-11-01T07:00:00.000Z'],
  ['Australia/Adelaide', '2026-04-05', '2026-04-04T15:30:00.000Z'],
  ['Australia/Adelaide', '2026-10-04', '2026-10-03T16:30:00.000Z'],
])('in %s on %s, the issue of the previous day is published once, at %s', (timeZone, day, instant) => {
  const publication = publicationIn(timeZone, { daily: { hour: 2 } });
  const period = lastPeriod(new Date(`${day}T12:00:00Z`), 'daily', timeZone);
  expect(releaseTime({ cadence: 'daily', period }, publication)).toBe(instant);
  const due = (ms: number) =>
    issuesDue(new Date(Date.parse(instant) + ms).toISOString(), timeZone, {}, { daily: { hour: 2 } });
  expect(due(-1)).not.toContain(`daily-${period.name}`);
  expect(due(0)).toContain(`daily-${period.name}`);
});

test.each(
  ['Europe/Berlin', 'America/New_York', 'Australia/Adelaide'].flatMap((zone) => [
    [zone, '2026-03-01', '2026-04-12'],
    [zone, '2026-09-27', '2026-11-08'],
  ]),
)('the hours in %s from %s to %s make each day’s issue once, in order', (zone, from, to) => {
  const publication = publicationIn(zone, { daily: { hour: 2 } });
  const made = ['daily-2026-01-01', 'weekly-2026-w01'];
  for (let now = Date.parse(from); now < Date.parse(to); now += 3_600_000) {
    const { issues } = dueJobs(state({ issues: made.slice(-20) }), new Date(now), {
      publication,
      platforms: [],
    });
    made.push(...issues.map(({ cadence, name }) => `${cadence}-${name}`));
  }
  const days = made.filter((id) => id.startsWith('daily-')).slice(1);
  const first = Date.parse(days[0]?.slice(6) ?? '');
  expect(days).toEqual(
    days.map((_, n) => `daily-${new Date(first + n * 86_400_000).toISOString().slice(0, 10)}`),
  );
  expect(days.length).toBeGreaterThan(41);
});

test('after three days offline, only the latest issue of each cadence is made', () => {
  const issues = ['daily-2026-04-02', 'weekly-2026-w13'];
  expect(issuesDue('2026-04-07T13:00:00Z', 'Europe/Berlin', { issues })).toEqual([
    'daily-2026-04-06',
    'weekly-2026-w14',
  ]);
});

test('started before the hour, it first makes the previous issue, and the next one at its hour', () => {
  const issues = ['daily-2026-04-02', 'weekly-2026-w14'];
  expect(issuesDue('2026-04-07T01:00:00Z', 'Europe/Berlin', { issues })).toEqual(['daily-2026-04-05']);
});

test('an existing draft or issue of the period is enough', () =>
  expect(
    issuesDue('2026-04-07T13:00:00Z', 'UTC', { issues: ['daily-2026-04-06', 'weekly-2026-w14'] }),
  ).toEqual([]));

test('a new publication begins with the next hour and does not catch up', () => {
  const begun = { issues: [], since: '2026-04-07T13:00:00.000Z' };
  expect(issuesDue('2026-04-07T13:01:00Z', 'UTC', begun)).toEqual([]);
  expect(issuesDue('2026-04-08T07:00:00Z', 'UTC', begun)).toEqual(['daily-2026-04-07']);
  expect(issuesDue('2026-04-13T08:00:00Z', 'UTC', begun)).toEqual(['daily-2026-04-12', 'weekly-2026-w15']);
});

test('periods before the first issue are not made', () => {
  const begun = { issues: ['daily-2026-04-07'], since: '2026-04-08T05:00:00.000Z' };
  expect(issuesDue('2026-04-08T05:01:00Z', 'UTC', begun)).toEqual([]);
  expect(issuesDue('2026-04-09T07:00:00Z', 'UTC', begun)).toEqual(['daily-2026-04-08']);
});

test('the weekly issue waits for its weekday', () => {
  const weekly = { weekly: { day: 'wednesday', hour: 8 } };
  const issues = ['daily-2026-04-07', 'weekly-2026-w14'];
  const week = periodOf('2026-04-10', 'weekly', 'UTC');
  expect(releaseTime({ cadence: 'weekly', period: week }, publicationIn('UTC', weekly))).toBe(
    '2026-04-15T08:00:00.000Z',
  );
  expect(issuesDue('2026-04-14T23:00:00Z', 'UTC', { issues }, weekly)).toEqual(['daily-2026-04-13']);
  expect(issuesDue('2026-04-15T08:00:00Z', 'UTC', { issues }, weekly)).toContain('weekly-2026-w15');
});

test('a failed job rests for a quarter of an hour', () => {
  const failed = new Map([['daily-2026-04-06', '2026-04-07T07:00:00.000Z']]);
  const issues = ['daily-2026-04-05', 'weekly-2026-w14'];
  expect(issuesDue('2026-04-07T07:14:00Z', 'UTC', { issues, failed })).toEqual([]);
  expect(issuesDue('2026-04-07T07:15:00Z', 'UTC', { issues, failed })).toEqual(['daily-2026-04-06']);
});

test.each<[number, Platform[]]>([
  [29, []],
  [30, ['web']],
  [60, ['web', 'reddit']],
  [360, ['web', 'reddit', 'x']],
])('%i minutes after everything was fetched, %j are due', (minutes, due) => {
  const then = '2026-04-07T00:00:00.000Z';
  const now = new Date(Date.parse(then) + minutes * 60_000);
  const checked = { web: then, reddit: then, x: then };
  const platforms: Platform[] = ['web', 'reddit', 'x'];
  expect(dueJobs(state({ checked }), now, { publication: publicationIn('UTC'), platforms }).fetch).toEqual(
    due,
  );
});

const clock = () => new Date('2026-04-07T09:00:00Z');
const quiet = () => {};
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
/** Only needed if processes share the work. */
const alone = {
  lanesOf: () => [],
  gathering: async () => undefined,
  beginGathering: async () => {},
  countDue: async () => 0,
};

test('started late, the schedule runs everything due at once, only once, and survives failures', async () => {
  const done: string[] = [];
  const errors: string[] = [];
  const issues = ['daily-2026-04-05', 'weekly-2026-w14'];
  const checked: State['checked'] = {};
  const work: Work = {
    lastDone: async () => ({ checked, issues }),
    ...alone,
    fetch: async (platform) => {
      done.push(`fetch ${platform}`);
      if (platform === 'reddit') throw new Error('no route');
      checked[platform] = clock().toISOString();
    },
    makeIssue: async ({ cadence, name }) => {
      done.push(name);
      issues.push(`${cadence}-${name}`);
    },
    deliver: async () => {
      done.push('deliver');
    },
  };
  const log = { ...silent, error: ({ job }: { job: string }) => errors.push(job) };
  const schedule = await startSchedule(work, {
    publication: publicationIn('UTC'),
    platforms: ['web', 'reddit'],
    clock,
    queue: createInProcessQueue({ clock, log }),
  });
  await expect.poll(() => errors.length).toBe(1);
  await schedule.stop();
  expect(done.filter((what) => what !== 'deliver')).toEqual(['2026-04-06', 'fetch web', 'fetch reddit']);
  expect(done).toContain('deliver');
  expect(errors).toEqual(['reddit']);
});

test('a tick during the making of an issue does not make it twice', async () => {
  const made: string[] = [];
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const work: Work = {
    lastDone: async () => ({ checked: {}, issues: ['daily-2026-04-05', 'weekly-2026-w14'] }),
    ...alone,
    fetch: async () => {},
    makeIssue: async ({ name }) => {
      made.push(name);
      await finished;
    },
    deliver: async () => {},
  };
  const schedule = await startSchedule(work, {
    publication: publicationIn('UTC'),
    platforms: [],
    clock,
    queue: createInProcessQueue({ clock, log: silent }),
  });
  await expect.poll(() => made.length).toBe(1);
  const minutes = [...getTasks().values()].map((task) => task.execute());
  await new Promise((resolve) => setImmediate(resolve));
  finish();
  await Promise.all(minutes);
  await schedule.stop();
  expect(made).toEqual(['2026-04-06']);
});

test('a process killed during its first issue makes it after a restart', async () => {
  const db = await openTestStore();
  const { since } = await findScheduleState(db, '2026-04-07T06:59:00.000Z');
  expect(issuesDue('2026-04-07T07:05:00Z', 'UTC', { since: '2026-04-07T07:04:00.000Z', issues: [] })).toEqual(
    [],
  );
  const back = await findScheduleState(db, '2026-04-07T07:04:00.000Z');
  expect(back.since).toBe(since);
  expect(issuesDue('2026-04-07T07:05:00Z', 'UTC', { ...back, issues: [] })).toEqual(['daily-2026-04-06']);
});
