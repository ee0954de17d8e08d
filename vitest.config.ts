import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Files share what they import, and on PostgreSQL the databases that they empty: half the time.
// Patient: on a busy machine a program that takes two seconds takes twenty.
const common = { testTimeout: 90_000, hookTimeout: 90_000, isolate: false, env: { TZ: 'UTC' } };

/**
 * One project after the other, since a process that changes to another project is started again and imports everything
 * again. In each, those first that start programs and browsers: one of them at the end would leave other cores idle.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId, project }: TestSpecification) =>
      (project.name === 'postgres' ? 0 : 2) +
      (/\/tests\/(commands|browser)\/|pipeline-model/.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    // Most tests wait for servers, browsers and commands: one file more than cores keeps the cores at work.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'sqlite',
          include: ['tests/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/fixtures/folder.ts', 'tests/fixtures/build.ts'],
          setupFiles: ['tests/fixtures/ai-field.ts'],
        },
      },
      {
        // The same tests of all that works on the store.
        test: {
          ...common,
          name: 'postgres',
          include: [
            'tests/store/**/*.test.ts',
            'tests/deliver/delivery.test.ts',
            'tests/operations/*.test.ts',
            'tests/pipeline-stores.test.ts',
            'tests/stages/**/*.test.ts',
            'tests/queue/postgres.test.ts',
            'tests/commands/{serve,work}.test.ts',
            // Of the site's pages, those that write, and both-stores.test.ts: every page is the same on both stores.
            'tests/web/subscribers/**/*.test.{ts,tsx}',
            'tests/web/search/search.test.ts',
            'tests/web/admin/actions.test.ts',
            'tests/web/archive/{issue-corrections,report}.test.ts',
            'tests/web/{both-stores,read-replica}.test.ts',
            'tests/web/http/cache.test.ts',
          ],
          // These are about SQLite's file.
          exclude: ['tests/store/**/{backup,migrations,open,plans,stored-passages}.test.ts'],
          env: { ...common.env, TEST_STORE: 'postgres' },
          globalSetup: ['tests/fixtures/folder.ts', 'tests/fixtures/postgres.ts'],
          setupFiles: ['tests/fixtures/on-postgres.ts', 'tests/fixtures/ai-field.ts'],
        },
      },
    ],
  },
});
