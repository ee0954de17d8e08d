import { defineConfig } from 'vitest/config';

const common = { testTimeout: 30_000, env: { TZ: 'UTC' } };

export default defineConfig({
  test: {
    // Most tests wait: for servers, browsers, commands. Vitest would leave one core to others.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'sqlite',
          include: ['tests/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/fixtures/folder.ts', 'tests/fixtures/build.ts'],
        },
      },
      {
        // The same tests of all that works on the store.
        test: {
          ...common,
          name: 'postgres',
          // Files share what they import and the databases that they empty: half the time.
          isolate: false,
          include: [
            'tests/store/*.test.ts',
            'tests/deliver/delivery.test.ts',
            'tests/pipeline-stores.test.ts',
            'tests/stages/*.test.ts',
            'tests/queue/postgres.test.ts',
            'tests/commands/work.test.ts',
            'tests/web/*.test.{ts,tsx}',
          ],
          // These are about SQLite's file.
          exclude: ['tests/store/{backup,migrations,open,plans,stored-passages}.test.ts'],
          env: { ...common.env, TEST_STORE: 'postgres' },
          globalSetup: ['tests/fixtures/folder.ts', 'tests/fixtures/postgres.ts'],
          setupFiles: ['tests/fixtures/on-postgres.ts'],
        },
      },
    ],
  },
});
