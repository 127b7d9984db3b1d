import type { NamedSpec } from './name-schemas.ts';
import { typeName } from './names.ts';
import { addressOf } from './open-api.ts';
import { literal } from './operations.ts';

/** The front door of a generated package: everything by name, and `api`, all of it in one value. */
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

/** A workspace package of its own, so that a wrong import does not resolve. */
export function emitPackage(name: string, versions: { openapiFetch: string; zod: string }): string {
  const manifest = {
    name: `@leadwire/generated-${name}`,
    version: '0.1.0',
    description: `Generated types, schemas, operations and client of the ${name} API.`,
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    files: ['dist', '*.ts', 'openapi.json'],
    exports: {
      '.': { 'leadwire-source': './index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './openapi.json': './openapi.json',
      './package.json': './package.json',
    },
    scripts: {
      build: 'tsc -p tsconfig.json',
      publint: 'publint --strict --pack pnpm && attw --pack . --profile esm-only --quiet',
    },
    dependencies: { 'openapi-fetch': versions.openapiFetch, zod: versions.zod },
  };
  return JSON.stringify(manifest, null, 2);
}

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
