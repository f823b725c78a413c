import { defineConfig } from 'vitest/config';

/** Tests that need a server or a long time: `npm run test:slow`. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    sequence: { shuffle: true },
    testTimeout: 300_000,
    passWithNoTests: true,
  },
});
