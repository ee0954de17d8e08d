import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command as backup } from '../../src/commands/backup.js';
import { command as restore } from '../../src/commands/restore.js';
import { requireFile } from '../../src/commands/shared/database-file.js';
import { inspectDatabase } from '../../src/store/maintenance/backup.js';
import { newFolder, tidings } from '../fixtures/cli.js';

test('backup and restore leave an intact database when killed at any moment, and can be repeated', async () => {
  const folder = newFolder();
  const database = join(folder, 'data', 'tidings.db');
  await tidings(['run', '--sample', '--no-send'], folder);
  const start = performance.now();
  const first = await tidings(['backup', 'first.db', '--json'], folder);
  const whole = performance.now() - start;
  expect(JSON.parse(first.stdout)).toMatchObject({ file: join(folder, 'first.db'), issues: 1 });
  for (let part = 1; part <= 2; part++) {
    const killAfter = (whole * (part + 1)) / 4;
    await tidings(['backup', `${part}.db`], folder, { killAfter });
    const target = join(folder, `${part}.db`);
    if (existsSync(target)) expect(inspectDatabase(target).issues).toBe(1);
    await tidings(['restore', 'first.db'], folder, { killAfter });
    expect(inspectDatabase(database).issues).toBe(1);
  }
  const restored = await tidings(['restore', 'first.db', '--json'], folder);
  expect(JSON.parse(restored.stdout)).toMatchObject({ database, issues: 1 });
  const beside = readdirSync(join(folder, 'data')).filter((name) => name.startsWith('before-restore-'));
  expect(beside.length).toBeGreaterThan(0);
  expect((await tidings(['search', 'model'], folder)).code).toBe(0);
});

test('backup and restore require a file name', async () => {
  const input = { dir: newFolder(), positionals: [], values: {}, json: false, say: () => {} };
  const { signal } = new AbortController();
  await expect(backup.run({ ...input, signal })).rejects.toThrow('needs a file');
  await expect(restore.run({ ...input, signal })).rejects.toThrow('needs a file');
  expect(() => requireFile(':memory:')).toThrow('is not a file');
});
