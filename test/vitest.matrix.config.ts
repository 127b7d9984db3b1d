import { defineConfig } from 'vitest/config';

/** Runtimes and fetches that `pnpm test:matrix` installs and tries the built packages in. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', './test/closing-line.ts'],
    include: ['test/runtimes/matrix.test.ts'],
    testTimeout: 300_000,
    fileParallelism: false,
  },
});
