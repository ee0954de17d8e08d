// What doctor can put right in the store: damage, orphans, a stale index, sendings cut off, free pages.
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
import type { Finding } from './finding.js';

/** Something that `doctor --fix` puts right: what it does about it, and the doing, which says what came of it. */
export interface Repair extends Finding {
  fix?: { what: string; run(): Promise<string> };
}

/** Free pages beyond this share and size are worth the time that it takes to give them back. */
const SLACK = { share: 0.25, bytes: 10_000_000 };

export async function inspectSoundness(context: Context): Promise<Repair[]> {
  const { db } = context;
  const damage = await findDamage(db);
  // Nothing else that is read from a damaged file can be trusted.
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
      what: 'makes its indices anew; what else is damaged needs a backup',
      run: async () => {
        await rebuildIndices(db);
        const left = await findDamage(db);
        if (left.length > 0) throw new Error(`still damaged: ${left[0]}. ${hint}`);
        return 'made its indices anew, and it is whole';
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
      what: `Rows that belong to nothing: ${orphans}`,
      fix: {
        what: 'removes them; posts stay, and their source comes back',
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
      what: 'The search does not find what the published issues say',
      fix: {
        what: 'indexes all issues anew',
        run: async () => {
          await db.transaction().execute(rebuildIndex);
          return 'indexed all issues anew';
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
      what: `${count} mails belong to a sending that ended before it could tell what came of them`,
      fix: {
        what: 'queues those that may be sent again without harm, and names the others uncertain',
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
  if (free < SLACK.bytes || free < bytes * SLACK.share) return [];
  const megabytes = (size: number) => `${Math.round(size / 1e6)} MB`;
  return [
    {
      level: 'note',
      what: `${megabytes(free)} of the database's ${megabytes(bytes)} are free, and used again`,
      fix: {
        what: 'gives them back to the disk, which takes a while and room for a copy',
        run: async () => {
          await compactDatabase(db);
          return `${megabytes((await findSlack(db)).bytes)} now`;
        },
      },
    },
  ];
}
