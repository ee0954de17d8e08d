// Sources with their health and cursors.
import { sql } from 'kysely';
import type { FetchOutcome, Instant, SourceRef } from '../../model.js';
import { rowsOf } from '../database/dialect.js';
import type { Db, SourceRow } from '../database/schema.js';

/** Stores the sources, or updates their names from sources.yaml; keeps health and cursors. */
export async function saveSources(db: Db, refs: SourceRef[]): Promise<void> {
  for (const { id, kind, platform, name, isUnnamed } of refs) {
    await db
      .insertInto('sources')
      .values({ id, kind, platform, name, failures: 0 })
      .onConflict((conflict) =>
        isUnnamed ? conflict.doNothing() : conflict.column('id').doUpdateSet({ name }),
      )
      .execute();
  }
}

/** Updates the names of those `refs` that sources.yaml does not name, if the source provides a name. */
export async function nameSources(db: Db, refs: SourceRef[]): Promise<void> {
  const unnamed = refs.filter((ref) => ref.isUnnamed);
  const known = await findSources(
    db,
    unnamed.map(({ id }) => id),
  );
  for (const ref of unnamed) ref.name = known.get(ref.id)?.name ?? ref.name;
}

/**
 * Records the result of a fetch and until when the source rests. A skipped source keeps its health, and its note has
 * the reason.
 */
export async function saveOutcome(
  db: Db,
  outcome: FetchOutcome,
  now: Instant,
  nextAt: Instant | null = null,
): Promise<void> {
  const update = db.updateTable('sources').where('id', '=', outcome.sourceId);
  const cursor = outcome.cursor === undefined ? {} : { cursor: outcome.cursor };
  if (outcome.skipped) {
    await update.set({ note: outcome.skipped, ...(nextAt && { next_at: nextAt }) }).execute();
  } else if (outcome.error) {
    await update
      .set((eb) => ({
        checked_at: now,
        error: outcome.error ?? null,
        failures: eb('failures', '+', 1),
        next_at: nextAt,
        ...(outcome.gone && { retired_at: eb.fn.coalesce('retired_at', eb.val(now)) }),
        ...cursor,
      }))
      .execute();
  } else {
    await update
      .set({
        ...(outcome.title && { name: outcome.title }),
        checked_at: now,
        succeeded_at: now,
        error: null,
        failures: 0,
        note: outcome.partial ?? outcome.note ?? null,
        next_at: nextAt,
        retired_at: null,
        ...cursor,
      })
      .execute();
  }
}

/** Every source ever fetched, by name. */
export function listSources(db: Db): Promise<SourceRow[]> {
  return db.selectFrom('sources').selectAll().orderBy('kind').orderBy('name').orderBy('id').execute();
}

/** The stored sources among `ids`, by id. */
export async function findSources(db: Db, ids: string[]): Promise<Map<string, SourceRow>> {
  const wanted = rowsOf(
    db,
    ['source'],
    ids.map((id) => [id]),
  );
  const { rows } = await sql<SourceRow>`
    select sources.* from sources join ${wanted} wanted on sources.id = wanted.source`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
