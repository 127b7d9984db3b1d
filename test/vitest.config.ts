import { defineConfig } from 'vitest/config';

const source = { conditions: ['leadwire-source'] };

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['packages/**/src/**/*.test.ts', 'scripts/**/*.test.ts', 'specs/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/storm/**'],
    typecheck: {
      enabled: true,
      include: ['packages/**/src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
      tsconfig: 'tsconfig.json',
    },
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 30_000,
  },
});
