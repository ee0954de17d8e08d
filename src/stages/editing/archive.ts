// Updates the counts of words and names over earlier days, which identify rare and new ones.
import { DAY_MS } from '../../base/time.js';
import { countPosts, type DayArchive, readArchive } from '../../editorial/archive.js';
import type { Period } from '../../model.js';
import { lockName } from '../../store/database/dialect.js';
import { findPosts } from '../../store/posts.js';
import { addTermCounts, findLastCountedDay, listTermCounts } from '../../store/search/term-counts.js';
import type { PipelineContext } from '../context.js';

/** The first count covers this many days before the period. */
const FIRST_DAYS = 14;

/** Counts the days (UTC) before the period that are not counted yet, and returns the archive. */
export async function openArchive({ db }: Pick<PipelineContext, 'db'>, period: Period): Promise<DayArchive> {
  await db.transaction().execute(async (trx) => {
    await lockName(trx, 'term-counts');
    const last = await findLastCountedDay(trx);
    const first = Date.parse(period.from) - FIRST_DAYS * DAY_MS;
    const next = last ? Math.max(Date.parse(last) + DAY_MS, first) : first;
    for (let at = Math.floor(next / DAY_MS) * DAY_MS; at + DAY_MS <= Date.parse(period.from); at += DAY_MS) {
      const day = new Date(at).toISOString();
      const posts = await findPosts(trx, { from: day, to: new Date(at + DAY_MS).toISOString() });
      if (posts.length > 0) await addTermCounts(trx, day.slice(0, 10), countPosts(posts));
    }
  });
  return readArchive(await listTermCounts(db));
}
