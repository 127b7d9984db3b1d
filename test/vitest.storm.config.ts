import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Long runs that `.ci/run` makes beside `npm test`. */
export default defineConfig({
  ...base,
  test: {
    reporters: ['default', './test/closing-line.ts'],
    include: ['test/storm/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    fileParallelism: false,
  },
});
