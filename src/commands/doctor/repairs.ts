// Doctor's repairs of the store: damage, orphaned rows, a stale search index, interrupted deliveries, free pages.
import type { Context } from '../../context.js';
import { classifyClaim } from '../../deliver/recovery.js';
import { findEndedOwners } from '../../store/cluster/presence.js';
import { findOpenClaims, recoverClaims } from '../../store/deliveries/recovery.js';
import {
  compactDatabase,
  countOrphans,
  deleteOrphans,
  findDamage,
  findSlack,
  isIndexStale,
  rebuildIndex,
  rebuildIndices,
} from '../../store/maintenance/repair.js';
import type { Finding } from '../../web/site/operator-actions.js';

/** A problem that `doctor --fix` can repair: what the repair does, and the repair itself, which returns its outcome. */
export interface Repair extends Finding {
  fix?: { what: string; run(): Promise<string> };
}

/** Free pages are returned to the disk only above this share and size, because it takes long. */
const MIN_FREE_PAGES = { share: 0.25, bytes: 10_000_000 };

export async function inspectSoundness(context: Context): Promise<Repair[]> {
  const { db } = context;
  const damage = await findDamage(db);
  // Other checks of a damaged file cannot be trusted.
  if (damage.length > 0) return [describeDamage(context, damage)];
  return [
    ...(await inspectOrphans(context)),
    ...(await inspectIndex(context)),
    ...(await inspectClaims(context)),
    ...(await inspectSlack(context)),
  ];
}

function describeDamage({ db }: Context, damage: string[]): Repair {
  const hint = 'Restore a backup: tidings restore FILE';
  return {
    level: 'problem',
    what: `The database is damaged: ${damage.join('; ')}`,
    hint,
    fix: {
      what: 'rebuilds its indexes; other damage needs a backup',
      run: async () => {
        await rebuildIndices(db);
        const remaining = await findDamage(db);
        if (remaining.length > 0) throw new Error(`still damaged: ${remaining[0]}. ${hint}`);
        return 'rebuilt its indexes; the database is intact';
      },
    },
  };
}

async function inspectOrphans({ db }: Context): Promise<Repair[]> {
  const orphans = [...(await countOrphans(db))].map(([table, count]) => `${count} in ${table}`).join(', ');
  if (!orphans) return [];
  return [
    {
      level: 'problem',
      what: `Orphaned rows: ${orphans}`,
      fix: {
        what: 'removes them; posts are kept and get their source back',
        run: async () => {
          await db.transaction().execute(deleteOrphans);
          return 'removed them';
        },
      },
    },
  ];
}

async function inspectIndex({ db }: Context): Promise<Repair[]> {
  if (!(await isIndexStale(db))) return [];
  return [
    {
      level: 'problem',
      what: 'The search index does not match the published issues',
      fix: {
        what: 'indexes all issues again',
        run: async () => {
          await db.transaction().execute(rebuildIndex);
          return 'indexed all issues again';
        },
      },
    },
  ];
}

async function inspectClaims({ db, clock, messenger }: Context): Promise<Repair[]> {
  const claims = await findOpenClaims(db);
  const ended = await findEndedOwners(
    db,
    claims.map(({ owner }) => owner),
  );
  const self = { isAlive: (owner: string) => !ended.has(owner), via: messenger.name };
  const now = clock();
  const cut = claims.filter((claim) => classifyClaim(claim, self, now) !== 'alive');
  if (cut.length === 0) return [];
  const count = cut.reduce((sum, claim) => sum + Number(claim.count), 0);
  return [
    {
      level: 'problem',
      what: `${count} mails have no result: the process that sent them ended`,
      fix: {
        what: 'queues those that are safe to send again and marks the others as uncertain',
        run: async () => {
          const { repeated, uncertain } = await db
            .transaction()
            .execute((trx) =>
              recoverClaims(trx, now.toISOString(), (claim) => classifyClaim(claim, self, now)),
            );
          return `${repeated} queued again, ${uncertain} uncertain`;
        },
      },
    },
  ];
}

async function inspectSlack({ db }: Context): Promise<Repair[]> {
  const { bytes, free } = await findSlack(db);
  if (free < MIN_FREE_PAGES.bytes || free < bytes * MIN_FREE_PAGES.share) return [];
  const megabytes = (size: number) => `${Math.round(size / 1e6)} MB`;
  return [
    {
      level: 'note',
      what: `${megabytes(free)} of the database's ${megabytes(bytes)} are free and will be reused`,
      fix: {
        what: 'returns them to the disk; this takes a while and needs space for a copy',
        run: async () => {
          await compactDatabase(db);
          return `${megabytes((await findSlack(db)).bytes)} now`;
        },
      },
    },
  ];
}
