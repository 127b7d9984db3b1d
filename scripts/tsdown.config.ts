import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';

/** One entry of `exports` or `imports`: a file, or a file for each condition. */
type Entry = string | { [condition: string]: Entry };

interface Manifest {
  exports: Record<string, Entry>;
  imports?: Record<string, Entry>;
}

const manifest = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as Manifest;

const sourcesOf = (entry: Entry): string[] =>
  typeof entry === 'string'
    ? []
    : Object.entries(entry).flatMap(([condition, target]) =>
        condition === 'leadwire-source' && typeof target === 'string' ? [target] : sourcesOf(target),
      );

const entries = [...Object.values(manifest.exports), ...Object.values(manifest.imports ?? {})];
const hasRequire = entries.some((entry) => typeof entry !== 'string' && 'require' in entry);

const outside = /^(#|node:)/;

const OPENAPI_FETCH = 'openapi-fetch';
const FOR_REQUIRE = '\0openapi-fetch for require';

/**
 * openapi-fetch marks its CommonJS default export with `__esModule`, which is ignored in a package of type module. This module belongs to no
 * package, so that the mark counts.
 */
const requireOpenapiFetch = {
  name: 'require-openapi-fetch',
  resolveId: {
    order: 'pre' as const,
    handler: (id: string, importer?: string) =>
      id === OPENAPI_FETCH && importer !== FOR_REQUIRE && !importer?.endsWith('.d.ts') ? FOR_REQUIRE : undefined,
  },
  load: (id: string) =>
    id === FOR_REQUIRE
      ? `export { default, createQuerySerializer, serializeArrayParam, serializeObjectParam, serializePrimitiveParam } from '${OPENAPI_FETCH}';`
      : undefined,
};

/** Builds the package in the working directory: one file for each entry of package.json, shared chunks, dependencies outside. */
export default defineConfig({
  cwd: process.cwd(),
  tsconfig: 'tsconfig.json',
  entry: Object.fromEntries(
    entries.flatMap(sourcesOf).map((file) => [file.replace(/^\.\/(src\/)?/, '').replace(/\.ts$/, ''), file]),
  ),
  format: hasRequire ? { esm: {}, cjs: { plugins: [requireOpenapiFetch] } } : ['esm'],
  deps: { neverBundle: outside },
  dts: true,
  platform: 'neutral',
  target: 'es2023',
  sourcemap: true,
  hash: false,
  logLevel: 'warn',
});
