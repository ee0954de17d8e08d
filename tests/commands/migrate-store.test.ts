import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command as migrateStore } from '../../src/commands/migrate-store.js';
import { command as work } from '../../src/commands/work.js';
import { openDatabase } from '../../src/store/open.js';
import { ask } from '../fixtures/postgres.js';
import { newPublication, runCommand, setService } from '../fixtures/publication.js';
import { makeDatabase, onPostgres } from '../fixtures/store.js';

test.runIf(onPostgres)(
  'a store that another process has open is not moved, and nothing is copied',
  async () => {
    const folder = await newPublication(3);
    const file = join(folder, 'data', 'tidings.db');
    expect(existsSync(file)).toBe(true);
    const url = await makeDatabase();
    // As `tidings serve` does.
    const serving = await openDatabase(file);
    await serving.selectFrom('subscribers').select('id').execute();
    await expect(runCommand(migrateStore, folder, [], { to: url })).rejects.toMatchObject({
      message: expect.stringContaining('Another process has'),
      hint: expect.stringContaining('Stop `tidings serve`'),
    });
    expect(await ask(url, 'select count(*)::int as n from subscribers')).toEqual([{ n: 0 }]);
    await serving.destroy();
    await runCommand(migrateStore, folder, [], { to: url });
    expect(await ask(url, 'select count(*)::int as n from subscribers')).toEqual([{ n: 3 }]);
    // Without a mail service, each worker would write the mails into a folder of its own.
    setService(folder, { DATABASE_URL: url });
    await expect(runCommand(work, folder, [])).rejects.toThrow('No mail service is set');
  },
);
