import { fillTemplate } from '../../template.ts';
import type { NamedSpec } from '../names/name-schemas.ts';
import { typeName } from '../names/names.ts';
import { addressOf } from '../read/open-api.ts';
import { literal } from './operations.ts';

/** The entry point of a generated package: everything by name, and `api`, all of it in one value. */
export function emitIndex(spec: NamedSpec, name: string): string {
  const schemas = (pick: 'body' | 'query') =>
    [...spec.types].flatMap(([id, types]) =>
      types[pick] === undefined ? [] : [`    ${JSON.stringify(id)}: schemas.z${types[pick]},`],
    );
  const results = [...spec.types].flatMap(([id, types]) => {
    const kinds = types.results.map((result) => `schemas.z${result}`);
    if (kinds.length === 0) return [];
    return [`    ${JSON.stringify(id)}: ${kinds.length === 1 ? kinds[0] : `z.union([${kinds.join(', ')}])`},`];
  });
  const union = results.some((line) => line.includes('z.union'));
  return `${union ? "import * as z from 'zod/mini';\n" : ''}import { createClient } from './client.ts';
import { operations } from './operations.ts';
import * as schemas from './schemas.ts';

export * from './client.ts';
export * from './operations.ts';
export * as schemas from './schemas.ts';
export type { ${['components', 'paths', ...Object.keys(spec.document.components?.schemas ?? {}).sort()].join(', ')} } from './types.ts';

/** The whole of the generated client, for a wrapper to build on. */
export const api = {
  name: ${JSON.stringify(name)},
  title: ${JSON.stringify(spec.document.info.title)},
  server: ${JSON.stringify(addressOf(spec.document.servers) ?? '')},
  security: ${literal(spec.document.security?.flatMap((scheme) => Object.keys(scheme)) ?? [])},
  createClient,
  operations,
  bodySchemas: {
${schemas('body').join('\n')}
  },
  querySchemas: {
${schemas('query').join('\n')}
  },
  resultSchemas: {
${results.join('\n')}
  },
} as const;

export type ${typeName(name)}Api = typeof api;`;
}

export interface PackageOptions {
  /** Name of the provider: `topcalls`. */
  name: string;
  /** Of its dependencies, and `own` of the package. */
  versions: { openapiFetch: string; zod: string; own?: string };
  /** The compiler setting that the package extends inside the workspace; without one it stands alone. */
  rootConfig?: string;
}

const REPOSITORY = 'https://github.com/leadwire/leadwire';

const FILES = ['dist', '*.ts', 'openapi.json'];

/** Inside the workspace a package is built for `import` and `require`; one that stands alone is compiled as it is. */
const IN_WORKSPACE = (name: string) => ({
  keywords: [name, 'openapi', 'zod', 'typescript', 'client'],
  homepage: `${REPOSITORY}#readme`,
  bugs: `${REPOSITORY}/issues`,
  repository: { type: 'git', url: `git+${REPOSITORY}.git`, directory: `generated/${name}` },
  engines: { node: '>=20.19' },
  main: './dist/index.cjs',
  types: './dist/index.d.cts',
  files: ['CHANGELOG.md', ...FILES],
  entry: {
    'leadwire-source': './index.ts',
    import: { types: './dist/index.d.ts', default: './dist/index.js' },
    require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
  },
  scripts: {
    build: 'tsdown -c ../../scripts/tsdown.config.ts',
  },
});

const STANDING_ALONE = {
  files: FILES,
  entry: { types: './dist/index.d.ts', default: './dist/index.js' },
  scripts: { build: 'tsc -p tsconfig.json' },
};

/** A workspace package, so that a wrong import does not resolve. */
export function emitPackage({ name, versions, rootConfig }: PackageOptions): string {
  const { entry, scripts, ...more } = rootConfig === undefined ? STANDING_ALONE : IN_WORKSPACE(name);
  const manifest = {
    name: `@leadwire/generated-${name}`,
    version: versions.own ?? '0.1.0',
    description: `Generated types, schemas, operations and client of the ${name} API.`,
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    ...more,
    exports: { '.': entry, './openapi.json': './openapi.json', './package.json': './package.json' },
    scripts,
    dependencies: { 'openapi-fetch': versions.openapiFetch, zod: versions.zod },
  };
  return JSON.stringify(manifest, null, 2);
}

/** What a reader on npm sees: what it is, and what to install instead. */
export const emitReadme = (name: string, title: string): string =>
  fillTemplate(new URL('README.md.mustache', import.meta.url), { name, title });

/** For a package outside the workspace, which has no setting of ours to extend. */
const STANDALONE = {
  target: 'es2023',
  lib: ['es2024', 'dom', 'dom.iterable'],
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
  declaration: true,
  skipLibCheck: true,
};

export function emitTsconfig(rootConfig: string | undefined): string {
  const config = {
    ...(rootConfig !== undefined && { extends: rootConfig }),
    compilerOptions: {
      ...(rootConfig === undefined && STANDALONE),
      noEmit: false,
      rootDir: '.',
      outDir: 'dist',
      customConditions: [],
      types: [],
    },
    include: ['*.ts'],
  };
  return JSON.stringify(config, null, 2);
}
