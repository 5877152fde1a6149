import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Many tests wait for lock tools, so that a core each is too few.
    maxWorkers: Math.max(3, availableParallelism()),
    globalSetup: ['test/support/lock-tools.ts'],
  },
});
