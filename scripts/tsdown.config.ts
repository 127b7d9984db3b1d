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

/** openapi-fetch marks its default export in the way of Babel, which `require` from a package of type module does not read. */
const inCommonJs = {
  neverBundle: outside,
  alwaysBundle: (id: string): boolean => id === 'openapi-fetch',
  dts: { neverBundle: [outside, 'openapi-fetch'] },
};

/** Builds the package in the working directory: one file a door of package.json, shared chunks, dependencies outside. */
export default defineConfig({
  cwd: process.cwd(),
  tsconfig: 'tsconfig.json',
  entry: Object.fromEntries(
    doors.flatMap(sourcesOf).map((file) => [file.replace(/^\.\/(src\/)?/, '').replace(/\.ts$/, ''), file]),
  ),
  format: hasRequire ? { esm: {}, cjs: { deps: inCommonJs } } : ['esm'],
  deps: { neverBundle: outside },
  dts: true,
  platform: 'neutral',
  target: 'es2023',
  sourcemap: true,
  hash: false,
  logLevel: 'warn',
});
