import { expect, test } from 'vitest';
import { type Incident, updateIncidents } from '../../src/store/incidents.js';
import { addRun, endRun, forgetRuns, listRuns, listRunsEnded } from '../../src/store/runs.js';
import { openTestStore } from '../fixtures/store.js';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 18, 8, minute)).toISOString();

async function openWith(count: number) {
  const db = await openTestStore();
  for (let n = 0; n < count; n++) {
    const id = `r${n}`;
    const kind = n % 2 ? ('fetch' as const) : ('issue' as const);
    // Two at a time, so that pages must not lose runs that began at the same time.
    await addRun(db, { id, kind, subject: 's', owner: 'h/1/x', startedAt: at(n >> 1), figures: {} });
    if (n > 0) await endRun(db, id, { at: at(n), outcome: 'done', figures: { ms: { fetch: n } } });
  }
  return db;
}

test('pages of runs have no gaps or repeats', async () => {
  const db = await openWith(7);
  const seen: string[] = [];
  let before: { startedAt: string; id: string } | undefined;
  for (;;) {
    const page = await listRuns(db, { limit: 2, ...(before && { before }) });
    if (page.length === 0) break;
    seen.push(...page.map(({ id }) => id));
    before = page.at(-1);
  }
  expect(seen).toEqual(['r6', 'r5', 'r4', 'r3', 'r2', 'r1', 'r0']);
  expect((await listRuns(db, { kind: 'fetch', limit: 9 })).map(({ id }) => id)).toEqual(['r5', 'r3', 'r1']);
});

test('runs are listed in the order of their end; old ones are deleted, running ones are not', async () => {
  const db = await openWith(7);
  expect((await listRunsEnded(db, at(4), 10)).map(({ id }) => id)).toEqual(['r4', 'r5', 'r6']);
  expect(await forgetRuns(db, at(3), at(6))).toBe(4);
  expect((await listRuns(db, { limit: 9 })).map(({ id }) => id)).toEqual(['r6', 'r4', 'r0']);
});

test('an incident is reported once, again a day later, and when it is over', async () => {
  const db = await openTestStore();
  const late: Incident = { key: 'late:daily', what: 'late' };
  const tell = async (hours: number, present: Incident[]) => {
    const now = new Date(Date.UTC(2026, 2, 18, hours)).toISOString();
    const { begun, over } = await db.transaction().execute((trx) => updateIncidents(trx, present, now));
    return [begun.map(({ key }) => key), over.map(({ key }) => key)];
  };
  expect(await tell(8, [late])).toEqual([['late:daily'], []]);
  expect(await tell(9, [late])).toEqual([[], []]);
  expect(await tell(10, [])).toEqual([[], ['late:daily']]);
  expect(await tell(11, [])).toEqual([[], []]);
  // It comes and goes; the operator was already notified that day.
  expect(await tell(12, [late])).toEqual([[], []]);
  expect(await tell(13, [])).toEqual([[], []]);
  expect(await tell(14, [late])).toEqual([[], []]);
  expect(await tell(32, [late])).toEqual([['late:daily'], []]);
  expect(await tell(33, [])).toEqual([[], ['late:daily']]);
});
