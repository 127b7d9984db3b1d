import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = { conditions: ['leadwire-source'] };
/** Tests that replace a module (`vi.mock`) or count all timers of the process share it with no other file. */
const ISOLATED = '**/*.isolated.test.ts';
const EXCLUDED = ['**/node_modules/**', '**/dist/**', 'test/storm/**', '**/*.matrix.test.ts'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: source,
  ssr: { resolve: source },
  test: {
    reporters: ['default', './test/closing-line.ts'],
    // Many tests wait for processes and servers: with one worker, as two processors give, both processors would wait, too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000, interval: 20 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          include: ['packages/**/src/**/*.test.ts', 'scripts/**/*.test.ts', 'specs/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...EXCLUDED, ISOLATED],
          typecheck: {
            enabled: true,
            include: ['packages/**/src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
            tsconfig: 'tsconfig.json',
          },
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED], exclude: EXCLUDED } },
    ],
  },
});
