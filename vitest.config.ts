import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**'],
    sequence: { shuffle: true },
    testTimeout: 300_000,
  },
});
