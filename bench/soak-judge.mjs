// Runs the soak's checks, prints a line for each, and proves that each of them can fail.
import { breaks } from './soak-breaks.mjs';
import { storeChecks } from './soak-checks.mjs';
import { mailChecks } from './soak-checks-mail.mjs';

const checks = { ...mailChecks, ...storeChecks };

/** Runs one check; what it throws is a failure, too. */
async function examine(name, w) {
  try {
    return await checks[name](w);
  } catch (error) {
    return { looked: 0, wrong: [error.stack] };
  }
}

/** Prints each check, and when all hold, whether each can fail. `broken`: what to break before. Gives how many failed. */
export async function judge(w, broken) {
  const states = await w.db.all(
    "select state, coalesce(error, '') as error, count(*) as n from deliveries group by 1, 2 order by 1, 3 desc",
  );
  console.log(
    `ledger: ${states.map(({ state, error, n }) => `${n} ${state}${error ? ` (${error.slice(0, 60)})` : ''}`).join(', ')}\n`,
  );
  if (broken) {
    await w.db.begin();
    await breaks.find(({ name }) => name === broken).make(w);
  }
  let failed = 0;
  for (const name of Object.keys(checks)) {
    const { looked, wrong, skipped } = await examine(name, w);
    if (wrong.length > 0) failed++;
    console.log(
      `${wrong.length > 0 ? 'FAILED' : skipped ? 'left out' : 'ok    '}  ${name} (${skipped ?? looked})`,
    );
    for (const one of wrong.slice(0, 8)) console.log(`          ${one}`);
    if (wrong.length > 8) console.log(`          and ${wrong.length - 8} more`);
  }
  for (const note of w.notes) console.log(`  ${note}`);
  if (failed > 0 || broken) return failed;
  console.log('\nCan the checks fail? Each thing is broken once, and put right again:');
  for (const { name, check, make } of breaks) {
    await w.db.begin();
    let undo;
    let wrong;
    try {
      undo = await make(w);
      wrong = (await examine(check, w)).wrong;
    } catch (error) {
      // A short soak has not everything that can be broken.
      console.log(`left out  ${name}: ${error.message}`);
      continue;
    } finally {
      await w.db.rollback();
      undo?.();
    }
    if (wrong.length === 0) failed++;
    console.log(`${wrong.length > 0 ? 'seen    ' : 'NOT SEEN'}  ${name}: ${wrong[0]?.slice(0, 110) ?? ''}`);
  }
  return failed;
}
