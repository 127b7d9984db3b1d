import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsdown';

/** What the conditions of one door lead to, nested conditions too. */
type Door = string | { [condition: string]: Door };

interface Manifest {
  exports: Record<string, Door>;
  imports?: Record<string, Door>;
}

const manifest = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as Manifest;

const sourcesOf = (door: Door): string[] =>
  typeof door === 'string'
    ? []
    : Object.entries(door).flatMap(([condition, target]) =>
        condition === 'leadwire-source' && typeof target === 'string' ? [target] : sourcesOf(target),
      );

const doors = [...Object.values(manifest.exports), ...Object.values(manifest.imports ?? {})];
const hasRequire = doors.some((door) => typeof door !== 'string' && 'require' in door);

const outside = /^(#|node:)/;

const OPENAPI_FETCH = 'openapi-fetch';
const FOR_REQUIRE = '\0openapi-fetch for require';

/**
 * openapi-fetch marks its default export in the way of Babel. A module of a package of type module does not read that mark; one that has no
 * package does.
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

/** Builds the package in the working directory: one file a door of package.json, shared chunks, dependencies outside. */
export default defineConfig({
  cwd: process.cwd(),
  tsconfig: 'tsconfig.json',
  entry: Object.fromEntries(
    doors.flatMap(sourcesOf).map((file) => [file.replace(/^\.\/(src\/)?/, '').replace(/\.ts$/, ''), file]),
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
