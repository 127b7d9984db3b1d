import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What `pnpm test:matrix` tries the built packages in: runtimes, fetches, installs. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', './test/closing-line.ts'],
    include: ['test/**/*.matrix.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 100_000, interval: 50 } },
    fileParallelism: false,
  },
});
