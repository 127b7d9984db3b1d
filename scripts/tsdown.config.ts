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

/** Dependencies whose `require` has a default export marked by `__esModule`, with what is imported of them. */
const MARKED: Readonly<Record<string, string>> = {
  'openapi-fetch':
    'default, createQuerySerializer, defaultPathSerializer, mergeHeaders, serializeArrayParam, serializeObjectParam, serializePrimitiveParam',
  tinyqueue: 'default',
};
const FOR_REQUIRE = '\0for require: ';

/** In a package of type module the mark is ignored. A module that belongs to no package stands between, so that it counts. */
const requireMarked = {
  name: 'require-marked',
  resolveId: {
    order: 'pre' as const,
    handler: (id: string, importer?: string) =>
      Object.hasOwn(MARKED, id) && !importer?.startsWith(FOR_REQUIRE) && !importer?.endsWith('.d.ts')
        ? FOR_REQUIRE + id
        : undefined,
  },
  load: (id: string) => {
    if (!id.startsWith(FOR_REQUIRE)) return undefined;
    const name = id.slice(FOR_REQUIRE.length);
    return `export { ${MARKED[name]} } from '${name}';`;
  },
};

/** `libphonenumber-js/core/es6` cannot be required; `core` is the same code in ES5. */
const requireOlder = {
  name: 'require-older',
  resolveId: {
    order: 'pre' as const,
    handler: (id: string) =>
      id === 'libphonenumber-js/core/es6' ? { id: 'libphonenumber-js/core', external: true } : undefined,
  },
};

/** Builds the package in the working directory: one file for each entry of package.json, shared chunks, dependencies outside. */
export default defineConfig({
  cwd: process.cwd(),
  tsconfig: 'tsconfig.json',
  entry: Object.fromEntries(
    entries.flatMap(sourcesOf).map((file) => [file.replace(/^\.\/(src\/)?/, '').replace(/\.ts$/, ''), file]),
  ),
  // Jest runs what is required without `import()`, unless it is started with a flag.
  format: hasRequire
    ? { esm: {}, cjs: { plugins: [requireMarked, requireOlder], outputOptions: { dynamicImportInCjs: false } } }
    : ['esm'],
  deps: { neverBundle: outside },
  dts: true,
  platform: 'neutral',
  target: 'es2023',
  sourcemap: true,
  hash: false,
  logLevel: 'warn',
});
