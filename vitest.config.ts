import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: ['tests/fixtures/build.ts'],
    testTimeout: 30_000,
    env: { TZ: 'UTC' },
  },
});
