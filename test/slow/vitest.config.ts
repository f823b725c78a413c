import { defineConfig } from 'vitest/config';

/** Tests that need a server or a long time: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    sequence: { shuffle: true },
    // One server for all of them, and each wipes it.
    fileParallelism: false,
    testTimeout: 300_000,
    passWithNoTests: true,
  },
});
